// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Iced.Intel;
using Spectre.Console;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Limits;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>The limits that a processor's instructions set: from given times, and the loops that measure times.</summary>
public sealed class SpeedLimitTests
{
    /// <summary>Two AES instructions a cycle and a carry-less multiplication every other cycle, whatever the width; 26.5 and 30.5 of four operations a cycle for GCM.</summary>
    private static readonly InstructionTimes _wide = new([Width(128), Width(256), Width(512)], AesLatency: 4, MultiplicationLatency: 5);

    /// <summary>The same without wide registers.</summary>
    private static readonly InstructionTimes _narrow = new([Width(128)], AesLatency: 4, MultiplicationLatency: 5);

    public static TheoryData<string, int, int, double?> InARow => new()
    {
        { "ctr", 128, 16384, 0.0781 },
        { "ctr", 192, 16384, 0.0938 },
        { "ctr", 256, 16384, 0.1094 },
        { "ctr", 128, 64, 0.0781 },
        { "ctr", 128, 16, 0.3125 },
        { "ctr", 128, 80, 0.1250 },
        { "ecb", 128, 16384, 0.0781 },
        { "cbc-dec", 256, 1024, 0.1094 },
        { "cbc-enc", 128, 16384, 2.5 },
        { "cbc-enc", 192, 16384, 3.0 },
        { "cbc-enc", 256, 16384, 3.5 },
        { "cbc-enc", 128, 64, null },
        { "xts-enc", 128, 16384, 0.0784 },
        { "xts-dec", 256, 16384, 0.1098 },
        { "xts-enc", 256, 1024, 0.1162 },
        { "xts-enc", 256, 64, 0.2188 },
        { "ghash", 128, 1 << 20, 0.0938 },
        { "ghash", 128, 16384, 0.0940 },
        { "gcm-seal", 128, 1 << 20, 0.1035 },
        { "gcm-seal", 256, 1 << 20, 0.1191 },
        { "gcm-seal", 128, 16384, 0.1039 },
        { "gcm-open", 256, 16384, 0.1196 },
        { "gcm-seal", 128, 1024, 0.1100 },
        { "gcm-open", 256, 1024, 0.1266 },
        { "gcm-seal", 128, 64, 0.2070 },
        { "gcm-seal", 256, 64, 0.2383 },
    };

    public static TheoryData<string, int, int, double> Isolated => new()
    {
        { "ctr", 128, 64, 40 },
        { "cbc-dec", 256, 64, 56 },
        { "cbc-enc", 128, 64, 160 },
        { "xts-enc", 256, 64, 112 },
        { "ghash", 128, 64, 15 },
        { "gcm-seal", 128, 64, 55 },
        { "gcm-open", 128, 64, 40 },
        { "ctr", 128, 16384, 1280 },
    };

    [Theory]
    [MemberData(nameof(InARow))]
    public void A_case_is_allowed_what_its_operations_take(string mode, int keyBits, int size, double? cyclesPerByte) =>
        Check(cyclesPerByte, new SpeedCase(SpeedModes.Find(mode)!.Value, keyBits, size));

    [Theory]
    [MemberData(nameof(Isolated))]
    public void An_isolated_call_is_also_allowed_what_its_results_wait_for(string mode, int keyBits, int size, double cycles) =>
        Assert.Equal(cycles, new ProcessorLimit(_wide).CyclesPerCall(new SpeedCase(SpeedModes.Find(mode)!.Value, keyBits, size), isIsolated: true));

    [Fact]
    public void Messages_at_once_are_limited_by_their_chains_or_by_all_their_blocks()
    {
        Check(0.1563, new SpeedCase(SpeedMode.CbcEncryptMany, 128, 16384, Messages: 16));
        Check(0.2188, new SpeedCase(SpeedMode.CbcEncryptMany, 256, 16384, Messages: 16));
        Check(0.0781, new SpeedCase(SpeedMode.CbcEncryptMany, 128, 16384, Messages: 32));
        Check(0.0781, new SpeedCase(SpeedMode.CbcEncryptMany, 128, 64, Messages: 128));
        Check(null, new SpeedCase(SpeedMode.CbcEncryptMany, 128, 64, Messages: 16));
    }

