// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
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
        <main class="audit">
        <header>
        <h1>Licensing audit</h1>
        <div class="verdict{(data.Passed ? "" : " failed")}"><p><strong>{AuditWords.Headline(data)}</strong></p>
        <dl class="origin"><div><dt>Made</dt><dd>{AuditWords.Day(data.Time)}</dd></div><div><dt>Version</dt><dd>{AuditData.Version}</dd></div><div><dt>Tested</dt><dd>{data.Subject.Name}</dd></div><div><dt>SHA-256</dt><dd><code>{data.Subject.Sha256}</code></dd></div></dl>
        {InShort(data)}</div>
        </header>
        {(data.Upstream is UpstreamResult upstream ? Fragment.Join([Claims(upstream.Claims), FileSection.Render(upstream)]) : Fragment.Empty)}
        {(data.Licensing is LicensingResult licensing ? Fragment.Join([LicenceSection.Render(new LicenceData(licensing.Checks, licensing.Manifest)), KernelSection.Files(data), KernelSection.Map(licensing.Manifest)]) : Fragment.Empty)}
        <section aria-labelledby="limits">
        <h2 id="limits">What this does not show</h2>
        <ul>{Fragment.Join(AuditWords.Limits.Select(limit => Fragment.Of($"""<li>{limit}</li>""")))}</ul>
        </section>
        </main>
        </body>
        </html>

        """).Value;

    // What a reader who stops after the first screen has to know.
    private static Fragment InShort(AuditData data) => Fragment.Of($"""
        <ul class="findings">
        {Fragment.Join(data.Licensing is LicensingResult licensing ? [Finding(Badge.For(licensing.Passed ? Outcome.Held : Outcome.Failed), $"{licensing.Checks.Count(check => check.Passed)} of {Figures.Count(licensing.Checks.Count, "check")} of this repository's record of origins")] : [])}
        {Fragment.Join(data.Upstream?.Files.Select(file => Finding(FileSection.Verdict(file.Verdict), $"{file.Path}: {file.Verdict.Text}")) ?? [])}
        {Fragment.Join(data.Upstream?.Claims.Where(claim => claim.Found is not null).Select(claim => Finding(Verdict(claim.Found!), $"Said on {claim.Date} by {claim.By}: {claim.Statement}")) ?? [])}
        </ul>
        """);

    private static Fragment Finding(Fragment badge, string text) => Fragment.Of($"""<li>{badge}<span class="anywhere">{text}</span></li>{"\n"}""");

    private static Fragment Claims(IReadOnlyList<ClaimOutcome> claims) => claims.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section aria-labelledby="claims">
        <h2 id="claims">Claims</h2>
        <p>What was said in public about the origin of these files, what the record holds of it, and what this audit found by itself. Of the evidence, what this audit found comes first.</p>
        {AuditTable.Of(
            ["Statement", "Recorded", "This audit", "Evidence"],
            claims.Select(claim => new[] { AuditCell.Text($"{claim.Statement} ({claim.By}, {claim.Date})"), new AuditCell(Verdict(claim.Recorded), ""), claim.Found is null ? AuditCell.Text("not asked") : new AuditCell(Verdict(claim.Found), ""), AuditCell.List(claim.Evidence) }))}
        </section>
        """);

    private static Fragment Verdict(string verdict) => Badge.Of(verdict switch { ClaimsLedger.Proven => "held", ClaimsLedger.Disproved => "failed", _ => "open" }, verdict);
}
