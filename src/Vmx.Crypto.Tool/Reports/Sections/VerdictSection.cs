// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>The opening: what this is, and what came of it.</summary>
internal static class VerdictSection
{
    public static Fragment Render(ReportData data, Verdict verdict) => Fragment.Of($"""
        <header>
        <h1>Vmx.Crypto</h1>
        <p class="lead">A library for .NET that encrypts and authenticates data with AES in CBC, CTR, XTS, GCM and GMAC, and hashes with GHASH. Written by <code>cryptovmx report</code> on one
        machine, this page shows whether every <em>engine</em> of the library, a way to compute the same functions on one kind of processor, gives the answers that the standards publish, how fast
        it is, and whether the origin and the licence of every kernel are on record.</p>
        </header>
        <section class="verdict {(verdict.Passed ? "held" : "failed")}" aria-labelledby="verdict">
        <h2 id="verdict">{verdict.Headline}</h2>
        <ul class="findings">
        {Fragment.Join(verdict.Findings.Select(Render))}
        </ul>
        </section>
        <dl class="origin">
        <div><dt>Made</dt><dd>{data.Origin.Time.ToString("d MMMM yyyy, HH:mm zzz", CultureInfo.InvariantCulture)}</dd></div>
        <div><dt>Library</dt><dd>Vmx.Crypto {data.Origin.Version}</dd></div>
        <div><dt>Processor</dt><dd>{data.Origin.Processor}</dd></div>
        <div><dt>System</dt><dd>{data.Origin.OperatingSystem}</dd></div>
        <div><dt>Runtime</dt><dd>{data.Origin.Runtime}</dd></div>
        </dl>
        """);

    private static Fragment Render(Finding finding) => Fragment.Of($"""
        <li>{Badge.For(finding.Outcome)}<div><strong>{finding.Subject}.</strong> {finding.Text}</div></li>

        """);
}