    [Fact]
    public void Data_units_share_registers_and_so_do_their_tweaks()
    {
        // 32 blocks and 4 tweaks: nine registers, five cycles each.
        Check(45.0 / 512, new SpeedCase(SpeedMode.XtsEncryptUnits, 128, 512, DataUnitSize: 128));
    }

    [Fact]
    public void Narrow_registers_take_as_many_times_as_long() =>
        Assert.Equal(0.3125, new ProcessorLimit(_narrow).CyclesPerCall(new SpeedCase(SpeedMode.Ctr, 128, 16384), isIsolated: false) / 16384);

    [Fact]
    public void What_is_left_over_goes_where_it_is_the_cheapest()
    {
        var slowWide = new InstructionTimes([Width(128), Width(512) with { AesRound = 1 }], 4, 5);
        // Four blocks at ten cycles are as good as four times five; a fifth block takes five, and three more fifteen or ten.
        var limit = new ProcessorLimit(slowWide);
        Assert.Equal(10, limit.CyclesPerCall(new SpeedCase(SpeedMode.Ctr, 128, 64), isIsolated: false));
        Assert.Equal(15, limit.CyclesPerCall(new SpeedCase(SpeedMode.Ctr, 128, 80), isIsolated: false));
        Assert.Equal(20, limit.CyclesPerCall(new SpeedCase(SpeedMode.Ctr, 128, 112), isIsolated: false));
    }

    [Theory]
    [InlineData(SpeedMode.KeyBlock)]
    [InlineData(SpeedMode.KeyGcm)]
    [InlineData(SpeedMode.KeyExpand)]
    internal void Setting_up_a_key_has_no_known_limit(SpeedMode mode) =>
        Assert.Null(new ProcessorLimit(_wide).CyclesPerCall(new SpeedCase(mode, 128, 0), isIsolated: true));

    [Theory]
    [InlineData(128, 10)]
    [InlineData(256, 12)]
    [InlineData(512, 14)]
    public void The_operations_of_gcm_are_what_sixteen_registers_need(int bits, int rounds)
    {
        var loop = new GcmOperationsLoop(bits, rounds, together: 2);
        IReadOnlyList<Instruction> instructions = loop.Assemble().Disassemble();
        Dictionary<string, int> counts = instructions.TakeWhile(instruction => instruction.Mnemonic != Mnemonic.Sub).GroupBy(Name).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(16, loop.PerTurn);
        Assert.Equal(16 * rounds, counts["Vaesenc"]);
        Assert.Equal((16 * 3) + 2, counts["Vpclmulqdq"]);
        // By register: a word and a byte permutation; by pair two unpackings; by four one permutation of bytes; two in the reduction.
        Assert.Equal(16 + 16 + 16 + 4 + 2, counts["Vpshufb"]);
        // By register the text; by pair a sum of words; by four two of counters. Sums of three are ternary logic or two additions.
        int additions = 16 + 8 + 8, sums = (3 * 8) + 3;
        Assert.Equal(bits == 512 ? additions : additions + (2 * sums), counts["Vpxor"]);
        Assert.Equal(bits == 512 ? sums : 0, counts.GetValueOrDefault("Vpternlogq"));
    }

    [Fact]
    public void Nothing_waits_in_a_loop_of_throughput_and_everything_in_one_of_latency()
    {
        foreach (int bits in (int[])[128, 256, 512])
        {
            Assert.All(Turn(new AesThroughputLoop(bits)).Concat(Turn(new MultiplicationThroughputLoop(bits))), instruction =>
            {
                Assert.NotEqual(instruction.Op0Register, instruction.Op1Register);
                Assert.NotEqual(instruction.Op0Register, instruction.Op2Register);
            });
        }
        Assert.All(Turn(new AesLatencyLoop()).Concat(Turn(new MultiplicationLatencyLoop())), instruction => Assert.Equal(instruction.Op0Register, instruction.Op1Register));

        static IEnumerable<Instruction> Turn(InstructionLoop loop)
        {
            Instruction[] turn = [.. loop.Assemble().Disassemble().TakeWhile(instruction => instruction.Mnemonic != Mnemonic.Sub)];
            Assert.Equal(loop.PerTurn, turn.Length);
            return turn;
        }
    }

