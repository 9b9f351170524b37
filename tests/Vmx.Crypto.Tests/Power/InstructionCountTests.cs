// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Vmx.Crypto.Tests.Tool;
using Vmx.Crypto.Tool.Speed.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

/// <summary>What the POWER kernels cost, in instructions, and the command that prints it.</summary>
public sealed class InstructionCountTests
{
    // Counts are exact: more means that a loop has grown.
    private static readonly Dictionary<(string Mode, int? KeyBits), double> _most = new()
    {
        [("ctr", 128)] = 15.5,
        [("ctr", 192)] = 17.875,
        [("ctr", 256)] = 20.125,
        [("cbc-dec", 128)] = 14.625,
        [("cbc-dec", 192)] = 17,
        [("cbc-dec", 256)] = 19.25,
        [("xts-enc", 128)] = 18.5,
        [("xts-enc", 256)] = 23,
        [("cbc-enc", 128)] = 19,
        [("cbc-enc", 192)] = 24,
        [("cbc-enc", 256)] = 28,
        [("cbc-enc-many", 128)] = 14.375,
        [("cbc-enc-many", 192)] = 16.75,
        [("cbc-enc-many", 256)] = 19,
        [("gcm-seal", 128)] = 23.5,
        [("gcm-seal", 192)] = 25.875,
        [("gcm-seal", 256)] = 28.125,
        [("gcm-open", 128)] = 23.5,
        [("gcm-open", 192)] = 25.875,
        [("gcm-open", 256)] = 28.125,
        [("ghash", null)] = 6.5,
    };

    [Fact]
    public void Kernels_take_no_more_instructions_than_they_did_and_fewer_than_those_they_follow()
    {
        PowerProcessors.Require();
        IReadOnlyList<InstructionCount> counts = InstructionCounter.Count();
        Assert.Equal(_most.Keys.Order(), counts.Select(count => (count.Mode, count.KeyBits)).Order());
        Assert.All(counts, count =>
        {
            Assert.True(count.PerBlock <= _most[(count.Mode, count.KeyBits)], count.ToString());
            Assert.True(count.PerBlock < count.Cryptogams, count.ToString());
        });
    }

    [Fact]
    public void Command_writes_one_document()
    {
        PowerProcessors.Require();
        JsonElement document = Invocation.Of("speed", "--engine", "power8", "--count-instructions", "--json").Document();
        Assert.Equal("Power8", document.GetProperty("engine").GetString());
        Assert.Equal(_most.Count, document.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void Command_counts_for_one_engine_only()
    {
        Invocation run = Invocation.Of("speed", "--count-instructions");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Instructions are counted with --engine Power8 only.", run.Error);
    }
}
