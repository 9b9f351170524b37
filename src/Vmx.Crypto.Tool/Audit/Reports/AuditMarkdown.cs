// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>The audit as Markdown: every table of it, for a reader or for a review.</summary>
internal static class AuditMarkdown
{
    public static string Render(AuditData data)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Licensing audit, {AuditWords.Day(data.Time)}\n\n{Escape(AuditWords.Headline(data))}\n\nTested: {Escape(data.Subject.Name)}, SHA-256 `{data.Subject.Sha256}`, version {Escape(AuditData.Version)}.\n");
        if (data.Licensing is LicensingResult licensing)
        {
            Licensing(text, data, licensing);
        }
        if (data.Upstream is UpstreamResult upstream)
        {
            Upstream(text, upstream);
        }
        text.Append("\n## What this does not show\n\n");
        foreach (string limit in AuditWords.Limits)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {limit}\n");
        }
        return text.ToString();
    }

    private static void Licensing(StringBuilder text, AuditData data, LicensingResult licensing)
    {
        text.Append("\n## Checks\n\n");
        Table(text, ["Check", "Outcome", "Detail"], licensing.Checks.Select(check => (string[])[check.Id, check.Passed ? "held" : "FAILED", check.Detail]));
        if (licensing.Manifest is not Manifest manifest)
        {
            return;
        }
        text.Append("\n## Kernels and what they follow\n\n");
        Table(
            text,
            ["Kernel", "Engines", "Kind", "Licence", "Follows, or method", "Deviations", "Known answers"],
            manifest.Kernels.Select(kernel => (string[])[kernel.Id, string.Join(", ", kernel.Engines), kernel.Kind, kernel.Licence, AuditWords.Follows(kernel), string.Join(' ', kernel.Deviations), string.Join(", ", kernel.Vectors)]));
        text.Append("\n## Sources\n\n");
        Table(
            text,
            ["Source", "Authors", "Licence", "Terms", "Basis", "Confidence", "Pin"],
            manifest.Sources.Select(source => (string[])[source.Title, string.Join(", ", source.Authors), source.Licence, source.Terms, source.Basis, source.Confidence, source.Channel is null ? "" : $"{source.Channel.Repository} {source.Channel.Commit} {source.Channel.Path}"]));
        text.Append("\n## Deliberately not followed\n\n");
        Table(text, ["What", "Licence", "Why"], manifest.Exclusions.Select(exclusion => (string[])[exclusion.What, exclusion.Licence, exclusion.Reason]));
        text.Append("\n## Mistakes that the tests make on purpose\n\n");
        Table(text, ["Mutant", "Mistake", "History", "Killed by"], manifest.Mutants.Select(mutant => (string[])[mutant.Id, mutant.What, mutant.History, mutant.KilledBy]));
        text.Append("\n## Licence of every file that the library is made from\n\n");
        Table(text, ["File", "Licence", "Copyright"], data.SourceFiles.Select(file => (string[])[file.Path, file.Licence ?? "none", file.Copyright ?? "none"]));
    }

    private static void Upstream(StringBuilder text, UpstreamResult upstream)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Authorship of the files audited\n\n`{upstream.Revision ?? "no revision"}`");
        if (upstream.Committed is DateTimeOffset committed)
        {
            text.Append(CultureInfo.InvariantCulture, $", committed {AuditWords.Day(committed)}, {Figures.Count(upstream.Commits, "commit")} in its history; later commits up to `{upstream.Tip}`");
        }
        text.Append(".\n");
        foreach (string note in upstream.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Escape(note)}\n");
        }
        foreach (FileAudit file in upstream.Files)
        {
            File(text, file);
        }
        if (upstream.Claims.Count != 0)
        {
            text.Append("\n## Claims\n\n");
            Table(text, ["Statement", "By", "Recorded", "This audit", "Evidence"], upstream.Claims.Select(claim => (string[])[claim.Statement, $"{claim.By}, {claim.Date}", claim.Recorded, claim.Found ?? "not asked", string.Join('\n', claim.Evidence)]));
        }
    }

    private static void File(StringBuilder text, FileAudit file)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {Escape(file.Path)}\n\n{Escape(file.Verdict.Text)}\n");
        if (file.Lines is null)
        {
            return;
        }
        text.Append(CultureInfo.InvariantCulture, $"\nBlob `{file.Blob}`, SHA-256 `{file.Sha256}`.\n\n");
        Table(
            text,
            ["Lines of", "blame", "-w", "-w -M -C -C -C", "adjusted", "suggested by others"],
            file.Lines.Persons.Select(person => (string[])[person.Person, .. new[] { person.Plain, person.IgnoringWhiteSpace, person.FollowingCopies, person.Adjusted, person.SuggestedByOthers }.Select(number => number.ToString("N0", CultureInfo.InvariantCulture))]));
        text.Append('\n');
        Table(text, ["Commit", "Authored", "By", "Class", "Lines", "Evidence"], file.Changes.Select(Row));
        text.Append('\n');
        Table(text, ["Header since", "Date", "Names", "Removed attributions"], file.Headers.Select(header => (string[])[header.Commit[..10], AuditWords.Day(header.Date), string.Join(", ", header.Licences), string.Join('\n', header.RemovedAttributions)]));
        if (file.Lines.Copies.Count != 0)
        {
            text.Append('\n');
            Table(text, ["Lines that occur earlier in", "Lines", "Written there by"], file.Lines.Copies.Select(copy => (string[])[copy.From, copy.Lines.ToString(CultureInfo.InvariantCulture), string.Join(", ", copy.Persons)]));
        }
    }

    private static string[] Row(FileChange change) =>
        [change.Commit.Hash, AuditWords.Day(change.Commit.Authored) + (change.IsLater ? " (later)" : ""), AuditWords.Persons(change), change.Class.Word(), AuditWords.Lines(change), AuditWords.Evidence(change)];

    private static void Table(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (string[] row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Escape))} |\n");
        }
    }

    // Names and messages come from strangers: nothing in them may become markup.
    private static string Escape(string cell)
    {
        var escaped = new StringBuilder();
        foreach (char character in cell)
        {
            escaped.Append(character switch
            {
                '\n' => "<br>",
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '#' => $"\\{character}",
                _ when char.IsControl(character) => " ",
                _ => character.ToString(),
            });
        }
        return escaped.ToString();
    }
}
