// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Aes = System.Runtime.Intrinsics.Arm.Aes;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  The vocabulary on Arm64: the Armv8 Cryptographic Extension and Advanced SIMD
//  (Arm Architecture Reference Manual for A-profile, DDI 0487, chapter C7)
//
//  Rounds
//
//      AESE adds its operand first: AESE(s, k) = ShiftRows(SubBytes(s ⊕ k)), and AESMC is MixColumns. So round r of the
//      cipher takes w[r-1], nothing is left for a whitening step to add, and the last round is AESE with w[n-1] and an
//      exclusive or with w[n]. AESD and AESIMC are the same for the equivalent inverse cipher: AESIMC is linear, which is
//      why its round keys went through InvMixColumns.
//
//      Processors run AESE and AESMC as one operation when they stand together and work on one register. Round keeps
//      them together; the JIT gives both the same register.
//
//  Carry-less products
//
//      PMULL multiplies low halves and PMULL2 high halves, on 128-bit registers only: the wide members of the vocabulary
//      have no counterpart, and CarrylessWidth tells the loops never to ask for them.
//
internal readonly unsafe struct ArmVocabulary : IVectorVocabulary
{
    /// <summary>Null when every class that the members use is there, else which one is missing.</summary>
    public static string? WhyUnsupported() =>
        RuntimeInformation.ProcessArchitecture != Architecture.Arm64 ? "this is not an Arm64 process"
        : !Aes.IsSupported ? "the processor or the runtime offers no AES and PMULL instructions"
        : !AdvSimd.IsSupported || !AdvSimd.Arm64.IsSupported ? "the processor or the runtime offers no Advanced SIMD"
        : !BitConverter.IsLittleEndian ? "the kernels are for little-endian processors"
        : null;

    public static int CarrylessWidth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 128;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Whitening(byte* roundKeys) => Vector128<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> RoundKey(byte* roundKey) => Vector128.Load(roundKey - Engine.BlockSize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey) => Aes.MixColumns(Aes.Encrypt(state, roundKey));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseRound(Vector128<byte> state, Vector128<byte> roundKey) => Aes.InverseMixColumns(Aes.Decrypt(state, roundKey));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => Aes.Encrypt(state, roundKey) ^ addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseFinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => Aes.Decrypt(state, roundKey) ^ addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InverseMixColumns(Vector128<byte> roundKey) => Aes.InverseMixColumns(roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Shuffle(Vector128<byte> value, Vector128<byte> indices) => AdvSimd.Arm64.VectorTableLookup(value, indices);

    // EXT takes 16 bytes out of two registers from a position on. The analyzer sees neither that it is a constant from 0 to
    // 15, once these are inlined, nor that no count is 0 or 16.
#pragma warning disable CA1857
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftLeftBytes(Vector128<byte> value, [ConstantExpected] byte count) => AdvSimd.ExtractVector128(Vector128<byte>.Zero, value, (byte)(Engine.BlockSize - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRightBytes(Vector128<byte> value, [ConstantExpected] byte count) => AdvSimd.ExtractVector128(value, Vector128<byte>.Zero, count);
#pragma warning restore CA1857

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> SwapHalves(Vector128<ulong> value) => AdvSimd.ExtractVector128(value, value, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> CarrylessMultiplyLow(Vector128<ulong> left, Vector128<ulong> right) => Aes.PolynomialMultiplyWideningLower(left.GetLower(), right.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> CarrylessMultiplyHigh(Vector128<ulong> left, Vector128<ulong> right) => Aes.PolynomialMultiplyWideningUpper(left, right);

    public static Vector256<byte> Shuffle(Vector256<byte> value, Vector256<byte> indices) => throw new UnreachableException();

    public static Vector256<ulong> SwapHalves(Vector256<ulong> value) => throw new UnreachableException();

    public static Vector256<ulong> CarrylessMultiplyLow(Vector256<ulong> left, Vector256<ulong> right) => throw new UnreachableException();

    public static Vector256<ulong> CarrylessMultiplyHigh(Vector256<ulong> left, Vector256<ulong> right) => throw new UnreachableException();

    public static Vector512<byte> Shuffle(Vector512<byte> value, Vector512<byte> indices) => throw new UnreachableException();

    public static Vector512<ulong> SwapHalves(Vector512<ulong> value) => throw new UnreachableException();

    public static Vector512<ulong> CarrylessMultiplyLow(Vector512<ulong> left, Vector512<ulong> right) => throw new UnreachableException();

    public static Vector512<ulong> CarrylessMultiplyHigh(Vector512<ulong> left, Vector512<ulong> right) => throw new UnreachableException();
}
