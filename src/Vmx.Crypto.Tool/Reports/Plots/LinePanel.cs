// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>Cost of one mode against message size, on two logarithmic axes: a line for each contender, lower is better.</summary>
internal static class LinePanel
{
    private const double Width = 420;
    private const double Height = 265;
    private const double Left = 46;
    private const double Right = 14;
    private const double Top = 10;
    private const double Bottom = 42;

    /// <summary>Draws one panel.</summary>
    /// <param name="results">One mode's results, any number of contenders and sizes.</param>
    /// <param name="palette">Who looks how.</param>
    /// <param name="cost">The cost that is drawn.</param>
    public static Fragment Draw(IReadOnlyList<SpeedResult> results, Palette palette, SpeedCost cost)
    {
        (double lowest, double highest) = LogScale.Around(results.Select(cost.Of));
        var vertical = new LogScale(lowest, highest, Height - Bottom, Top);
        int[] sizes = [.. results.Select(result => result.Size).Distinct().Order()];
        var horizontal = new LogScale(sizes[0], Math.Max(sizes[^1], sizes[0] * 2), Left + 12, Width - Right - 12);
        string description = $"{cost.Name} against message size: " + string.Join("; ", results.GroupBy(result => result.Contender).Select(line =>
            $"{palette[line.First()].Label} from {Figures.Significant(cost.Of(line.First()))} at {Figures.Bytes(line.First().Size)} to {Figures.Significant(cost.Of(line.Last()))} at {Figures.Bytes(line.Last().Size)}"));
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Width} {Height}" role="img" aria-label="{description}">
            {Fragment.Join(vertical.Ticks().Select(tick => HorizontalGrid(vertical, tick)))}
            {Fragment.Join(sizes.Select(size => SizeTick(horizontal, size)))}
            <text class="axis" x="{(Left + Width - Right) / 2}" y="{Height - 5}" text-anchor="middle">message size</text>
            {Fragment.Join(results.GroupBy(result => result.Contender).Select(line => Line([.. line.OrderBy(result => result.Size)], palette, cost, horizontal, vertical)))}
            </svg>
            """);
    }

    private static Fragment HorizontalGrid(LogScale vertical, double value)
    {
        double y = vertical.At(value);
        return Fragment.Of($"""
            <line class="grid" x1="{Left}" y1="{y}" x2="{Width - Right}" y2="{y}"/><text class="tick" x="{Left - 7}" y="{y + 4}" text-anchor="end">{value.ToString("0.####", CultureInfo.InvariantCulture)}</text>

            """);
    }

    private static Fragment SizeTick(LogScale horizontal, int size) => Fragment.Of($"""
        <text class="tick" x="{horizontal.At(size)}" y="{Height - Bottom + 17}" text-anchor="middle">{Figures.Bytes(size).Replace("iB", "", StringComparison.Ordinal)}</text>

        """);

    private static Fragment Line(SpeedResult[] line, Palette palette, SpeedCost cost, LogScale horizontal, LogScale vertical)
    {
        Look look = palette[line[0]];
        string points = string.Join(' ', line.Select(result => string.Create(CultureInfo.InvariantCulture, $"{horizontal.At(result.Size):0.##},{vertical.At(cost.Of(result)):0.##}")));
        return Fragment.Of($"""
            <g class="{look.CssClass}"><polyline class="line" points="{points}"/>
            {Fragment.Join(line.Select(result => Point(look, result, cost, horizontal, vertical)))}</g>

            """);
    }

    private static Fragment Point(Look look, SpeedResult result, SpeedCost cost, LogScale horizontal, LogScale vertical) => Fragment.Of($"""
        <circle class="point" cx="{horizontal.At(result.Size)}" cy="{vertical.At(cost.Of(result))}" r="3.5"><title>{look.Label}, {Figures.Bytes(result.Size)}: {Figures.Significant(cost.Of(result))} {cost.Unit}</title></circle>

        """);
}

/// <summary>What a byte costs: core cycles where they can be told, else nanoseconds.</summary>
internal sealed record SpeedCost(string Name, string Unit, Func<SpeedResult, double> Of)
{
    /// <summary>The cost that all of some results have.</summary>
    public static SpeedCost For(IEnumerable<SpeedResult> results) => results.All(result => result.CyclesPerByte > 0)
        ? new SpeedCost("Core cycles per byte", "cycles/byte", result => result.CyclesPerByte.GetValueOrDefault())
        : new SpeedCost("Nanoseconds per byte", "ns/byte", result => 1 / result.GigabytesPerSecond);
}
