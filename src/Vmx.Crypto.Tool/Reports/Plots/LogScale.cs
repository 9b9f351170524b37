// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>A logarithmic axis from a value to a value, over a stretch of the picture.</summary>
/// <param name="Lowest">The value at <paramref name="Start"/>.</param>
/// <param name="Highest">The value at <paramref name="End"/>.</param>
/// <param name="Start">A coordinate.</param>
/// <param name="End">A coordinate; less than <paramref name="Start"/> when values grow upwards.</param>
internal readonly record struct LogScale(double Lowest, double Highest, double Start, double End)
{
    private const double Air = 1.25;
    private const double Rounding = 1e-9;

    /// <summary>A range around positive values with at least one power of ten in it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="below">How many times lower than the least value the range begins.</param>
    public static (double Lowest, double Highest) Around(IEnumerable<double> values, double below = Air)
    {
        double lowest = double.PositiveInfinity;
        double highest = 0;
        foreach (double value in values)
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }
        if (highest <= 0)
        {
            return (1, 10);
        }
        double decade = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return (Math.Min(lowest / below, decade), highest * Air);
    }

    /// <summary>Where a value is.</summary>
    public double At(double value) => Start + ((End - Start) * Math.Log(value / Lowest) / Math.Log(Highest / Lowest));

    /// <summary>The powers of ten on the axis.</summary>
    public IEnumerable<double> Ticks()
    {
        int first = (int)Math.Ceiling(Math.Log10(Lowest) - Rounding);
        int last = (int)Math.Floor(Math.Log10(Highest) + Rounding);
        for (int exponent = first; exponent <= last; exponent++)
        {
            yield return Math.Pow(10, exponent);
        }
    }
}
