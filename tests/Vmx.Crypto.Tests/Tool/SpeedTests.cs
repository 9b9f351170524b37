// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>What <c>speed</c> compares and how it tells; never how fast anything is.</summary>
public sealed class SpeedTests
{
    private static readonly string[] _members = ["mode", "keyBits", "size", "cyclesPerByte", "gigabytesPerSecond", "spread", "cyclesPerCall", "nanosecondsPerCall"];

    /// <summary>A key's set-up has no message, and so neither its size nor its throughput.</summary>
    private static readonly string[] _membersOfKeySetUp = ["mode", "keyBits", "cyclesPerByte", "spread", "cyclesPerCall", "nanosecondsPerCall"];

    [Fact]
    public void Every_engine_and_peer_that_has_a_mode_is_measured_in_it()
    {
        var run = Invocation.Of("speed", "--quick", "--json", "--key", "128,192", "--size", "64", "--size", "1K");
        JsonElement document = run.Document();
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.NotEqual("", document.GetProperty("cpu").GetString());
        JsonElement[] results = [.. document.GetProperty("results").EnumerateArray()];
        Assert.All(results, CheckShape);

        var expected = new HashSet<(string, string, int, int)>();
        foreach (SpeedCase speedCase in SpeedPlan.Combine(SpeedModes.All, [128, 192], [64, 1024]))
        {
            expected.UnionWith(EngineCatalog.Selector.Supported.Select(engine => engine.Name)
                .Concat(speedCase.Mode.IsKeySetUp() ? [] : ["Reference"])
                .Concat(PlatformHas(speedCase.Mode) ? ["platform"] : [])
                .Select(name => (name, speedCase.Mode.Name(), speedCase.KeyBits, speedCase.Size)));
        }
        Assert.Equal(expected.Order(), results.Select(Identify).Order());
    }

    [Fact]
    public void Options_choose_what_is_measured()
    {
        string engine = VmxCrypto.EngineName;
        JsonElement document = Invocation.Of("speed", "--quick", "--json", "--engine", engine, "--mode", "ctr", "ghash", "--key", "256", "--size", "32").Document();
        Assert.Equal(
            [(engine, "ctr", 256, 32), ("Reference", "ctr", 256, 32), (engine, "ghash", 128, 32), ("Reference", "ghash", 128, 32)],
            document.GetProperty("results").EnumerateArray().Select(Identify));
    }

    [Fact]
    public void Data_units_and_numbers_of_messages_can_be_chosen()
    {
        JsonElement document = Invocation.Of(
            "speed", "--quick", "--json", "--engine", VmxCrypto.EngineName, "--mode", "xts-enc-units,cbc-enc-many", "--key", "256", "--size", "48,4K", "--unit", "16,32,4K", "--messages", "1,9").Document();
        Assert.Empty(document.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            [("cbc-enc-many", 48, 1), ("cbc-enc-many", 48, 9), ("cbc-enc-many", 4096, 1), ("cbc-enc-many", 4096, 9), ("xts-enc-units", 48, 16), ("xts-enc-units", 4096, 16), ("xts-enc-units", 4096, 32), ("xts-enc-units", 4096, 4096)],
            document.GetProperty("results").EnumerateArray().Where(result => result.TryGetProperty("engine", out _)).Select(result =>
            (
                result.GetProperty("mode").GetString(),
                result.GetProperty("size").GetInt32(),
                result.GetProperty(result.GetProperty("mode").GetString() == "xts-enc-units" ? "dataUnitSize" : "messages").GetInt32())));
    }

    [Fact]
    public void A_call_takes_what_its_bytes_take()
    {
        // Two messages of 48 bytes are 96 bytes; figures have four digits.
        JsonElement document = Invocation.Of("speed", "--quick", "--json", "--engine", VmxCrypto.EngineName, "--mode", "cbc-enc-many", "--key", "128", "--size", "48", "--messages", "2").Document();
        Assert.All(document.GetProperty("results").EnumerateArray(), result =>
        {
            double nanoseconds = result.GetProperty("nanosecondsPerCall").GetDouble();
            double expected = 96 / result.GetProperty("gigabytesPerSecond").GetDouble();
            Assert.InRange(nanoseconds, expected * 0.998, expected * 1.002);
        });
    }

