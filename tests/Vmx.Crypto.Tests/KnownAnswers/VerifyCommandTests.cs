// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary><c>cryptovmx verify</c> as its user meets it: output, JSON document, exit code.</summary>
public sealed class VerifyCommandTests
{
    private static readonly string _engine = EngineCatalog.Selector.Current.Name;

    [Fact]
    public void Own_vectors_hold_on_every_engine_by_default()
    {
        (int exitCode, string output, string error) = Run("verify", "--json", Vectors.Folder);
        JsonArray engines = JsonNode.Parse(output)!["engines"]!.AsArray();
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(EngineCatalog.Selector.Supported.Select(engine => engine.Name), engines.Select(engine => (string)engine!["engine"]!));
        Assert.All(engines, engine => Assert.Equal(
            Vectors.Names,
            engine!["files"]!.AsArray().Select(file => Path.GetFileName((string)file!["path"]!))));
    }

    [Fact]
    public void Vectors_are_found_without_a_path() => Assert.Equal(0, Run("verify", "--engine", _engine).ExitCode);

    [Fact]
    public void Json_names_everything()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.rsp", Samples.CavpXts.Replace("ecd6d394f0", "ecd6d394f1", StringComparison.Ordinal));
        (int exitCode, string output, string _) = Run("verify", path, "--json", "--engine", _engine.ToUpperInvariant());
        JsonNode engine = Assert.Single(JsonNode.Parse(output)!["engines"]!.AsArray())!;
        JsonNode file = Assert.Single(engine["files"]!.AsArray())!;
        Assert.Equal(1, exitCode);
        Assert.Equal(_engine, (string?)engine["engine"]);
        Assert.Equal((path, "NIST CAVP"), ((string?)file["path"], (string?)file["format"]));
        Assert.Equal((1, 0, 1, 1), ((int)file["run"]!, (int)file["passed"]!, (int)file["failed"]!, (int)file["skipped"]!));
        Assert.Contains("not whole bytes", (string?)Assert.Single(file["reasons"]!.AsArray()), StringComparison.Ordinal);
        JsonNode failure = Assert.Single(file["failures"]!.AsArray())!;
        Assert.Equal(("encrypt 1 at line 3", "encryption: byte 31 of 32 is f0 where f1 belongs"), ((string?)failure["id"], (string?)failure["detail"]));
    }

    [Fact]
    public void Human_output_tells_failures_and_reasons()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.rsp", Samples.CavpXts.Replace("ecd6d394f0", "ecd6d394f1", StringComparison.Ordinal));
        (int exitCode, string output, string _) = Run("verify", path, "--engine", _engine);
        Assert.Equal(1, exitCode);
        Assert.Contains(_engine, output, StringComparison.Ordinal);
        Assert.Contains("Skipped, a data unit that is not whole bytes: 1 case.", output, StringComparison.Ordinal);
        Assert.Contains("byte 31 of 32 is f0 where f1 belongs", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ":1: the file is empty")]
    [InlineData("COUNT = 0\nKEY = 00\nPLAINTEXT =\nCIPHERTEXT =\n", ":2: KEY has 1 bytes")]
    [InlineData("{ \"cases\": [", ":1: not valid JSON")]
    [InlineData("{ \"$schema\": \"\", \"$id\": \"\" }", ":1: holds no known answers")]
    public void Malformed_file_is_one_line_and_exit_code_1(string content, string message)
    {
        using var folder = new TemporaryFolder();
        string bad = folder.Write("bad.rsp", content);
        string good = folder.Write("good.rsp", Samples.CavpEcb);
        (int exitCode, string output, string error) = Run("verify", bad, good, "--json", "--engine", _engine);
        JsonArray files = JsonNode.Parse(output)!["engines"]![0]!["files"]!.AsArray();
        Assert.Equal(1, exitCode);
        Assert.StartsWith(bad + message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal([(bad, 0, 1), (good, 2, 0)], files.Select(file => ((string)file!["path"]!, (int)file["run"]!, (int)file["failed"]!)));
    }

    [Fact]
    public void Malformed_file_by_itself_is_one_line_in_all()
    {
        using var folder = new TemporaryFolder();
        (int exitCode, string output, string error) = Run("verify", folder.Write("bad.json", "{"));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Nothing_to_run_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        folder.Write("note.txt", "There is nothing here.");
        (int exitCode, string _, string error) = Run("verify", folder.Path, "--engine", _engine);
        Assert.Equal(1, exitCode);
        Assert.Contains("No known answer was run", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify", "/no/such/path")]
    [InlineData("verify", "--engine", "NoSuchEngine")]
    [InlineData("verify", "--no-such-option")]
    public void Bad_arguments_are_one_line_and_exit_code_2(params string[] arguments)
    {
        (int exitCode, string output, string error) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CommandLine.Run(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
