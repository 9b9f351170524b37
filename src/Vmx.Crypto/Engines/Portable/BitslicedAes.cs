// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Vmx.Crypto.Engines.Portable;

//
//  AES (FIPS 197) on bit planes
//
//      E. Biham, "A fast new DES implementation in software" (1997), for the idea of slicing; E. Käsper, P. Schwabe, "Faster and
//      timing-attack resistant AES-GCM" (2009), for planes whose bytes are the bytes of the state; T. Pornin's notes on
//      BearSSL, for planes of 64 bits that hold four blocks.
//
//      The state of T.BlockCount blocks is eight planes, plane j holding bit j of every byte. SubBytes is a circuit of and
//      and exclusive or, ShiftRows and MixColumns move bits within planes. Nothing depends on the data but the data.
//
//      The constant of the S-box. SubstitutionBox computes S' = S ⊕ 63. MixColumns maps the state of sixteen bytes 63 to
//      itself (2·63 ⊕ 3·63 ⊕ 63 ⊕ 63 = 63), and ShiftRows does so, too. So the 63 that each SubBytes of the cipher lacks
//      can be added with the round key that follows it; and the 63 that each InvSubBytes of the inverse cipher wants
//      beforehand can be added with the round key before it, through InvMixColumns. In both directions these are the
//      round keys 1 to Nr: the key schedule holds them with 63 added to every byte, and one schedule serves both.
//
//      The key schedule in memory: rounds 0 to Nr, each as eight planes of which every block's part is equal, so that only
//      one part is kept (T.RoundKeyPlaneSize bytes a plane); then, at RoundCountOffset, Nr.
//
//  Speed: AMD EPYC (Zen 4 class) at 2.6 GHz, .NET 10.0.12, 2026-11; whole words of blocks in the first-level cache, the best
//  of 40 runs, in cycles of the time-stamp counter for each byte (AES-128, encryption and decryption):
//
//          Word64 13 and 15        Word128 3.6 and 4.1        Word256 1.9 and 2.1        Word512 1.7 and 1.8
//
//      What decides is that the eight planes live in registers. The JIT inlines into one method only while it has fewer
//      than 512 locals, and inlines no method with more than 32 locals or 32 arguments. Hence the parts that
//      SubstitutionBox is cut into, the constants of shuffles written out, and the transposition in methods of its own.
//      Beyond those limits nothing warns, planes go through memory and Word512 takes 7 to 9 cycles a byte; so look at
//      DOTNET_JitDisasm=EncryptPlanes after a change: no call, and with 32 registers no stack.
//
//      Dropped: planes that a circuit takes by reference in a method of its own, 5 cycles a byte in Word256; for ShiftRows,
//      shuffles whose pattern is repeated at run time, which exceeds the limit on locals.
//
internal static unsafe class BitslicedAes<T>
    where T : unmanaged, IWord<T>
{
    private const int BlockSize = Engine.BlockSize;
    private const int MaximumRounds = 14;
    private const uint SubstitutionConstant = 0x63636363;

    private static int RoundKeySize => 8 * T.RoundKeyPlaneSize;

    private static int RoundCountOffset => (MaximumRounds + 1) * RoundKeySize;

    /// <summary>Bytes of a key schedule.</summary>
    public static int KeyScheduleSize => RoundCountOffset + BlockSize;

    // ---- keys -------------------------------------------------------------------------------------------------------

    /// <summary>Expands a key of 16, 24 or 32 bytes (FIPS 197 section 5.2).</summary>
    [Provenance("portable-aes")]
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ExpandKey(byte* key, int keySize, byte* schedule)
    {
        int keyWords = keySize / 4;
        int rounds = keyWords + 6;
        int wordCount = 4 * (rounds + 1);
        // The words of the standard, with the first byte lowest.
        uint* words = stackalloc uint[4 * (MaximumRounds + 1)];
        for (int i = 0; i < keyWords; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(key + (4 * i), sizeof(uint)));
        }
        uint roundConstant = 1;
        for (int i = keyWords; i < wordCount; i++)
        {
            uint word = words[i - 1];
            if (i % keyWords == 0)
            {
                word = SubstituteWord(uint.RotateRight(word, 8)) ^ roundConstant;
                roundConstant = (roundConstant << 1) ^ ((roundConstant >> 7) * 0x11B);
            }
            else if (keyWords > 6 && i % keyWords == 4)
            {
                word = SubstituteWord(word);
            }
            words[i] = words[i - keyWords] ^ word;
        }
        byte* blocks = stackalloc byte[8 * sizeof(T)];
        T* planes = stackalloc T[8];
        for (int round = 0; round <= rounds; round++)
        {
            uint constant = round == 0 ? 0 : SubstitutionConstant;
            for (int i = 0; i < 4 * T.BlockCount; i++)
            {
                uint word = words[(4 * round) + (i % 4)] ^ constant;
                BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(blocks + (4 * i), sizeof(uint)), word);
            }
            Slice(blocks, planes);
            byte* roundKey = schedule + (round * RoundKeySize);
            for (int i = 0; i < 8; i++)
            {
                T.StoreRoundKey(planes[i], roundKey + (i * T.RoundKeyPlaneSize));
            }
        }
        Unsafe.WriteUnaligned(schedule + RoundCountOffset, rounds);
        CryptographicOperations.ZeroMemory(new Span<byte>(words, sizeof(uint) * 4 * (MaximumRounds + 1)));
        CryptographicOperations.ZeroMemory(new Span<byte>(blocks, 8 * sizeof(T)));
        CryptographicOperations.ZeroMemory(new Span<byte>(planes, 8 * sizeof(T)));
    }

    // SubWord: bit 8i of plane j is bit j of byte i. What the shifts leave in the other bits goes through the circuit too
    // and is masked away afterwards.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static uint SubstituteWord(uint word)
    {
        ulong planes = word;
        Word64 b0 = new(planes), b1 = new(planes >> 1), b2 = new(planes >> 2), b3 = new(planes >> 3);
        Word64 b4 = new(planes >> 4), b5 = new(planes >> 5), b6 = new(planes >> 6), b7 = new(planes >> 7);
        SubstitutionBox.Substitute(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        Word64 ones = new(0x01010101);
        Word64 result = (b0 & ones) ^ ((b1 & ones) << 1) ^ ((b2 & ones) << 2) ^ ((b3 & ones) << 3)
            ^ ((b4 & ones) << 4) ^ ((b5 & ones) << 5) ^ ((b6 & ones) << 6) ^ ((b7 & ones) << 7);
        return (uint)Word64.FoldLanes(result) ^ SubstitutionConstant;
    }

    // ---- blocks -----------------------------------------------------------------------------------------------------

    /// <summary>Encrypts T.BlockCount blocks (FIPS 197 section 5.1) and adds a mask to the result unless it is null.</summary>
    [SkipLocalsInit]
    public static void Encrypt(byte* schedule, byte* source, byte* mask, byte* destination)
    {
        T* planes = stackalloc T[8];
        Slice(source, planes);
        EncryptPlanes(schedule, planes);
        Unslice(planes, mask, destination);
    }

    /// <summary>Decrypts T.BlockCount blocks (FIPS 197 section 5.3) and adds a mask to the result unless it is null.</summary>
    [SkipLocalsInit]
    public static void Decrypt(byte* schedule, byte* source, byte* mask, byte* destination)
    {
        T* planes = stackalloc T[8];
        Slice(source, planes);
        DecryptPlanes(schedule, planes);
        Unslice(planes, mask, destination);
    }

    [Provenance("portable-aes")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EncryptPlanes(byte* schedule, T* planes)
    {
        byte* roundKey = schedule;
        byte* lastRoundKey = schedule + ((nint)Unsafe.ReadUnaligned<int>(schedule + RoundCountOffset) * RoundKeySize);
        T b0 = planes[0], b1 = planes[1], b2 = planes[2], b3 = planes[3], b4 = planes[4], b5 = planes[5], b6 = planes[6], b7 = planes[7];
        AddRoundKey(roundKey, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        while (true)
        {
            SubstitutionBox.Substitute(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            ShiftRows(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            roundKey += RoundKeySize;
            if (roundKey >= lastRoundKey)
            {
                break;
            }
            MixColumns(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            AddRoundKey(roundKey, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        }
        AddRoundKey(lastRoundKey, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        planes[0] = b0;
        planes[1] = b1;
        planes[2] = b2;
        planes[3] = b3;
        planes[4] = b4;
        planes[5] = b5;
        planes[6] = b6;
        planes[7] = b7;
    }

    [Provenance("portable-aes")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DecryptPlanes(byte* schedule, T* planes)
    {
        byte* roundKey = schedule + ((nint)Unsafe.ReadUnaligned<int>(schedule + RoundCountOffset) * RoundKeySize);
        T b0 = planes[0], b1 = planes[1], b2 = planes[2], b3 = planes[3], b4 = planes[4], b5 = planes[5], b6 = planes[6], b7 = planes[7];
        AddRoundKey(roundKey, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        while (true)
        {
            InverseShiftRows(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            SubstitutionBox.InverseSubstitute(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            roundKey -= RoundKeySize;
            if (roundKey <= schedule)
            {
                break;
            }
            AddRoundKey(roundKey, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            PrepareInverseMixColumns(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            MixColumns(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        }
        AddRoundKey(schedule, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        planes[0] = b0;
        planes[1] = b1;
        planes[2] = b2;
        planes[3] = b3;
        planes[4] = b4;
        planes[5] = b5;
        planes[6] = b6;
        planes[7] = b7;
    }

    /// <summary>Reads T.BlockCount blocks into planes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Slice(byte* source, T* planes)
    {
        T b0 = T.LoadBlocks(source);
        T b1 = T.LoadBlocks(source + sizeof(T));
        T b2 = T.LoadBlocks(source + (2 * sizeof(T)));
        T b3 = T.LoadBlocks(source + (3 * sizeof(T)));
        T b4 = T.LoadBlocks(source + (4 * sizeof(T)));
        T b5 = T.LoadBlocks(source + (5 * sizeof(T)));
        T b6 = T.LoadBlocks(source + (6 * sizeof(T)));
        T b7 = T.LoadBlocks(source + (7 * sizeof(T)));
        Transpose(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        planes[0] = b0;
        planes[1] = b1;
        planes[2] = b2;
        planes[3] = b3;
        planes[4] = b4;
        planes[5] = b5;
        planes[6] = b6;
        planes[7] = b7;
    }

    /// <summary>Writes planes as blocks, with a mask added unless it is null, and erases them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Unslice(T* planes, byte* mask, byte* destination)
    {
        T b0 = planes[0], b1 = planes[1], b2 = planes[2], b3 = planes[3], b4 = planes[4], b5 = planes[5], b6 = planes[6], b7 = planes[7];
        Transpose(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        if (mask != null)
        {
            b0 ^= T.LoadBlocks(mask);
            b1 ^= T.LoadBlocks(mask + sizeof(T));
            b2 ^= T.LoadBlocks(mask + (2 * sizeof(T)));
            b3 ^= T.LoadBlocks(mask + (3 * sizeof(T)));
            b4 ^= T.LoadBlocks(mask + (4 * sizeof(T)));
            b5 ^= T.LoadBlocks(mask + (5 * sizeof(T)));
            b6 ^= T.LoadBlocks(mask + (6 * sizeof(T)));
            b7 ^= T.LoadBlocks(mask + (7 * sizeof(T)));
        }
        T.StoreBlocks(b0, destination);
        T.StoreBlocks(b1, destination + sizeof(T));
        T.StoreBlocks(b2, destination + (2 * sizeof(T)));
        T.StoreBlocks(b3, destination + (3 * sizeof(T)));
        T.StoreBlocks(b4, destination + (4 * sizeof(T)));
        T.StoreBlocks(b5, destination + (5 * sizeof(T)));
        T.StoreBlocks(b6, destination + (6 * sizeof(T)));
        T.StoreBlocks(b7, destination + (7 * sizeof(T)));
        CryptographicOperations.ZeroMemory(new Span<byte>(planes, 8 * sizeof(T)));
    }

    // ---- steps ------------------------------------------------------------------------------------------------------

    // Bit j of word i changes places with bit i of word j, in every byte: the transposition of matrices of 8 by 8 bits, in
    // three steps that each exchange the off-diagonal halves. It is its own inverse.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        T mask = T.Broadcast(0x5555_5555_5555_5555);
        Exchange(ref b0, ref b1, 1, mask);
        Exchange(ref b2, ref b3, 1, mask);
        Exchange(ref b4, ref b5, 1, mask);
        Exchange(ref b6, ref b7, 1, mask);
        mask = T.Broadcast(0x3333_3333_3333_3333);
        Exchange(ref b0, ref b2, 2, mask);
        Exchange(ref b1, ref b3, 2, mask);
        Exchange(ref b4, ref b6, 2, mask);
        Exchange(ref b5, ref b7, 2, mask);
        mask = T.Broadcast(0x0F0F_0F0F_0F0F_0F0F);
        Exchange(ref b0, ref b4, 4, mask);
        Exchange(ref b1, ref b5, 4, mask);
        Exchange(ref b2, ref b6, 4, mask);
        Exchange(ref b3, ref b7, 4, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref T low, ref T high, int distance, T mask)
    {
        T difference = ((low >>> distance) ^ high) & mask;
        high ^= difference;
        low ^= difference << distance;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRoundKey(byte* roundKey, ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        int size = T.RoundKeyPlaneSize;
        b0 ^= T.LoadRoundKey(roundKey);
        b1 ^= T.LoadRoundKey(roundKey + size);
        b2 ^= T.LoadRoundKey(roundKey + (2 * size));
        b3 ^= T.LoadRoundKey(roundKey + (3 * size));
        b4 ^= T.LoadRoundKey(roundKey + (4 * size));
        b5 ^= T.LoadRoundKey(roundKey + (5 * size));
        b6 ^= T.LoadRoundKey(roundKey + (6 * size));
        b7 ^= T.LoadRoundKey(roundKey + (7 * size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ShiftRows(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        b0 = T.ShiftRows(b0);
        b1 = T.ShiftRows(b1);
        b2 = T.ShiftRows(b2);
        b3 = T.ShiftRows(b3);
        b4 = T.ShiftRows(b4);
        b5 = T.ShiftRows(b5);
        b6 = T.ShiftRows(b6);
        b7 = T.ShiftRows(b7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InverseShiftRows(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        b0 = T.InverseShiftRows(b0);
        b1 = T.InverseShiftRows(b1);
        b2 = T.InverseShiftRows(b2);
        b3 = T.InverseShiftRows(b3);
        b4 = T.InverseShiftRows(b4);
        b5 = T.InverseShiftRows(b5);
        b6 = T.InverseShiftRows(b6);
        b7 = T.InverseShiftRows(b7);
    }

    // FIPS 197 section 5.1.3. A column a goes to 2·a ⊕ 3·a' ⊕ a'' ⊕ a''', where the strokes count turns by one row. With
    // t = a ⊕ a' this is 2·t ⊕ a' ⊕ t''. The product by 2 moves every plane up by one and adds the highest one, by
    // x^8 = x^4 + x^3 + x + 1, to the planes 0, 1, 3 and 4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixColumns(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        T turned7 = T.TurnByOneRow(b7);
        T t7 = b7 ^ turned7;
        T turned6 = T.TurnByOneRow(b6);
        T t6 = b6 ^ turned6;
        b7 = t6 ^ turned7 ^ T.TurnByTwoRows(t7);
        T turned5 = T.TurnByOneRow(b5);
        T t5 = b5 ^ turned5;
        b6 = t5 ^ turned6 ^ T.TurnByTwoRows(t6);
        T turned4 = T.TurnByOneRow(b4);
        T t4 = b4 ^ turned4;
        b5 = t4 ^ turned5 ^ T.TurnByTwoRows(t5);
        T turned3 = T.TurnByOneRow(b3);
        T t3 = b3 ^ turned3;
        b4 = t3 ^ t7 ^ turned4 ^ T.TurnByTwoRows(t4);
        T turned2 = T.TurnByOneRow(b2);
        T t2 = b2 ^ turned2;
        b3 = t2 ^ t7 ^ turned3 ^ T.TurnByTwoRows(t3);
        T turned1 = T.TurnByOneRow(b1);
        T t1 = b1 ^ turned1;
        b2 = t1 ^ turned2 ^ T.TurnByTwoRows(t2);
        T turned0 = T.TurnByOneRow(b0);
        T t0 = b0 ^ turned0;
        b1 = t0 ^ t7 ^ turned1 ^ T.TurnByTwoRows(t1);
        b0 = t7 ^ turned0 ^ T.TurnByTwoRows(t0);
    }

    // FIPS 197 section 5.3.3. The matrix of InvMixColumns is that of MixColumns times the circulant (5, 0, 4, 0), and
    // 5·a ⊕ 4·a'' = a ⊕ 4·(a ⊕ a''). The product by 4 is that by 2 twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrepareInverseMixColumns(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
    {
        T u7 = b7 ^ T.TurnByTwoRows(b7);
        T u6 = b6 ^ T.TurnByTwoRows(b6);
        T u5 = b5 ^ T.TurnByTwoRows(b5);
        T u4 = b4 ^ T.TurnByTwoRows(b4);
        T u3 = b3 ^ T.TurnByTwoRows(b3);
        T u2 = b2 ^ T.TurnByTwoRows(b2);
        T u1 = b1 ^ T.TurnByTwoRows(b1);
        T u0 = b0 ^ T.TurnByTwoRows(b0);
        b7 ^= u5;
        b6 ^= u4;
        b5 ^= u3 ^ u7;
        b4 ^= u2 ^ u6 ^ u7;
        b3 ^= u1 ^ u6;
        b2 ^= u0 ^ u7;
        b1 ^= u6 ^ u7;
        b0 ^= u6;
    }
}
