// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// The stack memory of the bulk loops, aligned to cache lines. The stack itself is aligned to 16 bytes, and where it begins
/// changes from process to process. A wide store across the end of a page, repeated in every iteration, is the likely cause of
/// single runs that took three times as long (2 of some 40); with the alignment none did in as many.
/// </summary>
internal static unsafe class WorkingMemory
{
    /// <summary>Bytes to allocate beyond what is needed.</summary>
    public const int Slack = CacheLineSize;

    private const int CacheLineSize = 64;

    /// <summary>The first cache line that begins within what was allocated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Align(byte* memory) => (byte*)(((nuint)memory + (CacheLineSize - 1)) & ~(nuint)(CacheLineSize - 1));
}
