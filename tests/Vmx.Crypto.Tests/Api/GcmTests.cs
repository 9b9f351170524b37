// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Api;

/// <summary>GCM, GMAC and GHASH: nonces and tags of every size, any split, limits, and the order of calls.</summary>
public sealed class GcmTests
{
    private const AesGcmOptions Everything = AesGcmOptions.AllowAnyNonceLength | AesGcmOptions.AllowShortTags;

    private static readonly byte[] _key = [.. "0123456789ABCDEF"u8];
    private static readonly byte[] _nonce = [.. "nonce nonce!"u8];

    [Theory]
    [InlineData(12, 16)]
    [InlineData(12, 12)]
    [InlineData(12, 4)]
    [InlineData(1, 8)]
    [InlineData(16, 13)]
    [InlineData(100, 14)]
    public void Nonces_tags_and_any_split(int nonceLength, int tagSize)
    {
        var random = new Random(nonceLength + tagSize);
        using var cipher = new AesGcmCipher(_key, tagSize, Everything);
        using var mac = new AesGmac(_key, tagSize, Everything);
        for (int round = 0; round < 30; round++)
        {
            byte[] nonce = Bytes(nonceLength);
            byte[] data = Bytes(random.Next(100));
            byte[] plaintext = Bytes(random.Next(600));
            (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, nonce, plaintext, data, tagSize);
            byte[] actual = new byte[plaintext.Length];
            byte[] actualTag = new byte[tagSize];
            cipher.Encrypt(nonce, plaintext, actual, actualTag, data);
            Assert.Equal(ciphertext, actual);
            Assert.Equal(tag, actualTag);
            cipher.Decrypt(nonce, ciphertext, tag, actual, data);
            Assert.Equal(plaintext, actual);

            using AesGcmEncryptor encryptor = cipher.CreateEncryptor(nonce);
            Split(data.Length, (start, length) => encryptor.AppendAssociatedData(data.AsSpan(start, length)));
            Split(plaintext.Length, (start, length) => encryptor.Encrypt(actual.AsSpan(start, length), actual.AsSpan(start)));
            encryptor.GetTag(actualTag);
            Assert.Equal(ciphertext, actual);
            Assert.Equal(tag, actualTag);

            using AesGcmDecryptor decryptor = cipher.CreateDecryptor(nonce);
            Split(data.Length, (start, length) => decryptor.AppendAssociatedData(data.AsSpan(start, length)));
            Split(plaintext.Length, (start, length) => decryptor.DecryptUnverified(actual.AsSpan(start, length), actual.AsSpan(start)));
            Assert.True(decryptor.VerifyTag(tag));
            Assert.Equal(plaintext, actual);

            using AesGcmDecryptor verifier = cipher.CreateDecryptor(nonce);
            Split(data.Length, (start, length) => verifier.AppendAssociatedData(data.AsSpan(start, length)));
            Split(plaintext.Length, (start, length) => verifier.AppendCiphertext(ciphertext.AsSpan(start, length)));
            Assert.True(verifier.VerifyTag(tag));

            byte[] macTag = ReferenceGcm.Gmac(_key, nonce, plaintext, tagSize);
            mac.ComputeTag(nonce, plaintext, actualTag);
            Assert.Equal(macTag, actualTag);
            Assert.True(mac.VerifyTag(nonce, plaintext, macTag));
            using AesGmacHash hash = mac.CreateHash(nonce);
            Split(plaintext.Length, (start, length) => hash.Append(plaintext.AsSpan(start, length)));
            hash.GetTag(actualTag);
            Assert.Equal(macTag, actualTag);

            macTag[random.Next(tagSize)] ^= 1;
            Assert.False(mac.VerifyTag(nonce, plaintext, macTag));
        }

        byte[] Bytes(int length)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        void Split(int length, Action<int, int> piece)
        {
            for (int start = 0, next; start < length; start = next)
            {
                next = int.Min(length, start + random.Next(80));
                piece(start, next - start);
            }
        }
    }

