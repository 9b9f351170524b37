// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Engines;

/// <summary>
/// The native memory that a thread's last private key has left, zeroed: the next key of that size takes it, which spares both
/// the allocator. There is one a thread; it is freed when the thread has gone.
/// </summary>
internal sealed unsafe class SpareMemory : CriticalFinalizerObject
{
    [ThreadStatic]
    private static SpareMemory? _ofThread;

    private byte* _memory;
    private nuint _size;

    private SpareMemory()
    {
    }

    ~SpareMemory() => NativeMemory.AlignedFree(_memory);

    /// <summary>Memory that holds zeros.</summary>
    public static byte* Take(nuint size, nuint alignment)
    {
        if (_ofThread is { } spare && spare._memory != null && spare._size == size)
        {
            byte* kept = spare._memory;
            spare._memory = null;
            return kept;
        }
        byte* memory = (byte*)NativeMemory.AlignedAlloc(size, alignment);
        NativeMemory.Clear(memory, size);
        return memory;
    }

    /// <summary>Keeps memory that holds zeros, and frees what was kept before.</summary>
    public static void Keep(byte* memory, nuint size)
    {
        SpareMemory spare = _ofThread ??= new SpareMemory();
        NativeMemory.AlignedFree(spare._memory);
        spare._memory = memory;
        spare._size = size;
    }
}
