// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Saved;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>Runs in files: what is written, what is refused, what a comparison tells, and that the README's table is its saved run's.</summary>
public sealed class SavedRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vmx-speed-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    [Fact]
    public void A_run_is_saved_with_where_and_when_it_was()
    {
        string path = Path("run.json");
        var run = Invocation.Of("speed", "--quick", "--json", "--mode", "ctr", "--key", "128", "--size", "64", "--save", path);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        Assert.Equal(["format", "date", "command", "library", "machine", "speed"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"speed --quick --json --mode ctr --key 128 --size 64 --save {path}", root.GetProperty("command").GetString());
        Assert.Equal(["model", "processors", "operatingSystem", "architecture", "runtime"], root.GetProperty("machine").EnumerateObject().Select(member => member.Name));
        Assert.Equal(TimeSpan.Zero, root.GetProperty("date").GetDateTimeOffset().Offset);
        Assert.InRange(DateTimeOffset.UtcNow - root.GetProperty("date").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Equal(run.Document().GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), root.GetProperty("speed").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        SavedRun run = Run(Result("Fast", 100));
        run.Write(Path("run.json"));
        SavedRun read = SavedRun.Read(Path("run.json"));
        Assert.Equal((run.Format, run.Date, run.Command, run.Library, run.Machine, run.Speed.Cpu), (read.Format, read.Date, read.Command, read.Library, read.Machine, read.Speed.Cpu));
        Assert.Equal(run.Speed.Results, read.Speed.Results);
    }

    [Theory]
    [InlineData("", "is not a saved run")]
    [InlineData("{}", "it has no format.")]
    [InlineData("[1]", "is not a saved run")]
    [InlineData("null", "it has no format.")]
    [InlineData("""{"format":2}""", "its format is 2, and only 1 is known.")]
    [InlineData("""{"format":1,"command":"speed"}""", "a part is missing.")]
    public void A_file_of_something_else_is_refused_with_one_line(string text, string reason)
    {
        File.WriteAllText(Path("bad.json"), text);
        CheckRefused(reason, "speed", "--compare", Path("bad.json"));
        CheckRefused(reason, "speed", "--readme", Path("bad.json"));
    }

    [Theory]
    [InlineData("no results", "it has no results.")]
    [InlineData("no mode", "result 2 makes no sense.")]
    [InlineData("unknown mode", "result 2 makes no sense.")]
    [InlineData("no contender", "result 2 makes no sense.")]
    [InlineData("no time", "result 2 makes no sense.")]
    [InlineData("negative cycles", "result 2 makes no sense.")]
    public void Results_that_make_no_sense_are_refused(string what, string reason)
    {
        SpeedResult result = Result("Fast", 100);
        SpeedResult bad = what switch
        {
            "no mode" => result with { Mode = null! },
            "unknown mode" => result with { Mode = "cfb" },
            "no contender" => result with { Engine = null },
            "no time" => result with { NanosecondsPerCall = 0 },
            _ => result with { CyclesPerCall = -1 },
        };
        Run(what == "no results" ? [] : [result, bad]).Write(Path("bad.json"));
        CheckRefused(reason, "speed", "--compare", Path("bad.json"));
    }

    [Fact]
    public void Files_and_folders_that_are_not_there_are_told_before_anything_is_measured()
    {
        foreach (string[] arguments in (string[][])
        [
            ["speed", "--compare", Path("none.json")],
            ["speed", "--readme", Path("none.json")],
            ["speed", "--save", Path("none/run.json")],
            ["speed", "--save", _folder.FullName],
            ["speed", "--with", Path("none.json")],
        ])
        {
            var run = Invocation.Of(arguments);
            Assert.Equal(ExitCode.BadArguments, run.ExitCode);
            Assert.Equal("", run.Output);
            _ = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [InlineData(100, 101.9, 0.001, "same")]
    [InlineData(100, 102.1, 0.001, "slower")]
    [InlineData(100, 97.9, 0.001, "faster")]
    [InlineData(100, 110, 0.04, "same")]
    [InlineData(100, 112, 0.04, "slower")]
    [InlineData(100, 88, 0.04, "faster")]
    public void A_difference_is_one_beyond_the_spreads_and_two_per_cent(double old, double now, double spread, string verdict)
    {
        // 2 √(0.04² + 0.04²) = 0.113.
        var comparison = new RunComparison(Run(Result("Fast", old, spread)), Run(Result("Fast", now, spread)));
        ComparedRow row = Assert.Single(comparison.Rows);
        Assert.Equal(verdict, row.Verdict);
        Assert.Equal(now / old, row.Ratio, 0.0005);
        Assert.Equal("cycles", comparison.Unit);
    }

    [Fact]
    public void The_rows_that_both_have_are_compared_and_the_rest_is_counted()
    {
        SavedRun old = Run(Result("Fast", 100), Result("Gone", 100), Result("Fast", 100) with { Size = 128 });
        SavedRun now = Run(Result("Fast", 50), Result("Fast", 200) with { Size = 128 }, Result("New", 1)) with { Machine = old.Machine with { Model = "another" } };
        var comparison = new RunComparison(old, now);
        Assert.Equal([0.5, 2.0], comparison.Rows.Select(row => row.Ratio));
        Assert.Equal(1, comparison.GeometricMean);
        Assert.Equal(
            ["Another processor: A processor (a model) then, A processor (another) now.", "1 row of the old run not compared.", "1 row of the new run not compared."],
            comparison.Notes);
    }

    [Fact]
    public void Nanoseconds_are_compared_where_a_run_has_no_cycles()
    {
        var comparison = new RunComparison(Run(Result("Fast", 100) with { CyclesPerCall = null, NanosecondsPerCall = 10 }), Run(Result("Fast", 100) with { NanosecondsPerCall = 30 }));
        Assert.Equal("ns", comparison.Unit);
        Assert.Equal(3, Assert.Single(comparison.Rows).Ratio);
    }

    [Fact]
    public void Isolated_calls_are_compared_with_isolated_calls_only()
    {
        SavedRun run = Run(Result("Fast", 100));
        _ = Assert.Throws<ToolException>(() => new RunComparison(run, run with { Speed = run.Speed with { IsIsolated = true } }));
        _ = Assert.Throws<ToolException>(() => new RunComparison(run, Run(Result("Other", 100))));
    }

    [Fact]
    public void Two_saved_runs_are_compared_without_measuring()
    {
        Run(Result("Fast", 100), Result("Slow", 300)).Write(Path("old.json"));
        Run(Result("Fast", 80), Result("Slow", 300)).Write(Path("new.json"));
        JsonElement document = Invocation.Of("speed", "--json", "--compare", Path("old.json"), "--with", Path("new.json")).Document();
        Assert.Equal(["oldDate", "newDate", "unit", "rows", "geometricMean", "geometricMeanOfEngines", "notes"], document.EnumerateObject().Select(member => member.Name));
        Assert.Equal([("Fast", 0.8, "faster"), ("Slow", 1.0, "same")], document.GetProperty("rows").EnumerateArray().Select(row =>
            (row.GetProperty("contender").GetString(), row.GetProperty("ratio").GetDouble(), row.GetProperty("verdict").GetString())));
        string text = Invocation.Of("speed", "--compare", Path("old.json"), "--with", Path("new.json")).Output;
        Assert.Contains("2 rows: 1 faster, 0 slower, 1 within the noise. Geometric mean of new : old 0.894, of the engines 0.894.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_measures_what_the_saved_run_has_or_what_is_asked_for()
    {
        string path = Path("run.json");
        _ = Invocation.Of("speed", "--quick", "--json", "--engine", VmxCrypto.EngineName, "--mode", "ctr,ghash,key-expand", "--key", "128", "--size", "64,128", "--save", path);
        JsonElement[] all = Rows("speed", "--quick", "--json", "--compare", path);
        Assert.Equal(SavedRun.Read(path).Speed.Results.Select(result => (result.Contender, result.Mode, result.Size)), all.Select(Identify));
        JsonElement[] asked = Rows("speed", "--quick", "--json", "--compare", path, "--mode", "ctr", "--size", "128,256");
        Assert.All(asked, row => Assert.Equal(("ctr", 128), (row.GetProperty("mode").GetString(), row.GetProperty("size").GetInt32())));
        Assert.NotEmpty(asked);

        static JsonElement[] Rows(params string[] arguments) => [.. Invocation.Of(arguments).Document().GetProperty("rows").EnumerateArray()];

        static (string, string, int) Identify(JsonElement row) =>
            (row.GetProperty("contender").GetString()!, row.GetProperty("mode").GetString()!, row.TryGetProperty("size", out JsonElement size) ? size.GetInt32() : 0);
    }

    [Fact]
    public void The_table_of_a_readme_has_limits_engines_and_peers_and_says_where_it_is_from()
    {
        SavedRun run = Run(
            Result("Fast", 32),
            Result("Fast", 64) with { KeyBits = 256, LimitCyclesPerByte = 0.5 },
            Result(null, 640) with { Peer = "platform" },
            Result(null, 9) with { Peer = "somebody" },
            Result("Fast", 6400) with { Mode = "ghash", Size = 1024, CyclesPerByte = 6.25 });
        Assert.Equal(
            """
            | mode | message | limit | `Fast` | .NET's own |
            |---|---|---|---|---|
            | CTR | 64 B | 0.250 · 0.500 | 0.500 · 1.00 | 10.0 |
            | GHASH | 1 KiB | 0.250 | 6.25 | – |

            Machine: A processor (a model), A system, A runtime. Vmx.Crypto 1.2.3. Date: 4 May 2026. Command: `dotnet run -c Release
            --project src/Vmx.Crypto.Tool -- speed --save x`. All figures: [here.json](here.json).

            """,
            ReadmeTable.Render(run, "here.json"),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_table_goes_between_its_marks_and_nothing_else_changes()
    {
        string readme = $"before\n\n{ReadmeTable.Begin}\nold\n{ReadmeTable.End}\n\nafter\n";
        string written = ReadmeTable.Replace(readme, "table\n");
        Assert.Equal($"before\n\n{ReadmeTable.Begin}\n\ntable\n\n{ReadmeTable.End}\n\nafter\n", written);
        Assert.Equal(written, ReadmeTable.Replace(written, "table\n"));
        _ = Assert.Throws<ToolException>(() => ReadmeTable.Replace("no marks", "table\n"));
    }

    [Fact]
    public void The_table_of_this_readme_is_that_of_the_saved_run_it_names()
    {
        string root = Repository.Root;
        string readme = File.ReadAllText(System.IO.Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string path = Regex.Match(readme, @"\[(bench/results/[^\]]+\.json)\]\(\1\)").Groups[1].Value;
        SavedRun run = SavedRun.Read(System.IO.Path.Combine(root, path));
        Assert.Equal(ReadmeTable.Replace(readme, ReadmeTable.Render(run, path)), readme);
    }

    private static void CheckRefused(string reason, params string[] arguments)
    {
        var run = Invocation.Of(arguments);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(reason, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static SavedRun Run(params SpeedResult[] results) => new(
        SavedRun.CurrentFormat,
        new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        "speed --save x",
        "1.2.3",
        new SavedMachine("a model", 2, "A system", "X64", "A runtime"),
        new SpeedTable("A processor", results, [], [], []));

    private static SpeedResult Result(string? engine, double cyclesPerCall, double spread = 0.01) =>
        new(engine, null, "ctr", 128, 64, cyclesPerCall / 64, 1, spread, cyclesPerCall, cyclesPerCall / 4, LimitCyclesPerByte: 0.25);
}
