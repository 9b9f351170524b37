// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Spectre.Console;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Reports;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx audit</c>: the licensing checks of this repository, and the authorship audit of any other.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var upstream = new Option<string>("--upstream") { Description = "A Git repository whose files' authorship is audited. Its perlasm scripts are run: name only one that you would also build.", HelpName = "GITDIR" };
        var revision = new Option<string>("--rev") { Description = "The revision to audit. Default: HEAD.", HelpName = "REV" };
        var before = new Option<string>("--before") { Description = "Audit the newest revision committed before this day (UTC); later commits are looked at, too.", HelpName = "DATE" };
        var path = new Option<string[]>("--path") { Description = "The files to audit. Default: those that the manifest speaks of.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var translator = new Option<string>("--xlate") { Description = "The translator of perlasm scripts. Default: the one in the audited revision's tree.", HelpName = "FILE" };
        var package = new Option<string>("--package") { Description = "A package of the library: its content is checked, and the results are bound to it.", HelpName = "NUPKG" };
        var folder = new Option<string>("--out") { Description = "The folder for the reports. Default: none are written.", HelpName = "FOLDER" };
        var notices = new Option<bool>("--write-notices") { Description = "Write LICENSE-NOTICES.md of this checkout from the manifest, and do nothing else." };
        var command = new Command("audit", "Check the licensing manifest, and audit who wrote the files of a Git repository.") { upstream, revision, before, path, translator, package, folder, notices };
        command.SetAction(parsed => parsed.GetValue(notices) ? WriteNotices(ToolOutput.For(parsed), parsed.GetValue(upstream) ?? parsed.GetValue(package) ?? parsed.GetValue(folder)) : Run(
            ToolOutput.For(parsed),
            parsed.InvocationConfiguration.Error,
            Question(parsed.GetValue(upstream), parsed.GetValue(revision), parsed.GetValue(before), parsed.GetValue(path) ?? [], parsed.GetValue(translator)),
            ExistingFile(parsed.GetValue(package)),
            parsed.GetValue(folder)));
        return command;
    }

    private static int WriteNotices(ToolOutput output, string? another)
    {
        if (another is not null)
        {
            throw new ToolException("--write-notices goes with no other option.", ExitCode.BadArguments);
        }
        string root = Checkout.FindRoot() ?? throw new ToolException("The notices are written into the repository, and this is no checkout.");
        string path = Path.Combine(root, LicenseNotices.RelativePath);
        try
        {
            File.WriteAllText(path, LicenseNotices.Generate(Manifest.Read(root), root));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ToolException($"The notices cannot be written: {problem.Message}");
        }
        output.Console.WriteLine($"Written: {path}");
        if (output.IsJson)
        {
            output.WriteJson(new { Written = path });
        }
        return ExitCode.Success;
    }

    private static UpstreamQuestion? Question(string? folder, string? revision, string? before, string[] paths, string? translator)
    {
        if (folder is null)
        {
            return revision is null && before is null && paths.Length == 0 && translator is null
                ? null
                : throw new ToolException("--rev, --before, --path and --xlate are about the repository that --upstream names.", ExitCode.BadArguments);
        }
        if (!Directory.Exists(folder))
        {
            throw new ToolException($"There is no folder '{folder}'.", ExitCode.BadArguments);
        }
        if (revision is not null && before is not null)
        {
            throw new ToolException("--rev and --before exclude each other.", ExitCode.BadArguments);
        }
        if (paths.FirstOrDefault(path => path.Length == 0 || path.Any(char.IsControl)) is not null)
        {
            throw new ToolException("A path is empty or holds control characters.", ExitCode.BadArguments);
        }
        IReadOnlyList<ManifestClaim> claims = Checkout.FindManifestRoot() is string root && Manifest.TryRead(root) is Manifest manifest ? manifest.Claims : [];
        string[] chosen = paths.Length != 0 ? paths : [.. claims.SelectMany(claim => claim.Asserts ?? []).Select(assertion => assertion.Path).Distinct()];
        return chosen.Length != 0
            ? new UpstreamQuestion(folder, revision, Day(before), chosen, ExistingFile(translator), claims)
            : throw new ToolException("Name the files to audit with --path.", ExitCode.BadArguments);
    }

    private static string? ExistingFile(string? path) =>
        path is null || File.Exists(path) ? path : throw new ToolException($"There is no file '{path}'.", ExitCode.BadArguments);

    private static DateTimeOffset? Day(string? text)
    {
        if (text is null)
        {
            return null;
        }
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day)
            ? day
            : throw new ToolException($"'{text}' is not a date of the form 2017-05-06.", ExitCode.BadArguments);
    }

    private static int Run(ToolOutput output, TextWriter error, UpstreamQuestion? question, string? package, string? folder)
    {
        string? root = Checkout.FindRoot();
        if (root is null && question is null)
        {
            throw new ToolException("The licensing checks read the repository's sources, and this is no checkout. Audit a repository with --upstream.");
        }
        var data = new AuditData(
            DateTimeOffset.UtcNow,
            AuditSubject.Of(package ?? typeof(VmxCrypto).Assembly.Location),
            root is null ? null : output.WithProgress("Checking licences and known answers", progress => LicensingResult.Run(root, package, progress)),
            question is null ? null : output.WithProgress("Auditing", progress => UpstreamAudit.Run(question, progress)));
        foreach (FileAudit file in data.Upstream?.Files.Where(file => file.Verdict.Kind == VerdictKind.Unknown) ?? [])
        {
            error.WriteLine($"{file.Path}: unknown. {file.Verdict.Text}");
        }
        IReadOnlyList<string> written = folder is null ? [] : AuditReports.Write(data, folder);
        if (output.IsJson)
        {
            output.WriteJson(new { data.Passed, data.Licensing?.Checks, data.Licensing?.Manifest?.Kernels, data.Licensing?.Manifest?.Sources, data.Upstream, Reports = written });
        }
        else
        {
            Print(output.Console, data.Licensing?.Checks, data.Upstream);
            output.Console.MarkupLine($"[bold {(data.Passed ? "green" : "red")}]{Markup.Escape(AuditWords.Headline(data))}[/]");
            foreach (string path in written)
            {
                output.Console.WriteLine($"Written: {path}");
            }
        }
        return data.Passed ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ManifestCheckResult>? checks, UpstreamResult? upstream)
    {
        if (checks is not null)
        {
            console.Write(ReportCommand.CreateTable(checks));
        }
        if (upstream is not null)
        {
            console.MarkupLineInterpolated($"[bold]{upstream.Repository}[/] at {upstream.Revision ?? "no revision"}, {Figures.Count(upstream.Commits, "commit")}");
            foreach (string note in upstream.Notes)
            {
                console.MarkupLineInterpolated($"[grey]{note}[/]");
            }
            foreach (FileAudit file in upstream.Files)
            {
                Print(console, file);
            }
            Print(console, upstream.Claims);
        }
    }

    private static void Print(IAnsiConsole console, FileAudit file)
    {
        console.WriteLine();
        string style = file.Verdict.Kind switch
        {
            VerdictKind.SoleAuthor => "green",
            VerdictKind.Unknown => "red",
            _ => "yellow",
        };
        console.MarkupLine($"[bold]{Markup.Escape(file.Path)}[/]: [{style}]{Markup.Escape(file.Verdict.Text)}[/]");
        if (file.Lines is null)
        {
            return;
        }
        Table commits = new Table().RoundedBorder().AddColumns("Commit", "Authored", "By", "Class", "Lines", "Evidence");
        foreach (FileChange change in file.Changes.Where(change => change.IsForeignTo(file.Verdict.Owner!) || change.Who.Suggesters.Count != 0 || change.RemovedAttributions.Count != 0))
        {
            commits.AddRow(
                Markup.Escape(change.Commit.Short),
                AuditWords.Day(change.Commit.Authored) + (change.IsLater ? " (later)" : ""),
                Markup.Escape(AuditWords.Persons(change)),
                change.Class.Word(),
                AuditWords.Lines(change),
                Markup.Escape(AuditWords.Evidence(change)));
        }
        int own = file.Audited.Count(change => !change.IsForeignTo(file.Verdict.Owner!));
        console.MarkupLineInterpolated($"{Figures.Count(file.Audited.Count(), "commit")}, {own} of them {file.Verdict.Owner}'s own; those in which others had a part:");
        console.Write(commits);
        Table lines = new Table().RoundedBorder().AddColumn("Lines of").AddColumns(Right("blame"), Right("-w"), Right("-w -M -C -C -C"), Right("adjusted"), Right("suggested by others"));
        foreach (Audit.Authorship.PersonLines person in file.Lines.Persons)
        {
            lines.AddRow(Markup.Escape(person.Person), Number(person.Plain), Number(person.IgnoringWhiteSpace), Number(person.FollowingCopies), Number(person.Adjusted), Number(person.SuggestedByOthers));
        }
        console.Write(lines);
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ClaimOutcome> claims)
    {
        if (!claims.Any(claim => claim.Found is not null))
        {
            return;
        }
        Table table = new Table().RoundedBorder().AddColumns("Claim", "Manifest", "This audit", "Evidence");
        foreach (ClaimOutcome claim in claims.Where(claim => claim.Found is not null))
        {
            table.AddRow(Markup.Escape($"{claim.Statement} ({claim.By}, {claim.Date})"), Markup.Escape(claim.Recorded), Markup.Escape(claim.Found!), Markup.Escape(string.Join('\n', claim.Evidence)));
        }
        console.Write(table);
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
