// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace Vmx.Crypto.Tool.Speed.Saved;

/// <summary>Two runs on the console.</summary>
internal static class ComparisonView
{
    public static void Write(IAnsiConsole console, RunComparison comparison)
    {
        console.MarkupLineInterpolated($"[bold]{comparison.New.Speed.Cpu}[/]");
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"Old: {comparison.OldDate:yyyy-MM-dd HH:mm} UTC. New: {comparison.NewDate:yyyy-MM-dd HH:mm} UTC."));
        bool byTheCall = comparison.New.Speed.IsIsolated;
        string per = byTheCall || comparison.Rows.All(row => row.Size == 0) ? "call" : comparison.Rows.Any(row => row.Size == 0) ? "byte or call" : "byte";
        Table table = new Table().RoundedBorder().AddColumns("Mode", "Key", "Size", "Engine or peer", $"Old, {comparison.Unit}/{per}", "New", "New : old", "Noise", "");
        foreach (int figure in (int[])[1, 2, 4, 5, 6, 7])
        {
            table.Columns[figure].RightAligned();
        }
        foreach (ComparedRow row in comparison.Rows)
        {
            double bytes = byTheCall || row.Size == 0 ? 1 : (row.Messages ?? 1) * (double)row.Size;
            string style = row.Verdict switch { Verdicts.Faster => "green", Verdicts.Slower => "red", _ => "default" };
            string[] cells =
            [
                row.Mode,
                row.KeyBits.ToString(CultureInfo.InvariantCulture),
                SpeedTableView.Size(row.New),
                row.Contender,
                Figures.Significant(row.OldPerCall / bytes),
                Figures.Significant(row.NewPerCall / bytes),
                row.Ratio.ToString("F3", CultureInfo.InvariantCulture),
                Figures.Spread(row.Noise),
                row.Verdict == Verdicts.Same ? "" : row.Verdict,
            ];
            table.AddRow([.. cells.Select(cell => $"[{style}]{Markup.Escape(cell)}[/]")]);
        }
        console.Write(table);
        foreach (string note in comparison.Notes)
        {
            console.MarkupLineInterpolated($"[grey]{note}[/]");
        }
        console.MarkupLine(Summary(comparison));
    }

    private static string Summary(RunComparison comparison)
    {
        IReadOnlyList<ComparedRow> rows = comparison.Rows;
        string engines = comparison.GeometricMeanOfEngines is double mean ? string.Create(CultureInfo.InvariantCulture, $", of the engines {mean:F3}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Figures.Count(rows.Count, "row")}: {Number(Verdicts.Faster)} faster, {Number(Verdicts.Slower)} slower, {Number(Verdicts.Same)} within the noise. Geometric mean of new : old {comparison.GeometricMean:F3}{engines}.");

        int Number(string verdict) => rows.Count(row => row.Verdict == verdict);
    }
}
