// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>CBC padding: the platform's results, valid and invalid.</summary>
public sealed class CbcPaddingTests
{
    private static readonly byte[] _key = TestData.Key(256);
    private static readonly byte[] _iv = TestData.Bytes(20, 16);

    private static readonly PaddingMode[] _paddings = [PaddingMode.None, PaddingMode.PKCS7, PaddingMode.Zeros, PaddingMode.ANSIX923, PaddingMode.ISO10126];

    public static IEnumerable<TheoryDataRow<string, PaddingMode>> Rows =>
        from engine in TestMatrix.Engines
        from padding in _paddings
        select new TheoryDataRow<string, PaddingMode>(engine.Name, padding);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Encryption_is_the_platforms(string engine, PaddingMode padding)
    {
        using var platform = Aes.Create();
        platform.Key = _key;
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engine));
        for (int length = 0; length <= 80; length++)
        {
            byte[] plaintext = TestData.Bytes(21, length);
            if (padding == PaddingMode.None && length % 16 != 0)
            {
                AssertArgument("plaintext", () => cbc.Encrypt(plaintext, _iv, new byte[128], padding));
                AssertArgument("plaintext", () => cbc.TryEncrypt(plaintext, _iv, new byte[128], out _, padding));
                continue;
            }
            byte[] expected = platform.EncryptCbc(plaintext, _iv, padding);
            Assert.Equal(expected.Length, AesCbc.GetCiphertextLength(length, padding));
            byte[] exact = MatrixCase.Filled(expected.Length);
            Assert.Equal(expected.Length, cbc.Encrypt(plaintext, _iv, exact, padding));
            byte[] inPlace = MatrixCase.Filled(128);
            plaintext.CopyTo(inPlace, 0);
            Assert.True(cbc.TryEncrypt(inPlace.AsSpan(0, length), _iv, inPlace, out int written, padding));
            Assert.Equal(expected.Length, written);
            Assert.True(MatrixCase.IsUntouched(inPlace.AsSpan(written)));
            if (padding == PaddingMode.ISO10126)
            {
                // All but the last byte of this padding is random.
                Assert.Equal(plaintext, platform.DecryptCbc(exact, _iv, padding));
                Assert.Equal(plaintext, platform.DecryptCbc(inPlace.AsSpan(0, written), _iv, padding));
            }
            else
            {
                Assert.Equal(expected, exact);
                Assert.Equal(expected, inPlace[..written]);
            }
            if (expected.Length != 0)
            {
                byte[] tooShort = MatrixCase.Filled(expected.Length - 1);
                AssertArgument("destination", () => cbc.Encrypt(plaintext, _iv, tooShort, padding));
                Assert.False(cbc.TryEncrypt(plaintext, _iv, tooShort, out written, padding));
                Assert.Equal(0, written);
                Assert.True(MatrixCase.IsUntouched(tooShort));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decryption_is_the_platforms_for_every_padding_valid_or_not(string engine, PaddingMode padding)
    {
        using var platform = Aes.Create();
        platform.Key = _key;
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engine));
        foreach (byte[] padded in PaddedTexts())
        {
            byte[] ciphertext = platform.EncryptCbc(padded, _iv, PaddingMode.None);
            byte[]? expected;
            try
            {
                expected = platform.DecryptCbc(ciphertext, _iv, padding);
            }
            catch (CryptographicException)
            {
                expected = null;
            }
            byte[] destination = MatrixCase.Filled(padded.Length + 8);
            if (expected is null)
            {
                Assert.Throws<CryptographicException>(() => cbc.Decrypt(ciphertext, _iv, destination, padding));
                Assert.Throws<CryptographicException>(() => cbc.TryDecrypt(ciphertext, _iv, destination, out _, padding));
                Assert.True(MatrixCase.IsUntouched(destination));
                byte[] buffer = [.. ciphertext];
                Assert.Throws<CryptographicException>(() => cbc.Decrypt(buffer, _iv, buffer, padding));
                Assert.Equal(ciphertext, buffer);
                continue;
            }
            Assert.Equal(expected.Length, cbc.Decrypt(ciphertext, _iv, destination, padding));
            Assert.Equal(expected, destination[..expected.Length]);
            Assert.True(MatrixCase.IsUntouched(destination.AsSpan(expected.Length)), "the padding must not be written");

            // Exactly enough is the plaintext's length, not the ciphertext's.
            byte[] exact = MatrixCase.Filled(expected.Length);
            Assert.True(cbc.TryDecrypt(ciphertext, _iv, exact, out int written, padding));
            Assert.Equal(expected.Length, written);
            Assert.Equal(expected, exact);
            byte[] inPlace = [.. ciphertext];
            Assert.Equal(expected.Length, cbc.Decrypt(inPlace, _iv, inPlace, padding));
            Assert.Equal(expected, inPlace[..expected.Length]);
            Assert.Equal(ciphertext[expected.Length..], inPlace[expected.Length..]);
            if (expected.Length != 0)
            {
                byte[] tooShort = MatrixCase.Filled(expected.Length - 1);
                AssertArgument("destination", () => cbc.Decrypt(ciphertext, _iv, tooShort, padding));
                Assert.False(cbc.TryDecrypt(ciphertext, _iv, tooShort, out written, padding));
                Assert.Equal(0, written);
                Assert.True(MatrixCase.IsUntouched(tooShort));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Ciphertext_that_is_not_whole_blocks_is_refused_by_name(string engine, PaddingMode padding)
    {
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engine));
        byte[] destination = MatrixCase.Filled(64);
        foreach (int length in (int[])[1, 15, 17, 31, 33])
        {
            AssertArgument("ciphertext", () => cbc.Decrypt(new byte[length], _iv, destination, padding));
            AssertArgument("ciphertext", () => cbc.TryDecrypt(new byte[length], _iv, destination, out _, padding));
        }
        Assert.True(MatrixCase.IsUntouched(destination));
    }

    [Fact]
    public void Ciphertext_length_is_the_platforms()
    {
        using var platform = Aes.Create();
        foreach (PaddingMode padding in _paddings)
        {
            foreach (int length in (int[])[0, 1, 15, 16, 17, 4095, 4096, int.MaxValue - 15, int.MaxValue - 16, int.MaxValue - 31])
            {
                if (padding == PaddingMode.None && length % 16 != 0)
                {
                    Assert.ThrowsAny<ArgumentException>(() => AesCbc.GetCiphertextLength(length, padding));
                }
                else
                {
                    Assert.Equal(Try(() => platform.GetCiphertextLengthCbc(length, padding)), Try(() => AesCbc.GetCiphertextLength(length, padding)));
                }
            }
            Assert.Throws<ArgumentOutOfRangeException>(() => AesCbc.GetCiphertextLength(-1, padding));
        }
        Assert.ThrowsAny<ArgumentException>(() => AesCbc.GetCiphertextLength(16, (PaddingMode)99));

        static int? Try(Func<int> call)
        {
            try
            {
                return call();
            }
            catch (ArgumentOutOfRangeException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void Padding_mode_that_does_not_exist_is_refused()
    {
        using var cbc = new AesCbc(_key);
        AssertArgument("paddingMode", () => cbc.Encrypt(new byte[16], _iv, new byte[64], (PaddingMode)99));
        AssertArgument("paddingMode", () => cbc.Decrypt(new byte[16], _iv, new byte[64], (PaddingMode)99));
        AssertArgument("paddingMode", () => cbc.TryEncrypt(new byte[16], _iv, new byte[64], out _, (PaddingMode)99));
        AssertArgument("paddingMode", () => cbc.TryDecrypt(new byte[16], _iv, new byte[64], out _, (PaddingMode)99));
    }

    // Nothing; every last byte; valid paddings of every size; and each of those with one byte wrong.
    private static IEnumerable<byte[]> PaddedTexts()
    {
        yield return [];
        foreach (int blocks in (int[])[1, 2, 9])
        {
            byte[] text = TestData.Bytes(23, blocks * 16);
            for (int last = 0; last < 256; last++)
            {
                yield return [.. text[..^1], (byte)last];
            }
            for (int size = 1; size <= 16; size++)
            {
                foreach (byte fill in (byte[])[(byte)size, 0])
                {
                    byte[] padded = [.. text];
                    padded.AsSpan(padded.Length - size).Fill(fill);
                    padded[^1] = (byte)size;
                    yield return padded;
                    for (int wrong = 1; wrong < size; wrong++)
                    {
                        byte[] changed = [.. padded];
                        changed[changed.Length - 1 - wrong] ^= 0x80;
                        yield return changed;
                    }
                }
            }
        }
    }

    private static void AssertArgument(string name, Action action) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(action).ParamName);
}
