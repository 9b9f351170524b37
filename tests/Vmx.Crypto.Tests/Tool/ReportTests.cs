// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>The report: its summary as JSON, and its page.</summary>
public sealed partial class ReportTests
{
    private static readonly string[] _forbidden = ["<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "@font-face", "http-equiv"];

    [Fact]
    public void The_command_writes_a_page_and_a_summary()
    {
        string folder = Directory.CreateTempSubdirectory("vmx-report-").FullName;
        try
        {
            var run = Invocation.Of("report", "--quick", "--json", "--out", folder);
            JsonElement document = run.Document();
            Assert.Equal(["passed", "page", "engines", "verify", "speed", "threads", "audit"], document.EnumerateObject().Select(member => member.Name));
            Assert.Equal(document.GetProperty("passed").GetBoolean() ? ExitCode.Success : ExitCode.Failure, run.ExitCode);
            Assert.Equal(VmxCrypto.Engines.Count, document.GetProperty("engines").GetArrayLength());
            Assert.Empty(document.GetProperty("speed").GetProperty("problems").EnumerateArray());
            CheckVerification(document.GetProperty("verify").GetProperty("engines"));

            string path = Path.Combine(folder, "index.html");
            Assert.Equal(path, document.GetProperty("page").GetString());
            CheckPage(File.ReadAllText(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_page_of_made_up_data_shows_all_of_it()
    {
        string page = ReportPage.Render(Sample.Good);
        CheckPage(page);
        Assert.Contains("Everything that was checked held.", page, StringComparison.Ordinal);
        Assert.Contains("own.json", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_is_escaped()
    {
        string page = ReportPage.Render(Sample.Good with { Engines = [new EngineInfo("<b>Evil</b>", false, false, "\"&<script>alert(1)</script>")] });
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Evil&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_answer_fails_the_report()
    {
        KnownAnswerResult wrong = Sample.Result with { Passed = 2, Failed = 1, Failures = [new KnownAnswerFailure("case 7", "the tag differs")] };
        ReportData data = Sample.Good with { Verification = Sample.Good.Verification! with { Engines = [new EngineVerification("Fast", [wrong])] } };
        var verdict = new Verdict(data);
        Assert.False(verdict.Passed);
        Assert.Equal("Not everything held: see known answers.", verdict.Headline);
        Assert.Contains("case 7</strong>: the tag differs", ReportPage.Render(data), StringComparison.Ordinal);
    }

    [Fact]
    public void No_answer_at_all_fails_the_report()
    {
        var verdict = new Verdict(Sample.Good with { Verification = new VerificationData([], []) });
        Assert.False(verdict.Passed);
    }

    [Fact]
    public void A_failed_check_of_the_licences_fails_the_report()
    {
        ReportData data = Sample.Good with { Licences = new LicenceData([new ManifestCheckResult("taint-probes", false, "found something")], null) };
        Assert.False(new Verdict(data).Passed);
        Assert.Contains("found something", ReportPage.Render(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_different_output_fails_the_report()
    {
        ReportData data = Sample.Good with { Speed = Sample.Good.Speed with { Problems = ["Fast, ctr: the output differs"] } };
        Assert.False(new Verdict(data).Passed);
        Assert.Contains("Fast, ctr: the output differs", ReportPage.Render(data), StringComparison.Ordinal);
    }

    [Fact]
    public void No_engine_in_use_fails_the_report()
    {
        ReportData data = Sample.Good with { Engines = [new EngineInfo("Fast", true, false, "failed its self-test: wrong")] };
        Assert.False(new Verdict(data).Passed);
    }

    [Fact]
    public void What_needs_the_repository_is_told_as_not_checked()
    {
        ReportData data = Sample.Good with { Verification = null, Licences = null };
        var verdict = new Verdict(data);
        Assert.True(verdict.Passed);
        Assert.Equal("Everything that could be checked here held; not checked: known answers and licences.", verdict.Headline);
        CheckPage(ReportPage.Render(data), Sample.Good.Engines.Select(engine => engine.Name).ToArray());
    }

    [Fact]
    public void Without_a_clock_costs_are_nanoseconds()
    {
        SpeedResult[] results = [.. Sample.Good.Speed.Results.Select(result => result with { CyclesPerByte = null })];
        string page = ReportPage.Render(Sample.Good with { Speed = Sample.Good.Speed with { Results = results } });
        CheckPage(page);
        Assert.Contains("Nanoseconds per byte", page, StringComparison.Ordinal);
        Assert.DoesNotContain("c/B", page, StringComparison.Ordinal);
    }

    [Fact]
    public void One_processor_is_told_and_not_plotted()
    {
        string page = ReportPage.Render(Sample.Good with { Threads = [new ThreadResult("ctr", 1, 8)] });
        CheckPage(page);
        Assert.Contains("This process has one processor to run on", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ideal", page, StringComparison.Ordinal);
        Assert.Contains("There are 2 processors to run on", ReportPage.Render(Sample.Good), StringComparison.Ordinal);
    }

    private static void CheckVerification(JsonElement engines)
    {
        foreach (JsonElement engine in engines.EnumerateArray())
        {
            Assert.Equal(["engine", "files"], engine.EnumerateObject().Select(member => member.Name));
            foreach (JsonElement file in engine.GetProperty("files").EnumerateArray())
            {
                Assert.Equal(["path", "format", "run", "passed", "failed", "skipped", "reasons", "failures"], file.EnumerateObject().Select(member => member.Name));
                Assert.Equal(file.GetProperty("run").GetInt32(), file.GetProperty("passed").GetInt32() + file.GetProperty("failed").GetInt32());
            }
        }
    }

    private static void CheckPage(string page, params string[] engines)
    {
        Assert.All(engines, engine => Assert.Contains($"<th scope=\"row\">{engine}</th>", page, StringComparison.Ordinal));
        Assert.All(_forbidden, text => Assert.DoesNotContain(text, page, StringComparison.OrdinalIgnoreCase));
        XElement[] plots = [.. PlotPattern().Matches(page).Select(match => XElement.Parse(match.Value))];
        Assert.NotEmpty(plots);
        Assert.All(plots, CheckPlot);
    }

    private static void CheckPlot(XElement plot)
    {
        double[] box = Numbers(plot.Attribute("viewBox")!.Value);
        XElement[] bars = [.. plot.Descendants("rect")];
        XElement[] lines = [.. plot.Descendants("polyline")];
        Assert.True(bars.Length + lines.Length != 0, "A plot has no data.");
        Assert.All(bars, bar =>
        {
            double width = Numbers(bar.Attribute("width")!.Value)[0];
            Assert.InRange(width, 0.5, box[2]);
        });
        Assert.All(lines, line =>
        {
            double[] points = Numbers(line.Attribute("points")!.Value);
            Assert.True(points.Length >= 4);
            Assert.All(points.Where((_, index) => index % 2 == 0), x => Assert.InRange(x, 0, box[2]));
            Assert.All(points.Where((_, index) => index % 2 == 1), y => Assert.InRange(y, 0, box[3]));
        });
        Assert.NotEqual("", plot.Attribute("aria-label")!.Value);
    }

    private static double[] Numbers(string text) =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex PlotPattern();

    private static class Sample
    {
        public static KnownAnswerResult Result { get; } = new("own.json", KnownAnswerFormat.Own, 3, 3, 0, 0, new System.Collections.Generic.Dictionary<string, int>(), []);

        public static ReportData Good { get; } = new(
            new ReportOrigin(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), "1.0.0", "A processor", "A system", "A runtime"),
            [new EngineInfo("Fast", true, true, "selected"), new EngineInfo("Slow", true, false, "supported"), new EngineInfo("Other", false, false, "another processor")],
            new VerificationData(
                [new EngineVerification("Fast", [Result]), new EngineVerification("Slow", [Result])],
                [new VectorFileSummary("own.json", [KnownAnswerMode.Ctr, KnownAnswerMode.Gcm], "A standard", "Facts")]),
            new SpeedTable("A processor", [.. Results()], [], ["Something else kept the core busy."], []),
            [new ThreadResult("ctr", 1, 8), new ThreadResult("ctr", 2, 15)],
            new LicenceData([new ManifestCheckResult("notices", true, "as they should be")], null));

        private static System.Collections.Generic.IEnumerable<SpeedResult> Results()
        {
            foreach (SpeedMode mode in ReportBuilder.OverviewModes)
            {
                foreach (int size in new[] { 64, 1024, ReportBuilder.OverviewSize })
                {
                    yield return new SpeedResult("Fast", null, mode.Name(), 128, size, 0.5, 8, 0.01, 0.5 * size, size / 8.0);
                    yield return new SpeedResult("Slow", null, mode.Name(), 128, size, 10, 0.4, 0.02, 10 * size, size / 0.4);
                    yield return new SpeedResult(null, "Reference", mode.Name(), 128, size, 4000, 0.001, 0.03, 4000 * size, size / 0.001);
                }
            }
        }
    }
}
