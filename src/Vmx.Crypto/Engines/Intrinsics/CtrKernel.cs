// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_ctr32_encrypt_blocks with _aesp8_ctr32_encrypt8x of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold in C#.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  CTR (SP 800-38A section 6.5)
//
//      Eight counter blocks in flight; the last round adds w[Nr] ⊕ plaintext, so that it writes finished output. A tail of
//      one to eight blocks takes the same eight-wide path and keeps what it needs: on a processor that starts two rounds a
//      cycle, eight blocks take no longer than the latency of one.
//
//      The counter is kept in the processor's byte order in one 32-bit element of a vector, the only form in which it is
//      counted, on every path. Upstream once counted 32 bits on one path and more on another; here a counter is a type.
//
internal static unsafe class CtrKernel
{
    [Provenance("intrinsics-ctr")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform<T, TCounter>(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
        where T : struct, IVectorVocabulary
        where TCounter : struct, ICounter
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        int rounds = KeySchedule.Rounds(schedule);
        Vector128<uint> counter = TCounter.FromBlock<T>(Vector128.Load(counterBlock));
        for (; length >= EightBlocks.Size; length -= EightBlocks.Size)
        {
            EightBlocks blocks = CounterBlocks<T, TCounter>(ref counter);
            blocks.Add(T.Whitening(keys));
            blocks.Rounds<Cipher<T>>(keys, rounds);
            blocks.FinalRound<Cipher<T>>(keys, rounds, EightBlocks.Load(source));
            blocks.Store(destination);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (length != 0)
        {
            EightBlocks blocks = CounterBlocks<T, TCounter>(ref counter);
            blocks.Add(T.Whitening(keys));
            blocks.Rounds<Cipher<T>>(keys, rounds);
            blocks.FinalRound<Cipher<T>>(keys, rounds, default);
            Tail.Add(in blocks, source, destination, length);
        }
    }

    /// <summary>The next eight counter blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks CounterBlocks<T, TCounter>(ref Vector128<uint> counter)
        where T : struct, IVectorVocabulary
        where TCounter : struct, ICounter
    {
        EightBlocks blocks;
        blocks.B0 = TCounter.ToBlock<T>(counter);
        blocks.B1 = TCounter.ToBlock<T>(counter + TCounter.Step(1));
        blocks.B2 = TCounter.ToBlock<T>(counter + TCounter.Step(2));
        blocks.B3 = TCounter.ToBlock<T>(counter + TCounter.Step(3));
        blocks.B4 = TCounter.ToBlock<T>(counter + TCounter.Step(4));
        blocks.B5 = TCounter.ToBlock<T>(counter + TCounter.Step(5));
        blocks.B6 = TCounter.ToBlock<T>(counter + TCounter.Step(6));
        blocks.B7 = TCounter.ToBlock<T>(counter + TCounter.Step(7));
        counter += TCounter.Step(8);
        return blocks;
    }
}

/// <summary>Where in a block the 32 bits are that count, and in which byte order.</summary>
internal interface ICounter
{
    /// <summary>A counter block with its counter in the processor's byte order.</summary>
    static abstract Vector128<uint> FromBlock<T>(Vector128<byte> block) where T : struct, IVectorVocabulary;

    /// <summary>The counter block of a counter.</summary>
    static abstract Vector128<byte> ToBlock<T>(Vector128<uint> counter) where T : struct, IVectorVocabulary;

    /// <summary>What counts by so many blocks. The addition has no carry out of the 32 bits.</summary>
    static abstract Vector128<uint> Step(uint blocks);
}

/// <summary>The counter in the last four bytes, big-endian: inc32 of SP 800-38D section 6.2.</summary>
internal readonly struct BigEndianCounter : ICounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> FromBlock<T>(Vector128<byte> block) where T : struct, IVectorVocabulary =>
        T.Shuffle(block, Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToBlock<T>(Vector128<uint> counter) where T : struct, IVectorVocabulary =>
        T.Shuffle(counter.AsByte(), Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Step(uint blocks) => Vector128.Create(0, 0, 0, blocks);
}

/// <summary>The counter in the first four bytes, little-endian, as AES-GCM-SIV and WinZip have it.</summary>
internal readonly struct LittleEndianCounter : ICounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> FromBlock<T>(Vector128<byte> block) where T : struct, IVectorVocabulary => block.AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToBlock<T>(Vector128<uint> counter) where T : struct, IVectorVocabulary => counter.AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Step(uint blocks) => Vector128.Create(blocks, 0, 0, 0);
}
