// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>A name at the end of a line.</summary>
/// <param name="Text">The name.</param>
/// <param name="CssClass">The line's class.</param>
/// <param name="Y">Where the line ends.</param>
internal sealed record EndLabel(string Text, string CssClass, double Y);

//
//  Names at the ends of lines
//
//      Lines often end close together. Their names keep the order of the ends and a least distance from each other, and move
//      as little as that allows: the least squares solution, in which names that touch form blocks about the mean of their
//      places (pool adjacent violators). A thin line leads from each end to its name.
//
internal static class EndLabels
{
    private const double Pitch = 14;
    private const double LeaderWidth = 14;
    private const double TextDrop = 4;

    /// <summary>Draws names to the right of a plot.</summary>
    /// <param name="labels">The names.</param>
    /// <param name="x">Where the lines end.</param>
    /// <param name="top">The highest place for a name.</param>
    /// <param name="bottom">The lowest.</param>
    public static Fragment Draw(IReadOnlyList<EndLabel> labels, double x, double top, double bottom)
    {
        EndLabel[] sorted = [.. labels.OrderBy(label => label.Y)];
        double[] places = Spread([.. sorted.Select(label => label.Y)], Pitch, top, bottom);
        return Fragment.Join(sorted.Select((label, index) => Fragment.Of($"""
            <g class="{label.CssClass}"><polyline class="leader" points="{Point(x + 6, label.Y)} {Point(x + LeaderWidth, places[index])}"/><text class="end" x="{x + LeaderWidth + 3}" y="{places[index] + TextDrop}">{label.Text}</text></g>

            """)));
    }

    /// <summary>The places nearest to those wanted, in sum of squares, that are a pitch apart and within bounds.</summary>
    /// <param name="wanted">Where names would be, in ascending order.</param>
    /// <param name="pitch">The least distance.</param>
    /// <param name="lowest">The least place.</param>
    /// <param name="highest">The greatest place.</param>
    public static double[] Spread(IReadOnlyList<double> wanted, double pitch, double lowest, double highest)
    {
        // Without the pitch, names only have to keep their order, and a block is the mean of its members.
        var blocks = new List<(double Mean, int Count)>();
        for (int i = 0; i < wanted.Count; i++)
        {
            (double mean, int count) = (wanted[i] - (i * pitch), 1);
            while (blocks.Count != 0 && blocks[^1].Mean > mean)
            {
                mean = ((mean * count) + (blocks[^1].Mean * blocks[^1].Count)) / (count + blocks[^1].Count);
                count += blocks[^1].Count;
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add((mean, count));
        }
        double last = Math.Max(lowest, highest - ((wanted.Count - 1) * pitch));
        return [.. blocks.SelectMany(block => Enumerable.Repeat(Math.Clamp(block.Mean, lowest, last), block.Count)).Select((place, index) => place + (index * pitch))];
    }

    private static string Point(double x, double y) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{x:0.##},{y:0.##}");
}
