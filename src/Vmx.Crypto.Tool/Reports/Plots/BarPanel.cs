// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Plots;

//
//  Throughput of one mode: a bar for each contender, and the limit of the processor as a line across them
//
//      Bars begin at zero, so that twice as long is twice as fast, and each panel has a scale of its own, because the slowest
//      mode would be all hairlines on the scale of the fastest. The figures stand in columns beside the bars, which makes an
//      axis needless. A hairline is drawn for the scalar reference, which is hundreds of times slower than the rest.
//
internal static class BarPanel
{
    private const double LabelWidth = 108;
    private const double BarHeight = 14;
    private const double BarPitch = 21;
    private const double HeadHeight = 22;
    private const double GroupGap = 9;
    private const double FigureWidth = 60;
    private const double TextDrop = 4.5;
    private const double Hairline = 1.5;

    /// <summary>Room for the words over the line.</summary>
    private const double LimitTextWidth = 160;

    /// <summary>Draws one panel.</summary>
    /// <param name="comparison">The contenders in one case.</param>
    /// <param name="palette">Who looks how.</param>
    public static Fragment Draw(SpeedComparison comparison, Palette palette)
    {
        bool hasCycles = comparison.Ranked.All(ranked => ranked.Result.CyclesPerByte is not null);
        double barsEnd = Panel.Width - (FigureWidth * (hasCycles ? 2 : 1));
        double? limit = comparison.LimitGigabytesPerSecond;
        double highest = comparison.Ranked.Select(ranked => ranked.Result.GigabytesPerSecond).Append(limit ?? 0).Max();
        double At(double value) => LabelWidth + ((barsEnd - LabelWidth) * value / highest);
        double bottom = Top(comparison.Ranked, comparison.Ranked.Count - 1) + BarPitch;
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Panel.Width} {bottom}" role="img" aria-label="{Describe(comparison, palette)}">
            {Unit("GB/s", barsEnd + FigureWidth)}{(hasCycles ? Unit("cycles/B", barsEnd + (2 * FigureWidth)) : Fragment.Empty)}
            {Fragment.Join(comparison.Ranked.Select((ranked, index) => Bar(ranked, palette[ranked], Top(comparison.Ranked, index), At(ranked.Result.GigabytesPerSecond), barsEnd, hasCycles)))}
            {(limit is double known ? Limit(At(known), $"{Figures.Percent(comparison.ShareOfLimit)} of the limit, {Figures.Significant(known)}", bottom) : Fragment.Empty)}
            </svg>
            """);
    }

    private static string Describe(SpeedComparison comparison, Palette palette) =>
        string.Join("; ", comparison.Ranked.Select(ranked => $"{palette[ranked].Label} {Figures.Significant(ranked.Result.GigabytesPerSecond)} GB/s"))
        + (comparison.LimitGigabytesPerSecond is double limit ? $"; limit of the processor {Figures.Significant(limit)} GB/s" : "");

    /// <summary>Where a bar's row begins: the library's engines and the others stand apart.</summary>
    private static double Top(IReadOnlyList<RankedResult> ranked, int index) =>
        HeadHeight + (index * BarPitch) + (ranked[index].Role > SpeedRole.OtherEngine && ranked[0].Role <= SpeedRole.OtherEngine ? GroupGap : 0);

    private static Fragment Unit(string unit, double x) => Fragment.Of($"""<text class="tick" x="{x}" y="12" text-anchor="end">{unit}</text>""");

    private static Fragment Bar(RankedResult ranked, Look look, double top, double end, double barsEnd, bool hasCycles)
    {
        double middle = top + (BarPitch / 2);
        Fragment cycles = hasCycles ? Figure(ranked.Result.CyclesPerByte, barsEnd + (2 * FigureWidth), middle) : Fragment.Empty;
        return Fragment.Of($"""
            <g class="{look.CssClass}"><text class="label" x="0" y="{middle + TextDrop}">{look.Label}</text><rect class="bar" x="{LabelWidth}" y="{middle - (BarHeight / 2)}" width="{Math.Max(end - LabelWidth, Hairline)}" height="{BarHeight}"/>{Figure(ranked.Result.GigabytesPerSecond, barsEnd + FigureWidth, middle)}{cycles}</g>

            """);
    }

    private static Fragment Figure(double? value, double x, double middle) => Fragment.Of($"""<text class="value" x="{x}" y="{middle + TextDrop}" text-anchor="end">{Figures.Significant(value)}</text>""");

    private static Fragment Limit(double x, string label, double bottom) => Fragment.Of($"""
        <line class="limit" x1="{x}" y1="{HeadHeight - 4}" x2="{x}" y2="{bottom}"/><text class="limit-label" x="{Math.Max(x, LimitTextWidth)}" y="12" text-anchor="end">{label}</text>

        """);
}

/// <summary>What all panels have in common.</summary>
internal static class Panel
{
    /// <summary>The width of a panel in its own units: about a phone's screen in its pixels, so that text keeps its size there and in a row of three on a wide screen.</summary>
    public const double Width = 340;
}
