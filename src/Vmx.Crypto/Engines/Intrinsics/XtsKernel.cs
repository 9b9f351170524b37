// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_xts_encrypt and aes_p8_xts_decrypt with _aesp8_xts_encrypt6x and _aesp8_xts_decrypt6x of CRYPTOGAMS
// ppc/aesp8-ppc.pl at 9444b2d53bae, retold in C#. Runs of data units are our own.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  XTS-AES (IEEE 1619 section 5)
//
//      Block j of a data unit is encrypted between two additions of its tweak T·α^j. The first addition takes w[0] along,
//      the second is folded into the last round.
//
//      Tweaks are doubled (multiplied by α) in integer registers, an iteration ahead of the rounds, and stand in memory: the
//      vector pipes that the rounds want are left to them. The unit's number is little-endian in the standard, so that
//      doubling is a shift by one bit and, for the bit that falls out, the addition of 0x87 (section 5.2).
//
//      A tweak is never used by itself: it is added with w[0] before the rounds and with w[Nr] after them.
//
//      The first tweaks of up to eight data units are encrypted together. A tail, and the last whole block of a data unit
//      that is not whole, go through the same eight-wide path. Ciphertext stealing (sections 5.3.2 and 5.4.2) is one more
//      block after it; decryption takes the last two tweaks in reverse.
//
//  Measured in core cycles per byte over one unit of 16 KiB, 128- and 256-bit keys, medians of 15 to 61, AMD EPYC (Zen 4) at
//  3.69 GHz, .NET 10.0.12, November 2026: 0.38 and 0.464; units of 512 bytes 0.46 and 0.56. Two rounds a cycle allow 0.3125 and
//  0.4375; with the tweaks left out the loop takes 0.341 and 0.472, and what the doubling adds to short keys is probably the
//  six instructions a cycle that the processor takes in. Tried and dropped, each in the kernel as it then was: eight chains
//  times α^8, by a byte shift and a carry-less product each (0.496, 0.606), the same in two registers of 512 bits (0.370,
//  0.503); doubling before the loads (0.383, 0.545), in pairs between the rounds (0.415, 0.470), after the rounds (0.61: the
//  next iteration loads what has not reached memory); tweaks two iterations ahead (0.386), and with them the next group's sums
//  before this one's rounds (0.411, 0.530; the same wherever buffers lie, while what is here reaches 0.43 where they lie
//  badly).
//
[SkipLocalsInit]
internal static unsafe class XtsKernel
{
    [Provenance("intrinsics-xts")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform<T, TCipher>(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
        where T : struct, IVectorVocabulary
        where TCipher : struct, ICipher
    {
        byte* tweaks = stackalloc byte[EightBlocks.Size];
        for (nuint unit = 0; unit < run.DataUnitCount; unit++)
        {
            nuint ahead = unit % EightBlocks.Count;
            if (ahead == 0)
            {
                nuint count = nuint.Min(run.DataUnitCount - unit, EightBlocks.Count);
                for (nuint i = 0; i < count; i++)
                {
                    run.WriteTweak(unit + i, tweaks + (i * Engine.BlockSize));
                }
                BlockKernel.Transform<Cipher<T>>(tweakSchedule, tweaks, tweaks, count);
            }
            DataUnit<T, TCipher>(dataSchedule, tweaks + (ahead * Engine.BlockSize), source, destination, run.DataUnitSize);
            source += run.DataUnitSize;
            destination += run.DataUnitSize;
        }
        EightBlocks wiped = default;
        wiped.Store(tweaks);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DataUnit<T, TCipher>(byte* schedule, byte* firstTweak, byte* source, byte* destination, nuint length)
        where T : struct, IVectorVocabulary
        where TCipher : struct, ICipher
    {
        byte* keys = TCipher.RoundKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        nuint partial = length % Engine.BlockSize;
        bool reversed = partial != 0 && typeof(TCipher) == typeof(EquivalentInverseCipher<T>);

        // The tweaks of eight blocks, and of the eight after them.
        byte* memory = stackalloc byte[(3 * EightBlocks.Size) + WorkingMemory.Slack];
        byte* working = WorkingMemory.Align(memory);
        byte* tweaks = working;
        byte* nextTweaks = tweaks + EightBlocks.Size;
        byte* scratch = nextTweaks + EightBlocks.Size;
        Tweaks chain = new(firstTweak);
        EightBlocks first = chain.Take();
        first.Store(tweaks);

        // When the last whole block takes another tweak than its own, it is left to the tail.
        nuint bulk = EightBlocks.Size + (reversed ? (nuint)Engine.BlockSize : 0);
        if (length >= bulk)
        {
            chain.Write(nextTweaks);
            EightBlocks blocks = EightBlocks.Load(source);
            blocks.Add(first);
            blocks.Add(TCipher.Whitening(keys));
            blocks.Rounds<TCipher>(keys, lastKey);
            blocks.FinalRound<TCipher>(lastKey, tweaks, null);
            blocks.Store(destination);
            for (length -= EightBlocks.Size; ; length -= EightBlocks.Size)
            {
                byte* used = tweaks;
                tweaks = nextTweaks;
                nextTweaks = used;
                source += EightBlocks.Size;
                destination += EightBlocks.Size;
                if (length < bulk)
                {
                    break;
                }
                blocks = EightBlocks.LoadSum(source, tweaks, TCipher.Whitening(keys), scratch);
                chain.Write(nextTweaks);
                blocks.Rounds<TCipher>(keys, lastKey);
                blocks.FinalRound<TCipher>(lastKey, tweaks, scratch);
                blocks.Store(destination);
            }
        }
        if (length != 0)
        {
            chain.Peek(tweaks + EightBlocks.Size);
            DataUnitTail<T, TCipher>(keys, lastKey, tweaks, source, destination, length, partial, reversed);
        }
        default(EightBlocks).Store(working);
        default(EightBlocks).Store(working + EightBlocks.Size);
        default(EightBlocks).Store(working + (2 * EightBlocks.Size));
    }

    /// <summary>The last whole blocks of a data unit, at most eight, and ciphertext stealing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DataUnitTail<T, TCipher>(byte* keys, byte* lastKey, byte* tweaks, byte* source, byte* destination, nuint length, nuint partial, bool reversed)
        where T : struct, IVectorVocabulary
        where TCipher : struct, ICipher
    {
        nuint count = length / Engine.BlockSize;
        Vector128<byte> stealing = Vector128.Load(tweaks + (count * Engine.BlockSize));
        if (reversed)
        {
            byte* last = tweaks + ((count - 1) * Engine.BlockSize);
            Vector128<byte> own = Vector128.Load(last);
            stealing.Store(last);
            stealing = own;
        }
        if (count != 0)
        {
            EightBlocks blocks = count == EightBlocks.Count ? EightBlocks.Load(source) : EightBlocks.Load(source, count);
            blocks.Add(EightBlocks.Load(tweaks));
            blocks.Add(TCipher.Whitening(keys));
            blocks.Rounds<TCipher>(keys, lastKey);
            blocks.FinalRound<TCipher>(lastKey, tweaks, null);
            if (count == EightBlocks.Count)
            {
                blocks.Store(destination);
            }
            else
            {
                blocks.Store(destination, count);
            }
        }
        if (partial != 0)
        {
            // The partial block takes the first bytes of the block before it and gives it its own in exchange.
            byte* end = destination + (count * Engine.BlockSize);
            byte* lastWhole = end - Engine.BlockSize;
            Vector128<byte> lastBlock = Vector128.Load(lastWhole);
            Vector128<byte> exchanged = Tail.Replace(lastBlock, Tail.LoadPartial(source + (count * Engine.BlockSize), partial), partial);
            Tail.StorePartial(lastBlock, end, partial);
            BlockKernel.One<TCipher>(keys, lastKey, exchanged ^ stealing, stealing).Store(lastWhole);
        }
    }

    /// <summary>The chain T, T·α, T·α², …, in two integers.</summary>
    private struct Tweaks
    {
        private ulong _low;
        private ulong _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Tweaks(byte* first)
        {
            _low = *(ulong*)first;
            _high = *(ulong*)(first + 8);
        }

        /// <summary>The next eight tweaks, in registers.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public EightBlocks Take()
        {
            EightBlocks tweaks;
            tweaks.B0 = Next();
            tweaks.B1 = Next();
            tweaks.B2 = Next();
            tweaks.B3 = Next();
            tweaks.B4 = Next();
            tweaks.B5 = Next();
            tweaks.B6 = Next();
            tweaks.B7 = Next();
            return tweaks;
        }

        /// <summary>Writes the next eight tweaks.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(byte* tweaks)
        {
            Next((ulong*)tweaks, 0);
            Next((ulong*)tweaks, 2);
            Next((ulong*)tweaks, 4);
            Next((ulong*)tweaks, 6);
            Next((ulong*)tweaks, 8);
            Next((ulong*)tweaks, 10);
            Next((ulong*)tweaks, 12);
            Next((ulong*)tweaks, 14);
        }

        /// <summary>Writes the next tweak without passing it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Peek(byte* tweak)
        {
            ((ulong*)tweak)[0] = _low;
            ((ulong*)tweak)[1] = _high;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<byte> Next()
        {
            Vector128<byte> tweak = Vector128.Create(_low, _high).AsByte();
            Double();
            return tweak;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Next(ulong* words, int index)
        {
            words[index] = _low;
            words[index + 1] = _high;
            Double();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Double()
        {
            ulong carry = (ulong)((long)_high >> 63) & 0x87;
            _high = (_low >> 63) + (_high * 2);
            _low = (_low << 1) ^ carry;
        }
    }
}
