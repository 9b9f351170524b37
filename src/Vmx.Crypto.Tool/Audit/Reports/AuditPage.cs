// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Sections;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>The audit as one HTML page that needs nothing outside of it: for a reader who has to decide on the licence.</summary>
internal static class AuditPage
{
    public static string Render(AuditData data) => Fragment.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Licensing audit, {AuditWords.Day(data.Time)}</title>
        <style>
        {new Fragment(ReportPage.ReadStyleSheet())}
        </style>
        </head>
        <body>
        <main>
        <header>
        <h1>Licensing audit</h1>
        <div class="verdict{(data.Passed ? "" : " failed")}"><p><strong>{AuditWords.Headline(data)}</strong></p>
        <dl class="origin"><div><dt>Made</dt><dd>{AuditWords.Day(data.Time)}</dd></div><div><dt>Version</dt><dd>{AuditData.Version}</dd></div><div><dt>Tested</dt><dd>{data.Subject.Name}</dd></div><div><dt>SHA-256</dt><dd><code>{data.Subject.Sha256}</code></dd></div></dl></div>
        </header>
        {(data.Upstream is UpstreamResult upstream ? Fragment.Join([Claims(upstream.Claims), Upstream(upstream)]) : Fragment.Empty)}
        {(data.Licensing is LicensingResult licensing ? Fragment.Join([LicenceSection.Render(new LicenceData(licensing.Checks, licensing.Manifest)), Shipped(data), KernelMap(licensing.Manifest)]) : Fragment.Empty)}
        <section aria-labelledby="limits">
        <h2 id="limits">What this does not show</h2>
        <ul>{Fragment.Join(AuditWords.Limits.Select(limit => Fragment.Of($"""<li>{limit}</li>""")))}</ul>
        </section>
        </main>
        </body>
        </html>

