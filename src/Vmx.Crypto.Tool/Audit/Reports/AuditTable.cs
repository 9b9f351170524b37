// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>What stands in a cell.</summary>
/// <param name="Content">The markup.</param>
/// <param name="Style">A class of the style sheet, or nothing.</param>
internal readonly record struct AuditCell(Fragment Content, string Style)
{
    public static AuditCell Text(string text) => new(Fragment.Of($"{text}"), "lines");

    public static AuditCell Code(string text) => new(Fragment.Of($"""<code>{text}</code>"""), "");

    public static AuditCell Number(int value) => new(Fragment.Of($"{value.ToString("N0", CultureInfo.InvariantCulture)}"), "figure");

    public static AuditCell List(IEnumerable<string> items) => new(Fragment.Of($"""<ul class="evidence">{Fragment.Join(items.Select(item => Fragment.Of($"""<li>{item}</li>""")))}</ul>"""), "");
}

/// <summary>A table that is one on a wide screen, and on a narrow one a list in which every value has its column's name.</summary>
internal static class AuditTable
{
    public static Fragment Of(string[] columns, IEnumerable<AuditCell[]> rows)
    {
        AuditCell[][] all = [.. rows];
        return Fragment.Of($"""
            <div class="scroll"><table class="prose labelled">
            <thead><tr>{Fragment.Join(columns.Select((column, index) => Head(column, all.Length == 0 ? "" : all[0][index].Style)))}</tr></thead>
            <tbody>
            {Fragment.Join(all.Select(row => Fragment.Of($"""<tr>{Fragment.Join(row.Select((cell, index) => Cell(cell, columns[index])))}</tr>{"\n"}""")))}
            </tbody>
            </table></div>
            """);
    }

    private static Fragment Head(string column, string style) => style == "figure"
        ? Fragment.Of($"""<th scope="col" class="figure">{column}</th>""")
        : Fragment.Of($"""<th scope="col">{column}</th>""");

    private static Fragment Cell(AuditCell cell, string column) => Fragment.Of($"""<td data-label="{column}" class="{cell.Style}">{cell.Content}</td>""");
}
