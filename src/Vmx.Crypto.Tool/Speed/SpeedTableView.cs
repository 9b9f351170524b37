// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>A run of measurements on the console. What nothing in the run has a figure for has no column.</summary>
internal static class SpeedTableView
{
    private sealed record Column(string Name, Func<SpeedResult, string> Cell, bool IsFigure = true);

    /// <summary>Writes the table and what a reader has to know beside it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="speed">The run.</param>
    /// <param name="withCalls">Whether to show what a call takes, beside what a byte takes.</param>
    public static void Write(IAnsiConsole console, SpeedTable speed, bool withCalls)
    {
        console.MarkupLineInterpolated($"[bold]{speed.Cpu}[/]");
        console.Write(Create(speed.Results, Columns(speed, withCalls)));
        if (speed.Peers.Any(peer => peer.Version is not null))
        {
            console.MarkupLineInterpolated($"[grey]{string.Join(", ", speed.Peers.Where(peer => peer.Version is not null).Select(peer => $"{peer.Peer} {peer.Version}"))}[/]");
        }
        if (speed.Instructions is not null)
        {
            console.MarkupLineInterpolated($"[grey]{speed.Instructions}[/]");
        }
        foreach (string note in speed.Notes)
        {
            console.MarkupLineInterpolated($"[grey]{note}[/]");
        }
        foreach (string problem in speed.Problems)
        {
            console.MarkupLineInterpolated($"[red]FAILED[/] {problem}");
        }
    }

    /// <summary>Bytes of one message; of several at once or of data units, their number before it; a dash for a key's set-up.</summary>
    public static string Size(SpeedResult result) => result switch
    {
        { Size: 0 } => Figures.Significant(null),
        { DataUnitSize: int unit } => string.Create(CultureInfo.InvariantCulture, $"{result.Size / unit:N0} × {unit:N0}"),
        { Messages: int messages } => string.Create(CultureInfo.InvariantCulture, $"{messages:N0} × {result.Size:N0}"),
        _ => result.Size.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static Column[] Columns(SpeedTable speed, bool withCalls)
    {
        IReadOnlyList<SpeedResult> results = speed.Results;
        bool hasBytes = !speed.IsIsolated && results.Any(result => result.Size != 0);
        bool hasCycles = results.Any(result => result.CyclesPerCall is not null);
        bool hasCalls = withCalls || speed.IsIsolated || results.Any(result => result.Size == 0);
        List<Column> columns =
        [
            new("Mode", result => result.Mode, IsFigure: false),
            new("Key", result => result.KeyBits.ToString(CultureInfo.InvariantCulture)),
            new("Size", Size),
            new("Engine or peer", result => result.Contender, IsFigure: false),
        ];
        Add(hasBytes && hasCycles, new("Cycles/byte", result => Figures.Significant(result.CyclesPerByte)));
        Add(results.Any(result => result.RatioToLimit is not null), new("× limit", result => Figures.Significant(result.RatioToLimit)));
        Add(hasBytes, new("GB/s", result => Figures.Significant(result.Size == 0 ? null : result.GigabytesPerSecond)));
        Add(hasCalls && hasCycles, new(speed.IsIsolated ? "Cycles/isolated call" : "Cycles/call", result => Figures.Significant(result.CyclesPerCall)));
        Add(hasCalls, new(speed.IsIsolated ? "ns/isolated call" : "ns/call", result => Figures.Significant(result.NanosecondsPerCall)));
        columns.Add(new("Spread", result => Figures.Spread(result.Spread)));
        return [.. columns];

        void Add(bool isWanted, Column column)
        {
            if (isWanted)
            {
                columns.Add(column);
            }
        }
    }

    /// <summary>The best of each case is green.</summary>
    private static Table Create(IReadOnlyList<SpeedResult> results, Column[] columns)
    {
        Table table = new Table().RoundedBorder();
        foreach (Column column in columns)
        {
            table.AddColumn(new TableColumn(column.Name) { Alignment = column.IsFigure ? Justify.Right : Justify.Left });
        }
        bool isFirst = true;
        foreach (var speedCase in results.GroupBy(result => result.Case))
        {
            if (!isFirst)
            {
                table.AddEmptyRow();
            }
            isFirst = false;
            double best = speedCase.Min(result => result.NanosecondsPerCall);
            foreach (SpeedResult result in speedCase)
            {
                string style = result.NanosecondsPerCall <= best ? "green" : result.Engine is null ? "grey" : "default";
                table.AddRow([.. columns.Select(column => $"[{style}]{Markup.Escape(column.Cell(result))}[/]")]);
            }
        }
        return table;
    }
}
