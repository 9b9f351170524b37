// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.Portable;

//
//  The S-box as a circuit
//
//      J. Boyar, R. Peralta, "A new combinational logic minimization technique with applications to cryptology" (2010) and
//      "A small depth-16 circuit for the AES S-box" (2012): the S-box S(x) = A·x⁻¹ ⊕ 63 of FIPS 197 section 5.1.1 is
//
//          a linear map from 8 bits to 22 (top), 62 gates that invert in GF((2^4)^2) (middle), and a linear map from 18
//          bits to 8 (bottom).
//
//      The middle is theirs, and so are the signal names: x0 and s0 are the highest bit of a byte in and out, y what the
//      top makes, z what the bottom takes.
//
//      No constants. Both methods leave out the 63 and work on S'(x) = A·x⁻¹ = S(x) ⊕ 63. The round keys make good for it
//      (BitslicedAes says how), which spares the inverters.
//
//      The inverse. S'⁻¹(v) = (A⁻¹·v)⁻¹. If the forward circuit is B∘N∘T, with N the middle, then inversion is
//      A⁻¹∘B∘N∘T, so that S'⁻¹ = (A⁻¹∘B)∘N∘(T∘A⁻¹): the same middle between two other linear maps. Those two were
//      minimised for this file: the top by the greedy distance heuristic of the first paper, the bottom by a randomised
//      search for common pairs that may also start from another output.
//
//      Gates: 23 + 62 + 30 forward, 23 + 62 + 29 inverse.
//
internal static class SubstitutionBox
{
    /// <summary>S' on eight planes, plane 7 the highest bit.</summary>
    [Provenance("portable-aes")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Substitute<T>(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
        where T : unmanaged, IWord<T>
    {
        Top(b7, b6, b5, b4, b3, b2, b1, b0, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5, out T y6, out T y7, out T y8, out T y9, out T y10, out T y11, out T y12, out T y13, out T y14, out T y15, out T y16, out T y17, out T y18, out T y19, out T y20, out T y21);
        Norm(y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, y18, y19, y20, y21, out T n0, out T n1, out T n2, out T n3);
        Invert(n0, n1, n2, n3, out T i0, out T i1, out T i2, out T i3);
        Bottom(y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, i0, i1, i2, i3, out b7, out b6, out b5, out b4, out b3, out b2, out b1, out b0);
    }

    /// <summary>The inverse of S' on eight planes, plane 7 the highest bit.</summary>
    [Provenance("portable-aes")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InverseSubstitute<T>(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
        where T : unmanaged, IWord<T>
    {
        InverseTop(b7, b6, b5, b4, b3, b2, b1, b0, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5, out T y6, out T y7, out T y8, out T y9, out T y10, out T y11, out T y12, out T y13, out T y14, out T y15, out T y16, out T y17, out T y18, out T y19, out T y20, out T y21);
        Norm(y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, y18, y19, y20, y21, out T n0, out T n1, out T n2, out T n3);
        Invert(n0, n1, n2, n3, out T i0, out T i1, out T i2, out T i3);
        InverseBottom(y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, i0, i1, i2, i3, out b7, out b6, out b5, out b4, out b3, out b2, out b1, out b0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Top<T>(T x0, T x1, T x2, T x3, T x4, T x5, T x6, T x7, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5, out T y6, out T y7, out T y8, out T y9, out T y10, out T y11, out T y12, out T y13, out T y14, out T y15, out T y16, out T y17, out T y18, out T y19, out T y20, out T y21)
        where T : unmanaged, IWord<T>
    {
        T x12 = x1 ^ x2;
        y0 = x7;
        y14 = x3 ^ x5;
        y13 = x0 ^ x6;
        y9 = x0 ^ x3;
        y8 = x0 ^ x5;
        y1 = x12 ^ x7;
        y4 = y1 ^ x3;
        y12 = y13 ^ y14;
        y2 = y1 ^ x0;
        y5 = y1 ^ x6;
        y3 = y5 ^ y8;
        T x4y12 = x4 ^ y12;
        y15 = x4y12 ^ x5;
        y20 = x4y12 ^ x1;
        y6 = y15 ^ x7;
        y10 = y15 ^ x12;
        y11 = y20 ^ y9;
        y7 = x7 ^ y11;
        y17 = y10 ^ y11;
        y19 = y10 ^ y8;
        y16 = x12 ^ y11;
        y21 = y13 ^ y16;
        y18 = x0 ^ y16;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InverseTop<T>(T x0, T x1, T x2, T x3, T x4, T x5, T x6, T x7, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5, out T y6, out T y7, out T y8, out T y9, out T y10, out T y11, out T y12, out T y13, out T y14, out T y15, out T y16, out T y17, out T y18, out T y19, out T y20, out T y21)
        where T : unmanaged, IWord<T>
    {
        T x05 = x0 ^ x5;
        y0 = x2 ^ x05;
        y8 = x0 ^ x1;
        y3 = x0 ^ x3;
        y5 = x1 ^ x3;
        y6 = x0 ^ y5;
        y19 = x4 ^ x7;
        y10 = y8 ^ y19;
        y1 = x3 ^ y19;
        y9 = x3 ^ x4;
        y14 = x4 ^ y6;
        y18 = x2 ^ y9;
        y13 = x6 ^ y1;
        y12 = y14 ^ y13;
        y4 = y3 ^ y12;
        y7 = x2 ^ y4;
        y21 = x6 ^ y7;
        y2 = y5 ^ y13;
        y16 = y1 ^ y7;
        y15 = y6 ^ y0;
        y11 = y4 ^ x05;
        y20 = y9 ^ y11;
        y17 = y10 ^ y11;
    }

    /// <summary>The norm of the byte: an element of GF(2^4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Norm<T>(T y0, T y1, T y2, T y3, T y4, T y5, T y6, T y7, T y8, T y9, T y10, T y11, T y12, T y13, T y14, T y15, T y16, T y17, T y18, T y19, T y20, T y21, out T n0, out T n1, out T n2, out T n3)
        where T : unmanaged, IWord<T>
    {
        T t2 = y12 & y15;
        T t7 = y13 & y16;
        T t12 = y9 & y11;
        T t14 = (y14 & y17) ^ t12;
        T t16 = (y8 & y10) ^ t12;
        n0 = (y3 & y6) ^ t2 ^ t14 ^ y20;
        n1 = (y4 & y0) ^ t2 ^ t16 ^ y19;
        n2 = (y5 & y1) ^ t7 ^ t14 ^ y21;
        n3 = (y2 & y7) ^ t7 ^ t16 ^ y18;
    }

    /// <summary>Inversion in GF(2^4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Invert<T>(T n0, T n1, T n2, T n3, out T i0, out T i1, out T i2, out T i3)
        where T : unmanaged, IWord<T>
    {
        T n01 = n0 ^ n1;
        T n02 = n0 & n2;
        T t27 = n3 ^ n02;
        i0 = (n01 & t27) ^ n1;
        i1 = ((n1 ^ n02) & (n2 ^ n3)) ^ n3;
        T t36 = n3 & (t27 ^ i1);
        i2 = t36 ^ n2 ^ i1;
        i3 = n01 ^ (i0 & (t27 ^ t36));
    }

    // The bottoms begin with the 18 products z of the norm's inverse and the halves of the byte.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bottom<T>(T y0, T y1, T y2, T y3, T y4, T y5, T y6, T y7, T y8, T y9, T y10, T y11, T y12, T y13, T y14, T y15, T y16, T y17, T i0, T i1, T i2, T i3, out T s0, out T s1, out T s2, out T s3, out T s4, out T s5, out T s6, out T s7)
        where T : unmanaged, IWord<T>
    {
        T i01 = i0 ^ i1;
        T i03 = i0 ^ i3;
        T i12 = i1 ^ i2;
        T i23 = i2 ^ i3;
        T all = i01 ^ i23;
        T z2 = i1 & y0;
        T z3 = i03 & y16;
        T z4 = i3 & y1;
        T z5 = i0 & y7;
        T z7 = all & y17;
        T z10 = i2 & y3;
        T z12 = i03 & y13;
        T z16 = all & y14;
        T t46 = (i01 & y9) ^ z16;
        T t48 = z5 ^ (i3 & y5);
        T t53 = (i12 & y15) ^ z3;
        T t57 = z2 ^ z12 ^ t53;
        T t58 = z4 ^ t46;
        T t59 = z3 ^ (i01 & y11) ^ z7;
        T t62 = z7 ^ (i23 & y10) ^ t58;
        T t63 = (i12 & y12) ^ z10 ^ t58;
        T t64 = z4 ^ t59;
        T t65 = (i0 & y2) ^ t57 ^ t62;
        T t66 = (i2 & y6) ^ t63;
        s0 = t59 ^ t63;
        s3 = t53 ^ t66;
        s1 = t64 ^ s3;
        s2 = z16 ^ (i23 & y8) ^ t64 ^ t65;
        s4 = z2 ^ z5 ^ t66;
        s5 = z10 ^ (i1 & y4) ^ t65;
        s6 = z12 ^ t48 ^ t62;
        s7 = t46 ^ t57 ^ t48;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InverseBottom<T>(T y0, T y1, T y2, T y3, T y4, T y5, T y6, T y7, T y8, T y9, T y10, T y11, T y12, T y13, T y14, T y15, T y16, T y17, T i0, T i1, T i2, T i3, out T s0, out T s1, out T s2, out T s3, out T s4, out T s5, out T s6, out T s7)
        where T : unmanaged, IWord<T>
    {
        T i01 = i0 ^ i1;
        T i03 = i0 ^ i3;
        T i12 = i1 ^ i2;
        T i23 = i2 ^ i3;
        T all = i01 ^ i23;
        T z3 = i03 & y16;
        T z5 = i0 & y7;
        T z11 = i1 & y4;
        T z13 = i3 & y5;
        T z15 = i01 & y9;
        T z16 = all & y14;
        T p0 = (i12 & y15) ^ z3;
        T p2 = z11 ^ (i23 & y8);
        T p3 = p0 ^ (i1 & y0) ^ z5;
        T p4 = p2 ^ (i12 & y12);
        T p7 = (i03 & y13) ^ z13 ^ z16;
        T p8 = p3 ^ (i2 & y3);
        T p9 = z5 ^ (i23 & y10);
        s0 = p9 ^ z3 ^ (i01 & y11) ^ z15 ^ p7;
        T p6 = s0 ^ (i3 & y1);
        s5 = (i2 & y6) ^ p0 ^ p6;
        s2 = z11 ^ z13 ^ (i0 & y2) ^ p8 ^ s5;
        s1 = p4 ^ s2 ^ p7;
        s3 = p3 ^ s0;
        s6 = p9 ^ (all & y17) ^ p6;
        s4 = p2 ^ s6 ^ z16 ^ p8;
        s7 = p4 ^ z15;
    }
}
