// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.WhiteBox;

/// <summary>The block cipher of every engine, byte by byte and bit by bit.</summary>
public sealed class CipherTests
{
    // FIPS 197 Appendix C: the plaintext and the three keys are counted bytes.
    private static readonly byte[] _examplePlaintext = [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 0x11))];

    public static IEnumerable<TheoryDataRow<string, int>> Rows =>
        from engine in TestMatrix.Engines
        from bits in (int[])[128, 192, 256]
        select new TheoryDataRow<string, int>(engine.Name, bits);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Worked_example_of_the_standard(string engine, int bits)
    {
        byte[] key = [.. Enumerable.Range(0, bits / 8).Select(i => (byte)i)];
        byte[] expected = Convert.FromHexString(bits switch
        {
            128 => "69C4E0D86A7B0430D8CDB78070B4C55A",
            192 => "DDA97CA4864CDFE06EAF70A0EC0D7191",
            _ => "8EA2B7CA516745BFEAFC49904B496089",
        });
        using var block = new AesBlock(key, TestMatrix.Engine(engine));
        byte[] actual = new byte[16];
        block.EncryptBlocks(_examplePlaintext, actual);
        Assert.Equal(expected, actual);
        block.DecryptBlocks(actual, actual);
        Assert.Equal(_examplePlaintext, actual);
    }

    /// <summary>
    /// Every value of the S-box in every position of the state, and in the first round: with the plaintext i ⊕ key, the first
    /// SUBBYTES sees i in that byte and zeros elsewhere. A wrong entry changes one of these 4096 ciphertexts.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_value_of_the_substitution_in_every_position(string engine, int bits)
    {
        byte[] key = TestData.Key(bits);
        byte[] states = new byte[256 * 16 * 16];
        for (int position = 0; position < 16; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                Span<byte> state = states.AsSpan(((position * 256) + value) * 16, 16);
                key.AsSpan(0, 16).CopyTo(state);
                state[position] ^= (byte)value;
            }
        }
        using var block = new AesBlock(key, TestMatrix.Engine(engine));
        byte[] ciphertext = new byte[states.Length];
        block.EncryptBlocks(states, ciphertext);
        Assert.Equal(ReferenceModes.EcbEncrypt(key, states), ciphertext);

        // The same for the inverse: the last round key takes the place of the first.
        byte[] lastRoundKey = new ReferenceAes(key).RoundKeys[^16..].ToArray();
        for (int i = 0; i < states.Length; i++)
        {
            states[i] ^= (byte)(key[i % 16] ^ lastRoundKey[i % 16]);
        }
        block.DecryptBlocks(states, ciphertext);
        Assert.Equal(ReferenceModes.EcbDecrypt(key, states), ciphertext);
    }

    /// <summary>
    /// The key schedule sees every value of the S-box, too: 256 keys that differ in each of the bytes that SUBWORD takes first.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_value_of_the_substitution_in_the_key_schedule(string engine, int bits)
    {
        byte[] ciphertext = new byte[16];
        for (int position = (bits / 8) - 4; position < bits / 8; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] key = TestData.Key(bits);
                key[position] = (byte)value;
                using var block = new AesBlock(key, TestMatrix.Engine(engine));
                block.EncryptBlocks(_examplePlaintext, ciphertext);
                Assert.Equal(ReferenceModes.EcbEncrypt(key, _examplePlaintext), ciphertext);
                block.DecryptBlocks(ciphertext, ciphertext);
                Assert.Equal(_examplePlaintext, ciphertext);
            }
        }
    }

    /// <summary>Every single bit of key and plaintext, alone and missing.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_bit_counts(string engine, int bits)
    {
        byte[] output = new byte[16];
        foreach (byte fill in (byte[])[0x00, 0xFF])
        {
            byte[] key = [.. Enumerable.Repeat(fill, bits / 8)];
            byte[] plaintext = [.. Enumerable.Repeat(fill, 16)];
            for (int bit = 0; bit < bits; bit++)
            {
                key[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                using var block = new AesBlock(key, TestMatrix.Engine(engine));
                block.EncryptBlocks(plaintext, output);
                Assert.Equal(ReferenceModes.EcbEncrypt(key, plaintext), output);
                key[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            }
            using var fixedKey = new AesBlock(key, TestMatrix.Engine(engine));
            for (int bit = 0; bit < 128; bit++)
            {
                plaintext[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                fixedKey.EncryptBlocks(plaintext, output);
                Assert.Equal(ReferenceModes.EcbEncrypt(key, plaintext), output);
                fixedKey.DecryptBlocks(plaintext, output);
                Assert.Equal(ReferenceModes.EcbDecrypt(key, plaintext), output);
                plaintext[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_number_of_blocks_encrypts_each_by_itself(string engine, int bits)
    {
        byte[] key = TestData.Key(bits);
        using var block = new AesBlock(key, TestMatrix.Engine(engine));
        byte[] source = TestData.Bytes(90, 130 * Engine.BlockSize);
        byte[] encrypted = ReferenceModes.EcbEncrypt(key, source);
        byte[] decrypted = ReferenceModes.EcbDecrypt(key, source);
        for (int length = 0; length <= source.Length; length += Engine.BlockSize)
        {
            byte[] destination = new byte[length];
            block.EncryptBlocks(source.AsSpan(0, length), destination);
            Assert.Equal(encrypted[..length], destination);
            block.DecryptBlocks(source.AsSpan(0, length), destination);
            Assert.Equal(decrypted[..length], destination);
        }
    }
}
