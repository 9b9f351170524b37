// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Text.Json;
using Vmx.Crypto.Tool;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>What every command of cryptovmx promises: exit codes, one line for bad arguments, one JSON document.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("engines", "--nothing")]
    [InlineData("engines", "more")]
    [InlineData("speed", "--mode", "cfb")]
    [InlineData("speed", "--mode", "ctr,")]
    [InlineData("speed", "--mode", ",")]
    [InlineData("speed", "--key", "129")]
    [InlineData("speed", "--key", "-128")]
    [InlineData("speed", "--size", "17")]
    [InlineData("speed", "--size", "0")]
    [InlineData("speed", "--size", "K")]
    [InlineData("speed", "--size", "65M")]
    [InlineData("speed", "--size", "4294967296")]
    [InlineData("speed", "--engine", "Enigma")]
    [InlineData("speed", "--engine")]
    [InlineData("speed", "--mode", "xts-enc", "--key", "192")]
    [InlineData("speed", "--mode", "xts-enc-units", "--size", "64")]
    [InlineData("speed", "--unit", "24")]
    [InlineData("speed", "--unit", "17M")]
    [InlineData("speed", "--messages", "0")]
    [InlineData("speed", "--messages", "257")]
    [InlineData("speed", "--mode", "cbc-enc-many", "--messages", "33", "--size", "32M")]
    [InlineData("report", "--out")]
    [InlineData("--json", "speed", "--size", "17")]
    public void Bad_arguments_give_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = Invocation.Of(arguments);
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.EndsWith(Environment.NewLine, run.Error, StringComparison.Ordinal);
        string line = Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("cryptovmx: ", line, StringComparison.Ordinal);
        Assert.EndsWith("Help: cryptovmx --help", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_command()
    {
        var run = Invocation.Of("--help");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        foreach (string command in new[] { "report", "engines", "verify", "speed", "--json" })
        {
            Assert.Contains(command, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Engines_are_listed_in_json_as_the_library_lists_them()
    {
        JsonElement document = Invocation.Of("engines", "--json").Document();
        Assert.Equal(
            VmxCrypto.Engines,
            document.EnumerateArray().Select(engine =>
            {
                Assert.Equal(["name", "isSupported", "isSelected", "reason"], engine.EnumerateObject().Select(member => member.Name));
                return new EngineInfo(
                    engine.GetProperty("name").GetString()!,
                    engine.GetProperty("isSupported").GetBoolean(),
                    engine.GetProperty("isSelected").GetBoolean(),
                    engine.GetProperty("reason").GetString()!);
            }));
    }

    [Theory]
    [InlineData("--json", "engines")]
    [InlineData("engines", "--json")]
    public void Json_may_stand_before_or_after_the_command(params string[] arguments) =>
        Assert.Equal(JsonValueKind.Array, Invocation.Of(arguments).Document().ValueKind);

    [Fact]
    public void Engines_are_listed_for_a_person_without_colours_when_redirected()
    {
        var run = Invocation.Of("engines");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.DoesNotContain('\e', run.Output);
        Assert.All(VmxCrypto.Engines, engine => Assert.Contains(engine.Name, run.Output, StringComparison.Ordinal));
    }
}
