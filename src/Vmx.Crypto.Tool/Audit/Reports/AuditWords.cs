// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>The words that the console, the Markdown and the page share.</summary>
internal static partial class AuditWords
{
    /// <summary>What remains for a person to judge, under every report.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "The commits and their messages are taken as they are: a contribution that no author field and no message names is not seen, least of all one from before the history was kept in Git.",
        "Whether a person owned the rights in what he or she wrote, or an employer did, is not in a repository.",
        "Whether a work is a derivative, and which licence then reaches it, is a question of law. The tool says what was copied, translated or credited, by which commits.",
        "A permission that was given in private can be reported and not proven.",
    ];

    /// <summary>The one sentence at the top.</summary>
    public static string Headline(AuditData data)
    {
        if (data.Passed)
        {
            return "Everything that was asked held: " + (data.Licensing is null ? "" : "every check passed")
                + (data.Licensing is null || data.Upstream is null ? "" : ", ")
                + (data.Upstream is null ? "" : "every file has a verdict, and every claim was found as it is recorded") + ".";
        }
        List<string> open =
        [
            .. data.Licensing?.Checks.Where(check => !check.Passed).Select(check => $"the check {check.Id} failed") ?? [],
            .. data.Upstream?.Files.Where(file => file.Verdict.Kind == VerdictKind.Unknown).Select(file => $"{file.Path} is unknown") ?? [],
            .. data.Upstream?.Claims.Where(claim => !claim.Agrees).Select(claim => $"the claim {claim.Id} was found {claim.Found} and is recorded {claim.Recorded}") ?? [],
        ];
        return $"Not everything that was asked held: {string.Join("; ", open)}.";
    }

    /// <summary>Who had which part in a commit.</summary>
    public static string Persons(FileChange change)
    {
        string text = change.Who.Author;
        bool isJoint = change.Who.Writers.Count > 1;
        text += change.Who.Submitters.Count == 0 ? "" : $"; {(isJoint ? "with" : "submitted by")} {string.Join(", ", change.Who.Submitters)}";
        text += change.Who.Suggesters.Count == 0 ? "" : $"; suggested by {string.Join(", ", change.Who.Suggesters)}";
        return change.Who.Committer == change.Who.Author ? text : $"{text} (committed by {change.Who.Committer})";
    }

    /// <summary>The evidence for a commit's class, and what else a reader should know of it.</summary>
    public static string Evidence(FileChange change)
    {
        List<string> parts = [change.Evidence];
        parts.AddRange(change.RemovedAttributions.Select(line => $"removed the attribution '{line}'"));
        if (change.RenamedFrom is not null)
        {
            parts.Add($"renamed from {change.RenamedFrom}");
        }
        parts.AddRange(change.Twins.Select(twin => $"the same change is also {twin.Commit[..10]}{(twin.Author == change.Who.Author ? "" : $" by {twin.Author}")} on {ReferencePattern().Replace(twin.Reference, "")}"));
        if (change.FilesInCommit > 1)
        {
            parts.Add($"the commit touched {Figures.Count(change.FilesInCommit, "file")}");
        }
        return string.Join("; ", parts);
    }

    [GeneratedRegex("^refs/(?:heads/|remotes/|tags/)?")]
    private static partial Regex ReferencePattern();

    /// <summary>A day.</summary>
    public static string Day(System.DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Lines that came and went.</summary>
    public static string Lines(FileChange change) => string.Create(CultureInfo.InvariantCulture, $"+{change.Added} −{change.Removed}");

    /// <summary>What a kernel follows: modules, labels and lines.</summary>
    public static string Follows(ManifestKernel kernel) => kernel.Follows.Count == 0
        ? kernel.Method
        : string.Join("; ", kernel.Follows.Select(routine => string.Create(CultureInfo.InvariantCulture, $"{routine.Source}: {string.Join(", ", routine.Labels)}, lines {routine.FirstLine} to {routine.LastLine}")));
}
