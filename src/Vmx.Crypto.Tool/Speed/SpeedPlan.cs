// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What is compared: one mode, key size and message size.</summary>
internal readonly record struct SpeedCase(SpeedMode Mode, int KeyBits, int Size);

/// <summary>How long is measured.</summary>
/// <param name="Samples">Samples of each contender in each case; the result is their median.</param>
/// <param name="SampleMicroseconds">About how long one sample takes; one call when a call takes longer.</param>
/// <param name="WarmUpPasses">How many times all contenders run before, so that the optimised code is there.</param>
internal sealed record SpeedEffort(int Samples, double SampleMicroseconds, int WarmUpPasses)
{
    /// <summary>For figures that are quoted.</summary>
    public static SpeedEffort Full { get; } = new(Samples: 25, SampleMicroseconds: 100, WarmUpPasses: 8);

    /// <summary>For the report.</summary>
    public static SpeedEffort Short { get; } = new(Samples: 15, SampleMicroseconds: 60, WarmUpPasses: 8);

    /// <summary>For tests, which look at shapes and not at figures.</summary>
    public static SpeedEffort Least { get; } = new(Samples: 1, SampleMicroseconds: 1, WarmUpPasses: 0);
}

/// <summary>Who is compared with whom at what.</summary>
/// <param name="Contenders">The contenders; the first one's output is what the others' must equal.</param>
/// <param name="Cases">The cases.</param>
/// <param name="Effort">How long is measured.</param>
internal sealed record SpeedPlan(IReadOnlyList<IContender> Contenders, IReadOnlyList<SpeedCase> Cases, SpeedEffort Effort)
{
    /// <summary>Every combination that exists of some modes, key sizes and message sizes, by mode.</summary>
    public static IReadOnlyList<SpeedCase> Combine(IEnumerable<SpeedMode> modes, IReadOnlyList<int> keySizes, IReadOnlyList<int> sizes) =>
        [.. modes.SelectMany(mode => Keys(mode, keySizes).SelectMany(keyBits => sizes.Select(size => new SpeedCase(mode, keyBits, size))))];

    // A hash subkey has 128 bits whatever the AES key has.
    private static IEnumerable<int> Keys(SpeedMode mode, IReadOnlyList<int> keySizes) =>
        mode == SpeedMode.Ghash ? [128] : keySizes.Where(keyBits => mode.HasKeySize(keyBits));
}
