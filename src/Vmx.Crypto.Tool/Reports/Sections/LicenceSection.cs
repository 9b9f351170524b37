// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Origins and licences: the kernels by kind and licence, the manifest's checks, and what each kernel follows.</summary>
internal static class LicenceSection
{
    /// <summary>What the words of the manifest mean.</summary>
    private static readonly (string Kind, string Meaning)[] _kinds =
    [
        ("translated", "follows the text of a published routine, line by line where it can"),
        ("re-derived", "written anew from a published method"),
        ("original", "an arrangement of our own of steps that a standard gives"),
    ];

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
        {(licences.Manifest is Manifest known ? Summary(known) : Fragment.Empty)}
        <table class="stack prose">
        <caption>Checks of the record</caption>
        <thead><tr><th scope="col">Check</th><th scope="col">Outcome</th><th scope="col">Detail</th></tr></thead>
        <tbody>
        {Fragment.Join(licences.Checks.Select(Row))}
        </tbody>
        </table>
        {(licences.Manifest is Manifest manifest ? Fragment.Join([Kernels(manifest), Sources(manifest), Exclusions(manifest)]) : Fragment.Empty)}
        """);

    private static Fragment Summary(Manifest manifest)
    {
        string[] licences = [.. manifest.Kernels.Select(kernel => kernel.Licence).Distinct().OrderBy(licence => licence.Length)];
        return manifest.Kernels.Count == 0 ? Fragment.Empty : Fragment.Of($"""
            <table class="stack counts">
            <caption>Kernels by kind and licence</caption>
            <thead><tr><th scope="col">Kind</th>{Fragment.Join(licences.Select(licence => Fragment.Of($"""<th scope="col" class="figure">{Name(licence)}</th>""")))}<th scope="col" class="figure">All</th></tr></thead>
            <tbody>
            {Fragment.Join(_kinds.Select(kind => Count(kind, manifest, licences)))}
            </tbody>
            </table>
            """);
    }

    private static Fragment Count((string Kind, string Meaning) kind, Manifest manifest, string[] licences)
    {
        ManifestKernel[] kernels = [.. manifest.Kernels.Where(kernel => kernel.Kind == kind.Kind)];
        return Fragment.Of($"""
            <tr><th scope="row">{kind.Kind}<small>{kind.Meaning}</small></th>{Fragment.Join(licences.Select(licence => Number(Name(licence), kernels.Count(kernel => kernel.Licence == licence))))}{Number("All", kernels.Length)}</tr>

            """);
    }

    private static Fragment Number(string label, int value) => Fragment.Of($"""<td class="figure" data-label="{label}">{(value == 0 ? "–" : value.ToString(CultureInfo.InvariantCulture))}</td>""");

    private static string Name(string licence) => licence.Replace("LicenseRef-", "", StringComparison.Ordinal).Replace(" AND ", " and ", StringComparison.Ordinal);

    private static Fragment Row(ManifestCheckResult check) => Fragment.Of($"""
        <tr><th scope="row">{check.Id.Replace('-', ' ')}</th><td>{Badge.For(check.Passed ? Outcome.Held : Outcome.Failed)}</td><td class="lines">{check.Detail}</td></tr>

        """);

    private static Fragment Kernels(Manifest manifest) => manifest.Kernels.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <details>
        <summary>Every kernel, and what it follows</summary>
        <table class="stack prose">
        <caption>Kernels</caption>
        <thead><tr><th scope="col">Kernel</th><th scope="col">Engines</th><th scope="col">Kind and licence</th><th scope="col">Method, and what it follows</th></tr></thead>
        <tbody>
        {Fragment.Join(manifest.Kernels.Select(kernel => Fragment.Of($"""
            <tr><th scope="row">{kernel.Id}</th><td>{string.Join(", ", kernel.Engines)}</td><td>{kernel.Kind}<small>{Name(kernel.Licence)}</small></td><td>{kernel.Method}{Follows(manifest, kernel)}</td></tr>

            """)))}
        </tbody>
        </table>
        </details>
        """);

    // The manifest names every label; the first of each stretch and its lines are enough to find it.
    private static Fragment Follows(Manifest manifest, ManifestKernel kernel) => kernel.Follows.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <small>{string.Join("; ", kernel.Follows.GroupBy(routine => routine.Source).Select(source => $"{Title(manifest, source.Key)}: {string.Join(", ", source.Select(routine => string.Create(CultureInfo.InvariantCulture, $"{routine.Labels[0]} (lines {routine.FirstLine} to {routine.LastLine})")))}"))}</small>
        """);

    private static string Title(Manifest manifest, string id) => manifest.Sources.FirstOrDefault(source => source.Id == id)?.Title ?? id;

    private static Fragment Sources(Manifest manifest) => manifest.Sources.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <details>
        <summary>Every source, its authors and terms</summary>
        <table class="stack prose">
        <caption>Sources</caption>
        <thead><tr><th scope="col">Source</th><th scope="col">Authors</th><th scope="col">Terms</th><th scope="col">Used for</th></tr></thead>
        <tbody>
        {Fragment.Join(manifest.Sources.Select(source => Fragment.Of($"""
            <tr><th scope="row">{source.Title}</th><td>{string.Join(", ", source.Authors)}</td><td>{source.Terms}</td><td>{source.UsedFor}</td></tr>

            """)))}
        </tbody>
        </table>
        </details>
        """);

    private static Fragment Exclusions(Manifest manifest) => manifest.Exclusions.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <h3>Deliberately not followed</h3>
        <ul>{Fragment.Join(manifest.Exclusions.Select(exclusion => Fragment.Of($"""<li><strong>{exclusion.What}</strong> ({exclusion.Licence}): {exclusion.Reason}</li>""")))}</ul>
        """);
}
