// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.WhiteBox;

/// <summary>
/// GHASH as what it is: a polynomial over GF(2^128) (SP 800-38D section 6.3) evaluated at H. What holds in the field must hold
/// of every engine, for any operands and for those that carry most.
/// </summary>
public sealed class GhashAlgebraTests
{
    // The block 1 of SP 800-38D is the polynomial 1: its first bit is the coefficient of x^0.
    private static readonly byte[] _one = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly byte[] _ones = [.. Enumerable.Repeat((byte)0xFF, 16)];

    private static IEnumerable<byte[]> Elements =>
    [
        new byte[16], _one, _ones,
        [0x01, .. new byte[15]], [.. new byte[15], 0x01], [.. new byte[15], 0x80], [0xE1, .. new byte[15]],
        [.. Enumerable.Repeat((byte)0x55, 16)], [.. Enumerable.Repeat((byte)0xAA, 16)],
        [.. new byte[8], .. _ones[..8]], [.. _ones[..8], .. new byte[8]],
        TestData.Bytes(100, 16), TestData.Bytes(101, 16), TestData.Bytes(102, 16),
    ];

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void One_is_the_identity_and_zero_absorbs(string engine)
    {
        foreach (byte[] element in Elements)
        {
            Assert.Equal(element, Multiply(engine, _one, element));
            Assert.Equal(element, Multiply(engine, element, _one));
            Assert.Equal(new byte[16], Multiply(engine, new byte[16], element));
            Assert.Equal(new byte[16], Multiply(engine, element, new byte[16]));
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Multiplication_commutes_associates_and_distributes(string engine)
    {
        byte[][] elements = [.. Elements];
        foreach (byte[] a in elements)
        {
            foreach (byte[] b in elements)
            {
                byte[] product = Multiply(engine, a, b);
                Assert.Equal(ReferenceGhash.Multiply(a, b), product);
                Assert.Equal(product, Multiply(engine, b, a));
                foreach (byte[] c in elements)
                {
                    Assert.Equal(Add(product, Multiply(engine, a, c)), Multiply(engine, a, Add(b, c)));
                    Assert.Equal(Multiply(engine, a, Multiply(engine, b, c)), Multiply(engine, product, c));
                }
            }
        }
    }

    /// <summary>Every pair of basis elements: x^i · x^j for the 128 powers of one and a few of the other.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Products_of_single_bits_are_reduced_right(string engine)
    {
        for (int i = 0; i < 128; i += SuiteSize.Choose(3, 17))
        {
            using var key = new GhashKey(Bit(i), TestMatrix.Engine(engine));
            byte[] product = new byte[16];
            for (int j = 0; j < 128; j++)
            {
                key.Compute(Bit(j), product);
                Assert.Equal(ReferenceGhash.Multiply(Bit(i), Bit(j)), product);
            }
        }

        static byte[] Bit(int index)
        {
            byte[] block = new byte[16];
            block[index / 8] = (byte)(0x80 >> (index % 8));
            return block;
        }
    }

    /// <summary>Operands that carry most, over every number of blocks that an aggregated reduction may take at once.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void All_ones_and_other_extremes_over_every_number_of_blocks(string engine)
    {
        foreach (byte[] subkey in Elements)
        {
            using var key = new GhashKey(subkey, TestMatrix.Engine(engine));
            foreach (byte[] block in (byte[][])[_ones, _one, TestData.Bytes(103, 16)])
            {
                byte[] data = [.. Enumerable.Repeat(block, 70).SelectMany(bytes => bytes)];
                byte[] state = new byte[16];
                byte[] actual = new byte[16];
                for (int blocks = 1; blocks <= 70; blocks++)
                {
                    ReferenceGhash.Append(subkey, state, block);
                    key.Compute(data.AsSpan(0, blocks * 16), actual);
                    Assert.Equal(state, actual);
                }
            }
        }
    }

    /// <summary>GHASH of x is linear: the hash of a sum is the sum of the hashes, at any length and position.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Hash_of_a_sum_is_the_sum_of_the_hashes(string engine)
    {
        using var key = new GhashKey(TestData.Key(128), TestMatrix.Engine(engine));
        for (int length = 16; length <= 1024; length += 16)
        {
            byte[] a = TestData.Bytes(length, length);
            byte[] b = TestData.Bytes(length + 1, length);
            Assert.Equal(Add(Hash(key, a), Hash(key, b)), Hash(key, Add(a, b)));
        }
    }

    /// <summary>
    /// RFC 8452 Appendix A: POLYVAL(H, X_1, X_2) = ByteReverse(GHASH(mulX_GHASH(ByteReverse(H)), ByteReverse(X_1), …)).
    /// </summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Worked_example_of_polyval(string engine)
    {
        byte[] h = Convert.FromHexString("25629347589242761D31F826BA4B757B");
        byte[] x1 = Convert.FromHexString("4F4F95668C83DFB6401762BB2D01A262");
        byte[] x2 = Convert.FromHexString("D1A24DDD2721D006BBE45F20D3C9F362");
        byte[] expected = Convert.FromHexString("F7A3B47B846119FAE5B7866CF5E5B77E");

        // mulX_GHASH is multiplication by x, the second bit of a block.
        byte[] subkey = Multiply(engine, [0x40, .. new byte[15]], Reverse(h));
        using var key = new GhashKey(subkey, TestMatrix.Engine(engine));
        Assert.Equal(expected, Reverse(Hash(key, [.. Reverse(x1), .. Reverse(x2)])));

        static byte[] Reverse(byte[] bytes) => [.. bytes.AsEnumerable().Reverse()];
    }

    /// <summary>The contract of the engine itself: a partial block is padded, and the state goes on.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public unsafe void Engine_pads_a_partial_block_and_carries_its_state(string engineName)
    {
        Engine engine = TestMatrix.Engine(engineName);
        byte[] subkey = TestData.Key(128);
        var memory = new KeyMemory(engine.HashKeySize);
        fixed (byte* subkeyPointer = subkey)
        {
            engine.ExpandHashKey(subkeyPointer, memory.Pointer);
        }
        byte* state = stackalloc byte[16];
        for (int length = 0; length <= 300; length++)
        {
            byte[] data = TestData.Bytes(104, length);
            byte[] expected = TestData.Bytes(105, 16);
            expected.CopyTo(new Span<byte>(state, 16));
            ReferenceGhash.Append(subkey, expected, data);
            fixed (byte* pointer = data)
            {
                engine.Ghash(memory.Pointer, state, pointer, (nuint)length);
            }
            Assert.Equal(expected, new ReadOnlySpan<byte>(state, 16));
        }
        memory.Dispose();
        GC.KeepAlive(memory);
    }

    private static byte[] Multiply(string engine, byte[] subkey, byte[] block)
    {
        using var key = new GhashKey(subkey, TestMatrix.Engine(engine));
        return Hash(key, block);
    }

    private static byte[] Hash(GhashKey key, byte[] data)
    {
        byte[] hash = new byte[16];
        key.Compute(data, hash);
        return hash;
    }

    private static byte[] Add(byte[] left, byte[] right) => [.. left.Select((value, i) => (byte)(value ^ right[i]))];
}
