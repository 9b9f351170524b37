// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>What a byte costs: core cycles where they can be told, else nanoseconds.</summary>
internal sealed record SpeedCost(string Name, string Unit, bool IsCycles, Func<SpeedResult, double> Of)
{
    /// <summary>The cost that all of some results have.</summary>
    public static SpeedCost For(IEnumerable<SpeedResult> results) => results.All(result => result.CyclesPerByte > 0)
        ? new SpeedCost("Core cycles per byte", "cycles/B", true, result => result.CyclesPerByte.GetValueOrDefault())
        : new SpeedCost("Nanoseconds per byte", "ns/B", false, result => 1 / result.GigabytesPerSecond);

    /// <summary>One mode's lines of cost against message size: who is compared at the overview's message size, at every size, and the limit of the processor.</summary>
    /// <param name="overview">The mode at that size: of the peers only the one that is fastest there is drawn.</param>
    /// <param name="results">The mode's results at all sizes.</param>
    /// <param name="palette">Who looks how.</param>
    public IReadOnlyList<Line> Lines(SpeedComparison overview, IReadOnlyList<SpeedResult> results, Palette palette)
    {
        List<Line> lines = [.. overview.Ranked.Select(ranked => LineOf(palette[ranked], [.. results.Where(result => result.Contender == ranked.Result.Contender).OrderBy(result => result.Size)]))];
        SpeedResult[] limits = [.. results.Where(result => IsCycles && result.Engine == overview.Ours?.Engine && result.LimitCyclesPerByte is not null).OrderBy(result => result.Size)];
        if (limits.Length > 1)
        {
            lines.Add(new Line("limit", "limit", false, [.. limits.Select(result => new LinePoint(result.Size, result.LimitCyclesPerByte!.Value, ""))]));
        }
        return lines;
    }

    private Line LineOf(Look look, SpeedResult[] results) => new(look.CssClass, look.ShortLabel, true,
        [.. results.Select(result => new LinePoint(result.Size, Of(result), $"{look.Label}, {Figures.Bytes(result.Size)}: {Figures.Significant(Of(result))} {Unit}"))]);
}
