// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>What was said in public about the origin of the followed modules, and what the record makes of it.</summary>
internal static class ClaimSection
{
    public static Fragment Render(IReadOnlyList<ManifestClaim> claims) => claims.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section aria-labelledby="claims">
        <h2 id="claims">Claims about the originals</h2>
        <p>What was said in public about who wrote the modules that the kernels follow, and what the record makes of it. <code>cryptovmx audit --upstream</code> finds the verdicts anew in a copy of their history.</p>
        <table class="stack prose">
        <caption>Claims and verdicts, as recorded in the manifest</caption>
        <thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {Fragment.Join(claims.Select(Row))}
        </tbody>
        </table>
        </section>
        """);

    private static Fragment Row(ManifestClaim claim) => Fragment.Of($"""
        <tr><td>{claim.Statement}<small>{claim.By}, {claim.Date}</small></td><td>{Verdict(claim.Verdict)}</td><td class="lines">{string.Join('\n', claim.Evidence)}</td></tr>

        """);

    private static Fragment Verdict(string verdict) => Badge.Of(verdict switch { "proven" => "held", _ => "open" }, verdict);
}
