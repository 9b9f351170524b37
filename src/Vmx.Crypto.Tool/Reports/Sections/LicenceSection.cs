// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Origins and licences: the manifest's checks, the kernels and what they follow.</summary>
internal static class LicenceSection
{
    public static Fragment Render(LicenceData? licences) => Fragment.Of($"""
        <section aria-labelledby="licences">
        <h2 id="licences">Origins and licences</h2>
        {(licences is null ? Absent() : Body(licences))}
        </section>
        """);

    private static Fragment Absent() => Fragment.Of($"""
        <p>Not checked: the record is compared with the sources, which are in the repository, and this report was made away from one.</p>
        """);

    private static Fragment Body(LicenceData licences) => Fragment.Of($"""
        <p>Every kernel has an entry in <code>provenance/manifest.json</code> that says what it follows and under which terms. The checks compare that record with the sources and with the library that ran here.</p>
        <div class="scroll"><table class="prose">
        <thead><tr><th scope="col">Check</th><th scope="col">Outcome</th><th scope="col">Detail</th></tr></thead>
        <tbody>
        {Fragment.Join(licences.Checks.Select(Row))}
        </tbody>
        </table></div>
        {(licences.Manifest is Manifest manifest ? Fragment.Join([Kernels(manifest), Sources(manifest), Exclusions(manifest)]) : Fragment.Empty)}
        """);

    private static Fragment Row(ManifestCheckResult check) => Fragment.Of($"""
        <tr><th scope="row">{check.Id}</th><td>{Badge.For(check.Passed ? Outcome.Held : Outcome.Failed)}</td><td class="lines">{check.Detail}</td></tr>

        """);

    private static Fragment Kernels(Manifest manifest) => manifest.Kernels.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <h3>Kernels</h3>
        <div class="scroll"><table class="prose">
        <thead><tr><th scope="col">Kernel</th><th scope="col">Engines</th><th scope="col">Kind</th><th scope="col">Licence</th><th scope="col">Method, and what it follows</th></tr></thead>
        <tbody>
        {Fragment.Join(manifest.Kernels.Select(kernel => Fragment.Of($"""
            <tr><th scope="row">{kernel.Id}</th><td>{string.Join(", ", kernel.Engines)}</td><td>{kernel.Kind}</td><td>{kernel.Licence}</td><td>{kernel.Method}{Follows(manifest, kernel)}</td></tr>

            """)))}
        </tbody>
        </table></div>
        """);

    // The manifest names every label; the first of each stretch and its lines are enough to find it.
    private static Fragment Follows(Manifest manifest, ManifestKernel kernel) => kernel.Follows.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <small>{string.Join("; ", kernel.Follows.Select(routine => string.Create(CultureInfo.InvariantCulture, $"{Title(manifest, routine.Source)}: {routine.Labels[0]}, lines {routine.FirstLine} to {routine.LastLine}")))}</small>
        """);

    private static string Title(Manifest manifest, string id) => manifest.Sources.FirstOrDefault(source => source.Id == id)?.Title ?? id;

    private static Fragment Sources(Manifest manifest) => manifest.Sources.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <h3>Sources</h3>
        <div class="scroll"><table class="prose">
        <thead><tr><th scope="col">Source</th><th scope="col">Authors</th><th scope="col">Terms</th><th scope="col">Used for</th></tr></thead>
        <tbody>
        {Fragment.Join(manifest.Sources.Select(source => Fragment.Of($"""
            <tr><th scope="row">{source.Title}</th><td>{string.Join(", ", source.Authors)}</td><td>{source.Terms}</td><td>{source.UsedFor}</td></tr>

            """)))}
        </tbody>
        </table></div>
        """);

    private static Fragment Exclusions(Manifest manifest) => manifest.Exclusions.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <h3>Deliberately not followed</h3>
        <ul>{Fragment.Join(manifest.Exclusions.Select(exclusion => Fragment.Of($"""<li><strong>{exclusion.What}</strong> ({exclusion.Licence}): {exclusion.Reason}</li>""")))}</ul>
        """);
}
