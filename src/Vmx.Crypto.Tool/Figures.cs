// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Globalization;

namespace Vmx.Crypto.Tool;

/// <summary>Figures as a person reads them.</summary>
internal static class Figures
{
    /// <summary>Three significant digits; a dash for what could not be measured.</summary>
    public static string Significant(double? value)
    {
        if (value is not double known || !double.IsFinite(known))
        {
            return "–";
        }
        // Rounded first: 9.999 has two digits before the point.
        known = Round(known, digits: 3);
        int digitsBefore = known == 0 ? 1 : Magnitude(known) + 1;
        int decimals = Math.Clamp(3 - digitsBefore, 0, 6);
        return known.ToString((digitsBefore > 3 ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Rounds to significant digits; four are more than a measurement has.</summary>
    public static double Round(double value, int digits = 4)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return 0;
        }
        double unit = Math.Pow(10, digits - 1 - Magnitude(value));
        return Math.Round(value * unit) / unit;
    }

    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));

    /// <summary>A spread as a percentage.</summary>
    public static string Spread(double share) => string.Create(CultureInfo.InvariantCulture, $"± {share * 100:F1} %");

    /// <summary>A share as a percentage, without decimals; a dash for what could not be measured.</summary>
    public static string Percent(double? share) => share is double known && double.IsFinite(known) ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:F0} %") : "–";

    /// <summary>A factor: × 1.98, × 798; a dash for what could not be measured.</summary>
    public static string Times(double? factor) => factor is double known && double.IsFinite(known) ? $"× {Significant(known)}" : "–";

    /// <summary>A number of bytes: 64 B, 1 KiB, 16 KiB, 1 MiB.</summary>
    public static string Bytes(int size) => size switch
    {
        >= 1 << 20 when size % (1 << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{size >> 20} MiB"),
        >= 1 << 10 when size % (1 << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{size >> 10} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size} B"),
    };

    /// <summary>A number with its noun: 1 case, 2,138 cases.</summary>
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
