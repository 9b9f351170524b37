// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Every engine, best first: whether it can run here, why, and why it stands where it does.</summary>
internal static class EnginesSection
{
    public static Fragment Render(IReadOnlyList<EngineInfo> engines) => Fragment.Of($"""
        <section aria-labelledby="engines">
        <h2 id="engines">Engines</h2>
        <p>Best first. A process uses the first one that its processor can run and that passes a self-test.</p>
        <table class="stack prose">
        <caption>Engines of the library, and whether they can run here</caption>
        <thead><tr><th scope="col">Engine</th><th scope="col">On this machine</th><th scope="col">What it is</th></tr></thead>
        <tbody>
        {Fragment.Join(engines.Select(Row))}
        </tbody>
        </table>
        </section>
        """);

    private static Fragment Row(EngineInfo engine)
    {
        Fragment badge = engine.IsSelected ? Badge.Of("held", "in use") : engine.IsSupported ? Badge.Of("usable", "usable") : Badge.Of("open", "not usable");
        string reason = engine.Reason is "selected" or "supported" ? string.Empty : engine.Reason;
        string rationale = EngineCatalog.Tiers.FirstOrDefault(tier => tier.Name == engine.Name)?.Rationale ?? string.Empty;
        return Fragment.Of($"""
            <tr><th scope="row">{engine.Name}</th><td>{badge} {reason}</td><td>{rationale}</td></tr>

            """);
    }
}
