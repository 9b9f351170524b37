// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tests.Tool.Pages;

/// <summary>A bar as the browser has it.</summary>
internal sealed record PlottedBar(string Label, double Length);

//
//  What a plot shows, and what it should show, told from the results alone
//
//      Of the peers only the fastest of a case is drawn; in the plots against message size, the one that is fastest at the
//      overview's size, at every size.
//
internal sealed record PlotData(string Section, string Title, IReadOnlyList<PlottedBar> Bars, IReadOnlyList<int> Points, IReadOnlyList<string> Names, bool Limit)
{
    /// <summary>Every plot of a report, in the page's order; lengths apart.</summary>
    public static IEnumerable<PlotData> Expected(ReportData data)
    {
        SpeedResult[] plotted = [.. data.Speed.Results.Where(result => result.KeyBits == 128)];
        SpeedResult[] overview = [.. plotted.Where(result => result.Size == ReportBuilder.OverviewSize)];
        string[] modes = [.. overview.Select(result => result.Mode).Distinct()];
        bool hasCycles = data.Speed.Results.All(result => result.CyclesPerByte > 0);
        foreach (string mode in modes)
        {
            SpeedResult[] drawn = Drawn(data, [.. overview.Where(result => result.Mode == mode)]);
            yield return new PlotData("speed", TitleOf(mode), [.. drawn.Select(result => new PlottedBar(Label(result), 0))], [], [], drawn[0].LimitCyclesPerByte is not null);
        }
        foreach (string mode in plotted.Select(result => result.Mode).Distinct())
        {
            SpeedResult[] results = [.. plotted.Where(result => result.Mode == mode)];
            if (results.Select(result => result.Size).Distinct().Count() < 2)
            {
                continue;
            }
            SpeedResult[] drawn = Drawn(data, [.. overview.Where(result => result.Mode == mode)]);
            bool hasLimit = hasCycles && results.Any(result => result.LimitCyclesPerByte is not null);
            yield return new PlotData("speed", TitleOf(mode), [],
                [.. drawn.Select(line => results.Count(result => result.Contender == line.Contender))],
                [.. drawn.Select(ShortLabel).Concat(hasLimit ? ["limit"] : [])], hasLimit);
        }
        foreach (IGrouping<string, ThreadResult> mode in data.Threads.GroupBy(result => result.Mode).Where(mode => mode.Count() > 1))
        {
            yield return new PlotData("threads", TitleOf(mode.Key), [], [mode.Count()], ["gain", "ideal"], true);
        }
    }

    // Lines are drawn from the last to the first and their names from top to bottom; the figures of gains are the page's own.
    public override string ToString() =>
        $"{Section}, {Title}: bars {string.Join(", ", Bars.Select(bar => bar.Label))}; points {string.Join(", ", Points.Order())}; " +
        $"names {(Section == "threads" ? Names.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Join(", ", Names.Order()))}; limit {Limit}";

    private static SpeedResult[] Drawn(ReportData data, SpeedResult[] results)
    {
        string? inUse = data.Engines.SingleOrDefault(engine => engine.IsSelected)?.Name;
        SpeedResult[] peers = [.. results.Where(result => result.Peer is not (null or "Reference" or "platform")).OrderByDescending(result => result.GigabytesPerSecond).Take(1)];
        return
        [
            .. results.Where(result => result.Engine is not null).OrderByDescending(result => result.Engine == inUse),
            .. peers,
            .. results.Where(result => result.Peer == "platform"),
            .. results.Where(result => result.Peer == "Reference"),
        ];
    }

    private static string TitleOf(string mode) => SpeedModes.Find(mode)!.Value.Title();

    private static string Label(SpeedResult result) => result.Peer switch { "Reference" => "Scalar reference", "platform" => "Platform (.NET)", _ => result.Contender };

    private static string ShortLabel(SpeedResult result) => result.Peer switch { "Reference" => "scalar", _ => result.Contender };
}