    [Fact]
    public void Calls_have_columns_when_asked_for_and_when_a_key_is_set_up()
    {
        Assert.DoesNotContain("ns/call", Invocation.Of("speed", "--quick", "--mode", "ecb", "--size", "16").Output, StringComparison.Ordinal);
        Assert.Contains("ns/call", Invocation.Of("speed", "--quick", "--mode", "ecb", "--size", "16", "--calls").Output, StringComparison.Ordinal);
        Assert.Contains("ns/call", Invocation.Of("speed", "--quick", "--mode", "key-expand").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_tells_data_units_and_messages_by_number_and_size()
    {
        string output = Invocation.Of("speed", "--quick", "--mode", "xts-enc-units,cbc-enc-many", "--key", "128", "--size", "1K", "--messages", "3").Output;
        Assert.Contains("2 × 512", output, StringComparison.Ordinal);
        Assert.Contains("3 × 1,024", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_for_a_person_names_contenders_and_units()
    {
        var run = Invocation.Of("speed", "--quick", "--mode", "ecb", "--size", "16");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        // A machine that is busy with other things may not tell its clock; then there are no cycles, and the table says so.
        string cycles = run.Output.Contains("could not be told", StringComparison.Ordinal) ? "no cycles" : "Cycles/byte";
        foreach (string text in new[] { VmxCrypto.EngineName, "Reference", "platform", cycles, "GB/s", "Spread" })
        {
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
        }
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public void A_contender_with_another_output_is_told_and_not_timed()
    {
        var plan = new SpeedPlan([new Contender("first", 1), new Contender("second", 1), new Contender("liar", 2)], [new SpeedCase(SpeedMode.Ctr, 128, 16)], SpeedEffort.Least);
        SpeedTable table = SpeedRun.Measure(plan, new Progress<double>());
        Assert.Equal(["first", "second"], table.Results.Select(result => result.Contender));
        Assert.Equal(["liar, ctr, 128 bits, 16 bytes: the output differs from first's."], table.Problems);
    }

    [Fact]
    public void A_contender_that_throws_is_told_and_the_others_are_timed()
    {
        var plan = new SpeedPlan([new Contender("first", 1), new Contender("broken", null)], [new SpeedCase(SpeedMode.Ctr, 128, 16)], SpeedEffort.Least);
        SpeedTable table = SpeedRun.Measure(plan, new Progress<double>());
        Assert.Equal(["first"], table.Results.Select(result => result.Contender));
        Assert.Equal(["broken, ctr, 128 bits, 16 bytes: InvalidTimeZoneException: out of order"], table.Problems);
    }

    [Fact]
    public void A_contender_that_is_wrong_in_one_place_is_told_once_and_has_no_figure()
    {
        var plan = new SpeedPlan([new Contender("first", 1), new Fickle()], [new SpeedCase(SpeedMode.Ctr, 128, 16)], SpeedEffort.Least with { Samples = 9, Placements = 3 });
        SpeedTable table = SpeedRun.Measure(plan, new Progress<double>());
        Assert.Equal(["first"], table.Results.Select(result => result.Contender));
        Assert.Equal(["fickle, ctr, 128 bits, 16 bytes: the output differs from first's."], table.Problems);
    }

    [Fact]
    public void A_contender_that_writes_nothing_does_not_pass_for_the_one_before()
    {
        var plan = new SpeedPlan([new Writer("first", 1), new Writer("idle", null)], [new SpeedCase(SpeedMode.Ctr, 128, 16)], SpeedEffort.Least);
        SpeedTable table = SpeedRun.Measure(plan, new Progress<double>());
        Assert.Equal(["first"], table.Results.Select(result => result.Contender));
        Assert.Equal(["idle, ctr, 128 bits, 16 bytes: the output differs from first's."], table.Problems);
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(1000, 2048)]
    [InlineData(3 << 20, 64)]
    public unsafe void A_buffer_begins_where_it_is_wanted(int length, int place)
    {
        var buffer = new PlacedBuffer(length, place);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)0));
        fixed (byte* start = buffer)
        {
            Assert.Equal(place, (nint)start % 4096);
        }
        buffer.Span[length - 1] = 7;
        Assert.Equal(7, buffer.ToArray()[length - 1]);
    }

    [Fact]
    public void Cases_are_told_in_words()
    {
        Assert.Equal("ctr, 128 bits, 64 bytes", new SpeedCase(SpeedMode.Ctr, 128, 64).ToString());
        Assert.Equal("xts-enc-units, 256 bits, 1024 bytes in data units of 512", new SpeedCase(SpeedMode.XtsEncryptUnits, 256, 1024, 512).ToString());
        Assert.Equal("cbc-enc-many, 192 bits, 64 bytes, 16 messages", new SpeedCase(SpeedMode.CbcEncryptMany, 192, 64, Messages: 16).ToString());
        Assert.Equal("key-gcm, 256 bits", new SpeedCase(SpeedMode.KeyGcm, 256, 0).ToString());
    }

    private static bool PlatformHas(SpeedMode mode) =>
        mode is SpeedMode.Ecb or SpeedMode.CbcEncrypt or SpeedMode.CbcDecrypt or SpeedMode.CbcEncryptMany
        || (mode is SpeedMode.GcmSeal or SpeedMode.GcmOpen or SpeedMode.KeyGcm && System.Security.Cryptography.AesGcm.IsSupported);

    private static (string, string, int, int) Identify(JsonElement result) =>
    (
        (result.TryGetProperty("engine", out JsonElement engine) ? engine : result.GetProperty("peer")).GetString()!,
        result.GetProperty("mode").GetString()!,
        result.GetProperty("keyBits").GetInt32(),
        result.TryGetProperty("size", out JsonElement size) ? size.GetInt32() : 0);

    private static void CheckShape(JsonElement result)
    {
        string[] names = [.. result.EnumerateObject().Select(member => member.Name).Where(name => name is not ("limitCyclesPerByte" or "ratioToLimit"))];
        Assert.True(names[0] is "engine" or "peer");
        string mode = result.GetProperty("mode").GetString()!;
        Assert.Equal(
            mode switch
            {
                "xts-enc-units" => [.. _members, "dataUnitSize"],
                "cbc-enc-many" => [.. _members, "messages"],
                _ => mode.StartsWith("key-", StringComparison.Ordinal) ? _membersOfKeySetUp : _members,
            },
            names[1..]);
        foreach (string figure in new[] { "gigabytesPerSecond", "nanosecondsPerCall", "cyclesPerByte", "cyclesPerCall" })
        {
            if (result.TryGetProperty(figure, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                Assert.True(value.GetDouble() > 0, figure);
            }
        }
    }

    private sealed class Contender(string name, byte? output) : IContender
    {
        public string Name => name;

        public bool IsEngine => false;

        public SpeedOperation? Prepare(SpeedInput input) =>
            new(_ => { }, () => [output ?? throw new InvalidTimeZoneException("out of order")]);
    }

    /// <summary>Wrong but for the first time it is prepared.</summary>
    private sealed class Fickle : IContender
    {
        private byte _output;

        public string Name => "fickle";

        public bool IsEngine => false;

        public SpeedOperation? Prepare(SpeedInput input)
        {
            _output++;
            return new(_ => { }, () => [_output]);
        }
    }

    /// <summary>Writes a byte into the destination that all share, or nothing.</summary>
    private sealed class Writer(string name, byte? value) : IContender
    {
        public string Name => name;

        public bool IsEngine => false;

        public SpeedOperation? Prepare(SpeedInput input) =>
            new(_ => input.Destination.Span[0] = value ?? input.Destination.Span[0], input.Destination.ToArray);
    }
}
