// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>Messages that come in pieces: every split gives the same, and calls out of order change nothing.</summary>
public sealed class IncrementalTests
{
    private static readonly byte[] _key = TestData.Key(256);
    private static readonly byte[] _nonce = TestData.Bytes(60, 12);
    private static readonly byte[] _associatedData = TestData.Bytes(61, 333);
    private static readonly byte[] _plaintext = TestData.Bytes(62, 1100);

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Any_split_of_a_gcm_message_gives_the_same(string engine)
    {
        using var gcm = new AesGcmCipher(_key, 16, AesGcmOptions.None, TestMatrix.Engine(engine));
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, _plaintext, _associatedData);
        var random = new Random(63);
        for (int round = 0; round < SuiteSize.Choose(200, 12); round++)
        {
            int largest = round % 3 == 0 ? 17 : round % 3 == 1 ? 70 : 600;
            using AesGcmEncryptor encryptor = gcm.CreateEncryptor(_nonce);
            Split(random, largest, _associatedData.Length, (start, size) => encryptor.AppendAssociatedData(_associatedData.AsSpan(start, size)));
            byte[] buffer = [.. _plaintext];
            Split(random, largest, buffer.Length, (start, size) => encryptor.Encrypt(buffer.AsSpan(start, size), buffer.AsSpan(start, size)));
            Assert.Equal(ciphertext, buffer);
            byte[] actualTag = new byte[16];
            encryptor.GetTag(actualTag);
            Assert.Equal(tag, actualTag);

            using AesGcmDecryptor decryptor = gcm.CreateDecryptor(_nonce);
            Split(random, largest, _associatedData.Length, (start, size) => decryptor.AppendAssociatedData(_associatedData.AsSpan(start, size)));
            Split(random, largest, buffer.Length, (start, size) => decryptor.DecryptUnverified(buffer.AsSpan(start, size), buffer.AsSpan(start, size)));
            Assert.Equal(_plaintext, buffer);
            Assert.True(decryptor.VerifyTag(tag));

            using AesGcmDecryptor verifier = gcm.CreateDecryptor(_nonce);
            Split(random, largest, _associatedData.Length, (start, size) => verifier.AppendAssociatedData(_associatedData.AsSpan(start, size)));
            Split(random, largest, buffer.Length, (start, size) => verifier.AppendCiphertext(ciphertext.AsSpan(start, size)));
            Assert.Equal(round % 2 == 0, verifier.VerifyTag(round % 2 == 0 ? tag : new byte[16]));
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Every_split_in_two_gives_the_same(string engineName)
    {
        Engine engine = TestMatrix.Engine(engineName);
        using var gcm = new AesGcmCipher(_key, 16, AesGcmOptions.None, engine);
        using var gmac = new AesGmac(_key, 16, AesGcmOptions.None, engine);
        using var ghash = new GhashKey(_key.AsSpan(0, 16), engine);
        const int Length = 150;
        byte[] text = _plaintext[..Length];
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, text);
        byte[] macTag = ReferenceGcm.Gmac(_key, _nonce, text);
        byte[] hashOfText = ReferenceGhash.Compute(_key.AsSpan(0, 16), text);
        byte[] block = new byte[16];
        for (int split = 0; split <= Length; split++)
        {
            byte[] destination = new byte[Length];
            using AesGcmEncryptor encryptor = gcm.CreateEncryptor(_nonce);
            encryptor.Encrypt(text.AsSpan(0, split), destination);
            encryptor.Encrypt(text.AsSpan(split), destination.AsSpan(split));
            encryptor.GetTag(block);
            Assert.Equal(ciphertext, destination);
            Assert.Equal(tag, block);

            using AesGmacHash mac = gmac.CreateHash(_nonce);
            mac.Append(text.AsSpan(0, split));
            mac.Append(text.AsSpan(split));
            mac.GetTag(block);
            Assert.Equal(macTag, block);

            using Ghash hash = ghash.CreateHash();
            hash.Append(text.AsSpan(0, split));
            hash.GetCurrentHash(block);
            Assert.Equal(ReferenceGhash.Compute(_key.AsSpan(0, 16), text.AsSpan(0, split)), block);
            hash.Append(text.AsSpan(split));
            hash.GetHashAndReset(block);
            Assert.Equal(hashOfText, block);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Padding_a_hash_adds_zeros_up_to_a_whole_block_and_only_then(string engine)
    {
        byte[] subkey = _key[..16];
        using var ghash = new GhashKey(subkey, TestMatrix.Engine(engine));
        using Ghash hash = ghash.CreateHash();
        byte[] block = new byte[16];
        for (int length = 0; length <= 48; length++)
        {
            hash.Append(_plaintext.AsSpan(0, length));
            hash.PadToBlock();
            hash.PadToBlock();
            hash.Append(_plaintext.AsSpan(100, 20));
            hash.GetHashAndReset(block);
            byte[] padded = [.. _plaintext.AsSpan(0, length), .. new byte[(16 - (length % 16)) % 16], .. _plaintext.AsSpan(100, 20)];
            Assert.Equal(ReferenceGhash.Compute(subkey, padded), block);
            hash.Append(_associatedData);
            hash.Reset();
            hash.GetCurrentHash(block);
            Assert.Equal(new byte[16], block);
        }
    }

    [Fact]
    public void Gcm_encryptor_refuses_calls_out_of_order_and_goes_on()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, _plaintext, _associatedData);
        using AesGcmEncryptor encryptor = gcm.CreateEncryptor(_nonce);
        byte[] destination = new byte[_plaintext.Length];
        byte[] actualTag = new byte[16];
        encryptor.AppendAssociatedData(_associatedData);
        encryptor.Encrypt(_plaintext.AsSpan(0, 21), destination);
        Assert.Throws<InvalidOperationException>(() => encryptor.AppendAssociatedData(_associatedData));
        Assert.ThrowsAny<ArgumentException>(() => encryptor.Encrypt(_plaintext.AsSpan(21), destination.AsSpan(22)));
        Assert.ThrowsAny<ArgumentException>(() => encryptor.Encrypt(destination.AsSpan(100, 50), destination.AsSpan(101, 50)));
        Assert.ThrowsAny<ArgumentException>(() => encryptor.GetTag(new byte[15]));
        encryptor.Encrypt(_plaintext.AsSpan(21), destination.AsSpan(21));
        encryptor.GetTag(actualTag);
        Assert.Equal(ciphertext, destination);
        Assert.Equal(tag, actualTag);
        byte[] untouched = MatrixCase.Filled(16);
        Assert.Throws<InvalidOperationException>(() => encryptor.AppendAssociatedData(_associatedData));
        Assert.Throws<InvalidOperationException>(() => encryptor.Encrypt(_plaintext.AsSpan(0, 16), untouched));
        Assert.Throws<InvalidOperationException>(() => encryptor.GetTag(untouched));
        Assert.True(MatrixCase.IsUntouched(untouched));
    }

