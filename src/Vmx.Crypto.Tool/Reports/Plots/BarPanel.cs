// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Plots;

//
//  Throughput of one mode: a bar for each contender
//
//      All panels of a page share one logarithmic axis, because the scalar reference is hundreds of times slower than the
//      rest and would be a hairline, or flatten the rest to equals, on a linear one. Each bar is labelled with its figure.
//
internal static class BarPanel
{
    private const double Width = 426;
    private const double LabelWidth = 122;
    private const double ValueWidth = 142;
    private const double BarHeight = 18;
    private const double BarPitch = 27;
    private const double AxisHeight = 24;

    /// <summary>Draws one panel.</summary>
    /// <param name="results">The contenders' results in one case.</param>
    /// <param name="palette">Who looks how.</param>
    /// <param name="range">GB/s at the axis's start and end.</param>
    public static Fragment Draw(IReadOnlyList<SpeedResult> results, Palette palette, (double Lowest, double Highest) range)
    {
        var scale = new LogScale(range.Lowest, range.Highest, LabelWidth, Width - ValueWidth);
        double bottom = results.Count * BarPitch;
        double height = bottom + AxisHeight;
        string description = string.Join("; ", results.Select(result => $"{palette[result].Label} {Figures.Significant(result.GigabytesPerSecond)} GB/s"));
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Width} {height}" role="img" aria-label="{description}">
            {Fragment.Join(scale.Ticks().Select(tick => Tick(scale, tick, bottom)))}
            {Fragment.Join(results.Select((result, index) => Bar(scale, palette[result], result, index * BarPitch)))}
            </svg>
            """);
    }

    private static Fragment Tick(LogScale scale, double value, double bottom)
    {
        double x = scale.At(value);
        return Fragment.Of($"""
            <line class="grid" x1="{x}" y1="0" x2="{x}" y2="{bottom}"/><text class="tick" x="{x}" y="{bottom + 15}" text-anchor="middle">{value.ToString("0.####", CultureInfo.InvariantCulture)}</text>

            """);
    }

    private static Fragment Bar(LogScale scale, Look look, SpeedResult result, double top)
    {
        double end = scale.At(result.GigabytesPerSecond);
        double middle = top + (BarPitch / 2) + 4;
        string cycles = result.CyclesPerByte is null ? string.Empty : $" · {Figures.Significant(result.CyclesPerByte)} c/B";
        return Fragment.Of($"""
            <text class="label" x="{LabelWidth - 8}" y="{middle}" text-anchor="end">{look.Label}</text><rect class="bar {look.CssClass}" x="{scale.Start}" y="{top + ((BarPitch - BarHeight) / 2)}" width="{end - scale.Start}" height="{BarHeight}" rx="2"/><text class="value" x="{end + 6}" y="{middle}">{Figures.Significant(result.GigabytesPerSecond)} GB/s{cycles}</text>

            """);
    }
}
