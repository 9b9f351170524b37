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
    private const string Limit = "limit";

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

    /// <summary>What a byte costs everybody in every case.</summary>
    /// <param name="results">The results.</param>
    /// <param name="cost">The cost that is shown.</param>
    public static Fragment All(IReadOnlyList<SpeedResult> results, SpeedCost cost)
    {
        string[] contenders = [.. results.Select(result => result.Contender).Distinct()];
        bool hasLimits = results.Any(result => result.LimitCyclesPerByte is not null);
        var groups = results.OrderBy(result => SpeedModes.Find(result.Mode)).ThenBy(result => result.KeyBits).GroupBy(result => (result.Mode, result.KeyBits));
        return Fragment.Of($"""
            <table class="stack costs">
            <caption>{cost.Name}, by mode, key size and message size</caption>
            <thead><tr><th scope="col">Message</th>{Fragment.Join(contenders.Select(SpeedComparison.ShortName).Select(Head))}{(hasLimits ? Head(Limit) : Fragment.Empty)}</tr></thead>
            {Fragment.Join(groups.Select(group => Fragment.Of($"""
                <tbody>
                <tr><th scope="rowgroup" class="group" colspan="{contenders.Length + (hasLimits ? 2 : 1)}">{SpeedModes.Find(group.Key.Mode)?.Title() ?? group.Key.Mode}, {group.Key.KeyBits}-bit key</th></tr>
                {Fragment.Join(group.GroupBy(result => result.Size).OrderBy(size => size.Key).Select(size => Costs([.. size], contenders, cost, hasLimits)))}
                </tbody>

                """)))}
            </table>
            """);
    }

    private static Fragment Costs(SpeedResult[] results, string[] contenders, SpeedCost cost, bool hasLimits) => Fragment.Of($"""
        <tr><th scope="row">{Figures.Bytes(results[0].Size)}</th>{Fragment.Join(contenders.Select(contender => Cost(contender, results.FirstOrDefault(result => result.Contender == contender) is SpeedResult result ? cost.Of(result) : null)))}{(hasLimits ? Cost(Limit, results.Select(result => result.LimitCyclesPerByte).FirstOrDefault(limit => limit is not null)) : Fragment.Empty)}</tr>

        """);

    private static Fragment Cost(string contender, double? cost) => Fragment.Of($"""<td class="figure" data-label="{SpeedComparison.ShortName(contender)}">{Figures.Significant(cost)}</td>""");
}
