// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_set_encrypt_key and aes_p8_set_decrypt_key of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold in C#.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  The key schedule (FIPS 197 section 5.2)
//
//      SubWord comes from the cipher's own last round, as upstream does it: a word repeated in all four columns is the same
//      before and after ShiftRows, so that the last round of it, with no MixColumns, is SubBytes alone, and the round
//      constant is what that round adds. No table, no secret-dependent address, and no instruction beyond the vocabulary.
//      One shuffle takes the word, rotates it (RotWord) and repeats it.
//
//      The four words of a step are prefix sums of the previous four: with v = (a, b, c, d),
//
//          v ⊕ (v << 1 word) ⊕ (v << 2 words) ⊕ (v << 3 words) = (a, a⊕b, a⊕b⊕c, a⊕b⊕c⊕d).
//
//      192-bit keys make six words a step. They are kept as four and two, and written in the order that the cipher reads.
//
//  Layout, in bytes
//
//          0   w[0] … w[Nr], 16 bytes each, for the cipher
//        240   Nr - 10, the number of rounds beyond those of the smallest key: 0, 2 or 4. Zeroed memory, which is what a call
//              finds when its key is disposed meanwhile, so means ten rounds, and no loop over rounds leaves the schedule
//        256   the round keys of the equivalent inverse cipher in the order it uses them (FIPS 197 section 5.3.5):
//              w[Nr], InvMixColumns(w[Nr-1]), …, InvMixColumns(w[1]), w[0]
//
internal static unsafe class KeySchedule
{
    public const int Size = 512;

    private const int MinimumRounds = 10;
    private const int RoundsOffset = 240;
    private const int DecryptionOffset = 256;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* EncryptionKeys(byte* schedule) => schedule;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* DecryptionKeys(byte* schedule) => schedule + DecryptionOffset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rounds(byte* schedule) => MinimumRounds + *(int*)(schedule + RoundsOffset);

    /// <summary>Expands a key of 16, 24 or 32 bytes.</summary>
    [Provenance("intrinsics-key-expansion")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Expand<T>(byte* key, int keySize, byte* schedule, bool forDecryption)
        where T : struct, IVectorVocabulary
    {
        int rounds = (keySize / 4) + 6;
        *(int*)(schedule + RoundsOffset) = rounds - MinimumRounds;
        byte* roundKeys = EncryptionKeys(schedule);
        switch (keySize)
        {
            case 16:
                Expand128<T>(key, roundKeys);
                break;
            case 24:
                Expand192<T>(key, roundKeys);
                break;
            default:
                Debug.Assert(keySize == 32);
                Expand256<T>(key, roundKeys);
                break;
        }
        if (forDecryption)
        {
            Invert<T>(roundKeys, DecryptionKeys(schedule), rounds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand128<T>(byte* key, byte* roundKeys)
        where T : struct, IVectorVocabulary
    {
        Vector128<byte> words = Vector128.Load(key);
        words.Store(roundKeys);
        uint roundConstant = 1;
        for (int round = 1; round <= 10; round++)
        {
            words = PrefixSums<T>(words) ^ SubWord<T>(words, RotatedLastWord, roundConstant);
            words.Store(roundKeys + (round * Engine.BlockSize));
            roundConstant = Double(roundConstant);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand192<T>(byte* key, byte* roundKeys)
        where T : struct, IVectorVocabulary
    {
        // Words 6i … 6i+3 of the expansion, and words 6i+4, 6i+5 in the low half.
        Vector128<byte> four = Vector128.Load(key);
        Vector128<byte> two = Vector128.CreateScalar(*(ulong*)(key + Engine.BlockSize)).AsByte();
        four.Store(roundKeys);
        byte* next = roundKeys + Engine.BlockSize;
        uint roundConstant = 1;
        for (int step = 1; ; step++)
        {
            // Bytes 4 to 7 of `two` are the last word.
            Vector128<byte> temp = SubWord<T>(two, Vector128.Create((byte)5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4), roundConstant);
            roundConstant = Double(roundConstant);
            Vector128<byte> nextFour = PrefixSums<T>(four) ^ temp;
            Vector128<byte> lastWord = T.Shuffle(nextFour, Vector128.Create((byte)12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15));
            Vector128<byte> nextTwo = two ^ T.ShiftLeftBytes(two, 4) ^ lastWord;

            Store64(next, two);
            Store64(next + 8, nextFour);
            if (step == 8)
            {
                // 52 words in all: the last step's words 4 and 5 are not used.
                Store64(next + 16, T.ShiftRightBytes(nextFour, 8));
                return;
            }
            Store64(next + 16, T.ShiftRightBytes(nextFour, 8));
            four = nextFour;
            two = nextTwo;
            next += 24;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand256<T>(byte* key, byte* roundKeys)
        where T : struct, IVectorVocabulary
    {
        Vector128<byte> even = Vector128.Load(key);
        Vector128<byte> odd = Vector128.Load(key + Engine.BlockSize);
        even.Store(roundKeys);
        odd.Store(roundKeys + Engine.BlockSize);
        uint roundConstant = 1;
        for (int round = 2; ; round += 2)
        {
            even = PrefixSums<T>(even) ^ SubWord<T>(odd, RotatedLastWord, roundConstant);
            even.Store(roundKeys + (round * Engine.BlockSize));
            if (round == 14)
            {
                return;
            }
            // FIPS 197 section 5.2: with eight key words, every other step has SubWord without RotWord and without constant.
            odd = PrefixSums<T>(odd) ^ SubWord<T>(even, Vector128.Create((byte)12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15), 0);
            odd.Store(roundKeys + ((round + 1) * Engine.BlockSize));
            roundConstant = Double(roundConstant);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Invert<T>(byte* roundKeys, byte* inverseKeys, int rounds)
        where T : struct, IVectorVocabulary
    {
        Vector128.Load(roundKeys + (rounds * Engine.BlockSize)).Store(inverseKeys);
        for (int round = 1; round < rounds; round++)
        {
            T.InverseMixColumns(Vector128.Load(roundKeys + ((rounds - round) * Engine.BlockSize))).Store(inverseKeys + (round * Engine.BlockSize));
        }
        Vector128.Load(roundKeys).Store(inverseKeys + (rounds * Engine.BlockSize));
    }

    /// <summary>The last word, rotated by RotWord, in every column.</summary>
    private static Vector128<byte> RotatedLastWord
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create((byte)13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12);
    }

    /// <summary>SubWord of the word that the shuffle repeats in every column, plus the round constant in its first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> SubWord<T>(Vector128<byte> words, Vector128<byte> shuffle, uint roundConstant)
        where T : struct, IVectorVocabulary =>
        T.FinalRound(T.Shuffle(words, shuffle), Vector128<byte>.Zero, Vector128.Create(roundConstant).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> PrefixSums<T>(Vector128<byte> words)
        where T : struct, IVectorVocabulary
    {
        words ^= T.ShiftLeftBytes(words, 4);
        return words ^ T.ShiftLeftBytes(words, 8);
    }

    /// <summary>The next round constant: times x in GF(2^8) (FIPS 197 section 5.2). The constants are public.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Double(uint roundConstant) => ((roundConstant << 1) ^ ((roundConstant >> 7) * 0x11B)) & 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store64(byte* destination, Vector128<byte> value) => *(ulong*)destination = value.AsUInt64().ToScalar();
}
