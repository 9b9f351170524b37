// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Engines.Portable;

//
//  A word of 512 bits: thirty-two blocks, or eight lanes. AVX-512.
//
internal readonly unsafe struct Word512(Vector512<ulong> value) : IWord<Word512>
{
    private readonly Vector512<ulong> _value = value;

    public static int BlockCount => 32;

    public static int LaneCount => 8;

    public static int RoundKeyPlaneSize => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 operator ^(Word512 left, Word512 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 operator &(Word512 left, Word512 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 operator <<(Word512 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 operator >>>(Word512 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 Broadcast(ulong value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 LoadBlocks(byte* source) => new(Vector512.Load(source).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBlocks(Word512 value, byte* destination) => value._value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 LoadRoundKey(byte* plane) => new(Avx512DQ.BroadcastVector128ToVector512((ulong*)plane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundKey(Word512 value, byte* plane) => Unsafe.WriteUnaligned(plane, value._value.GetLower().GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 ShiftRows(Word512 plane) =>
        new(Vector512.Shuffle(plane._value.AsByte(), Vector512.Create(
            (byte)0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11,
            16, 21, 26, 31, 20, 25, 30, 19, 24, 29, 18, 23, 28, 17, 22, 27,
            32, 37, 42, 47, 36, 41, 46, 35, 40, 45, 34, 39, 44, 33, 38, 43,
            48, 53, 58, 63, 52, 57, 62, 51, 56, 61, 50, 55, 60, 49, 54, 59)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 InverseShiftRows(Word512 plane) =>
        new(Vector512.Shuffle(plane._value.AsByte(), Vector512.Create(
            (byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3,
            16, 29, 26, 23, 20, 17, 30, 27, 24, 21, 18, 31, 28, 25, 22, 19,
            32, 45, 42, 39, 36, 33, 46, 43, 40, 37, 34, 47, 44, 41, 38, 35,
            48, 61, 58, 55, 52, 49, 62, 59, 56, 53, 50, 63, 60, 57, 54, 51)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 TurnByOneRow(Word512 plane) =>
        new(Vector512.Shuffle(plane._value.AsByte(), Vector512.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
            17, 18, 19, 16, 21, 22, 23, 20, 25, 26, 27, 24, 29, 30, 31, 28,
            33, 34, 35, 32, 37, 38, 39, 36, 41, 42, 43, 40, 45, 46, 47, 44,
            49, 50, 51, 48, 53, 54, 55, 52, 57, 58, 59, 56, 61, 62, 63, 60)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 TurnByTwoRows(Word512 plane) =>
        new(Vector512.Shuffle(plane._value.AsByte(), Vector512.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
            18, 19, 16, 17, 22, 23, 20, 21, 26, 27, 24, 25, 30, 31, 28, 29,
            34, 35, 32, 33, 38, 39, 36, 37, 42, 43, 40, 41, 46, 47, 44, 45,
            50, 51, 48, 49, 54, 55, 52, 53, 58, 59, 56, 57, 62, 63, 60, 61)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 Multiply(Word512 left, Word512 right) =>
        new(Avx512F.IsSupported ? Avx512F.Multiply(left._value.AsUInt32(), right._value.AsUInt32()) : left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadHalves(byte* source, out Word512 upper, out Word512 lower)
    {
        Vector512<ulong> first = Vector512.Load(source).AsUInt64();
        Vector512<ulong> second = Vector512.Load(source + sizeof(Vector512<ulong>)).AsUInt64();
        Vector512<ulong> even = Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0);
        upper = new(Vector512.ConditionalSelect(even, ReverseHalves(first), ReverseBlocks(second)));
        lower = new(Vector512.ConditionalSelect(even, ReverseBlocks(first), ReverseHalves(second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstLane(Word512 value) => value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldLanes(Word512 value) => Word256.FoldLanes(new(value._value.GetLower() ^ value._value.GetUpper()));

    /// <summary>Reverses the bytes of every 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> ReverseHalves(Vector512<ulong> value) =>
        Vector512.Shuffle(value.AsByte(), Vector512.Create(
            (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
            23, 22, 21, 20, 19, 18, 17, 16, 31, 30, 29, 28, 27, 26, 25, 24,
            39, 38, 37, 36, 35, 34, 33, 32, 47, 46, 45, 44, 43, 42, 41, 40,
            55, 54, 53, 52, 51, 50, 49, 48, 63, 62, 61, 60, 59, 58, 57, 56)).AsUInt64();

    /// <summary>Reverses the bytes of every 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> ReverseBlocks(Vector512<ulong> value) =>
        Vector512.Shuffle(value.AsByte(), Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
            47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32,
            63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48)).AsUInt64();
}
