// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>Zeroed memory that does not move, for a peer's expanded key. Aligned as a cache line is.</summary>
internal sealed unsafe class NativeMemoryBlock : IDisposable
{
    private const int Alignment = 64;

    private byte* _pointer;

    public NativeMemoryBlock(int size)
    {
        _pointer = (byte*)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        NativeMemory.Clear(_pointer, (nuint)size);
    }

    public byte* Pointer => _pointer;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}
