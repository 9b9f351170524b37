// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  Cipher and EquivalentInverseCipher
//
//      The two directions of AES (FIPS 197 sections 5.1 and 5.3.5) behind one interface, so that a mode loop that is the
//      same both ways is written once.
//
internal unsafe interface ICipher
{
    /// <summary>The round keys of this direction within a schedule.</summary>
    static abstract byte* RoundKeys(byte* schedule);

    /// <summary>What is added to a block before the first round.</summary>
    static abstract Vector128<byte> Whitening(byte* roundKeys);

    /// <summary>The operand of round r, given where w[r] is.</summary>
    static abstract Vector128<byte> RoundKey(byte* roundKey);

    /// <summary>One round but for the last.</summary>
    static abstract Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey);

    /// <summary>The last round; see <see cref="IVectorVocabulary.FinalRound"/>.</summary>
    static abstract Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend);
}

/// <summary>CIPHER (FIPS 197 section 5.1) in the vocabulary <typeparamref name="T"/>.</summary>
internal readonly unsafe struct Cipher<T> : ICipher
    where T : struct, IVectorVocabulary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* RoundKeys(byte* schedule) => KeySchedule.EncryptionKeys(schedule);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Whitening(byte* roundKeys) => T.Whitening(roundKeys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> RoundKey(byte* roundKey) => T.RoundKey(roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey) => T.Round(state, roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => T.FinalRound(state, roundKey, addend);
}

/// <summary>EQINVCIPHER (FIPS 197 section 5.3.5) in the vocabulary <typeparamref name="T"/>.</summary>
internal readonly unsafe struct EquivalentInverseCipher<T> : ICipher
    where T : struct, IVectorVocabulary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* RoundKeys(byte* schedule) => KeySchedule.DecryptionKeys(schedule);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Whitening(byte* roundKeys) => T.Whitening(roundKeys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> RoundKey(byte* roundKey) => T.RoundKey(roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> roundKey) => T.InverseRound(state, roundKey);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FinalRound(Vector128<byte> state, Vector128<byte> roundKey, Vector128<byte> addend) => T.InverseFinalRound(state, roundKey, addend);
}
