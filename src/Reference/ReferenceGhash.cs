// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Reference;

//
//  WARNING: not constant-time; nothing that ships uses it. See ReferenceAes.
//
//  GHASH bit by bit (SP 800-38D sections 6.3 and 6.4). A block is a polynomial over GF(2) modulo x^128 + x^7 + x^2 + x + 1
//  whose coefficient of x^i is bit i of the block, counted from the most significant bit of the first byte. Read as a
//  big-endian number, x^0 is its highest bit, and multiplication by x is a shift to the right.
//
/// <summary>GHASH and POLYVAL, straight from SP 800-38D and RFC 8452. Slow and not constant-time: for tests only.</summary>
public static class ReferenceGhash
{
    private const int BlockSize = ReferenceAes.BlockSize;

    // The R of section 6.3: 11100001 and 120 zeros, what x^128 is modulo the polynomial.
    private static readonly UInt128 _r = new(0xE100_0000_0000_0000, 0);

    /// <summary>The product of two blocks (SP 800-38D section 6.3, algorithm 1).</summary>
    /// <param name="x">One factor, 16 bytes.</param>
    /// <param name="y">The other, 16 bytes.</param>
    /// <returns>X • Y, 16 bytes.</returns>
    public static byte[] Multiply(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        byte[] result = new byte[BlockSize];
        BinaryPrimitives.WriteUInt128BigEndian(result, Multiply(BinaryPrimitives.ReadUInt128BigEndian(x), BinaryPrimitives.ReadUInt128BigEndian(y)));
        return result;
    }

    /// <summary>GHASH (SP 800-38D section 6.4, algorithm 2).</summary>
    /// <param name="hashSubkey">H, 16 bytes.</param>
    /// <param name="data">The data; a partial last block is padded with zeros.</param>
    /// <returns>The hash, 16 bytes.</returns>
    public static byte[] Compute(ReadOnlySpan<byte> hashSubkey, ReadOnlySpan<byte> data)
    {
        byte[] state = new byte[BlockSize];
        Append(hashSubkey, state, data);
        return state;
    }

    /// <summary>GHASH of further data.</summary>
    /// <param name="hashSubkey">H, 16 bytes.</param>
    /// <param name="state">The hash so far, 16 bytes, updated.</param>
    /// <param name="data">The data; a partial last block is padded with zeros.</param>
    public static void Append(ReadOnlySpan<byte> hashSubkey, Span<byte> state, ReadOnlySpan<byte> data)
    {
        UInt128 h = BinaryPrimitives.ReadUInt128BigEndian(hashSubkey);
        UInt128 y = BinaryPrimitives.ReadUInt128BigEndian(state);
        Span<byte> block = stackalloc byte[BlockSize];
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            block.Clear();
            data.Slice(at, Math.Min(BlockSize, data.Length - at)).CopyTo(block);
            y = Multiply(y ^ BinaryPrimitives.ReadUInt128BigEndian(block), h);
        }
        BinaryPrimitives.WriteUInt128BigEndian(state, y);
    }

    /// <summary>
    /// POLYVAL by the relation of RFC 8452 Appendix A: POLYVAL(H, X_1, …) = ByteReverse(GHASH(mulX_GHASH(ByteReverse(H)),
    /// ByteReverse(X_1), …)).
    /// </summary>
    /// <param name="h">H, 16 bytes.</param>
    /// <param name="data">The data; a partial last block is padded with zeros.</param>
    /// <returns>The hash, 16 bytes.</returns>
    public static byte[] Polyval(ReadOnlySpan<byte> h, ReadOnlySpan<byte> data)
    {
        // mulX_GHASH is the multiplication by x, the block whose bit 1 alone is set.
        byte[] x = new byte[BlockSize];
        x[0] = 0b0100_0000;
        byte[] hashSubkey = Multiply(Reversed(h[..BlockSize]), x);
        byte[] state = new byte[BlockSize];
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            byte[] block = new byte[BlockSize];
            data.Slice(at, Math.Min(BlockSize, data.Length - at)).CopyTo(block);
            Append(hashSubkey, state, Reversed(block));
        }
        return Reversed(state);
    }

    private static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        UInt128 z = UInt128.Zero;
        UInt128 v = y;
        for (int i = 0; i < 128; i++)
        {
            z ^= v & Mask((ulong)(x >> 127));
            v = (v >> 1) ^ (_r & Mask((ulong)v & 1));
            x <<= 1;
        }
        return z;

        // All ones for a bit that is set: without branches this is twice as fast, which the tests of every length feel.
        static UInt128 Mask(ulong bit) => new(0 - bit, 0 - bit);
    }

    private static byte[] Reversed(ReadOnlySpan<byte> block)
    {
        byte[] result = block.ToArray();
        Array.Reverse(result);
        return result;
    }
}
