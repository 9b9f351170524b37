// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>GCM and GMAC: nonces, tags and what a wrong tag leaves behind.</summary>
public sealed class GcmTests
{
    private static readonly byte[] _key = TestData.Key(128);
    private static readonly byte[] _nonce = TestData.Bytes(50, 12);
    private static readonly byte[] _associatedData = TestData.Bytes(51, 20);

    [Fact]
    public void Sizes_are_the_same_on_every_operating_system()
    {
        Assert.Equal((12, 12), (AesGcmCipher.NonceByteSizes.MinSize, AesGcmCipher.NonceByteSizes.MaxSize));
        Assert.Equal((12, 16, 1), (AesGcmCipher.TagByteSizes.MinSize, AesGcmCipher.TagByteSizes.MaxSize, AesGcmCipher.TagByteSizes.SkipSize));
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Every_tag_size_is_a_prefix_of_the_tag(string engineName)
    {
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        byte[] plaintext = TestData.Bytes(52, 70);
        (byte[] ciphertext, byte[] fullTag) = ReferenceGcm.Encrypt(_key, _nonce, plaintext, _associatedData);
        byte[] fullGmac = ReferenceGcm.Gmac(_key, _nonce, plaintext);
        foreach (int size in (int[])[4, 8, 12, 13, 14, 15, 16])
        {
            AesGcmOptions options = size < 12 ? AesGcmOptions.AllowShortTags : AesGcmOptions.None;
            using var gcm = new AesGcmCipher(_key, size, options, engine);
            Assert.Equal(size, gcm.TagSizeInBytes);
            byte[] destination = new byte[70];
            byte[] tag = new byte[size];
            gcm.Encrypt(_nonce, plaintext, destination, tag, _associatedData);
            Assert.Equal(ciphertext, destination);
            Assert.Equal(fullTag[..size], tag);
            gcm.Decrypt(_nonce, ciphertext, tag, destination, _associatedData);
            Assert.Equal(plaintext, destination);
            using var gmac = new AesGmac(_key, size, options, engine);
            gmac.ComputeTag(_nonce, plaintext, tag);
            Assert.Equal(fullGmac[..size], tag);
            Assert.True(gmac.VerifyTag(_nonce, plaintext, tag));
            foreach (int wrong in Enumerable.Range(0, 20).Where(length => length != size))
            {
                AssertArgument("tag", () => gcm.Encrypt(_nonce, plaintext, destination, new byte[wrong]));
                AssertArgument("tag", () => gcm.Decrypt(_nonce, ciphertext, new byte[wrong], destination));
                AssertArgument("tag", () => gcm.TryDecrypt(_nonce, ciphertext, new byte[wrong], destination));
                AssertArgument("tag", () => gmac.ComputeTag(_nonce, plaintext, new byte[wrong]));
                AssertArgument("tag", () => gmac.VerifyTag(_nonce, plaintext, new byte[wrong]));
                using AesGcmEncryptor encryptor = gcm.CreateEncryptor(_nonce);
                AssertArgument("tag", () => encryptor.GetTag(new byte[wrong]));
                using AesGcmDecryptor decryptor = gcm.CreateDecryptor(_nonce);
                AssertArgument("tag", () => decryptor.VerifyTag(new byte[wrong]));
                using AesGmacHash hash = gmac.CreateHash(_nonce);
                AssertArgument("tag", () => hash.GetTag(new byte[wrong]));
                AssertArgument("tag", () => hash.VerifyTag(new byte[wrong]));
            }
        }
    }

    [Fact]
    public void Tag_sizes_that_the_options_do_not_allow_are_refused()
    {
        foreach (int size in Enumerable.Range(-2, 22).Append(int.MaxValue).Append(int.MinValue))
        {
            foreach (AesGcmOptions options in (AesGcmOptions[])[AesGcmOptions.None, AesGcmOptions.AllowAnyNonceLength, AesGcmOptions.AllowShortTags, AesGcmOptions.AllowShortTags | AesGcmOptions.AllowAnyNonceLength])
            {
                if (size is >= 12 and <= 16 || (size is 4 or 8 && options.HasFlag(AesGcmOptions.AllowShortTags)))
                {
                    new AesGcmCipher(_key, size, options).Dispose();
                    new AesGmac(_key, size, options).Dispose();
                }
                else
                {
                    AssertArgument("tagSizeInBytes", () => _ = new AesGcmCipher(_key, size, options));
                    AssertArgument("tagSizeInBytes", () => _ = new AesGmac(_key, size, options));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Nonces_of_other_lengths_work_where_they_are_allowed(string engineName)
    {
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        using var strict = new AesGcmCipher(_key, 16, AesGcmOptions.AllowShortTags, engine);
        using var any = new AesGcmCipher(_key, 16, AesGcmOptions.AllowAnyNonceLength, engine);
        using var strictMac = new AesGmac(_key, 16, AesGcmOptions.None, engine);
        using var anyMac = new AesGmac(_key, 16, AesGcmOptions.AllowAnyNonceLength, engine);
        byte[] plaintext = TestData.Bytes(53, 45);
        byte[] destination = new byte[45];
        byte[] tag = new byte[16];
        foreach (int length in (int[])[0, 1, 7, 8, 11, 13, 15, 16, 17, 32, 60, 128, 129, 300])
        {
            byte[] nonce = TestData.Bytes(54, length);
            AssertArgument("nonce", () => strict.Encrypt(nonce, plaintext, destination, tag));
            AssertArgument("nonce", () => strict.Decrypt(nonce, plaintext, tag, destination));
            AssertArgument("nonce", () => strict.TryDecrypt(nonce, plaintext, tag, destination));
            AssertArgument("nonce", () => strict.CreateEncryptor(nonce));
            AssertArgument("nonce", () => strict.CreateDecryptor(nonce));
            AssertArgument("nonce", () => strictMac.ComputeTag(nonce, plaintext, tag));
            AssertArgument("nonce", () => strictMac.VerifyTag(nonce, plaintext, tag));
            AssertArgument("nonce", () => strictMac.CreateHash(nonce));
            if (length == 0)
            {
                AssertArgument("nonce", () => any.Encrypt(nonce, plaintext, destination, tag));
                AssertArgument("nonce", () => any.TryDecrypt(nonce, plaintext, tag, destination));
                AssertArgument("nonce", () => any.CreateEncryptor(nonce));
                AssertArgument("nonce", () => anyMac.CreateHash(nonce));
                AssertArgument("nonce", () => anyMac.ComputeTag(nonce, plaintext, tag));
                continue;
            }
            (byte[] ciphertext, byte[] expected) = ReferenceGcm.Encrypt(_key, nonce, plaintext, _associatedData);
            any.Encrypt(nonce, plaintext, destination, tag, _associatedData);
            Assert.Equal(ciphertext, destination);
            Assert.Equal(expected, tag);
            using AesGcmEncryptor encryptor = any.CreateEncryptor(nonce);
            encryptor.AppendAssociatedData(_associatedData);
            encryptor.Encrypt(plaintext, destination);
            encryptor.GetTag(tag);
            Assert.Equal(ciphertext, destination);
            Assert.Equal(expected, tag);
            Assert.True(any.TryDecrypt(nonce, ciphertext, expected, destination, _associatedData));
            Assert.Equal(plaintext, destination);
            anyMac.ComputeTag(nonce, plaintext, tag);
            Assert.Equal(ReferenceGcm.Gmac(_key, nonce, plaintext), tag);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Wrong_tag_zeroes_as_many_bytes_as_the_ciphertext_has_and_no_more(string engine)
    {
        using var gcm = new AesGcmCipher(_key, 16, AesGcmOptions.None, TestMatrix.Engine(engine));
        foreach (int length in (int[])[0, 1, 16, 31, 200, 1037])
        {
            byte[] ciphertext = new byte[length];
            byte[] tag = new byte[16];
            gcm.Encrypt(_nonce, TestData.Bytes(55, length), ciphertext, tag, _associatedData);
            for (int bit = 0; bit < 128; bit += SuiteSize.Choose(1, 9))
            {
                byte[] wrong = [.. tag];
                wrong[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[] destination = MatrixCase.Filled(length + 40);
                Assert.Throws<AuthenticationTagMismatchException>(() => gcm.Decrypt(_nonce, ciphertext, wrong, destination, _associatedData));
                AssertZeroed(destination);
                destination = MatrixCase.Filled(length + 40);
                Assert.False(gcm.TryDecrypt(_nonce, ciphertext, wrong, destination, _associatedData));
                AssertZeroed(destination);
                byte[] inPlace = [.. ciphertext, .. MatrixCase.Filled(40)];
                Assert.False(gcm.TryDecrypt(_nonce, inPlace.AsSpan(0, length), wrong, inPlace, _associatedData));
                AssertZeroed(inPlace);

                void AssertZeroed(byte[] buffer)
                {
                    Assert.False(buffer.AsSpan(0, length).ContainsAnyExcept((byte)0), $"bit {bit}, length {length}");
                    Assert.True(MatrixCase.IsUntouched(buffer.AsSpan(length)), $"bit {bit}, length {length}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Every_changed_bit_of_a_message_is_seen(string engineName)
    {
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        byte[] ciphertext = new byte[150];
        byte[] associatedData = TestData.Bytes(56, 150);
        byte[] tag = new byte[16];
        using var gcm = new AesGcmCipher(_key, 16, AesGcmOptions.None, engine);
        using var gmac = new AesGmac(_key, 16, AesGcmOptions.None, engine);
        gcm.Encrypt(_nonce, new byte[150], ciphertext, tag, associatedData);
        byte[] macTag = new byte[16];
        gmac.ComputeTag(_nonce, associatedData, macTag);
        byte[] destination = new byte[150];
        for (int bit = 0; bit < 150 * 8; bit += SuiteSize.Choose(1, 37))
        {
            Flip(ciphertext, bit);
            Assert.False(gcm.TryDecrypt(_nonce, ciphertext, tag, destination, associatedData));
            Flip(ciphertext, bit);
            Flip(associatedData, bit);
            Assert.False(gcm.TryDecrypt(_nonce, ciphertext, tag, destination, associatedData));
            Assert.False(gmac.VerifyTag(_nonce, associatedData, macTag));
            Flip(associatedData, bit);
        }
        for (int bit = 0; bit < 96; bit++)
        {
            byte[] nonce = [.. _nonce];
            Flip(nonce, bit);
            Assert.False(gcm.TryDecrypt(nonce, ciphertext, tag, destination, associatedData));
        }
        for (int bit = 0; bit < 128; bit++)
        {
            Flip(macTag, bit);
            Assert.False(gmac.VerifyTag(_nonce, associatedData, macTag));
            using AesGmacHash hash = gmac.CreateHash(_nonce);
            hash.Append(associatedData);
            Assert.False(hash.VerifyTag(macTag));
            Flip(macTag, bit);
        }
        Assert.True(gcm.TryDecrypt(_nonce, ciphertext, tag, destination, associatedData));
        Assert.True(gmac.VerifyTag(_nonce, associatedData, macTag));

        static void Flip(byte[] bytes, int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));
    }

    [Fact]
    public void Tag_that_touches_the_text_or_the_output_is_refused_and_nothing_is_written()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        using var gmac = new AesGmac(_key);
        const int Length = 100;
        for (int offset = -17; offset <= Length + 1; offset++)
        {
            bool touches = offset is > -16 and < Length;
            byte[] text = TestData.Bytes(57, Length + 80);
            byte[] other = MatrixCase.Filled(Length + 80);
            byte[] textBefore = [.. text];
            byte[] otherBefore = [.. other];
            Expect(() => gcm.Encrypt(_nonce, text.AsSpan(40, Length), other.AsSpan(40, Length), text.AsSpan(40 + offset, 16)));
            Expect(() => gcm.Encrypt(_nonce, text.AsSpan(40, Length), other.AsSpan(40, Length), other.AsSpan(40 + offset, 16)));
            Expect(() => gcm.Encrypt(_nonce, text.AsSpan(40, Length), text.AsSpan(40, Length), text.AsSpan(40 + offset, 16)));
            if (offset != 0)
            {
                // A tag over the first bytes of what it authenticates may be taken as in place.
                Expect(() => gmac.ComputeTag(_nonce, text.AsSpan(40, Length), text.AsSpan(40 + offset, 16)));
            }

            void Expect(Action call)
            {
                if (touches)
                {
                    Assert.ThrowsAny<ArgumentException>(call);
                    Assert.Equal(textBefore, text);
                    Assert.Equal(otherBefore, other);
                }
                else
                {
                    call();
                    textBefore.CopyTo(text, 0);
                    otherBefore.CopyTo(other, 0);
                }
            }
        }
    }

    [Fact]
    public void Output_longer_than_the_text_may_hold_the_tag_behind_it()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        byte[] packet = [.. TestData.Bytes(58, 100), .. new byte[16]];
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, packet.AsSpan(0, 100));
        gcm.Encrypt(_nonce, packet.AsSpan(0, 100), packet, packet.AsSpan(100));
        Assert.Equal([.. ciphertext, .. tag], packet);
        gcm.Decrypt(_nonce, packet.AsSpan(0, 100), packet.AsSpan(100), packet);
        Assert.Equal(TestData.Bytes(58, 100), packet[..100]);
        Assert.Equal(tag, packet[100..]);
    }

    private static void AssertArgument(string name, Action action) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(action).ParamName);
}
