// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>The speed in tables: side by side at one message size, and every figure.</summary>
internal static class SpeedTables
{
    private const string OfTheLimit = "Of the limit";
    private const string BestPeer = "Best other library";
    private const string Platform = "Platform (.NET)";
    private const string Reference = "Scalar reference";

    /// <summary>The engine in use beside the others, mode by mode.</summary>
    /// <param name="comparisons">The cases, of one key size.</param>
    /// <param name="palette">Who the engine in use is.</param>
    public static Fragment Overview(IReadOnlyList<SpeedComparison> comparisons, Palette palette)
    {
        bool hasLimits = comparisons.Any(comparison => comparison.LimitCyclesPerByte is not null);
        bool hasPeers = comparisons.Any(comparison => comparison.BestPeer is not null);
        return Fragment.Of($"""
            <table class="stack overview">
            <caption>GB/s with {comparisons[0].KeyBits}-bit keys and {Figures.Bytes(ReportBuilder.OverviewSize)} messages; in brackets, how many times as fast {palette.EngineInUse} is</caption>
            <thead><tr><th scope="col">Mode</th>{Head(palette.EngineInUse)}{(hasLimits ? Head(OfTheLimit) : Fragment.Empty)}{(hasPeers ? Head(BestPeer) : Fragment.Empty)}{Head(Platform)}{Head(Reference)}</tr></thead>
            <tbody>
            {Fragment.Join(comparisons.Select(comparison => Row(comparison, palette, hasLimits, hasPeers)))}
            </tbody>
            </table>
            """);
    }

    private static Fragment Head(string name) => Fragment.Of($"""<th scope="col" class="figure">{name}</th>""");

    private static Fragment Row(SpeedComparison comparison, Palette palette, bool hasLimits, bool hasPeers) => Fragment.Of($"""
        <tr><th scope="row">{SpeedModes.Find(comparison.Mode)?.Title() ?? comparison.Mode}</th><td class="figure ours" data-label="{palette.EngineInUse}">{Figures.Significant(comparison.Ours?.GigabytesPerSecond)}</td>{(hasLimits ? Fragment.Of($"""<td class="figure" data-label="{OfTheLimit}">{Figures.Percent(comparison.ShareOfLimit)}</td>""") : Fragment.Empty)}{(hasPeers ? Other(comparison, comparison.BestPeer, BestPeer, comparison.BestPeer?.Contender) : Fragment.Empty)}{Other(comparison, comparison.Platform, Platform, null)}{Other(comparison, comparison.Reference, Reference, null)}</tr>

        """);

    private static Fragment Other(SpeedComparison comparison, SpeedResult? other, string label, string? name) => Fragment.Of($"""
        <td class="figure" data-label="{label}">{(name is null ? Fragment.Empty : Fragment.Of($"""<span class="name">{name}</span> """))}{Figures.Significant(other?.GigabytesPerSecond)}{(other is null ? Fragment.Empty : Fragment.Of($""" <span class="times">({Figures.Times(comparison.Advantage(other))})</span>"""))}</td>
        """);

    /// <summary>Every figure of every contender.</summary>
    public static Fragment All(IReadOnlyList<SpeedResult> results)
    {
        var groups = results.OrderBy(result => SpeedModes.Find(result.Mode)).ThenBy(result => result.KeyBits).ThenBy(result => result.Size).GroupBy(result => (result.Mode, result.KeyBits, result.Size));
        return Fragment.Of($"""
            <table class="figures">
            <caption>Medians, by mode, key size and message size</caption>
            <thead><tr><th scope="col">Engine or peer</th><th scope="col" class="figure">cycles/B</th><th scope="col" class="figure">GB/s</th><th scope="col" class="figure">Spread</th></tr></thead>
            {Fragment.Join(groups.Select(group => Group($"{SpeedModes.Find(group.Key.Mode)?.Title() ?? group.Key.Mode}, {group.Key.KeyBits}-bit key, {Figures.Bytes(group.Key.Size)}", [.. group])))}
            </table>
            """);
    }

    private static Fragment Group(string title, SpeedResult[] group) => Fragment.Of($"""
        <tbody>
        <tr><th scope="rowgroup" colspan="4">{title}</th></tr>
        {Fragment.Join(group.Select(result => Figure(result.Contender, result.CyclesPerByte, Figures.Significant(result.GigabytesPerSecond), Figures.Spread(result.Spread))))}
        {(group.Select(result => result.LimitCyclesPerByte).FirstOrDefault(limit => limit is not null) is double limit ? Figure("limit of the processor", limit, "", "") : Fragment.Empty)}
        </tbody>

        """);

    private static Fragment Figure(string name, double? cycles, string throughput, string spread) => Fragment.Of($"""
        <tr><td>{name}</td><td class="figure">{Figures.Significant(cycles)}</td><td class="figure">{throughput}</td><td class="figure">{spread}</td></tr>

        """);
}
