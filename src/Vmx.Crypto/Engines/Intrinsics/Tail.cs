// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>The end of a message: fewer bytes than the eight blocks that are in registers.</summary>
internal static unsafe class Tail
{
    /// <summary>destination = source ⊕ the first <paramref name="length"/> bytes of <paramref name="keystream"/>, 1 to 127 of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(EightBlocks keystream, byte* source, byte* destination, nuint length)
    {
        Debug.Assert(length is > 0 and < EightBlocks.Size);
        Vector128<byte> partial = keystream.B0;
        nuint whole = length & ~(nuint)15;
        if (whole >= 16) { (keystream.B0 ^ Vector128.Load(source)).Store(destination); partial = keystream.B1; }
        if (whole >= 32) { (keystream.B1 ^ Vector128.Load(source + 16)).Store(destination + 16); partial = keystream.B2; }
        if (whole >= 48) { (keystream.B2 ^ Vector128.Load(source + 32)).Store(destination + 32); partial = keystream.B3; }
        if (whole >= 64) { (keystream.B3 ^ Vector128.Load(source + 48)).Store(destination + 48); partial = keystream.B4; }
        if (whole >= 80) { (keystream.B4 ^ Vector128.Load(source + 64)).Store(destination + 64); partial = keystream.B5; }
        if (whole >= 96) { (keystream.B5 ^ Vector128.Load(source + 80)).Store(destination + 80); partial = keystream.B6; }
        if (whole >= 112) { (keystream.B6 ^ Vector128.Load(source + 96)).Store(destination + 96); partial = keystream.B7; }
        if (whole != length)
        {
            StorePartial(partial ^ LoadPartial(source + whole, length - whole), destination + whole, length - whole);
        }
    }

    /// <summary>Loads 1 to 15 bytes; the others are zero. Reads nothing beyond them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadPartial(byte* source, nuint length)
    {
        Debug.Assert(length is > 0 and < Engine.BlockSize);
        ulong low;
        ulong high = 0;
        if (length >= 8)
        {
            // Two words that may share bytes: shift the shared ones out of the second.
            low = Unsafe.ReadUnaligned<ulong>(source);
            int shared = (int)(16 - length) * 8;
            high = shared == 64 ? 0 : Unsafe.ReadUnaligned<ulong>(source + length - 8) >> shared;
        }
        else if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(source) | ((ulong)Unsafe.ReadUnaligned<uint>(source + length - 4) << ((int)(length - 4) * 8));
        }
        else
        {
            // First, middle and last of one to three bytes.
            nuint middle = length >> 1;
            low = source[0] | ((ulong)source[middle] << ((int)middle * 8)) | ((ulong)source[length - 1] << ((int)(length - 1) * 8));
        }
        return Vector128.Create(low, high).AsByte();
    }

    /// <summary>Stores the first 1 to 15 bytes. Writes nothing beyond them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<byte> value, byte* destination, nuint length)
    {
        Debug.Assert(length is > 0 and < Engine.BlockSize);
        ulong word = value.AsUInt64().ToScalar();
        if ((length & 8) != 0)
        {
            Unsafe.WriteUnaligned(destination, word);
            destination += 8;
            word = value.AsUInt64().GetElement(1);
        }
        if ((length & 4) != 0)
        {
            Unsafe.WriteUnaligned(destination, (uint)word);
            destination += 4;
            word >>= 32;
        }
        if ((length & 2) != 0)
        {
            Unsafe.WriteUnaligned(destination, (ushort)word);
            destination += 2;
            word >>= 16;
        }
        if ((length & 1) != 0)
        {
            *destination = (byte)word;
        }
    }

    /// <summary>A block with its first 1 to 15 bytes taken from another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Replace(Vector128<byte> block, Vector128<byte> first, nuint length) =>
        Vector128.ConditionalSelect(
            Vector128.LessThan(Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector128.Create((byte)length)),
            first,
            block);
}
