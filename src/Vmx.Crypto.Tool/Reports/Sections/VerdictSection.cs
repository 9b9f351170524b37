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
        <p class="lead">Vmx.Crypto is a library for .NET that encrypts and authenticates data with AES: CBC, CTR, XTS, GCM and GMAC, and the hash GHASH. It carries
        several <em>engines</em>, each a way to compute the same functions on one kind of processor, and picks the best that the machine has.
        Many of its algorithms follow published assembly code, so the origin and the licence of every kernel are on record.</p>
        <p class="lead">This page was written by the command <code>cryptovmx report</code>. It shows what was checked on one machine: whether every engine gives the answers that
        the standards publish, how fast it is, and whether the record of origins is complete.</p>
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
