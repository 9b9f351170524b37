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
//      Counter blocks are counted in memory: eight of them stand on the stack with w[0] already added, and only their 32-bit
//      counters are rewritten, in integer registers, an iteration ahead. The vector pipes that the rounds want are left to
//      them: a shuffle and an addition per block cost 10 % (measured below). Upstream once counted 32 bits on one path and
//      more on another; here every path takes its blocks from one place, CounterBlocks.
//
//  Measured in core cycles per byte over 16 KiB, 128- and 256-bit keys, medians of 61, AMD EPYC (Zen 4) at 3.69 GHz, .NET
//  10.0.12, November 2026: 0.331 and 0.455; two rounds a cycle allow 0.3125 and 0.4375. Tried and dropped: counters by an
//  addition and a shuffle per block (0.363, 0.475), the same with eight constants instead of one addition repeated and the
//  plaintext loaded before its use (0.450, 0.605: more than the registers hold); additions of 512 bits instead of 256 (no
//  difference).
//
[SkipLocalsInit]
internal static unsafe class CtrKernel
{
    [Provenance("intrinsics-ctr")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform<T, TCounter>(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
        where T : struct, IVectorVocabulary
        where TCounter : struct, ICounter
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        if (length < EightBlocks.Size)
        {
            if (length != 0)
            {
                Short<T, TCounter>(keys, lastKey, counterBlock, source, destination, length);
            }
            return;
        }
        byte* memory = stackalloc byte[(2 * EightBlocks.Size) + WorkingMemory.Slack];
        byte* counterBlocks = WorkingMemory.Align(memory);
        byte* scratch = counterBlocks + EightBlocks.Size;
        uint counter = CounterBlocks.Start<TCounter>(counterBlocks, counterBlock, T.Whitening(keys));
        uint whitening = TCounter.Word(T.Whitening(keys));
        for (; length >= EightBlocks.Size; length -= EightBlocks.Size)
        {
            EightBlocks blocks = CounterBlocks.Take<TCounter>(counterBlocks, ref counter, whitening);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey, source, scratch);
            blocks.Store(destination);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (length != 0)
        {
            EightBlocks blocks = EightBlocks.Load(counterBlocks);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey);
            Tail.Add(blocks, source, destination, length);
        }
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }

    /// <summary>A message that the first eight counter blocks are enough for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Short<T, TCounter>(byte* keys, byte* lastKey, byte* counterBlock, byte* source, byte* destination, nuint length)
        where T : struct, IVectorVocabulary
        where TCounter : struct, ICounter
    {
        EightBlocks blocks = CounterBlocks.First<TCounter>(counterBlock, T.Whitening(keys));
        blocks.Rounds<Cipher<T>>(keys, lastKey);
        blocks.FinalRound<Cipher<T>>(lastKey);
        Tail.Add(blocks, source, destination, length);
    }
}