        """).Value;

    private static Fragment Claims(IReadOnlyList<ClaimOutcome> claims) => claims.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section aria-labelledby="claims">
        <h2 id="claims">Claims</h2>
        <p>What was said in public about the origin of these files, what the record holds of it, and what this audit found by itself.</p>
        {Table(["Statement", "Recorded", "This audit", "Evidence"], claims.Select(claim => new[] { Cell($"{claim.Statement} ({claim.By}, {claim.Date})"), Cell(claim.Recorded), Cell(claim.Found ?? "not asked"), Cell(string.Join('\n', claim.Evidence)) }))}
        </section>
        """);

    private static Fragment Upstream(UpstreamResult upstream) => Fragment.Of($"""
        <section aria-labelledby="authorship">
        <h2 id="authorship">Who wrote the files</h2>
        <p>Audited at <code>{upstream.Revision ?? "no revision"}</code>{(upstream.Committed is { } committed ? $", committed on {AuditWords.Day(committed)}; its history has {Figures.Count(upstream.Commits, "commit")}" : "")}. What came later is looked at, too, and marked so.</p>
        {Fragment.Join(upstream.Notes.Select(note => Fragment.Of($"""<p class="note">{note}</p>""")))}
        {Fragment.Join(upstream.Files.Select(File))}
        </section>
        """);

    private static Fragment File(FileAudit file) => file.Lines is not LineCount lines
        ? Fragment.Of($"""
            <h3>{file.Path}</h3>
            <p>{Badge.Of("failed", "unknown")} {file.Verdict.Text}</p>
            """)
        : Fragment.Of($"""
            <h3>{file.Path}</h3>
            <p>{Badge.Of(file.Verdict.Kind switch { VerdictKind.SoleAuthor => "held", VerdictKind.Unknown => "failed", _ => "open" }, file.Verdict.Kind switch { VerdictKind.SoleAuthor => "sole author", VerdictKind.Mixed => "mixed", VerdictKind.Derived => "derived", _ => "unknown" })} {file.Verdict.Text}</p>
            <figure><figcaption>Contributions by person and class</figcaption>{Timeline.Draw(file)}</figure>
            <figure><figcaption>Surviving lines by person</figcaption>{LineBars.Draw(lines)}</figure>
            {Table(["Lines of", "blame", "-w", "-w -M -C -C -C", "adjusted", "suggested by others"], lines.Persons.Select(person => new[] { Cell(person.Person), Number(person.Plain), Number(person.IgnoringWhiteSpace), Number(person.FollowingCopies), Number(person.Adjusted), Number(person.SuggestedByOthers) }))}
            <details><summary>Every commit ({Figures.Count(file.Changes.Count, "commit")})</summary>
            {Table(["Commit", "Authored", "By", "Class", "Lines", "Evidence"], file.Changes.Select(change => new[] { Code(change.Commit.Short), Cell(AuditWords.Day(change.Commit.Authored) + (change.IsLater ? " (later)" : "")), Cell(AuditWords.Persons(change)), Cell(change.Class.Word()), Cell(AuditWords.Lines(change)), Cell(AuditWords.Evidence(change)) }))}
            </details>
            <details><summary>What its header said over time</summary>
            {Table(["Since", "Date", "Names", "Removed attributions"], file.Headers.Select(header => new[] { Code(header.Commit[..10]), Cell(AuditWords.Day(header.Date)), Cell(string.Join(", ", header.Licences)), Cell(string.Join('\n', header.RemovedAttributions)) }))}
            </details>
            """);

    private static Fragment Shipped(AuditData data) => Fragment.Of($"""
        <section aria-labelledby="files">
        <h2 id="files">Licence of every file that the library is made from</h2>
        {Table(["File", "Licence", "Copyright"], data.SourceFiles.Select(file => new[] { Code(file.Path), Cell(file.Licence ?? "none"), Cell(file.Copyright ?? "none") }))}
        </section>
        """);

    private static Fragment KernelMap(Manifest? manifest) => manifest is null ? Fragment.Empty : Fragment.Of($"""
        <section aria-labelledby="map">
        <h2 id="map">Kernels and routines</h2>
        <p>For each kernel: the members that compute, the routines they follow by labels and lines of the pinned module, and how they differ.</p>
        {Table(["Kernel", "Members", "Follows, or method", "Deviations", "Known answers"], manifest.Kernels.Select(kernel => new[] { Cell($"{kernel.Id}\n{kernel.Kind}"), Cell(string.Join('\n', kernel.Members)), Cell(AuditWords.Follows(kernel)), Cell(string.Join('\n', kernel.Deviations)), Cell(string.Join('\n', kernel.Vectors)) }))}
        <h3>Mistakes that the tests make on purpose</h3>
        <p>Each is an engine with one mistake; the known answers named must not come out on it.</p>
        {Table(["Mutant", "Mistake", "History", "Killed by"], manifest.Mutants.Select(mutant => new[] { Cell(mutant.Id), Cell(mutant.What), Cell(mutant.History), Cell(mutant.KilledBy) }))}
        </section>
        """);

    private static Fragment Table(string[] columns, IEnumerable<Fragment[]> rows) => Fragment.Of($"""
        <div class="scroll"><table class="prose">
        <thead><tr>{Fragment.Join(columns.Select(column => Fragment.Of($"""<th scope="col">{column}</th>""")))}</tr></thead>
        <tbody>
        {Fragment.Join(rows.Select(row => Fragment.Of($"""<tr>{Fragment.Join(row)}</tr>{"\n"}""")))}
        </tbody>
        </table></div>
        """);

    private static Fragment Cell(string text) => Fragment.Of($"""<td class="lines">{text}</td>""");

    private static Fragment Code(string text) => Fragment.Of($"""<td><code>{text}</code></td>""");

    private static Fragment Number(int value) => Fragment.Of($"""<td class="figure">{value.ToString("N0", CultureInfo.InvariantCulture)}</td>""");
}
