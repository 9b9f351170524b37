// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Engines.Portable;

//
//  A word of 256 bits: sixteen blocks, or four lanes. AVX2.
//
internal readonly unsafe struct Word256(Vector256<ulong> value) : IWord<Word256>
{
    private readonly Vector256<ulong> _value = value;

    public static int BlockCount => 16;

    public static int LaneCount => 4;

    public static int RoundKeyPlaneSize => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 operator ^(Word256 left, Word256 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 operator &(Word256 left, Word256 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 operator <<(Word256 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 operator >>>(Word256 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 Broadcast(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 LoadBlocks(byte* source) => new(Vector256.Load(source).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBlocks(Word256 value, byte* destination) => value._value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 LoadRoundKey(byte* plane) => new(Avx2.BroadcastVector128ToVector256((ulong*)plane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundKey(Word256 value, byte* plane) => Unsafe.WriteUnaligned(plane, value._value.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 ShiftRows(Word256 plane) =>
        new(Vector256.Shuffle(plane._value.AsByte(), Vector256.Create(
            (byte)0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11,
            16, 21, 26, 31, 20, 25, 30, 19, 24, 29, 18, 23, 28, 17, 22, 27)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 InverseShiftRows(Word256 plane) =>
        new(Vector256.Shuffle(plane._value.AsByte(), Vector256.Create(
            (byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3,
            16, 29, 26, 23, 20, 17, 30, 27, 24, 21, 18, 31, 28, 25, 22, 19)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 TurnByOneRow(Word256 plane) =>
        new(Vector256.Shuffle(plane._value.AsByte(), Vector256.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
            17, 18, 19, 16, 21, 22, 23, 20, 25, 26, 27, 24, 29, 30, 31, 28)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 TurnByTwoRows(Word256 plane) =>
        new(Vector256.Shuffle(plane._value.AsByte(), Vector256.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
            18, 19, 16, 17, 22, 23, 20, 21, 26, 27, 24, 25, 30, 31, 28, 29)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 Multiply(Word256 left, Word256 right) =>
        new(Avx2.IsSupported ? Avx2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()) : left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadHalves(byte* source, out Word256 upper, out Word256 lower)
    {
        Vector256<ulong> first = Vector256.Load(source).AsUInt64();
        Vector256<ulong> second = Vector256.Load(source + sizeof(Vector256<ulong>)).AsUInt64();
        Vector256<ulong> even = Vector256.Create(ulong.MaxValue, 0, ulong.MaxValue, 0);
        upper = new(Vector256.ConditionalSelect(even, ReverseHalves(first), ReverseBlocks(second)));
        lower = new(Vector256.ConditionalSelect(even, ReverseBlocks(first), ReverseHalves(second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstLane(Word256 value) => value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldLanes(Word256 value) => Word128.FoldLanes(new(value._value.GetLower() ^ value._value.GetUpper()));

    /// <summary>Reverses the bytes of every 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> ReverseHalves(Vector256<ulong> value) =>
        Vector256.Shuffle(value.AsByte(), Vector256.Create(
            (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
            23, 22, 21, 20, 19, 18, 17, 16, 31, 30, 29, 28, 27, 26, 25, 24)).AsUInt64();

    /// <summary>Reverses the bytes of every 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> ReverseBlocks(Vector256<ulong> value) =>
        Vector256.Shuffle(value.AsByte(), Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16)).AsUInt64();
}
