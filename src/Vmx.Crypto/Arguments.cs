// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  What the public methods check
//
//      In this order, everywhere: disposed; lengths and ranges of the arguments in their order; the size of the
//      destination; overlap; exhaustion of a counter. A check that fails has written nothing.
//
//  Overlap
//
//      The range that is read against the bytes that will be written. The same first byte is allowed, because every
//      engine reads a byte before it writes the byte of the same position; any other overlap would let the output run
//      over input that is still to be read.
//
internal static class Arguments
{
    /// <summary>The array that a convenience constructor takes, as a span.</summary>
    public static ReadOnlySpan<byte> NotNull(byte[] argument, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(argument, parameterName);
        return argument;
    }

    /// <summary>Throws unless a key has 16, 24 or 32 bytes (FIPS 197 section 5).</summary>
    public static void CheckAesKey(int keySize)
    {
        if (keySize is not (16 or 24 or 32))
        {
            Error.KeySize("16, 24 or 32");
        }
    }

    /// <summary>Rounds the size of one key up, so that the next one in the same key memory is aligned to 64 bytes as well.</summary>
    public static int AlignKey(int size) => (size + 63) & -64;

    /// <summary>Throws unless an argument is one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckBlock(int length, string parameterName)
    {
        if (length != Engine.BlockSize)
        {
            Error.NotOneBlock(parameterName);
        }
    }

    /// <summary>Throws unless a length is whole blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckWholeBlocks(int length, string parameterName)
    {
        if (length % Engine.BlockSize != 0)
        {
            Error.NotWholeBlocks(parameterName);
        }
    }

    /// <summary>Throws unless a destination holds what will be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckDestination(int destinationLength, long required, string parameterName)
    {
        if (destinationLength < required)
        {
            Error.DestinationTooShort(parameterName);
        }
    }

    /// <summary>Throws when a source and as many written bytes overlap other than exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, string parameterName)
    {
        nint offset = Offset(source, destination);
        if (offset != 0 && ((nuint)offset < (uint)source.Length || (nuint)(-offset) < (uint)source.Length))
        {
            Error.Overlap(parameterName);
        }
    }

    /// <summary>Throws when a source and a number of written bytes overlap other than from the same first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int written, string parameterName)
    {
        if (Offset(source, destination) != 0 && Touch(source, destination[..written]))
        {
            Error.Overlap(parameterName);
        }
    }

    /// <summary>Throws when a tag that will be written shares a byte with a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTagOverlap(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text, string parameterName)
    {
        if (Touch(tag, text))
        {
            Error.TagOverlap(parameterName);
        }
    }

    /// <summary>Whether two ranges share a byte. An empty range shares none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Touch(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        nint offset = Offset(left, right);
        return left.Length != 0 && right.Length != 0 && ((nuint)offset < (uint)left.Length || (nuint)(-offset) < (uint)right.Length);
    }

    /// <summary>How far the first byte of one range lies behind that of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Offset(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) =>
        Unsafe.ByteOffset(ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(to));
}
