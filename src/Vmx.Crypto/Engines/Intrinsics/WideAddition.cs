// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// Additions of eight blocks in registers wider than a block. AES rounds fill two of a processor's vector pipes, and every
/// other vector operation takes a slot from them now and then. Four additions of 32 bytes and a detour over memory take fewer
/// than eight of 16 bytes; the loads that bring the sums back have pipes of their own.
/// </summary>
internal static unsafe class WideAddition
{
    /// <summary>Whether registers wider than a block are there. A constant to the JIT.</summary>
    public static bool IsUsed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <summary>destination = source ⊕ one value for all eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte* source, Vector128<byte> value, byte* destination)
    {
        Vector256<byte> two = Vector256.Create(value, value);
        (Vector256.Load(source) ^ two).Store(destination);
        (Vector256.Load(source + 32) ^ two).Store(destination + 32);
        (Vector256.Load(source + 64) ^ two).Store(destination + 64);
        (Vector256.Load(source + 96) ^ two).Store(destination + 96);
    }

    /// <summary>As <see cref="Add(byte*, Vector128{byte}, byte*)"/> for two values, from one reading of the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte* source, Vector128<byte> value, byte* destination, Vector128<byte> otherValue, byte* otherDestination)
    {
        Vector256<byte> two = Vector256.Create(value, value);
        Vector256<byte> otherTwo = Vector256.Create(otherValue, otherValue);
        for (nuint i = 0; i != EightBlocks.Size; i += 32)
        {
            Vector256<byte> blocks = Vector256.Load(source + i);
            (blocks ^ two).Store(destination + i);
            (blocks ^ otherTwo).Store(otherDestination + i);
        }
    }

    /// <summary>destination = left ⊕ right ⊕ one value, for all eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte* left, byte* right, Vector128<byte> value, byte* destination)
    {
        Vector256<byte> two = Vector256.Create(value, value);
        (Vector256.Load(left) ^ Vector256.Load(right) ^ two).Store(destination);
        (Vector256.Load(left + 32) ^ Vector256.Load(right + 32) ^ two).Store(destination + 32);
        (Vector256.Load(left + 64) ^ Vector256.Load(right + 64) ^ two).Store(destination + 64);
        (Vector256.Load(left + 96) ^ Vector256.Load(right + 96) ^ two).Store(destination + 96);
    }
}
