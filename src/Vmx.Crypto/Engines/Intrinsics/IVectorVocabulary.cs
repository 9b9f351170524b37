// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  The vector vocabulary
//
//      What a processor must be able to do so that the mode loops of this folder run on it. The loops name no instruction
//      set; X86Vocabulary and ArmVocabulary do. Every member is one to four instructions and is inlined.
//
//  Rounds and round keys
//
//      Processors disagree on where in a round the key is added. With w[0] … w[n] the round keys (FIPS 197 section 5.1):
//
//          x64    state ⊕ w[0];   round r = MixColumns(ShiftRows(SubBytes(state))) ⊕ w[r];   the last one without MixColumns
//          Arm64                  round r = MixColumns(ShiftRows(SubBytes(state ⊕ w[r-1])));  the last one, then ⊕ w[n]
//
//      A loop written as Whitening, n - 1 times Round, FinalRound is right on both when it lets the vocabulary say which
//      round key each of them loads. Inverse rounds are those of the equivalent inverse cipher (FIPS 197 section 5.3.5).
//
//  GHASH
//
//      CarrylessMultiply… multiplies 64-bit halves as polynomials over GF(2). The wide forms do so in each 128-bit lane.
//
internal unsafe interface IVectorVocabulary
{
    /// <summary>What is added to a block before the first <see cref="Round"/>.</summary>
    static abstract Vector128<byte> Whitening(byte* roundKeys);

    /// <summary>The operand of round r, given where w[r] is.</summary>
    static abstract Vector128<byte> RoundKey(byte* roundKey);

    /// <summary>One round of the cipher but for the last.</summary>
    static abstract Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey);

    /// <summary>One round of the equivalent inverse cipher but for the last.</summary>
    static abstract Vector128<byte> InverseRound(Vector128<byte> state, Vector128<byte> roundKey);

    /// <summary>
    /// The last round. <paramref name="roundKey"/> is <see cref="RoundKey"/> of the last round; <paramref name="addend"/> is
    /// w[n], into which a loop folds whatever else it has to add to the output.
    /// </summary>
    static abstract Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend);

    /// <summary>The last round of the equivalent inverse cipher.</summary>
    static abstract Vector128<byte> InverseFinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend);

    /// <summary>InvMixColumns (FIPS 197 section 5.3.3), which turns a round key into one of the equivalent inverse cipher.</summary>
    static abstract Vector128<byte> InverseMixColumns(Vector128<byte> roundKey);

    /// <summary>Bytes of <paramref name="value"/> in the order of <paramref name="indices"/>, each below 16.</summary>
    static abstract Vector128<byte> Shuffle(Vector128<byte> value, Vector128<byte> indices);

    /// <summary>Shifts 16 bytes towards the higher positions by whole bytes, filling with zero.</summary>
    static abstract Vector128<byte> ShiftLeftBytes(Vector128<byte> value, [ConstantExpected] byte count);

    /// <summary>Shifts 16 bytes towards the lower positions by whole bytes, filling with zero.</summary>
    static abstract Vector128<byte> ShiftRightBytes(Vector128<byte> value, [ConstantExpected] byte count);

    /// <summary>Exchanges the two 64-bit halves.</summary>
    static abstract Vector128<ulong> SwapHalves(Vector128<ulong> value);

    /// <summary>The 128-bit carry-less product of the low halves.</summary>
    static abstract Vector128<ulong> CarrylessMultiplyLow(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The 128-bit carry-less product of the high halves.</summary>
    static abstract Vector128<ulong> CarrylessMultiplyHigh(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The widest register that the carry-less products below exist for: 128, 256 or 512 bits. A constant to the JIT.</summary>
    static abstract int CarrylessWidth { get; }

    /// <summary>As <see cref="Shuffle(Vector128{byte}, Vector128{byte})"/> in each lane.</summary>
    static abstract Vector256<byte> Shuffle(Vector256<byte> value, Vector256<byte> indices);

    /// <summary>As <see cref="SwapHalves(Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector256<ulong> SwapHalves(Vector256<ulong> value);

    /// <summary>As <see cref="CarrylessMultiplyLow(Vector128{ulong}, Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector256<ulong> CarrylessMultiplyLow(Vector256<ulong> left, Vector256<ulong> right);

    /// <summary>As <see cref="CarrylessMultiplyHigh(Vector128{ulong}, Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector256<ulong> CarrylessMultiplyHigh(Vector256<ulong> left, Vector256<ulong> right);

    /// <summary>As <see cref="Shuffle(Vector128{byte}, Vector128{byte})"/> in each lane.</summary>
    static abstract Vector512<byte> Shuffle(Vector512<byte> value, Vector512<byte> indices);

    /// <summary>As <see cref="SwapHalves(Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector512<ulong> SwapHalves(Vector512<ulong> value);

    /// <summary>As <see cref="CarrylessMultiplyLow(Vector128{ulong}, Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector512<ulong> CarrylessMultiplyLow(Vector512<ulong> left, Vector512<ulong> right);

    /// <summary>As <see cref="CarrylessMultiplyHigh(Vector128{ulong}, Vector128{ulong})"/> in each lane.</summary>
    static abstract Vector512<ulong> CarrylessMultiplyHigh(Vector512<ulong> left, Vector512<ulong> right);
}
