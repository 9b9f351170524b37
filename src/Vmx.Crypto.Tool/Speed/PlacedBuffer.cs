// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>
/// Memory that does not move and begins at a chosen place in a page. Where a buffer begins in a cache line, and how far the
/// source and the destination are from each other, is worth several per cent to vector code, and an array begins anywhere.
/// </summary>
internal sealed unsafe class PlacedBuffer
{
    private const int PageSize = 4096;

    // A pinned array is freed as any other, once nothing refers to this object.
    private readonly byte[] _memory;
    private readonly byte* _start;

    /// <summary>Zeroed memory.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="place">Its address modulo 4096.</param>
    public PlacedBuffer(int length, int place)
    {
        _memory = GC.AllocateArray<byte>(length + PageSize, pinned: true);
        byte* memory = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _start = memory + ((place - (nint)memory) & (PageSize - 1));
        Length = length;
    }

    public int Length { get; }

    public Span<byte> Span => new(_start, Length);

    public static implicit operator Span<byte>(PlacedBuffer buffer) => buffer.Span;

    public static implicit operator ReadOnlySpan<byte>(PlacedBuffer buffer) => buffer.Span;

    /// <summary>For the statement <c>fixed</c>.</summary>
    public ref byte GetPinnableReference() => ref *_start;

    public byte[] ToArray() => Span.ToArray();
}
