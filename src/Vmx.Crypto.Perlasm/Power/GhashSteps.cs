// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System;
using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

//
//  GHASH of eight blocks with one reduction
//
//  After gcm_ghash_p8 in ghashp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36: H multiplied
//  by x once, so that products need no bit reflection; powers of H, and one reduction for several blocks; two blocks packed so
//  that one vpmsumd, which adds the products of its two halves, serves both.
//
//  The products. For blocks A and B and powers P and Q (the high halves on the left)
//
//      (A.low, B.low) · (P.low, Q.low) = low part                       of A·P + B·Q,
//      (A.high, B.high) · (P.high, Q.high) = high part
//      (A.low + A.high, B.low + B.high) · (P.low + P.high, Q.low + Q.high) = low + middle + high part
//
//  which is Karatsuba's method (three multiplications for four). perlasm packs the second pair of four only and takes two
//  products for the middle. The packing puts bytes in order as well: text as loaded goes into it directly.
//
//  The reduction. With L, M and H the three parts, the sum is H·x^128 + M·x^64 + L modulo x^128 + C·x^64 + 1, wanted divided by
//  x^128; C = x^63 + x^62 + x^57. Adding a multiple of the polynomial clears the lowest 64 bits, twice. Let swap exchange halves,
//  and low·C be the product of the low half:
//
//      B = swap(L) + low(L)·C + M          (M lies across the halves and needs no shifting apart)
//      result = swap(B) + H + low(B)·C
//
//  six instructions, where vpermxor swaps and adds.
//
internal sealed class GhashSteps(PowerAssembler code, GhashSteps.Assignment registers)
{
    /// <summary>The halves of a product.</summary>
    private const int Halves = 8;

    /// <summary>Registers: three parts, three that live for a moment, four constants.</summary>
    public sealed record Assignment(Vr Low, Vr Middle, Vr High, Vr PackedLow, Vr PackedHigh, Vr PackedSum, Vr PackLow, Vr PackHigh, Vr SwapHalves, Vr Polynomial);

    /// <summary>The control of vperm that packs the low halves of two blocks as loaded, in order.</summary>
    public static byte[] PackLowControl { get; } = [.. Enumerable.Range(0, 16).Select(i => (byte)(i < Halves ? 15 - i : 31 - (i - Halves)))];

    /// <summary>The same for the high halves.</summary>
    public static byte[] PackHighControl { get; } = [.. Enumerable.Range(0, 16).Select(i => (byte)(i < Halves ? 7 - i : 23 - (i - Halves)))];

    /// <summary>The control of vpermxor that swaps the halves of its first operand.</summary>
    public static byte[] SwapHalvesControl { get; } = [.. Enumerable.Range(0, 16).Select(i => (byte)(((i ^ 8) << 4) | i))];

    /// <summary>C in the low half.</summary>
    public static byte[] PolynomialConstant { get; } = [0, 0, 0, 0, 0, 0, 0, 0, 0xC2, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The products of a pair of blocks, added to the parts. The key is read by number: low, high, sum.</summary>
    public IEnumerable<Action> Products(Vr first, Vr second, bool isFirstPair, Func<int, Vr> key, params Action<int>[] beforeKey)
    {
        yield return () => code.vperm(registers.PackedLow, first, second, registers.PackLow);
        yield return () => code.vperm(registers.PackedHigh, first, second, registers.PackHigh);
        yield return () => code.vxor(registers.PackedSum, registers.PackedLow, registers.PackedHigh);
        (Vr Part, Vr Packed)[] parts = [(registers.Low, registers.PackedLow), (registers.High, registers.PackedHigh), (registers.Middle, registers.PackedSum)];
        for (int i = 0; i < parts.Length; i++)
        {
            (Vr part, Vr packed) = parts[i];
            int number = i;
            foreach (Action<int> load in beforeKey)
            {
                yield return () => load(number);
            }
            if (isFirstPair)
            {
                yield return () => code.vpmsumd(part, packed, key(number));
            }
            else
            {
                yield return () => code.vpmsumd(packed, packed, key(number));
                yield return () => code.vxor(part, part, packed);
            }
        }
    }

    /// <summary>From Karatsuba's middle part to the sum divided by x^128, in order.</summary>
    public IEnumerable<Action> Reduce(Vr result)
    {
        yield return () => code.vxor(registers.Middle, registers.Middle, registers.Low);
        yield return () => code.vxor(registers.Middle, registers.Middle, registers.High);
        foreach (Action step in ReduceParts(result))
        {
            yield return step;
        }
    }

    /// <summary>The reduction alone.</summary>
    public IEnumerable<Action> ReduceParts(Vr result)
    {
        yield return () => code.vpmsumd(registers.PackedLow, registers.Low, registers.Polynomial);
        yield return () => code.vpermxor(registers.Low, registers.Low, registers.PackedLow, registers.SwapHalves);
        yield return () => code.vxor(registers.Low, registers.Low, registers.Middle);
        yield return () => code.vpmsumd(registers.PackedLow, registers.Low, registers.Polynomial);
        yield return () => code.vpermxor(registers.Low, registers.Low, registers.High, registers.SwapHalves);
        yield return () => code.vxor(result, registers.Low, registers.PackedLow);
    }
}
