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
        T x0 = b7, x1 = b6, x2 = b5, x3 = b4, x4 = b3, x5 = b2, x6 = b1, x7 = b0;

        T y14 = x3 ^ x5;
        T y13 = x0 ^ x6;
        T y9 = x0 ^ x3;
        T y8 = x0 ^ x5;
        T x12 = x1 ^ x2;
        T y1 = x12 ^ x7;
        T y4 = y1 ^ x3;
        T y12 = y13 ^ y14;
        T y2 = y1 ^ x0;
        T y5 = y1 ^ x6;
        T y3 = y5 ^ y8;
        T x4y12 = x4 ^ y12;
        T y15 = x4y12 ^ x5;
        T y20 = x4y12 ^ x1;
        T y6 = y15 ^ x7;
        T y10 = y15 ^ x12;
        T y11 = y20 ^ y9;
        T y7 = x7 ^ y11;
        T y17 = y10 ^ y11;
        T y19 = y10 ^ y8;
        T y16 = x12 ^ y11;
        T y21 = y13 ^ y16;
        T y18 = x0 ^ y16;

        Invert(y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, y18, y19, y20, y21, x7,
            out T z0, out T z1, out T z2, out T z3, out T z4, out T z5, out T z6, out T z7, out T z8,
            out T z9, out T z10, out T z11, out T z12, out T z13, out T z14, out T z15, out T z16, out T z17);

        T t46 = z15 ^ z16;
        T t48 = z5 ^ z13;
        T t53 = z0 ^ z3;
        T t57 = z2 ^ z12 ^ t53;
        T t58 = z4 ^ t46;
        T t59 = z3 ^ z6 ^ z7;
        T t62 = z7 ^ z8 ^ t58;
        T t63 = z9 ^ z10 ^ t58;
        T t64 = z4 ^ t59;
        T t65 = z14 ^ t57 ^ t62;
        T t66 = z1 ^ t63;
        T s3 = t53 ^ t66;
        b7 = t59 ^ t63;
        b6 = t64 ^ s3;
        b5 = z16 ^ z17 ^ t64 ^ t65;
        b4 = s3;
        b3 = z2 ^ z5 ^ t66;
        b2 = z10 ^ z11 ^ t65;
        b1 = z12 ^ t48 ^ t62;
        b0 = t46 ^ t57 ^ t48;
    }

    /// <summary>The inverse of S' on eight planes, plane 7 the highest bit.</summary>
    [Provenance("portable-aes")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InverseSubstitute<T>(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7)
        where T : unmanaged, IWord<T>
    {
        T x0 = b7, x1 = b6, x2 = b5, x3 = b4, x4 = b3, x5 = b2, x6 = b1, x7 = b0;

        T y8 = x0 ^ x1;
        T y3 = x0 ^ x3;
        T y5 = x1 ^ x3;
        T y6 = x0 ^ y5;
        T y19 = x4 ^ x7;
        T y10 = y8 ^ y19;
        T y1 = x3 ^ y19;
        T y9 = x3 ^ x4;
        T y14 = x4 ^ y6;
        T y18 = x2 ^ y9;
        T y13 = x6 ^ y1;
        T y12 = y14 ^ y13;
        T y4 = y3 ^ y12;
        T y7 = x2 ^ y4;
        T y21 = x6 ^ y7;
        T y2 = y5 ^ y13;
        T y16 = y1 ^ y7;
        T x05 = x0 ^ x5;
        T v7 = x2 ^ x05;
        T y15 = y6 ^ v7;
        T y11 = y4 ^ x05;
        T y20 = y9 ^ y11;
        T y17 = y10 ^ y11;

        Invert(y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17, y18, y19, y20, y21, v7,
            out T z0, out T z1, out T z2, out T z3, out T z4, out T z5, out T z6, out T z7, out T z8,
            out T z9, out T z10, out T z11, out T z12, out T z13, out T z14, out T z15, out T z16, out T z17);

        T p0 = z0 ^ z3;
        T p1 = p0 ^ z2;
        T p2 = z11 ^ z17;
        T p3 = p1 ^ z5;
        T p4 = p2 ^ z9;
        T p5 = z12 ^ z13;
        T p7 = p5 ^ z16;
        T p8 = p3 ^ z10;
        T p9 = z5 ^ z8;
        T s0 = p9 ^ z3 ^ z6 ^ z15 ^ p7;
        T p6 = s0 ^ z4;
        T s5 = z1 ^ p0 ^ p6;
        T s2 = z11 ^ z13 ^ z14 ^ p8 ^ s5;
        b7 = s0;
        b6 = p4 ^ s2 ^ p7;
        b5 = s2;
        b4 = p3 ^ s0;
        b2 = s5;
        b1 = p9 ^ z7 ^ p6;
        b3 = p2 ^ b1 ^ z16 ^ p8;
        b0 = p4 ^ z15;
    }

    /// <summary>The middle of the circuit: inversion, on the signals that the two tops make and the two bottoms take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Invert<T>(
        T y1, T y2, T y3, T y4, T y5, T y6, T y7, T y8, T y9, T y10, T y11, T y12, T y13, T y14, T y15, T y16, T y17, T y18, T y19, T y20, T y21, T x7,
        out T z0, out T z1, out T z2, out T z3, out T z4, out T z5, out T z6, out T z7, out T z8,
        out T z9, out T z10, out T z11, out T z12, out T z13, out T z14, out T z15, out T z16, out T z17)
        where T : unmanaged, IWord<T>
    {
        // The norm of the byte: an element of GF(2^4), t21 to t24.
        T t2 = y12 & y15;
        T t4 = (y3 & y6) ^ t2;
        T t6 = (y4 & x7) ^ t2;
        T t7 = y13 & y16;
        T t9 = (y5 & y1) ^ t7;
        T t11 = (y2 & y7) ^ t7;
        T t12 = y9 & y11;
        T t14 = (y14 & y17) ^ t12;
        T t16 = (y8 & y10) ^ t12;
        T t21 = t4 ^ t14 ^ y20;
        T t22 = t6 ^ t16 ^ y19;
        T t23 = t9 ^ t14 ^ y21;
        T t24 = t11 ^ t16 ^ y18;

        // Its inverse: t29, t33, t37, t40.
        T t25 = t21 ^ t22;
        T t26 = t21 & t23;
        T t27 = t24 ^ t26;
        T t29 = (t25 & t27) ^ t22;
        T t30 = t23 ^ t24;
        T t31 = t22 ^ t26;
        T t33 = (t31 & t30) ^ t24;
        T t34 = t23 ^ t33;
        T t36 = t24 & (t27 ^ t33);
        T t37 = t36 ^ t34;
        T t38 = t27 ^ t36;
        T t40 = t25 ^ (t29 & t38);

        // The products with the byte's two halves.
        T t41 = t40 ^ t37;
        T t42 = t29 ^ t33;
        T t43 = t29 ^ t40;
        T t44 = t33 ^ t37;
        T t45 = t42 ^ t41;
        z0 = t44 & y15;
        z1 = t37 & y6;
        z2 = t33 & x7;
        z3 = t43 & y16;
        z4 = t40 & y1;
        z5 = t29 & y7;
        z6 = t42 & y11;
        z7 = t45 & y17;
        z8 = t41 & y10;
        z9 = t44 & y12;
        z10 = t37 & y3;
        z11 = t33 & y4;
        z12 = t43 & y13;
        z13 = t40 & y5;
        z14 = t29 & y2;
        z15 = t42 & y9;
        z16 = t45 & y14;
        z17 = t41 & y8;
    }
}
