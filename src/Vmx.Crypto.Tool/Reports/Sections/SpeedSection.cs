// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Speed: bars for each mode, cost against message size, and the figures.</summary>
internal static class SpeedSection
{
    private const int PlottedKey = 128;

    public static Fragment Render(ReportData data)
    {
        var palette = new Palette(data.Speed.Results);
        SpeedCost cost = SpeedCost.For(data.Speed.Results);
        IReadOnlyList<SpeedResult> overview = data.Overview;
        return Fragment.Of($"""
            <section aria-labelledby="speed">
            <h2 id="speed">Speed</h2>
            <p>One thread on one core, keys expanded beforehand, through the public types of the library. Two others are measured beside its engines: the <em>scalar reference</em>, which computes one block at a time as the
            standards write it, and the <em>platform</em>, the AES that .NET itself brings (it has no CTR, XTS or GHASH). All of them were given the same input and their outputs compared
            before anything was timed.</p>
            {Problems(data.Speed)}
            <h3>Throughput, {Figures.Bytes(ReportBuilder.OverviewSize)} messages, AES-{PlottedKey}</h3>
            <p>Longer is faster. The axis is logarithmic, from one line to the next ten times the throughput, because the scalar reference would otherwise be too short to see.
            {(cost.Unit.StartsWith('c') ? "After the throughput, c/B is core cycles per byte." : "")}</p>
            {Bars(overview, palette)}
            <h3>{cost.Name} against message size, AES-{PlottedKey}</h3>
            <p>Lower is cheaper. Short messages show what a call costs before any data; both axes are logarithmic.</p>
            {Legend(palette)}
            <div class="plots">
            {Fragment.Join(data.BySize.Select(mode => Figure(mode.Key, LinePanel.Draw([.. mode], palette, cost))))}
            </div>
            <details>
            <summary>All figures, 256-bit keys too</summary>
            {Table(data.Speed.Results, palette)}
            </details>
            {Notes(data.Speed, cost)}
            </section>
            """);
    }

    private static Fragment Bars(IReadOnlyList<SpeedResult> overview, Palette palette)
    {
        SpeedResult[] plotted = [.. overview.Where(result => result.KeyBits == PlottedKey)];
        (double Lowest, double Highest) range = LogScale.Around(plotted.Select(result => result.GigabytesPerSecond), below: 3);
        return Fragment.Of($"""
            <div class="plots">
            {Fragment.Join(plotted.GroupBy(result => result.Mode).Select(mode => Figure(mode.Key, BarPanel.Draw([.. mode], palette, range))))}
            </div>
            """);
    }

    private static Fragment Figure(string mode, Fragment plot) => Fragment.Of($"""
        <figure><figcaption>{Title(mode)}</figcaption>
        {plot}
        </figure>

        """);

    private static Fragment Legend(Palette palette) => Fragment.Of($"""
        <ul class="legend">{Fragment.Join(palette.All.Select(look => Fragment.Of($"""<li class="{look.CssClass}">{look.Label}</li>""")))}</ul>
        """);

    private static Fragment Table(IReadOnlyList<SpeedResult> results, Palette palette) => Fragment.Of($"""
        <div class="scroll"><table class="figures">
        <thead><tr><th scope="col">Mode</th><th scope="col" class="figure">Key</th><th scope="col" class="figure">Message</th><th scope="col">Engine or peer</th><th scope="col" class="figure">Cycles/byte</th><th scope="col" class="figure">GB/s</th><th scope="col" class="figure">Spread</th></tr></thead>
        {Fragment.Join(results.OrderBy(result => SpeedModes.Find(result.Mode)).ThenBy(result => result.KeyBits).ThenBy(result => result.Size).GroupBy(result => (result.Mode, result.KeyBits, result.Size)).Select(group => Group(group, palette)))}
        </table></div>
        """);

    private static Fragment Group(IEnumerable<SpeedResult> group, Palette palette) => Fragment.Of($"""
        <tbody>
        {Fragment.Join(group.Select(result => Fragment.Of($"""
            <tr><td>{result.Mode}</td><td class="figure">{result.KeyBits}</td><td class="figure">{Figures.Bytes(result.Size)}</td><td>{palette[result].Label}</td><td class="figure">{Figures.Significant(result.CyclesPerByte)}</td><td class="figure">{Figures.Significant(result.GigabytesPerSecond)}</td><td class="figure">{Figures.Spread(result.Spread)}</td></tr>

            """)))}
        </tbody>

        """);

    private static Fragment Problems(SpeedTable speed) => speed.Problems.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <ul class="problems">{Fragment.Join(speed.Problems.Select(problem => Fragment.Of($"""<li>{Badge.For(Outcome.Failed)} {problem}</li>""")))}</ul>
        """);

    private static Fragment Notes(SpeedTable speed, SpeedCost cost) => Fragment.Of($"""
        <p class="note">Figures are medians; the spread is half the distance between the quartiles. {(cost.Unit.StartsWith('c')
            ? "Core cycles come from a chain of dependent additions, one cycle each, timed right before and after every sample, so they do not depend on the clock that the core happened to run at."
            : "")} {string.Join(' ', speed.Notes)} GB is 10⁹ bytes.</p>
        """);

    private static string Title(string mode) => SpeedModes.Find(mode)?.Title() ?? mode;
}
