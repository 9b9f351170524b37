// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// The vocabulary on x64: AES-NI, PCLMULQDQ, SSSE3 and SSE4.1 throughout; the wide carry-less products where
/// VPCLMULQDQ and AVX2 or AVX-512 are there.
/// </summary>
internal readonly unsafe struct X86Vocabulary : IVectorVocabulary
{
    /// <summary>Null when every class that the 128-bit members use is there, else which one is missing.</summary>
    public static string? WhyUnsupported() =>
        !X86Base.IsSupported ? "this is not an x64 process"
        : !Aes.IsSupported ? "the processor or the runtime offers no AES instructions"
        : !Pclmulqdq.IsSupported ? "the processor or the runtime offers no PCLMULQDQ"
        : !Ssse3.IsSupported ? "the processor or the runtime offers no SSSE3"
        : !Sse41.IsSupported ? "the processor or the runtime offers no SSE4.1"
        : null;

    // DOTNET_EnableAVX2=0 leaves Pclmulqdq.V256 on, and EnableAVX512=0 could do so with V512 on another runtime: each width
    // asks for every class that it uses.
    public static int CarrylessWidth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported ? 512
            : Pclmulqdq.V256.IsSupported && Avx2.IsSupported ? 256
            : 128;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Whitening(byte* roundKeys) => Vector128.Load(roundKeys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> RoundKey(byte* roundKey) => Vector128.Load(roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey) => Aes.Encrypt(state, roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseRound(Vector128<byte> state, Vector128<byte> roundKey) => Aes.Decrypt(state, roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => Aes.EncryptLast(state, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseFinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => Aes.DecryptLast(state, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseMixColumns(Vector128<byte> roundKey) => Aes.InverseMixColumns(roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Shuffle(Vector128<byte> value, Vector128<byte> indices) => Ssse3.Shuffle(value, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftLeftBytes(Vector128<byte> value, [ConstantExpected] byte count) => Sse2.ShiftLeftLogical128BitLane(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRightBytes(Vector128<byte> value, [ConstantExpected] byte count) => Sse2.ShiftRightLogical128BitLane(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Sse2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> CarrylessMultiplyLow(Vector128<ulong> left, Vector128<ulong> right) => Pclmulqdq.CarrylessMultiply(left, right, 0x00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> CarrylessMultiplyHigh(Vector128<ulong> left, Vector128<ulong> right) => Pclmulqdq.CarrylessMultiply(left, right, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Shuffle(Vector256<byte> value, Vector256<byte> indices) => Avx2.Shuffle(value, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> SwapHalves(Vector256<ulong> value) => Avx2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> CarrylessMultiplyLow(Vector256<ulong> left, Vector256<ulong> right) => Pclmulqdq.V256.CarrylessMultiply(left, right, 0x00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> CarrylessMultiplyHigh(Vector256<ulong> left, Vector256<ulong> right) => Pclmulqdq.V256.CarrylessMultiply(left, right, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Shuffle(Vector512<byte> value, Vector512<byte> indices) => Avx512BW.Shuffle(value, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> SwapHalves(Vector512<ulong> value) => Avx512F.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> CarrylessMultiplyLow(Vector512<ulong> left, Vector512<ulong> right) => Pclmulqdq.V512.CarrylessMultiply(left, right, 0x00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> CarrylessMultiplyHigh(Vector512<ulong> left, Vector512<ulong> right) => Pclmulqdq.V512.CarrylessMultiply(left, right, 0x11);
}