    [Fact]
    public void Mismatch_zeroes_exactly_the_plaintext()
    {
        using var cipher = new AesGcmCipher(_key, 16);
        byte[] tag = new byte[16];
        byte[] ciphertext = new byte[100];
        cipher.Encrypt(_nonce, new byte[100], ciphertext, tag);
        tag[15] ^= 1;
        byte[] plaintext = new byte[110];
        plaintext.AsSpan().Fill(0xA5);
        Assert.False(cipher.TryDecrypt(_nonce, ciphertext, tag, plaintext));
        Assert.Equal(-1, plaintext.AsSpan(0, 100).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, plaintext.AsSpan(100).IndexOfAnyExcept((byte)0xA5));
        Assert.Throws<AuthenticationTagMismatchException>(() => cipher.Decrypt(_nonce, ciphertext, tag, ciphertext));
        Assert.Equal(-1, ciphertext.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Tag_to_verify_may_lie_where_the_plaintext_goes()
    {
        using var cipher = new AesGcmCipher(_key, 16);
        byte[] ciphertext = new byte[64];
        byte[] tag = new byte[16];
        cipher.Encrypt(_nonce, new byte[64], ciphertext, tag, "data"u8);
        byte[] buffer = new byte[64];
        tag.CopyTo(buffer, 8);
        "data"u8.CopyTo(buffer.AsSpan(40));
        cipher.Decrypt(_nonce, ciphertext, buffer.AsSpan(8, 16), buffer, buffer.AsSpan(40, 4));
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Tag_to_write_touches_neither_input_nor_output()
    {
        using var cipher = new AesGcmCipher(_key, 12);
        using var mac = new AesGmac(_key, 12);
        byte[] buffer = new byte[200];
        for (int start = 0; start <= 188; start++)
        {
            bool touches = (start + 12 > 20 && start < 52) || (start + 12 > 100 && start < 132);
            int at = start;
            Exception? exception = Record.Exception(() => cipher.Encrypt(_nonce, buffer.AsSpan(20, 32), buffer.AsSpan(100), buffer.AsSpan(at, 12)));
            Assert.Equal(touches, exception is ArgumentException { ParamName: "tag" });
            Assert.Equal(touches, exception is not null);
            exception = Record.Exception(() => mac.ComputeTag(_nonce, buffer.AsSpan(20, 32), buffer.AsSpan(at, 12)));
            Assert.Equal(start + 12 > 20 && start < 52, exception is ArgumentException { ParamName: "tag" });
        }
    }

    [Fact]
    public void Out_of_order_calls_change_nothing()
    {
        using var cipher = new AesGcmCipher(_key, 16);
        byte[] tag = new byte[16];
        byte[] expectedTag = new byte[16];
        byte[] text = new byte[20];
        byte[] ciphertext = new byte[20];
        cipher.Encrypt(_nonce, text, ciphertext, expectedTag, "data"u8);

        using AesGcmEncryptor encryptor = cipher.CreateEncryptor(_nonce);
        encryptor.AppendAssociatedData("data"u8);
        encryptor.Encrypt(text.AsSpan(0, 7), new byte[7]);
        Assert.Throws<InvalidOperationException>(() => encryptor.AppendAssociatedData("data"u8));
        Assert.Throws<ArgumentException>("ciphertext", () => encryptor.Encrypt(text, new byte[19]));
        Assert.Throws<ArgumentException>("tag", () => encryptor.GetTag(new byte[15]));
        encryptor.Encrypt(text.AsSpan(7), new byte[13]);
        encryptor.GetTag(tag);
        Assert.Equal(expectedTag, tag);
        Assert.Throws<InvalidOperationException>(() => encryptor.GetTag(tag));
        Assert.Throws<InvalidOperationException>(() => encryptor.Encrypt(text, text));
        Assert.Throws<InvalidOperationException>(() => encryptor.AppendAssociatedData(default));

        using AesGcmDecryptor decryptor = cipher.CreateDecryptor(_nonce);
        decryptor.AppendAssociatedData("data"u8);
        decryptor.DecryptUnverified(ciphertext.AsSpan(0, 3), new byte[3]);
        Assert.Throws<InvalidOperationException>(() => decryptor.AppendCiphertext(ciphertext.AsSpan(3)));
        Assert.Throws<InvalidOperationException>(() => decryptor.AppendAssociatedData(default));
        decryptor.DecryptUnverified(ciphertext.AsSpan(3), new byte[17]);
        Assert.True(decryptor.VerifyTag(tag));
        Assert.Throws<InvalidOperationException>(() => decryptor.VerifyTag(tag));

        using AesGcmDecryptor verifier = cipher.CreateDecryptor(_nonce);
        verifier.AppendAssociatedData("data"u8);
        verifier.AppendCiphertext(ciphertext.AsSpan(0, 3));
        Assert.Throws<InvalidOperationException>(() => verifier.DecryptUnverified(ciphertext.AsSpan(3), new byte[17]));
        verifier.AppendCiphertext(ciphertext.AsSpan(3));
        Assert.True(verifier.VerifyTag(tag));
    }

    [Fact]
    public void Text_ends_where_GCM_does()
    {
        using var cipher = new AesGcmCipher(_key, 16);
        using AesGcmEncryptor encryptor = cipher.CreateEncryptor(_nonce);
        encryptor.Encrypt(default, default);
        encryptor.Message.TextLength = GcmKey.MaxTextLength - 20;
        byte[] buffer = new byte[21];
        Assert.Throws<CryptographicException>(() => encryptor.Encrypt(new byte[21], buffer));
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0));
        encryptor.Encrypt(new byte[20], buffer);
        Assert.Throws<CryptographicException>(() => encryptor.Encrypt(new byte[1], buffer));

        // The last block of text has the counter 2^32 - 1.
        byte[] last = new byte[16];
        _nonce.CopyTo(last, 0);
        last.AsSpan(12).Fill(0xFF);
        Assert.Equal(ReferenceModes.EcbEncrypt(_key, last), buffer.AsSpan(4, 16));
    }

    [Fact]
    public void Ghash_in_pieces()
    {
        byte[] subkey = ReferenceGcm.HashSubkey(_key);
        byte[] data = new byte[77];
        new Random(1).NextBytes(data);
        byte[] padded = [.. data, 0, 0, 0];
        byte[] expected = ReferenceGhash.Compute(subkey, padded);
        using var key = new GhashKey(subkey);
        byte[] actual = new byte[17];
        key.Compute(padded, actual);
        Assert.Equal(expected, actual.AsSpan(0, 16));

        using Ghash hash = key.CreateHash();
        hash.Append(data.AsSpan(0, 5));
        hash.GetCurrentHash(actual);
        Assert.Equal(ReferenceGhash.Compute(subkey, [.. data[..5], .. new byte[11]]), actual.AsSpan(0, 16));
        hash.Append(data.AsSpan(5));
        hash.GetHashAndReset(actual);
        Assert.Equal(expected, actual.AsSpan(0, 16));
        hash.Append(data.AsSpan(0, 3));
        hash.Reset();
        hash.Append(data);
        hash.PadToBlock();
        hash.PadToBlock();
        hash.Append(padded);
        hash.GetCurrentHash(actual);
        Assert.Equal(ReferenceGhash.Compute(subkey, [.. padded, .. padded]), actual.AsSpan(0, 16));

        byte[] lengths = new byte[16];
        lengths[7] = 5 * 8;
        (lengths[14], lengths[15]) = (77 * 8 / 256, 77 * 8 % 256);
        key.Compute(data.AsSpan(0, 5), data, actual);
        Assert.Equal(ReferenceGhash.Compute(subkey, [.. data[..5], .. new byte[11], .. padded, .. lengths]), actual.AsSpan(0, 16));
    }

    [Fact]
    public void Sizes_that_need_an_option()
    {
        foreach (int size in new[] { -1, 0, 3, 5, 7, 9, 11, 17 })
        {
            Assert.Throws<ArgumentException>("tagSizeInBytes", () => new AesGcmCipher(_key, size, Everything));
        }
        Assert.Throws<ArgumentException>("tagSizeInBytes", () => new AesGcmCipher(_key, 4));
        Assert.Throws<ArgumentException>("tagSizeInBytes", () => new AesGmac(_key, 8, AesGcmOptions.AllowAnyNonceLength));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => new AesGmac(_key, 16, (AesGcmOptions)4));
        using var strict = new AesGcmCipher(_key, 16);
        using var lenient = new AesGcmCipher(_key, 16, Everything);
        Assert.Throws<ArgumentException>("nonce", () => strict.Encrypt(new byte[13], default, default, new byte[16]));
        Assert.Throws<ArgumentException>("nonce", () => lenient.CreateEncryptor(default));
        Assert.Throws<ArgumentException>("tag", () => strict.Encrypt(_nonce, default, default, new byte[15]));
        Assert.Equal((12, 12, 12, 16), (AesGcmCipher.NonceByteSizes.MinSize, AesGcmCipher.NonceByteSizes.MaxSize, AesGcmCipher.TagByteSizes.MinSize, AesGcmCipher.TagByteSizes.MaxSize));
    }
}
