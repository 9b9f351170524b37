// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx report</c>, and <c>cryptovmx</c> alone: verifies, measures, checks, and writes a page about it.</summary>
internal static class ReportCommand
{
    private const int DetailLines = 3;
    private const string DefaultFolder = "artifacts/report";

    private static readonly string[] _limitColumn = ["Of the limit"];
    private static readonly string[] _peerColumn = ["Best other library"];

    public static Command Create()
    {
        var command = new Command("report", $"Verify every engine, measure it, check the licensing manifest, and write {DefaultFolder}/index.html.");
        SetUp(command);
        return command;
    }

    /// <summary>Gives a command the report's options and action; the root command is a report, too.</summary>
    public static void SetUp(Command command)
    {
        var folder = new Option<string>("--out") { Description = $"The folder for the page. Default: {DefaultFolder} in the repository, or here when away from one.", HelpName = "FOLDER" };
        var quick = new Option<bool>("--quick") { Description = "One short sample each: shows that all runs, not how fast.", Hidden = true };
        command.Options.Add(folder);
        command.Options.Add(quick);
        command.SetAction(parsed => Run(
            ToolOutput.For(parsed),
            parsed.GetValue(folder) ?? Path.Combine(Checkout.FindRoot() ?? Environment.CurrentDirectory, DefaultFolder),
            parsed.GetValue(quick) ? SpeedEffort.Least : SpeedEffort.Short));
    }

    private static int Run(ToolOutput output, string folder, SpeedEffort effort)
    {
        ReportData data = output.WithProgress("Verifying and measuring", progress => new ReportBuilder(effort, progress).Build());
        var verdict = new Verdict(data);
        string page = ReportPage.Write(data, folder);
        if (output.IsJson)
        {
            output.WriteJson(new
            {
                verdict.Passed,
                Page = page,
                data.Engines,
                Verify = new { Engines = data.Verification?.Engines.Select(result => new { result.Engine, Files = result.Files.Select(VerifyCommand.FileReport.From) }) },
                data.Speed,
                data.Threads,
                Audit = new { Passed = data.Licences?.Checks.All(check => check.Passed), data.Licences?.Checks },
            });
        }
        else
        {
            Print(output.Console, data, verdict, page);
        }
        return verdict.Passed ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, ReportData data, Verdict verdict, string page)
    {
        console.MarkupLineInterpolated($"[bold]Vmx.Crypto {data.Origin.Version}[/] on {data.Origin.Processor}, {data.Origin.Runtime}");
        console.Write(EnginesCommand.CreateTable(data.Engines));
        if (data.Verification is VerificationData verification)
        {
            console.Write(CreateTable(new VerificationMatrix(verification)));
        }
        console.Write(CreateTable(data.Overview));
        foreach (string note in data.Speed.Notes)
        {
            console.MarkupLineInterpolated($"[grey]{note}[/]");
        }
        if (data.Licences is LicenceData licences)
        {
            console.Write(CreateTable(licences.Checks));
        }
        foreach (Finding finding in verdict.Findings)
        {
            (string style, string word) = finding.Outcome switch
            {
                Outcome.Held => ("green", "held"),
                Outcome.Failed => ("red", "FAILED"),
                _ => ("yellow", "not checked"),
            };
            console.MarkupLine($"[{style}]{word}[/] {Markup.Escape(finding.Subject)}: {Markup.Escape(finding.Text)}");
        }
        console.MarkupLine($"[bold {(verdict.Passed ? "green" : "red")}]{Markup.Escape(verdict.Headline)}[/]");
        console.WriteLine($"The report: {page}");
    }

    /// <summary>Engines down and modes across: the page has every file.</summary>
    private static Table CreateTable(VerificationMatrix matrix)
    {
        Table table = new Table().RoundedBorder().AddColumn("Known answers");
        foreach (string name in matrix.Groups.Select(group => group.Mode).Append("All"))
        {
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }
        foreach (VerificationRow row in matrix.Rows)
        {
            table.AddRow([Markup.Escape(row.Engine), .. row.Counts.Append(row.All).Select(Cell)]);
        }
        return table;
    }

    private static string Cell(AnswerCount count) => count.Failed == 0
        ? string.Create(CultureInfo.InvariantCulture, $"[green]{count.Passed:N0}[/]")
        : string.Create(CultureInfo.InvariantCulture, $"[red]{count.Failed:N0} of {count.Run:N0} WRONG[/]");

    /// <summary>Throughput only, of the engine in use and of those it is to be measured against: the page has the rest.</summary>
    private static Table CreateTable(IReadOnlyList<SpeedComparison> overview)
    {
        bool hasPeers = overview.Any(comparison => comparison.BestPeer is not null);
        bool hasLimits = overview.Any(comparison => comparison.LimitCyclesPerByte is not null);
        string ours = overview.Select(comparison => comparison.Ours?.Engine).FirstOrDefault() ?? "engine";
        Table table = new Table().RoundedBorder().AddColumn($"GB/s, {Figures.Bytes(ReportBuilder.OverviewSize)} messages");
        string[] columns = ["Key", ours, .. hasLimits ? _limitColumn : [], "Scalar", "Platform", .. hasPeers ? _peerColumn : []];
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }
        foreach (SpeedComparison comparison in overview)
        {
            string[] cells =
            [
                comparison.Mode,
                comparison.KeyBits.ToString(CultureInfo.InvariantCulture),
                Figures.Significant(comparison.Ours?.GigabytesPerSecond),
                .. hasLimits ? [Figures.Percent(comparison.ShareOfLimit)] : Array.Empty<string>(),
                Figures.Significant(comparison.Reference?.GigabytesPerSecond),
                Figures.Significant(comparison.Platform?.GigabytesPerSecond),
                .. hasPeers ? [comparison.BestPeer is SpeedResult peer ? $"{peer.Contender} {Figures.Significant(peer.GigabytesPerSecond)}" : "–"] : Array.Empty<string>(),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        return table;
    }

    /// <summary>The checks of the manifest.</summary>
    public static Table CreateTable(IReadOnlyList<ManifestCheckResult> checks)
    {
        Table table = new Table().RoundedBorder().AddColumns("Licensing manifest", "Outcome", "Detail");
        foreach (ManifestCheckResult check in checks)
        {
            table.AddRow(Markup.Escape(check.Id), check.Passed ? "[green]held[/]" : "[red]FAILED[/]", Markup.Escape(Shorten(check.Detail)));
        }
        return table;
    }

    private static string Shorten(string detail)
    {
        string[] lines = detail.Split('\n');
        return lines.Length <= DetailLines
            ? detail
            : string.Join('\n', lines.Take(DetailLines).Append($"and {Figures.Count(lines.Length - DetailLines, "line")} more on the page."));
    }
}
