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
    /// <summary>Whole powers of ten around some positive values.</summary>
    public static (double Lowest, double Highest) Decades(IEnumerable<double> values)
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
        double from = Math.Pow(10, Math.Floor(Math.Log10(lowest)));
        double to = Math.Pow(10, Math.Ceiling(Math.Log10(highest)));
        return (from, to > from ? to : from * 10);
    }

    /// <summary>Where a value is.</summary>
    public double At(double value) => Start + ((End - Start) * Math.Log(value / Lowest) / Math.Log(Highest / Lowest));

    /// <summary>The powers of ten on the axis, the ends included.</summary>
    public IEnumerable<double> Ticks()
    {
        int first = (int)Math.Round(Math.Log10(Lowest));
        int last = (int)Math.Round(Math.Log10(Highest));
        for (int exponent = first; exponent <= last; exponent++)
        {
            yield return Math.Pow(10, exponent);
        }
    }
}
