// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.Portable;

//
//  A word of 64 bits: four blocks, for processors (and interpreters) without vectors
//
//      Word 2b holds columns 0 and 1 of block b, word 2b + 1 columns 2 and 3. While a word is loaded its bytes are put in
//      the order of rows, so that row r of the two columns is the 16 bits from bit 16r: the lower byte is column 0 (or 2),
//      the upper byte column 1 (or 3). After the transposition bit 2b + h of a byte belongs to word 2b + h. So in each row
//      of a plane, for every block b,
//
//          column 0 is bit 2b of the lower byte        column 2 is bit 2b + 1 of the lower byte
//          column 1 is bit 2b of the upper byte        column 3 is bit 2b + 1 of the upper byte
//
//      and a turn by one row is a rotation by 16. To rotate a row by two columns is to exchange neighbouring bits, and to
//      rotate it by one is to exchange the two bytes and, in one of them, neighbouring bits:
//
//          row 1, to the left by one:   0 1 2 3 -> 1 2 3 0    upper byte with its bits as they are becomes the lower one;
//                                                            lower byte with its bits exchanged becomes the upper one
//          row 2, by two:               0 1 2 3 -> 2 3 0 1    bits exchanged in both bytes
//          row 3, by three:             0 1 2 3 -> 3 0 1 2    as row 1 with the roles of the bytes exchanged
//
//      ShiftRows is therefore two exchanges under masks. Each is its own inverse, so InvShiftRows does them in the other
//      order.
//
internal readonly unsafe struct Word64(ulong value) : IWord<Word64>
{
    private const ulong SwappedBits = 0xFF00_FFFF_00FF_0000 & 0x5555_5555_5555_5555;
    private const ulong SwappedBytes = 0x00FF_0000_00FF_0000;

    private readonly ulong _value = value;

    public static int BlockCount => 4;

    public static int LaneCount => 1;

    public static int RoundKeyPlaneSize => sizeof(ulong);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 operator ^(Word64 left, Word64 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 operator &(Word64 left, Word64 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 operator <<(Word64 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 operator >>>(Word64 value, int count) => new(value._value >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 Broadcast(ulong value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 LoadBlocks(byte* source)
    {
        ulong columns = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(source, sizeof(ulong)));
        return new(Exchange(Exchange(columns, 16, 0x0000_0000_FFFF_0000), 8, 0x0000_FF00_0000_FF00));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBlocks(Word64 value, byte* destination)
    {
        ulong columns = Exchange(Exchange(value._value, 8, 0x0000_FF00_0000_FF00), 16, 0x0000_0000_FFFF_0000);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(destination, sizeof(ulong)), columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 LoadRoundKey(byte* plane) => new(Unsafe.ReadUnaligned<ulong>(plane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundKey(Word64 value, byte* plane) => Unsafe.WriteUnaligned(plane, value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 ShiftRows(Word64 plane) => new(Exchange(Exchange(plane._value, 1, SwappedBits), 8, SwappedBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 InverseShiftRows(Word64 plane) => new(Exchange(Exchange(plane._value, 8, SwappedBytes), 1, SwappedBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 TurnByOneRow(Word64 plane) => new(BitOperations.RotateRight(plane._value, 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 TurnByTwoRows(Word64 plane) => new(BitOperations.RotateRight(plane._value, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word64 Multiply(Word64 left, Word64 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadHalves(byte* source, out Word64 upper, out Word64 lower)
    {
        upper = new(BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(source, sizeof(ulong))));
        lower = new(BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(source + sizeof(ulong), sizeof(ulong))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstLane(Word64 value) => value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldLanes(Word64 value) => value._value;

    /// <summary>Exchanges the bits under the mask with those that stand <paramref name="distance"/> above them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Exchange(ulong value, int distance, ulong mask)
    {
        ulong difference = (value ^ (value >> distance)) & mask;
        return value ^ difference ^ (difference << distance);
    }
}
