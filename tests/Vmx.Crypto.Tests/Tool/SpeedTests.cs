// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>What <c>speed</c> compares and how it tells; never how fast anything is.</summary>
public sealed class SpeedTests
{
    private static readonly string[] _members = ["mode", "keyBits", "size", "cyclesPerByte", "gigabytesPerSecond", "spread"];

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
                .Append("Reference")
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
    public void Every_peer_agrees_with_the_engines()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The native peers are only there for x64.");
        var run = Invocation.Of("speed", "--quick", "--json", "--peers", "--key", "128,192,256", "--size", "16,48,208,1K");
        JsonElement document = run.Document();
        Assert.Empty(document.GetProperty("problems").EnumerateArray());
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("BouncyCastle", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_for_a_person_names_contenders_and_units()
    {
        var run = Invocation.Of("speed", "--quick", "--mode", "ecb", "--size", "16");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        foreach (string text in new[] { VmxCrypto.EngineName, "Reference", "platform", "Cycles/byte", "GB/s", "Spread" })
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

    private static bool PlatformHas(SpeedMode mode) =>
        mode is SpeedMode.Ecb or SpeedMode.CbcEncrypt or SpeedMode.CbcDecrypt or SpeedMode.CbcEncryptMany
        || (mode is SpeedMode.GcmSeal or SpeedMode.GcmOpen && System.Security.Cryptography.AesGcm.IsSupported);

    private static (string, string, int, int) Identify(JsonElement result) =>
    (
        (result.TryGetProperty("engine", out JsonElement engine) ? engine : result.GetProperty("peer")).GetString()!,
        result.GetProperty("mode").GetString()!,
        result.GetProperty("keyBits").GetInt32(),
        result.GetProperty("size").GetInt32());

    private static void CheckShape(JsonElement result)
    {
        string[] names = [.. result.EnumerateObject().Select(member => member.Name)];
        Assert.True(names[0] is "engine" or "peer");
        Assert.Equal(_members, names[1..]);
        Assert.True(result.GetProperty("gigabytesPerSecond").GetDouble() > 0);
        JsonElement cycles = result.GetProperty("cyclesPerByte");
        Assert.True(cycles.ValueKind == JsonValueKind.Null || cycles.GetDouble() > 0);
    }

    private sealed class Contender(string name, byte? output) : IContender
    {
        public string Name => name;

        public bool IsEngine => false;

        public SpeedOperation? Prepare(SpeedInput input) =>
            new(_ => { }, () => [output ?? throw new InvalidTimeZoneException("out of order")]);
    }
}
