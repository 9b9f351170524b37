// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>A value with a label on an axis.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>One axis of a plot: a range of values, even or logarithmic, and what is written along it.</summary>
/// <param name="Title">What the values are.</param>
/// <param name="Lowest">The value at the start.</param>
/// <param name="Highest">The value at the end.</param>
/// <param name="IsLogarithmic">Whether equal distances are equal ratios.</param>
/// <param name="Ticks">What could be written, in ascending order.</param>
internal sealed record Axis(string Title, double Lowest, double Highest, bool IsLogarithmic, IReadOnlyList<Tick> Ticks)
{
    private const double Air = 1.3;
    private const double Rounding = 1e-9;
    private const int MostSteps = 5;

    /// <summary>A logarithmic axis around positive values, with the powers of ten on it; at least one is.</summary>
    public static Axis Logarithmic(string title, IEnumerable<double> values)
    {
        double[] known = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        double lowest = Math.Min(known.Min() / Air, Math.Pow(10, Math.Floor(Math.Log10(known.Max()))));
        double highest = known.Max() * Air;
        int first = (int)Math.Ceiling(Math.Log10(lowest) - Rounding);
        int last = (int)Math.Floor(Math.Log10(highest) + Rounding);
        return new Axis(title, lowest, highest, true, [.. Enumerable.Range(first, last - first + 1).Select(exponent => Number(Math.Pow(10, exponent)))]);
    }

    /// <summary>An even axis from zero to a value, with round numbers on it.</summary>
    public static Axis FromZero(string title, double highest)
    {
        highest = highest > 0 ? highest * 1.05 : 1;
        double decade = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        double step = ((double[])[decade / 5, decade / 2, decade, decade * 2]).First(candidate => highest / candidate <= MostSteps);
        return new Axis(title, 0, highest, false, [.. Enumerable.Range(0, (int)(highest / step) + 1).Select(index => Number(index * step))]);
    }

    /// <summary>Where a value is on a stretch of the picture.</summary>
    /// <param name="value">The value.</param>
    /// <param name="start">The coordinate of the lowest value.</param>
    /// <param name="end">The coordinate of the highest.</param>
    public double At(double value, double start, double end)
    {
        double share = IsLogarithmic ? Math.Log(value / Lowest) / Math.Log(Highest / Lowest) : (value - Lowest) / (Highest - Lowest);
        return start + ((end - start) * share);
    }

    /// <summary>Those ticks that can be written at a distance from each other, the last one among them.</summary>
    public IEnumerable<Tick> Spaced(double start, double end, double distance)
    {
        double next = double.PositiveInfinity;
        foreach (Tick tick in Ticks.Reverse())
        {
            double place = Math.Abs(At(tick.Value, start, end) - start);
            if (place <= next)
            {
                next = place - distance;
                yield return tick;
            }
        }
    }

    private static Tick Number(double value) => new(value, value >= 10_000 ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000:N0} k") : value.ToString("#,0.######", CultureInfo.InvariantCulture));
}
