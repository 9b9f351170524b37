// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

/// <summary>The 16 bytes of a block, as a value on the stack or in an object: a counter block, a hash state, a tag.</summary>
/// <remarks>A local of this type costs neither the zeroing nor the guard that <c>stackalloc</c> brings to every call.</remarks>
[StructLayout(LayoutKind.Sequential, Size = Engine.BlockSize)]
internal struct Block
{
    private ulong _first;
    private ulong _second;

    /// <summary>Reads a block from exactly, or the first, 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block Read(ReadOnlySpan<byte> source) => MemoryMarshal.Read<Block>(source);

    /// <summary>The bytes.</summary>
    [UnscopedRef]
    public Span<byte> Bytes => MemoryMarshal.AsBytes(new Span<Block>(ref this));

    /// <summary>Reads a block from up to 16 bytes; zeros follow them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block ReadPadded(ReadOnlySpan<byte> source) =>
        source.Length == Engine.BlockSize ? Unsafe.ReadUnaligned<Block>(ref MemoryMarshal.GetReference(source)) : ReadShorter(source);

    private static Block ReadShorter(ReadOnlySpan<byte> source)
    {
        Block block = default;
        source.CopyTo(block.Bytes);
        return block;
    }

    /// <summary>Writes the first bytes of the block, as many as the destination holds, 16 at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void CopyStartTo(Span<byte> destination)
    {
        if (destination.Length == Engine.BlockSize)
        {
            Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination), this);
        }
        else
        {
            Block copy = this;
            copy.Bytes[..destination.Length].CopyTo(destination);
            copy.Clear();
        }
    }

    /// <summary>
    /// Whether the first bytes of this block are those of a tag; the others are cleared. Two words are compared without a
    /// branch in between, so that the time says nothing of where they differ; the platform's comparison byte by byte takes
    /// many times as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TruncateAndCompare(in Block tag, int tagSize)
    {
        if (tagSize != Engine.BlockSize)
        {
            Bytes[tagSize..].Clear();
        }
        return ((_first ^ tag._first) | (_second ^ tag._second)) == 0;
    }

    /// <summary>Zeroes the block, also where nobody reads it again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        Volatile.Write(ref _first, 0);
        Volatile.Write(ref _second, 0);
    }
}
