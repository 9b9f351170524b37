// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>Reads the comma-separated lists of <c>cryptovmx speed</c>.</summary>
internal static class SpeedArguments
{
    private const int LargestSize = 64 << 20;

    /// <summary>2^20 blocks: IEEE 1619 section 5.1.</summary>
    private const int LargestDataUnitSize = 16 << 20;

    private const int MostMessages = 256;

    /// <summary>Reads one item; the error is a sentence.</summary>
    public delegate bool ItemParser<T>(string text, out T value, out string error);

    /// <summary>Reads all items of an option's arguments, separated by commas or spaces.</summary>
    public static T[] Parse<T>(ArgumentResult result, ItemParser<T> parseItem)
    {
        string[] items = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))];
        var values = new T[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (!parseItem(items[i], out values[i], out string error))
            {
                result.AddError(error);
                return [];
            }
        }
        return values;
    }

    public static bool Mode(string text, out SpeedMode value, out string error)
    {
        SpeedMode? mode = SpeedModes.Find(text);
        value = mode.GetValueOrDefault();
        error = $"The mode '{text}' is not known; the modes are {string.Join(", ", SpeedModes.All.Select(known => known.Name()))}.";
        return mode is not null;
    }

    public static bool KeySize(string text, out int value, out string error)
    {
        error = $"'{text}' is not a key size; those are 128, 192 and 256.";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is 128 or 192 or 256;
    }

    public static bool MessageSize(string text, out int value, out string error)
    {
        int shift = char.ToUpperInvariant(text.LastOrDefault()) switch { 'K' => 10, 'M' => 20, _ => 0 };
        bool isNumber = int.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        long size = (long)number << shift;
        value = size <= LargestSize ? (int)size : 0;
        error = $"'{text}' is not a message size; those are multiples of 16 from 16 to 64M.";
        return isNumber && value >= 16 && value % 16 == 0;
    }

    public static bool DataUnitSize(string text, out int value, out string error)
    {
        bool isSize = MessageSize(text, out value, out _) && value <= LargestDataUnitSize;
        error = $"'{text}' is not a data unit size; those are multiples of 16 from 16 to 16M.";
        return isSize;
    }

    public static bool Messages(string text, out int value, out string error)
    {
        error = $"'{text}' is not a number of messages; those go from 1 to 256.";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= MostMessages;
    }
}
