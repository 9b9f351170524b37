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
//      Tweaks are doubled (multiplied by α) beside the rounds. The unit's number is little-endian in the standard, so that
//      byte 15 has the highest coefficients; multiplication by α^8 is a shift by one byte, and the eight bits that fall out
//      come back as their carry-less product with 0x87. Eight independent chains, each eight powers further per step, replace
//      one long chain of single doublings.
//
//      The first tweaks of up to eight data units are encrypted together. A tail, and the last whole block of a data unit
//      that is not whole, go through the same eight-wide path. Ciphertext stealing (sections 5.3.2 and 5.4.2) is one more
//      block after it; decryption takes the last two tweaks in reverse.
//
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
            DataUnit<T, TCipher>(dataSchedule, Vector128.Load(tweaks + (ahead * Engine.BlockSize)), source, destination, run.DataUnitSize);
            source += run.DataUnitSize;
            destination += run.DataUnitSize;
        }
        EightBlocks wiped = default;
        wiped.Store(tweaks);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DataUnit<T, TCipher>(byte* schedule, Vector128<byte> tweak, byte* source, byte* destination, nuint length)
        where T : struct, IVectorVocabulary
        where TCipher : struct, ICipher
    {
        byte* keys = TCipher.RoundKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        EightBlocks tweaks = FirstTweaks<T>(tweak);
        nuint partial = length % Engine.BlockSize;
        bool reversed = partial != 0 && typeof(TCipher) == typeof(EquivalentInverseCipher<T>);

        // When the last whole block takes another tweak than its own, it is left to the tail.
        nuint bulk = EightBlocks.Size + (reversed ? (nuint)Engine.BlockSize : 0);
        for (; length >= bulk; length -= EightBlocks.Size)
        {
            EightBlocks blocks = EightBlocks.Load(source);
            Eight<TCipher>(keys, lastKey, tweaks, ref blocks);
            blocks.Store(destination);
            MultiplyByAlphaToTheEighth<T>(ref tweaks);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (length == 0)
        {
            return;
        }
        DataUnitTail<T, TCipher>(keys, lastKey, tweaks, source, destination, length, partial, reversed);
    }

    /// <summary>The last whole blocks of a data unit, at most eight, and ciphertext stealing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DataUnitTail<T, TCipher>(byte* keys, byte* lastKey, EightBlocks tweaks, byte* source, byte* destination, nuint length, nuint partial, bool reversed)
        where T : struct, IVectorVocabulary
        where TCipher : struct, ICipher
    {
        // Tweaks of the blocks that are left, and of the one after them.
        byte* tail = stackalloc byte[EightBlocks.Size + Engine.BlockSize];
        tweaks.Store(tail);
        MultiplyByAlphaToTheEighth<T>(tweaks.B0).Store(tail + EightBlocks.Size);

        nuint count = length / Engine.BlockSize;
        Vector128<byte> stealing = Vector128.Load(tail + (count * Engine.BlockSize));
        if (reversed)
        {
            byte* last = tail + ((count - 1) * Engine.BlockSize);
            Vector128<byte> own = Vector128.Load(last);
            stealing.Store(last);
            stealing = own;
        }
        if (count == EightBlocks.Count)
        {
            EightBlocks blocks = EightBlocks.Load(source);
            Eight<TCipher>(keys, lastKey, EightBlocks.Load(tail), ref blocks);
            blocks.Store(destination);
        }
        else if (count != 0)
        {
            EightBlocks blocks = EightBlocks.Load(source, count);
            Eight<TCipher>(keys, lastKey, EightBlocks.Load(tail), ref blocks);
            blocks.Store(destination, count);
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
        new System.Span<byte>(tail, EightBlocks.Size + Engine.BlockSize).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TCipher>(byte* keys, byte* lastKey, EightBlocks tweaks, ref EightBlocks blocks)
        where TCipher : struct, ICipher
    {
        blocks.Add(tweaks);
        blocks.Add(TCipher.Whitening(keys));
        blocks.Rounds<TCipher>(keys, lastKey);
        blocks.FinalRound<TCipher>(lastKey, tweaks);
    }

    /// <summary>T, T·α, …, T·α^7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static EightBlocks FirstTweaks<T>(Vector128<byte> tweak)
        where T : struct, IVectorVocabulary
    {
        EightBlocks tweaks;
        tweaks.B0 = tweak;
        tweaks.B1 = MultiplyByAlphaTo<T>(tweak, 1);
        tweaks.B2 = MultiplyByAlphaTo<T>(tweak, 2);
        tweaks.B3 = MultiplyByAlphaTo<T>(tweak, 3);
        tweaks.B4 = MultiplyByAlphaTo<T>(tweak, 4);
        tweaks.B5 = MultiplyByAlphaTo<T>(tweak, 5);
        tweaks.B6 = MultiplyByAlphaTo<T>(tweak, 6);
        tweaks.B7 = MultiplyByAlphaTo<T>(tweak, 7);
        return tweaks;
    }

    /// <summary>Times α^n for n from 1 to 7: a shift by n bits and the product of the bits that fall out with 0x87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> MultiplyByAlphaTo<T>(Vector128<byte> tweak, int n)
        where T : struct, IVectorVocabulary
    {
        Vector128<ulong> out64 = tweak.AsUInt64() >>> (64 - n);
        Vector128<ulong> shifted = (tweak.AsUInt64() << n) ^ T.ShiftLeftBytes(out64.AsByte(), 8).AsUInt64();
        return (shifted ^ T.CarrylessMultiplyHigh(out64, Vector128.Create(0x87UL, 0x87UL))).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> MultiplyByAlphaToTheEighth<T>(Vector128<byte> tweak)
        where T : struct, IVectorVocabulary
    {
        Vector128<ulong> fallenOut = T.ShiftRightBytes(tweak, 15).AsUInt64();
        return T.ShiftLeftBytes(tweak, 1) ^ T.CarrylessMultiplyLow(fallenOut, Vector128.Create(0x87UL, 0x87UL)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyByAlphaToTheEighth<T>(ref EightBlocks tweaks)
        where T : struct, IVectorVocabulary
    {
        tweaks.B0 = MultiplyByAlphaToTheEighth<T>(tweaks.B0);
        tweaks.B1 = MultiplyByAlphaToTheEighth<T>(tweaks.B1);
        tweaks.B2 = MultiplyByAlphaToTheEighth<T>(tweaks.B2);
        tweaks.B3 = MultiplyByAlphaToTheEighth<T>(tweaks.B3);
        tweaks.B4 = MultiplyByAlphaToTheEighth<T>(tweaks.B4);
        tweaks.B5 = MultiplyByAlphaToTheEighth<T>(tweaks.B5);
        tweaks.B6 = MultiplyByAlphaToTheEighth<T>(tweaks.B6);
        tweaks.B7 = MultiplyByAlphaToTheEighth<T>(tweaks.B7);
    }
}