    [Fact]
    public void Gcm_decryptor_refuses_calls_out_of_order_and_goes_on()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, _plaintext, _associatedData);
        byte[] destination = new byte[ciphertext.Length];
        byte[] untouched = MatrixCase.Filled(16);

        using AesGcmDecryptor decryptor = gcm.CreateDecryptor(_nonce);
        decryptor.AppendAssociatedData(_associatedData);
        decryptor.DecryptUnverified(ciphertext.AsSpan(0, 5), destination);
        Assert.Throws<InvalidOperationException>(() => decryptor.AppendAssociatedData(_associatedData));
        Assert.Throws<InvalidOperationException>(() => decryptor.AppendCiphertext(ciphertext.AsSpan(5, 3)));
        decryptor.DecryptUnverified(ciphertext.AsSpan(5), destination.AsSpan(5));
        Assert.ThrowsAny<ArgumentException>(() => decryptor.VerifyTag(tag.AsSpan(1)));
        Assert.True(decryptor.VerifyTag(tag));
        Assert.Equal(_plaintext, destination);

        using AesGcmDecryptor verifier = gcm.CreateDecryptor(_nonce);
        verifier.AppendAssociatedData(_associatedData);
        verifier.AppendCiphertext(ciphertext.AsSpan(0, 100));
        Assert.Throws<InvalidOperationException>(() => verifier.AppendAssociatedData(_associatedData));
        Assert.Throws<InvalidOperationException>(() => verifier.DecryptUnverified(ciphertext.AsSpan(100, 16), untouched));
        verifier.AppendCiphertext(ciphertext.AsSpan(100));
        Assert.True(verifier.VerifyTag(tag));

        foreach (AesGcmDecryptor finished in (AesGcmDecryptor[])[decryptor, verifier])
        {
            Assert.Throws<InvalidOperationException>(() => finished.AppendAssociatedData(_associatedData));
            Assert.Throws<InvalidOperationException>(() => finished.AppendCiphertext(ciphertext));
            Assert.Throws<InvalidOperationException>(() => finished.DecryptUnverified(ciphertext.AsSpan(0, 16), untouched));
            Assert.Throws<InvalidOperationException>(() => finished.VerifyTag(tag));
        }
        Assert.True(MatrixCase.IsUntouched(untouched));
    }

    [Fact]
    public void Gcm_decryptor_is_finished_after_a_wrong_tag_as_well()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        using AesGcmDecryptor decryptor = gcm.CreateDecryptor(_nonce);
        Assert.False(decryptor.VerifyTag(new byte[16]));
        Assert.Throws<InvalidOperationException>(() => decryptor.VerifyTag(new byte[16]));
        Assert.Throws<InvalidOperationException>(() => decryptor.AppendCiphertext(new byte[16]));
    }

    [Fact]
    public void Gmac_hash_is_finished_after_its_tag()
    {
        using var gmac = new AesGmac(_key);
        byte[] tag = ReferenceGcm.Gmac(_key, _nonce, _associatedData);
        using AesGmacHash computed = gmac.CreateHash(_nonce);
        computed.Append(_associatedData);
        byte[] actual = new byte[16];
        computed.GetTag(actual);
        Assert.Equal(tag, actual);
        using AesGmacHash verified = gmac.CreateHash(_nonce);
        verified.Append(_associatedData);
        Assert.ThrowsAny<ArgumentException>(() => verified.GetTag(new byte[17]));
        Assert.True(verified.VerifyTag(tag));
        byte[] untouched = MatrixCase.Filled(16);
        foreach (AesGmacHash finished in (AesGmacHash[])[computed, verified])
        {
            Assert.Throws<InvalidOperationException>(() => finished.Append(_associatedData));
            Assert.Throws<InvalidOperationException>(() => finished.GetTag(untouched));
            Assert.Throws<InvalidOperationException>(() => finished.VerifyTag(tag));
        }
        Assert.True(MatrixCase.IsUntouched(untouched));
    }

    [Fact]
    public void Message_without_text_or_associated_data_has_a_tag()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        (_, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, []);
        byte[] actual = new byte[16];
        using AesGcmEncryptor encryptor = gcm.CreateEncryptor(_nonce);
        encryptor.AppendAssociatedData(default);
        encryptor.Encrypt(default, default);
        encryptor.GetTag(actual);
        Assert.Equal(tag, actual);
    }

    private static void Split(Random random, int largest, int length, Action<int, int> piece)
    {
        for (int start = 0; start < length;)
        {
            int size = Math.Min(random.Next(0, largest), length - start);
            piece(start, size);
            start += size;
        }
    }
}
