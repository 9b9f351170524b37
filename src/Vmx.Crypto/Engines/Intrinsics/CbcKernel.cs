// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_cbc_encrypt with _aesp8_cbc_decrypt8x of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold in C#.
// Encryption of many messages is our own.

using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  CBC (SP 800-38A section 6.2)
//
//      Encryption is a chain: Nr rounds of latency a block, whatever the processor could do beside. Nothing else is on it: the
//      last round adds w[Nr] ⊕ w[0] ⊕ P[i+1], which makes it the whitened input of the next block, and the ciphertext is that
//      value without w[0] ⊕ P[i+1].
//
//      Decryption has no chain. Eight blocks are in flight, and the last round adds w[0] ⊕ C[i-1], so that it writes
//      finished plaintext. Every ciphertext block is read before a plaintext block is written: in place works.
//
//      Many messages: eight chains side by side, a lane to a message. All run until the shortest ends, and a lane whose
//      message has ended takes the next job.
//
//  Measured in core cycles per byte over 16 KiB, 128- and 256-bit keys, medians of 15 to 61, AMD EPYC (Zen 4) at 3.69 GHz,
//  .NET 10.0.12, November 2026: decryption 0.327 and 0.454 (two rounds a cycle allow 0.3125 and 0.4375); encryption 2.494 and
//  3.489 (four cycles a round: 2.5 and 3.5); sixteen messages of 1 KiB 0.373 and 0.500. Tried and dropped: encryption with the
//  plaintext added between two blocks (2.555, 3.552); decryption that adds block by block (0.347, 0.470), that reads its
//  ciphertext twice in wide registers (0.334, 0.459), or that reads the next group after this one is written (0.338, 0.461): the
//  last two take up to 0.46 where source and destination lie at unlucky distances, as two arrays of one size do.
//
[SkipLocalsInit]
internal static unsafe class CbcKernel
{
    [Provenance("intrinsics-cbc-encrypt")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Encrypt<T>(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
        where T : struct, IVectorVocabulary
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        if (blockCount == 0)
        {
            return;
        }
        Vector128<byte> whitening = T.Whitening(keys);
        Vector128<byte> last = Vector128.Load(lastKey);
        Vector128<byte> state = Vector128.Load(chainingBlock) ^ Vector128.Load(source) ^ whitening;
        while (true)
        {
            byte* roundKey = keys + Engine.BlockSize;
            do
            {
                state = T.Round(state, T.RoundKey(roundKey));
                roundKey += Engine.BlockSize;
            }
            while (roundKey != lastKey);
            if (--blockCount == 0)
            {
                break;
            }
            source += Engine.BlockSize;
            Vector128<byte> next = Vector128.Load(source) ^ whitening;
            state = T.FinalRound(state, T.RoundKey(lastKey), last ^ next);
            (state ^ next).Store(destination);
            destination += Engine.BlockSize;
        }
        state = T.FinalRound(state, T.RoundKey(lastKey), last);
        state.Store(destination);
        state.Store(chainingBlock);
    }

    [Provenance("intrinsics-cbc-decrypt")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Decrypt<T>(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
        where T : struct, IVectorVocabulary
    {
        byte* keys = KeySchedule.DecryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        Vector128<byte> chaining = Vector128.Load(chainingBlock);
        byte* memory = stackalloc byte[(3 * EightBlocks.Size) + WorkingMemory.Slack];
        byte* scratch = WorkingMemory.Align(memory);
        byte* chained = scratch + EightBlocks.Size;
        byte* nextChained = chained + EightBlocks.Size;
        if (WideAddition.IsUsed && blockCount >= EightBlocks.Count)
        {
            WideAddition.Add(source, T.Whitening(keys), scratch, Vector128.Load(lastKey), chained);
        }
        for (; blockCount >= EightBlocks.Count; blockCount -= EightBlocks.Count)
        {
            EightBlocks blocks;
            if (WideAddition.IsUsed)
            {
                // The next group is read before this one is written: a processor that tells addresses apart by their low
                // twelve bits would hold the reading back until the writing is done.
                blocks = EightBlocks.Load(scratch);
                if (blockCount >= 2 * EightBlocks.Count)
                {
                    WideAddition.Add(source + EightBlocks.Size, T.Whitening(keys), scratch, Vector128.Load(lastKey), nextChained);
                }
            }
            else
            {
                blocks = EightBlocks.Load(source);
                blocks.Add(T.Whitening(keys));
            }
            blocks.Rounds<EquivalentInverseCipher<T>>(keys, lastKey);
            ChainedFinalRound<T>(ref blocks, lastKey, chaining, source, chained);
            chaining = Vector128.Load(source + 112);
            blocks.Store(destination);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
            byte* used = chained;
            chained = nextChained;
            nextChained = used;
        }
        if (blockCount != 0)
        {
            byte* ciphertext = stackalloc byte[EightBlocks.Size];
            EightBlocks blocks = EightBlocks.Load(source, blockCount);
            blocks.Store(ciphertext);
            blocks.Add(T.Whitening(keys));
            blocks.Rounds<EquivalentInverseCipher<T>>(keys, lastKey);
            ChainedFinalRound<T>(ref blocks, lastKey, chaining, ciphertext, null);
            chaining = Vector128.Load(ciphertext + ((blockCount - 1) * Engine.BlockSize));
            blocks.Store(destination, blockCount);
        }
        chaining.Store(chainingBlock);
        default(EightBlocks).Store(scratch);
        default(EightBlocks).Store(chained);
        default(EightBlocks).Store(nextChained);
    }

    /// <summary>
    /// The last inverse round, which adds to each block the ciphertext block before it. Where there is <paramref name="chained"/>,
    /// the ciphertext blocks stand there with w[Nr] added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ChainedFinalRound<T>(ref EightBlocks blocks, byte* lastKey, Vector128<byte> chaining, byte* ciphertext, byte* chained)
        where T : struct, IVectorVocabulary
    {
        Vector128<byte> roundKey = T.RoundKey(lastKey);
        Vector128<byte> last = Vector128.Load(lastKey);
        blocks.B0 = T.InverseFinalRound(blocks.B0, roundKey, last ^ chaining);
        if (WideAddition.IsUsed && chained != null)
        {
            blocks.B1 = T.InverseFinalRound(blocks.B1, roundKey, Vector128.Load(chained));
            blocks.B2 = T.InverseFinalRound(blocks.B2, roundKey, Vector128.Load(chained + 16));
            blocks.B3 = T.InverseFinalRound(blocks.B3, roundKey, Vector128.Load(chained + 32));
            blocks.B4 = T.InverseFinalRound(blocks.B4, roundKey, Vector128.Load(chained + 48));
            blocks.B5 = T.InverseFinalRound(blocks.B5, roundKey, Vector128.Load(chained + 64));
            blocks.B6 = T.InverseFinalRound(blocks.B6, roundKey, Vector128.Load(chained + 80));
            blocks.B7 = T.InverseFinalRound(blocks.B7, roundKey, Vector128.Load(chained + 96));
            return;
        }
        blocks.B1 = T.InverseFinalRound(blocks.B1, roundKey, last ^ Vector128.Load(ciphertext));
        blocks.B2 = T.InverseFinalRound(blocks.B2, roundKey, last ^ Vector128.Load(ciphertext + 16));
        blocks.B3 = T.InverseFinalRound(blocks.B3, roundKey, last ^ Vector128.Load(ciphertext + 32));
        blocks.B4 = T.InverseFinalRound(blocks.B4, roundKey, last ^ Vector128.Load(ciphertext + 48));
        blocks.B5 = T.InverseFinalRound(blocks.B5, roundKey, last ^ Vector128.Load(ciphertext + 64));
        blocks.B6 = T.InverseFinalRound(blocks.B6, roundKey, last ^ Vector128.Load(ciphertext + 80));
        blocks.B7 = T.InverseFinalRound(blocks.B7, roundKey, last ^ Vector128.Load(ciphertext + 96));
    }

    /// <summary>What a lane of <see cref="EncryptMany"/> works on.</summary>
    private struct Lane
    {
        public byte* Source;
        public byte* Destination;
        public nuint Remaining;
    }

    [Provenance("intrinsics-cbc-encrypt-many")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void EncryptMany<T>(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
        where T : struct, IVectorVocabulary
    {
        Lane* lanes = stackalloc Lane[EightBlocks.Count];
        byte* chains = stackalloc byte[EightBlocks.Size];
        new Span<Lane>(lanes, EightBlocks.Count).Clear();
        int next = 0;
        while (true)
        {
            nuint shortest = nuint.MaxValue;
            int active = -1;
            for (int i = 0; i < EightBlocks.Count; i++)
            {
                while (lanes[i].Remaining == 0 && next < jobCount)
                {
                    lanes[i].Source = source + jobs[next].SourceOffset;
                    lanes[i].Destination = destination + jobs[next].DestinationOffset;
                    lanes[i].Remaining = (uint)jobs[next].Length / Engine.BlockSize;
                    Vector128.Load(ivs + ((nint)next * Engine.BlockSize)).Store(chains + (i * Engine.BlockSize));
                    next++;
                }
                if (lanes[i].Remaining != 0)
                {
                    active = i;
                    shortest = nuint.Min(shortest, lanes[i].Remaining);
                }
            }
            if (active < 0)
            {
                break;
            }
            // A lane without a message doubles one that has one: all lanes read before any writes, so both write the same.
            for (int i = 0; i < EightBlocks.Count; i++)
            {
                if (lanes[i].Remaining == 0)
                {
                    lanes[i].Source = lanes[active].Source;
                    lanes[i].Destination = lanes[active].Destination;
                    Vector128.Load(chains + (active * Engine.BlockSize)).Store(chains + (i * Engine.BlockSize));
                }
            }
            EncryptLanes<T>(schedule, lanes, chains, shortest * Engine.BlockSize);
            for (int i = 0; i < EightBlocks.Count; i++)
            {
                lanes[i].Source += shortest * Engine.BlockSize;
                lanes[i].Destination += shortest * Engine.BlockSize;
                lanes[i].Remaining -= lanes[i].Remaining == 0 ? 0 : shortest;
            }
        }
    }

    /// <summary>Encrypts as many bytes in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EncryptLanes<T>(byte* schedule, Lane* lanes, byte* chains, nuint length)
        where T : struct, IVectorVocabulary
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        EightBlocks blocks = EightBlocks.Load(chains);
        for (nuint offset = 0; offset != length; offset += Engine.BlockSize)
        {
            EightBlocks plaintext;
            plaintext.B0 = Vector128.Load(lanes[0].Source + offset);
            plaintext.B1 = Vector128.Load(lanes[1].Source + offset);
            plaintext.B2 = Vector128.Load(lanes[2].Source + offset);
            plaintext.B3 = Vector128.Load(lanes[3].Source + offset);
            plaintext.B4 = Vector128.Load(lanes[4].Source + offset);
            plaintext.B5 = Vector128.Load(lanes[5].Source + offset);
            plaintext.B6 = Vector128.Load(lanes[6].Source + offset);
            plaintext.B7 = Vector128.Load(lanes[7].Source + offset);
            blocks.Add(plaintext);
            blocks.Add(T.Whitening(keys));
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey);
            blocks.B0.Store(lanes[0].Destination + offset);
            blocks.B1.Store(lanes[1].Destination + offset);
            blocks.B2.Store(lanes[2].Destination + offset);
            blocks.B3.Store(lanes[3].Destination + offset);
            blocks.B4.Store(lanes[4].Destination + offset);
            blocks.B5.Store(lanes[5].Destination + offset);
            blocks.B6.Store(lanes[6].Destination + offset);
            blocks.B7.Store(lanes[7].Destination + offset);
        }
        blocks.Store(chains);
    }
}
