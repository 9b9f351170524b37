// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>What ships: the licence of every file, and what each kernel follows and how it differs.</summary>
internal static class KernelSection
{
    public static Fragment Files(AuditData data) => Fragment.Of($"""
        <section aria-labelledby="files">
        <h2 id="files">Licence of every file that the library is made from</h2>
        {Fragment.Join(data.SourceFiles.GroupBy(file => (Licence: file.Licence ?? "none", Copyright: file.Copyright ?? "none"))
            .OrderBy(group => group.Count())
            .Select(group => Fragment.Of($"""
                <h3>{group.Key.Licence}</h3>
                <p>{Figures.Count(group.Count(), "file")}, copyright {group.Key.Copyright}</p>
                <ul class="file-list">{Fragment.Join(group.Select(file => Fragment.Of($"""<li><code>{file.Path}</code></li>""")))}</ul>
                """)))}
        </section>
        """);

    public static Fragment Map(Manifest? manifest) => manifest is null ? Fragment.Empty : Fragment.Of($"""
        <section aria-labelledby="map">
        <h2 id="map">Kernels and routines</h2>
        <p>For each kernel: the members that compute, the routines they follow by labels and lines of the pinned module, and how they differ.</p>
        {Fragment.Join(manifest.Kernels.Select(kernel => Kernel(manifest, kernel)))}
        <h3>Mistakes that the tests make on purpose</h3>
        <p>Each is an engine with one mistake; the known answers named must not come out on it.</p>
        {AuditTable.Of(["Mutant", "Mistake", "History", "Killed by"], manifest.Mutants.Select(mutant => new[] { AuditCell.Text(mutant.Id), AuditCell.Text(mutant.What), AuditCell.Text(mutant.History), AuditCell.Text(mutant.KilledBy) }))}
        </section>
        """);

    private static Fragment Kernel(Manifest manifest, ManifestKernel kernel) => Fragment.Of($"""
        <article class="kernel">
        <h3>{kernel.Id}</h3>
        <dl class="facts">
        <div><dt>Kind</dt><dd>{kernel.Kind}, {kernel.Licence}</dd></div>
        <div><dt>Members</dt><dd>{string.Join(", ", kernel.Members)}</dd></div>
        <div><dt>Method</dt><dd>{kernel.Method}</dd></div>
        {List("Follows", kernel.Follows.Select(routine => string.Create(CultureInfo.InvariantCulture, $"{Module(manifest, routine.Source)}, lines {routine.FirstLine} to {routine.LastLine}: {string.Join(", ", routine.Labels)}")))}
        {List("Differs", kernel.Deviations)}
        <div><dt>Known answers</dt><dd>{string.Join(", ", kernel.Vectors)}</dd></div>
        </dl>
        </article>

        """);

    private static Fragment List(string name, IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length == 0 ? Fragment.Empty : Fragment.Of($"""<div><dt>{name}</dt><dd>{AuditCell.List(all).Content}</dd></div>""");
    }

    private static string Module(Manifest manifest, string id) => manifest.Sources.FirstOrDefault(source => source.Id == id)?.Channel?.Path ?? id;
}
