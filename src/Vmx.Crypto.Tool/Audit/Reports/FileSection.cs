// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Sections;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>Who wrote the audited files: verdict, time, lines, commits and headers of each.</summary>
internal static class FileSection
{
    public static Fragment Render(UpstreamResult upstream) => Fragment.Of($"""
        <section aria-labelledby="authorship">
        <h2 id="authorship">Who wrote the files</h2>
        <p>Audited at <code>{upstream.Revision ?? "no revision"}</code>{(upstream.Committed is { } committed ? $", committed on {AuditWords.Day(committed)}; its history has {Figures.Count(upstream.Commits, "commit")}" : "")}. What came later is looked at, too, and marked so.</p>
        {Fragment.Join(upstream.Notes.Select(note => Fragment.Of($"""<p class="note">{note}</p>""")))}
        <p>In the figures, a filled mark is a commit with code and an open one is anything else; the dashed line is the audited revision. The lines that survive at that revision are counted four ways, because each alone misleads: as Git attributes them; without changes of white space; with lines that were copied from elsewhere attributed to whoever wrote them there; and adjusted, which gives lines that somebody submitted to the submitter, and lines that only changed their form back to whose they were.</p>
        {Fragment.Join(upstream.Files.Select(File))}
        </section>
        """);

    /// <summary>The verdict as a badge.</summary>
    public static Fragment Verdict(FileVerdict verdict) => verdict.Kind switch
    {
        VerdictKind.SoleAuthor => Badge.Of("held", "sole author"),
        VerdictKind.Mixed => Badge.Of("open", "mixed"),
        VerdictKind.Derived => Badge.Of("open", "derived"),
        _ => Badge.Of("failed", "unknown"),
    };

    private static Fragment File(FileAudit file) => Fragment.Of($"""
        <h3 class="anywhere">{file.Path}</h3>
        <p>{Verdict(file.Verdict)} {file.Verdict.Text}</p>
        {(file.Lines is LineCount lines ? Details(file, lines) : Fragment.Empty)}
        """);

    private static Fragment Details(FileAudit file, LineCount lines) => Fragment.Of($"""
        <figure class="scroll"><figcaption>Contributions by person and class</figcaption>{Timeline.Draw(file)}</figure>
        <figure class="bars"><figcaption>Surviving lines by person, adjusted</figcaption>{LineBars.Draw(lines)}</figure>
        {AuditTable.Of(
            ["Lines of", "as Git blames (blame)", "without white space (-w)", "following copies (-w -M -C -C -C)", "adjusted", "of these, suggested by others"],
            lines.Persons.Select(person => new[] { AuditCell.Text(person.Person), AuditCell.Number(person.Plain), AuditCell.Number(person.IgnoringWhiteSpace), AuditCell.Number(person.FollowingCopies), AuditCell.Number(person.Adjusted), AuditCell.Number(person.SuggestedByOthers) }))}
        <details><summary>Every commit ({Figures.Count(file.Changes.Count, "commit")})</summary>
        {AuditTable.Of(["Commit", "Authored", "By", "Class", "Lines", "Evidence"], file.Changes.Select(Row))}
        </details>
        <details><summary>What its header said over time</summary>
        {AuditTable.Of(
            ["Since", "Date", "Names", "Removed attributions"],
            file.Headers.Select(header => new[] { AuditCell.Code(header.Commit[..10]), AuditCell.Text(AuditWords.Day(header.Date)), AuditCell.Text(header.Licences.Count == 0 ? "no licence" : string.Join(", ", header.Licences)), AuditCell.Text(header.RemovedAttributions.Count == 0 ? "none" : string.Join('\n', header.RemovedAttributions)) }))}
        </details>
        """);

    private static AuditCell[] Row(FileChange change) =>
    [
        AuditCell.Code(change.Commit.Short),
        AuditCell.Text(AuditWords.Day(change.Commit.Authored) + (change.IsLater ? " (later)" : "")),
        AuditCell.Text(AuditWords.Persons(change)),
        AuditCell.Text(change.Class.Word()),
        AuditCell.Text(AuditWords.Lines(change)),
        AuditCell.Text(AuditWords.Evidence(change)),
    ];
}
