// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Speed on one core: a table, bars for each mode, cost against message size, and all figures.</summary>
internal static class SpeedSection
{
    public static Fragment Render(ReportData data)
    {
        var palette = new Palette(data.Speed.Results, data.EngineInUse);
        SpeedCost cost = SpeedCost.For(data.Speed.Results);
        IReadOnlyList<SpeedComparison> overview = data.Overview;
        bool hasLimits = overview.Any(comparison => comparison.LimitCyclesPerByte is not null);
        bool hasPeers = overview.Any(comparison => comparison.BestPeer is not null);
        return Fragment.Of($"""
            <section aria-labelledby="speed">
            <h2 id="speed">Speed</h2>
            <p>One thread on one core, keys expanded beforehand, through the public types of the library. All contenders were given the same input, and their outputs compared
            before anything was timed.</p>
            {Problems(data.Speed)}
            {Fragment.Join(overview.GroupBy(comparison => comparison.KeyBits).Select(key => Overview([.. key], palette)))}
            <h3>Throughput, {Figures.Bytes(ReportBuilder.OverviewSize)} messages, AES-{ReportData.PlottedKeyBits}</h3>
            <p>Longer is faster; bars begin at zero, and each mode has a scale of its own.</p>
            {Legend(palette, hasPeers, hasLimits)}
            <div class="plots">
            {Fragment.Join(overview.Where(comparison => comparison.KeyBits == ReportData.PlottedKeyBits).Select(comparison => Figure(comparison.Mode, BarPanel.Draw(comparison, palette))))}
            </div>
            {Lines(data, overview, palette, cost)}
            <details>
            <summary>{cost.Name} of all who took part, at all message sizes</summary>
            {SpeedTables.All(data.Speed.Results, cost)}
            </details>
            {Notes(data.Speed, cost)}
            </section>
            """);
    }

    private static Fragment Overview(IReadOnlyList<SpeedComparison> comparisons, Palette palette) => comparisons[0].KeyBits == ReportData.PlottedKeyBits
        ? SpeedTables.Overview(comparisons, palette)
        : Fragment.Of($"""
            <details>
            <summary>The same with {comparisons[0].KeyBits}-bit keys</summary>
            {SpeedTables.Overview(comparisons, palette)}
            </details>
            """);

    private static Fragment Lines(ReportData data, IReadOnlyList<SpeedComparison> overview, Palette palette, SpeedCost cost)
    {
        (string Mode, IReadOnlyList<Line> Lines)[] plots =
        [
            .. data.BySize
                .Select(mode => (Mode: mode.Key, Overview: overview.FirstOrDefault(comparison => comparison.Mode == mode.Key && comparison.KeyBits == ReportData.PlottedKeyBits), Results: mode.ToList()))
                .Where(plot => plot.Overview is not null)
                .Select(plot => (plot.Mode, cost.Lines(plot.Overview!, plot.Results, palette))),
        ];
        if (plots.Length == 0)
        {
            return Fragment.Empty;
        }
        Axis vertical = Axis.Logarithmic(cost.Unit, plots.SelectMany(plot => plot.Lines).SelectMany(line => line.Points).Select(point => point.Y));
        return Fragment.Of($"""
            <h3>{cost.Name} against message size, AES-{ReportData.PlottedKeyBits}</h3>
            <p>Lower is cheaper. Both axes are logarithmic and the same in all plots. Short messages show what a call costs before any data.</p>
            <div class="plots">
            {Fragment.Join(plots.Select(plot => Figure(plot.Mode, LinePanel.Draw(plot.Lines, Sizes(plot.Lines), vertical, Describe(plot.Lines, cost)))))}
            </div>
            """);
    }

    private static Axis Sizes(IReadOnlyList<Line> lines)
    {
        int[] sizes = [.. lines.SelectMany(line => line.Points).Select(point => (int)point.X).Distinct().Order()];
        return new Axis("message size, bytes", sizes[0], Math.Max(sizes[^1], sizes[0] + 1), true, [.. sizes.Select(size => new Tick(size, Figures.Bytes(size).Replace("iB", "", StringComparison.Ordinal).Replace(" B", "", StringComparison.Ordinal)))]);
    }

    private static string Describe(IReadOnlyList<Line> lines, SpeedCost cost) =>
        $"{cost.Name} against message size: " + string.Join("; ", lines.Select(line => $"{line.Label} from {Point(line.Points[0])} to {Point(line.Points[^1])}"));

    private static string Point(LinePoint point) => $"{Figures.Significant(point.Y)} at {Figures.Bytes((int)point.X)}";

    /// <summary>A plot with its title.</summary>
    public static Fragment Figure(string mode, Fragment plot) => Fragment.Of($"""
        <figure><figcaption>{Title(mode)}</figcaption>
        {plot}
        </figure>

        """);

    private static Fragment Legend(Palette palette, bool hasPeers, bool hasLimits) => Fragment.Of($"""
        <ul class="legend">
        <li class="{palette.OfEngine(palette.EngineInUse).CssClass}">{palette.EngineInUse}, the engine in use</li>
        {Fragment.Join(palette.OtherEngines.Select(engine => Fragment.Of($"""<li class="{palette.OfEngine(engine).CssClass}">{engine}</li>""")))}
        {(hasPeers ? Fragment.Of($"""<li class="best">fastest of the other libraries, by name</li>""") : Fragment.Empty)}
        <li class="platform">the AES of .NET itself, which has no CTR, XTS or GHASH</li>
        <li class="scalar">scalar reference: block by block, as the standards write it</li>
        {(hasLimits ? Fragment.Of($"""<li class="limit">limit: the most that this processor’s instructions allow</li>""") : Fragment.Empty)}
        </ul>
        """);

    private static Fragment Problems(SpeedTable speed) => speed.Problems.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <ul class="problems">{Fragment.Join(speed.Problems.Select(problem => Fragment.Of($"""<li>{Badge.For(Outcome.Failed)} {problem}</li>""")))}</ul>
        """);

    private static Fragment Notes(SpeedTable speed, SpeedCost cost)
    {
        string[] versions = [.. speed.Peers.Where(peer => peer.Version is not null).Select(peer => $"{peer.Peer} {peer.Version}")];
        return Fragment.Of($"""
            <p class="note">Figures are medians; their spread, half the distance between the quartiles, is {Spread(speed.Results)}. GB is 10⁹ bytes. {(cost.IsCycles
                ? "Core cycles come from a chain of dependent additions, one cycle each, timed right before and after every sample, so they do not depend on the clock that the core happened to run at."
                : "")} {(versions.Length == 0 ? "" : $"Compared with: {string.Join(", ", versions)}.")} {string.Join(' ', speed.Notes)}</p>
            """);
    }

    private static string Spread(IReadOnlyList<SpeedResult> results)
    {
        double[] spreads = [.. results.Select(result => result.Spread).DefaultIfEmpty(0).Order()];
        return $"{Figures.Spread(spreads[spreads.Length / 2])} or less for half of them and {Figures.Spread(spreads[^1])} at most";
    }

    private static string Title(string mode) => SpeedModes.Find(mode)?.Title() ?? mode;
}
