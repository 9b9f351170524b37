// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What is compared.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="KeyBits">Bits of the AES key, or of the hash subkey.</param>
/// <param name="Size">Bytes of one message, or of a run of data units; 0 when a key's set-up is measured.</param>
/// <param name="DataUnitSize">Bytes of one data unit of <see cref="SpeedMode.XtsEncryptUnits"/>, else 0.</param>
/// <param name="Messages">Messages in one call: 1 but for <see cref="SpeedMode.CbcEncryptMany"/>.</param>
internal readonly record struct SpeedCase(SpeedMode Mode, int KeyBits, int Size, int DataUnitSize = 0, int Messages = 1)
{
    /// <summary>Bytes that one call processes.</summary>
    public long BytesPerCall => (long)Messages * Size;

    /// <summary>The case in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mode.Name()}, {KeyBits} bits{(Size == 0 ? "" : $", {Size} bytes")}{(DataUnitSize == 0 ? "" : $" in data units of {DataUnitSize}")}{(Messages == 1 ? "" : $", {Messages} messages")}");
}

/// <summary>How long is measured.</summary>
/// <param name="Samples">Samples of each contender in each case; the result is their median.</param>
/// <param name="Placements">How often everything is prepared anew between them, so that keys and buffers lie elsewhere in memory.</param>
/// <param name="SampleMicroseconds">About how long one sample takes; one call when a call takes longer.</param>
/// <param name="WarmUpPasses">How many times all contenders run before, so that the optimised code is there.</param>
internal sealed record SpeedEffort(int Samples, int Placements, double SampleMicroseconds, int WarmUpPasses)
{
    /// <summary>Samples of each loop that tells what the processor's instructions take.</summary>
    public int InstructionSamples => Math.Min(Samples, MostInstructionSamples);

    private const int MostInstructionSamples = 15;

    /// <summary>For figures that are quoted.</summary>
    public static SpeedEffort Full { get; } = new(Samples: 25, Placements: 5, SampleMicroseconds: 100, WarmUpPasses: 8);

    /// <summary>For the report.</summary>
    public static SpeedEffort Short { get; } = new(Samples: 15, Placements: 3, SampleMicroseconds: 60, WarmUpPasses: 8);

    /// <summary>For tests, which look at shapes and not at figures.</summary>
    public static SpeedEffort Least { get; } = new(Samples: 1, Placements: 1, SampleMicroseconds: 1, WarmUpPasses: 0);
}

/// <summary>Who is compared with whom at what.</summary>
/// <param name="Contenders">The contenders; the first one's output is what the others' must equal.</param>
/// <param name="Cases">The cases.</param>
/// <param name="Effort">How long is measured.</param>
/// <param name="Absent">Peers that would be contenders if they were here.</param>
internal sealed record SpeedPlan(IReadOnlyList<IContender> Contenders, IReadOnlyList<SpeedCase> Cases, SpeedEffort Effort, params IReadOnlyList<PeerInfo> Absent)
{
    /// <summary>Whether each call starts when the one before has ended, as <see cref="IsolatedCalls"/> makes it.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Every combination that exists, by mode.</summary>
    /// <param name="modes">The modes.</param>
    /// <param name="keySizes">Key sizes in bits.</param>
    /// <param name="sizes">Message sizes. A run of data units has those of them that are a number of whole units.</param>
    /// <param name="dataUnitSizes">Sizes of the data units of a run; null for the usual one.</param>
    /// <param name="messages">Numbers of messages encrypted at once; null for the usual one.</param>
    public static IReadOnlyList<SpeedCase> Combine(IEnumerable<SpeedMode> modes, IReadOnlyList<int> keySizes, IReadOnlyList<int> sizes, IReadOnlyList<int>? dataUnitSizes = null, IReadOnlyList<int>? messages = null)
    {
        dataUnitSizes ??= [SpeedModes.DataUnitSize];
        messages ??= [SpeedModes.ManyMessages];
        return [.. modes.SelectMany(mode => Keys(mode, keySizes).SelectMany(keyBits => Of(mode, keyBits)))];

        IEnumerable<SpeedCase> Of(SpeedMode mode, int keyBits) => mode switch
        {
            _ when mode.IsKeySetUp() => [new SpeedCase(mode, keyBits, 0)],
            SpeedMode.XtsEncryptUnits => sizes.SelectMany(size => dataUnitSizes.Where(unit => size % unit == 0).Select(unit => new SpeedCase(mode, keyBits, size, unit))),
            SpeedMode.CbcEncryptMany => sizes.SelectMany(size => messages.Select(number => new SpeedCase(mode, keyBits, size, Messages: number))),
            _ => sizes.Select(size => new SpeedCase(mode, keyBits, size)),
        };
    }

    // A hash subkey has 128 bits whatever the AES key has.
    private static IEnumerable<int> Keys(SpeedMode mode, IReadOnlyList<int> keySizes) =>
        mode == SpeedMode.Ghash ? [128] : keySizes.Where(keyBits => mode.HasKeySize(keyBits));
}
