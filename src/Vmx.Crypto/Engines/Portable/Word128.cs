// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Engines.Portable;

//
//  A word of 128 bits: eight blocks, or two lanes. SSE2, Advanced SIMD, WebAssembly's SIMD.
//
internal readonly unsafe struct Word128(Vector128<ulong> value) : IWord<Word128>
{
    private readonly Vector128<ulong> _value = value;

    public static int BlockCount => 8;

    public static int LaneCount => 2;

    public static int RoundKeyPlaneSize => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 operator ^(Word128 left, Word128 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 operator &(Word128 left, Word128 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 operator <<(Word128 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 operator >>>(Word128 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 Broadcast(ulong value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 LoadBlocks(byte* source) => new(Vector128.Load(source).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBlocks(Word128 value, byte* destination) => value._value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 LoadRoundKey(byte* plane) => new(Unsafe.ReadUnaligned<Vector128<ulong>>(plane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundKey(Word128 value, byte* plane) => Unsafe.WriteUnaligned(plane, value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 ShiftRows(Word128 plane) =>
        new(Vector128.Shuffle(plane._value.AsByte(), Vector128.Create(
            (byte)0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 InverseShiftRows(Word128 plane) =>
        new(Vector128.Shuffle(plane._value.AsByte(), Vector128.Create(
            (byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 TurnByOneRow(Word128 plane) =>
        new(Vector128.Shuffle(plane._value.AsByte(), Vector128.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 TurnByTwoRows(Word128 plane) =>
        new(Vector128.Shuffle(plane._value.AsByte(), Vector128.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 Multiply(Word128 left, Word128 right)
    {
        if (Sse2.IsSupported)
        {
            return new(Sse2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()));
        }
        if (AdvSimd.IsSupported)
        {
            return new(AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(left._value), AdvSimd.ExtractNarrowingLower(right._value)));
        }
        return new(left._value * right._value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadHalves(byte* source, out Word128 upper, out Word128 lower)
    {
        Vector128<ulong> first = Vector128.Load(source).AsUInt64();
        Vector128<ulong> second = Vector128.Load(source + sizeof(Vector128<ulong>)).AsUInt64();
        Vector128<ulong> even = Vector128.Create(ulong.MaxValue, 0);
        upper = new(Vector128.ConditionalSelect(even, ReverseHalves(first), ReverseBlocks(second)));
        lower = new(Vector128.ConditionalSelect(even, ReverseBlocks(first), ReverseHalves(second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstLane(Word128 value) => value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldLanes(Word128 value) => value._value[0] ^ value._value[1];

    /// <summary>Reverses the bytes of every 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ReverseHalves(Vector128<ulong> value) =>
        Vector128.Shuffle(value.AsByte(), Vector128.Create(
            (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8)).AsUInt64();

    /// <summary>Reverses the bytes of every 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ReverseBlocks(Vector128<ulong> value) =>
        Vector128.Shuffle(value.AsByte(), Vector128.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}
