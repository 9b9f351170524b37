// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows the key's form and the reduction of gcm_init_p8 and gcm_gmult_p8 of CRYPTOGAMS ppc/ghashp8-ppc.pl at 9444b2d53bae,
// retold in C#; Karatsuba multiplication is our own addition.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  The field of GHASH (SP 800-38D section 6.3)
//
//      GF(2^128) with the polynomial x^128 + x^7 + x^2 + x + 1, in which the first bit of a block is the coefficient of x^0
//      and the last that of x^127. Read as a big-endian number, a block therefore has its coefficients the wrong way round,
//      and the carry-less product of two such numbers is the wanted product, reversed in 255 bits instead of 256: one bit off.
//
//  The twisted key
//
//      Upstream pays for that bit once: it keeps H·x in place of H, in the reversed order (H << 1, and if a bit falls out,
//      ⊕ 0xC2000000000000000000000000000001, the reversed polynomial). Products with a twisted factor need no shift, and the
//      product of two twisted numbers is twisted: that is how the powers are made.
//
//  Reduction
//
//      Let the 256-bit product be X3 X2 X1 X0 in 64-bit words. In the reversed order the polynomial's low word is 1 and what
//      has to disappear is the low half. With p = 0xC2 << 56, the reversed x^7 + x^2 + x without its end:
//
//          t = X0 · p:  the low half becomes (X1, X0) with its words exchanged, ⊕ t; once more, and X3 X2 absorbs the rest.
//
//      Each step is one product and one exchange of words. The middle words need not be split to be added in: after
//      the first exchange their low word stands where X1 does, and after the second exchange their high word where X2 does.
//
//  Karatsuba
//
//      (a1 x^64 + a0)(b1 x^64 + b0): three products instead of four, the middle one being
//      (a1 + a0)(b1 + b0) - a1 b1 - a0 b0. The sum b1 + b0 of each power is kept beside it; the two subtractions are made once
//      for a whole batch, before the reduction.
//
internal struct GhashProduct
{
    /// <summary>a0 b0.</summary>
    public Vector128<ulong> Low;

    /// <summary>(a1 + a0)(b1 + b0).</summary>
    public Vector128<ulong> Middle;

    /// <summary>a1 b1.</summary>
    public Vector128<ulong> High;

    /// <summary>The product modulo the polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<ulong> Reduce<T>()
        where T : struct, IVectorVocabulary
    {
        Vector128<ulong> polynomial = Vector128.Create(0xC200000000000000, 0xC200000000000000);
        Vector128<ulong> middle = Middle ^ Low ^ High;
        Vector128<ulong> folded = middle ^ T.SwapHalves(Low) ^ T.CarrylessMultiplyLow(Low, polynomial);
        return High ^ T.SwapHalves(folded) ^ T.CarrylessMultiplyLow(folded, polynomial);
    }
}

/// <summary>The operations on single elements; see the head of this file.</summary>
internal static class GhashField
{
    /// <summary>H as it is written in a block, as H·x in the reversed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Twist<T>(Vector128<byte> subkey)
        where T : struct, IVectorVocabulary
    {
        Vector128<ulong> h = ReverseBytes<T>(subkey).AsUInt64();
        Vector128<ulong> signs = (h.AsInt64() >> 63).AsUInt64();
        // The bit that leaves the low word enters the high one; the one that leaves the high word selects the polynomial.
        Vector128<ulong> carries = h >>> 63;
        Vector128<ulong> shifted = (h << 1) | T.ShiftLeftBytes(carries.AsByte(), 8).AsUInt64();
        Vector128<ulong> selected = T.Shuffle(signs.AsByte(), Vector128.Create((byte)8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)).AsUInt64();
        return shifted ^ (selected & Vector128.Create(1, 0xC200000000000000));
    }

    /// <summary>The product with a twisted factor, or the twisted product of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Multiply<T>(Vector128<ulong> left, Vector128<ulong> right)
        where T : struct, IVectorVocabulary
    {
        GhashProduct product;
        product.Low = T.CarrylessMultiplyLow(left, right);
        product.High = T.CarrylessMultiplyHigh(left, right);
        product.Middle = T.CarrylessMultiplyLow(left ^ T.SwapHalves(left), right ^ T.SwapHalves(right));
        return product.Reduce<T>();
    }

    /// <summary>A block as a big-endian number, or back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ReverseBytes<T>(Vector128<byte> block)
        where T : struct, IVectorVocabulary =>
        T.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}