    [Fact]
    public void All_contenders_of_a_case_have_the_limit_of_the_processor_or_a_note_says_why_not()
    {
        JsonElement document = Invocation.Of("speed", "--quick", "--json", "--mode", "ctr,gcm-seal", "--key", "128", "--size", "64,1K").Document();
        JsonElement[] results = [.. document.GetProperty("results").EnumerateArray()];
        if (!document.TryGetProperty("instructions", out _))
        {
            Assert.Contains(document.GetProperty("notes").EnumerateArray(), note =>
                note.GetString()!.StartsWith("What the processor allows is not told: ", StringComparison.Ordinal) || note.GetString()!.StartsWith("The core's clock could not be told", StringComparison.Ordinal));
            Assert.DoesNotContain(results, result => result.TryGetProperty("limitCyclesPerByte", out _));
            return;
        }
        foreach (IGrouping<(string?, int), JsonElement> speedCase in results.GroupBy(result => (result.GetProperty("mode").GetString(), result.GetProperty("size").GetInt32())))
        {
            double limit = Assert.Single(speedCase.Select(result => result.GetProperty("limitCyclesPerByte").GetDouble()).Distinct());
            Assert.All(speedCase, result => Assert.Equal(result.GetProperty("cyclesPerByte").GetDouble() / limit, result.GetProperty("ratioToLimit").GetDouble(), result.GetProperty("ratioToLimit").GetDouble() * 0.001));
        }
    }

    [Fact]
    public void A_run_without_cycles_has_no_columns_of_cycles()
    {
        var result = new SpeedResult("Fast", null, "ctr", 128, 64, null, 8, 0.01, null, 8);
        string bare = Written(new SpeedTable("A processor", [result], [], [], []));
        Assert.DoesNotContain("Cycles", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("limit", bare, StringComparison.Ordinal);
        Assert.Contains("GB/s", bare, StringComparison.Ordinal);
        string whole = Written(new SpeedTable("A processor", [result with { CyclesPerByte = 0.5, CyclesPerCall = 32, LimitCyclesPerByte = 0.25 }], [], [], []));
        Assert.Contains("Cycles/byte", whole, StringComparison.Ordinal);
        Assert.Contains("× limit", whole, StringComparison.Ordinal);
        Assert.Contains("2.00", whole, StringComparison.Ordinal);

        static string Written(SpeedTable table)
        {
            using var writer = new StringWriter();
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
            console.Profile.Width = 140;
            SpeedTableView.Write(console, table, withCalls: true);
            return writer.ToString();
        }
    }

    [Fact]
    public void Isolated_calls_are_told_by_the_call()
    {
        if (!IsolatedCalls.IsSupported)
        {
            Assert.Contains("--isolated is for x64", Invocation.Of("speed", "--quick", "--isolated").Error, StringComparison.Ordinal);
            return;
        }
        JsonElement document = Invocation.Of("speed", "--quick", "--json", "--isolated", "--mode", "ctr", "--size", "64", "--key", "128").Document();
        Assert.True(document.GetProperty("isIsolated").GetBoolean());
        Assert.Contains(document.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("an empty call", StringComparison.Ordinal));
        string table = Invocation.Of("speed", "--quick", "--isolated", "--mode", "ctr", "--size", "64", "--key", "128").Output;
        Assert.Contains("ns/isolated call", table, StringComparison.Ordinal);
        Assert.DoesNotContain("GB/s", table, StringComparison.Ordinal);
        Assert.False(Invocation.Of("speed", "--quick", "--json", "--mode", "ctr", "--size", "64", "--key", "128").Document().TryGetProperty("isIsolated", out _));
    }

    private static void Check(double? expected, SpeedCase speedCase)
    {
        double? actual = new ProcessorLimit(_wide).CyclesPerCall(speedCase, isIsolated: false) / speedCase.BytesPerCall;
        Assert.Equal(expected is null, actual is null);
        Assert.Equal(expected ?? 0, actual ?? 0, 0.00006);
    }

    private static RegisterTimes Width(int bits) => new(bits, AesRound: 0.5, Multiplication: 2, Gcm128: 26.5 / 4, Gcm192: 28.5 / 4, Gcm256: 30.5 / 4);

    private static string Name(Instruction instruction) => instruction.Mnemonic == Mnemonic.Vpxorq ? "Vpxor" : instruction.Mnemonic.ToString();
}
