// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>Which key and message sizes are measured: a few, or those that the environment names. Lists are separated by commas.</summary>
internal static class Scope
{
    private const string KeysVariable = "VMX_BENCH_KEYS";
    private const string SizesVariable = "VMX_BENCH_SIZES";

    /// <summary>Stands for every size from one block to a mebibyte, in steps of four.</summary>
    private const string All = "all";

    /// <summary>Key sizes in bits.</summary>
    public static IReadOnlyList<int> KeySizes { get; } = Parse(KeysVariable, SpeedArguments.KeySize) ?? [128, 256];

    /// <summary>Message sizes in bytes.</summary>
    public static IReadOnlyList<int> Sizes { get; } = Environment.GetEnvironmentVariable(SizesVariable) == All
        ? [16, 64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20]
        : Parse(SizesVariable, SpeedArguments.MessageSize) ?? [64, 1 << 10, 16 << 10];

    /// <summary>What is wrong with a variable, in a sentence; null when nothing is.</summary>
    public static string? Problem { get; private set; }

    private static int[]? Parse(string variable, SpeedArguments.ItemParser<int> parseItem)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } list)
        {
            return null;
        }
        List<int> values = [];
        foreach (string item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!parseItem(item, out int value, out string error))
            {
                Problem = $"{variable}: {error}";
            }
            values.Add(value);
        }
        return [.. values.Distinct().Order()];
    }
}
