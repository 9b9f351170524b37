// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Numerics;

namespace Vmx.Crypto.Tests.Engines;

/// <summary>What the standards define, computed bit by bit.</summary>
internal static class PortableDefinitions
{
    /// <summary>Whether the suite runs in its small size.</summary>
    public static bool IsSample => Environment.GetEnvironmentVariable("VMX_TEST_SIZE") == "sample";

    /// <summary>Bytes that look random and are the same in every run.</summary>
    public static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>FIPS 197 section 5.1.1: the inverse in GF(2^8), which is the power 254, and the affine map.</summary>
    public static byte SubstitutionBox(byte value)
    {
        int inverse = 1;
        for (int i = 0; i < 254; i++)
        {
            inverse = Multiply(inverse, value);
        }
        int result = 0x63;
        for (int turn = 0; turn < 5; turn++)
        {
            result ^= (inverse << turn) | (inverse >> (8 - turn));
        }
        return (byte)result;
    }

    private static int Multiply(int left, int right)
    {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product & 0x80) != 0 ? 0x11B : 0) ^ ((right >> bit & 1) != 0 ? left : 0);
        }
        return product;
    }

    /// <summary>SP 800-38D algorithms 1 and 2, with the rightmost bit as the number's lowest.</summary>
    public static byte[] Ghash(ReadOnlySpan<byte> subkey, ReadOnlySpan<byte> state, ReadOnlySpan<byte> data)
    {
        BigInteger hash = Number(state);
        BigInteger key = Number(subkey);
        BigInteger reduction = new BigInteger(0xE1) << 120;
        for (int offset = 0; offset < data.Length; offset += 16)
        {
            byte[] block = new byte[16];
            data[offset..int.Min(offset + 16, data.Length)].CopyTo(block);
            hash ^= Number(block);
            BigInteger product = BigInteger.Zero;
            BigInteger factor = key;
            for (int bit = 127; bit >= 0; bit--)
            {
                if (!((hash >> bit) & 1).IsZero)
                {
                    product ^= factor;
                }
                factor = (factor >> 1) ^ (factor.IsEven ? BigInteger.Zero : reduction);
            }
            hash = product;
        }
        byte[] result = new byte[16];
        byte[] bytes = hash.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(result, 16 - bytes.Length);
        return result;
    }

    private static BigInteger Number(ReadOnlySpan<byte> block) => new(block, isUnsigned: true, isBigEndian: true);
}
