// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Api;

/// <summary>Paddings, Try… and EncryptMany of <see cref="AesCbc"/>.</summary>
public sealed class CbcTests
{
    private static readonly byte[] _key = Bytes(16, 1);
    private static readonly byte[] _iv = Bytes(16, 2);

    public static TheoryData<PaddingMode> Paddings => [.. Enum.GetValues<PaddingMode>()];

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Every_length_encrypts_to_its_padded_plaintext_and_back(PaddingMode mode)
    {
        using var cipher = new AesCbc(_key);
        for (int length = 0; length <= 100; length += mode == PaddingMode.None ? 16 : 1)
        {
            byte[] plaintext = Bytes(length, 3);
            int expected = AesCbc.GetCiphertextLength(length, mode);
            byte[] destination = new byte[expected + 5];
            destination.AsSpan().Fill(0xA5);
            Assert.Equal(expected, cipher.Encrypt(plaintext, _iv, destination, mode));
            Assert.Equal(-1, destination.AsSpan(expected).IndexOfAnyExcept((byte)0xA5));
            byte[] padded = ReferenceModes.CbcDecrypt(_key, _iv, destination.AsSpan(0, expected));
            Assert.Equal(plaintext, padded.AsSpan(0, length));
            CheckPadding(padded.AsSpan(length), mode);

            int restored = mode == PaddingMode.Zeros ? expected : length;
            byte[] back = new byte[restored];
            Assert.Equal(restored, cipher.Decrypt(destination.AsSpan(0, expected), _iv, back, mode));
            Assert.Equal(padded.AsSpan(0, restored).ToArray(), back);
            Assert.Equal(restored, cipher.Decrypt(destination.AsSpan(0, expected), _iv, destination, mode));
            Assert.Equal(back, destination.AsSpan(0, restored));

            if (expected != 0)
            {
                Assert.False(cipher.TryEncrypt(plaintext, _iv, new byte[expected - 1], out int written, mode));
                Assert.Equal(0, written);
            }
        }
    }

    [Theory]
    [InlineData(PaddingMode.PKCS7)]
    [InlineData(PaddingMode.ANSIX923)]
    [InlineData(PaddingMode.ISO10126)]
    public void Check_accepts_exactly_the_valid_paddings(PaddingMode mode)
    {
        var random = new Random(1);
        byte[] block = new byte[16];
        for (int last = 0; last < 256; last++)
        {
            for (int wrong = -1; wrong < 15; wrong++)
            {
                random.NextBytes(block);
                int count = last is >= 1 and <= 16 ? last : 16;
                block.AsSpan(16 - count).Fill(mode == PaddingMode.PKCS7 ? (byte)last : (byte)0);
                block[15] = (byte)last;
                if (wrong >= 0)
                {
                    block[wrong] ^= (byte)(1 << random.Next(8));
                }
                bool valid = last is >= 1 and <= 16 && (wrong < 16 - count || mode == PaddingMode.ISO10126);
                Assert.Equal(valid ? last : -1, CbcPadding.Check(block, mode));
            }
        }
    }

    [Theory]
    [InlineData(PaddingMode.PKCS7)]
    [InlineData(PaddingMode.ANSIX923)]
    [InlineData(PaddingMode.ISO10126)]
    public void Bad_padding_writes_nothing(PaddingMode mode)
    {
        using var cipher = new AesCbc(_key);
        byte[] ciphertext = ReferenceModes.CbcEncrypt(_key, _iv, new byte[48]);
        byte[] copy = [.. ciphertext];
        Assert.Throws<CryptographicException>(() => cipher.Decrypt(copy, _iv, copy, mode));
        Assert.Equal(ciphertext, copy);
        Assert.Throws<CryptographicException>(() => cipher.TryDecrypt(default, _iv, copy, out _, mode));
    }

    [Fact]
    public void Short_destination_is_told_before_and_after_the_padding()
    {
        using var cipher = new AesCbc(_key);
        byte[] ciphertext = new byte[48];
        cipher.Encrypt(Bytes(40, 3), _iv, ciphertext);
        foreach (int length in new[] { 0, 31, 32, 39 })
        {
            byte[] destination = new byte[length];
            Assert.False(cipher.TryDecrypt(ciphertext, _iv, destination, out int written));
            Assert.Equal(0, written);
            Assert.Equal("destination", Assert.Throws<ArgumentException>(() => cipher.Decrypt(ciphertext, _iv, destination)).ParamName);
            Assert.Equal(-1, destination.AsSpan().IndexOfAnyExcept((byte)0));
        }
        Assert.True(cipher.TryDecrypt(ciphertext, _iv, new byte[40], out int all));
        Assert.Equal(40, all);
    }

    [Fact]
    public void Lengths_are_the_platforms()
    {
        using var platform = Aes.Create();
        foreach (PaddingMode mode in Enum.GetValues<PaddingMode>())
        {
            for (int length = 0; length < 70; length += mode == PaddingMode.None ? 16 : 1)
            {
                Assert.Equal(platform.GetCiphertextLengthCbc(length, mode), AesCbc.GetCiphertextLength(length, mode));
            }
            Assert.Throws<ArgumentOutOfRangeException>("plaintextLength", () => AesCbc.GetCiphertextLength(-1, mode));
        }
        Assert.Throws<ArgumentException>("plaintextLength", () => AesCbc.GetCiphertextLength(17, PaddingMode.None));
        Assert.Throws<ArgumentOutOfRangeException>("plaintextLength", () => AesCbc.GetCiphertextLength(int.MaxValue, PaddingMode.PKCS7));
        Assert.Throws<ArgumentOutOfRangeException>("paddingMode", () => AesCbc.GetCiphertextLength(1, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void Many_messages_are_many_single_ones(int count)
    {
        using var cipher = new AesCbc(_key);
        var random = new Random(count);
        byte[] source = Bytes(4096, 5);
        byte[] ivs = Bytes(16 * count, 6);
        byte[] destination = new byte[20_000];
        byte[] expected = new byte[20_000];
        var jobs = new List<AesCbcJob>();
        int end = 0;
        for (int i = 0; i < count; i++)
        {
            int length = 16 * random.Next(4);
            var job = new AesCbcJob(random.Next(4096 - length + 1), end + random.Next(3), length);
            end = job.DestinationOffset + length;
            jobs.Add(job);
            ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(16 * i, 16), source.AsSpan(job.SourceOffset, length)).CopyTo(expected, job.DestinationOffset);
        }
        cipher.EncryptMany(jobs.ToArray(), ivs, source, destination);
        Assert.Equal(expected, destination);
        cipher.EncryptMany(jobs.ToArray(), ivs, source, destination.AsSpan(0, end));
    }

    [Fact]
    public void Many_in_place_and_what_it_refuses()
    {
        using var cipher = new AesCbc(_key);
        byte[] original = Bytes(128, 7);
        byte[] buffer = [.. original];
        byte[] ivs = Bytes(32, 8);
        AesCbcJob[] inPlace = [new(0, 0, 32), new(48, 48, 16)];
        cipher.EncryptMany(inPlace, ivs, buffer, buffer);
        Assert.Equal(ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(0, 16), original.AsSpan(0, 32)), buffer.AsSpan(0, 32));
        Assert.Equal(original.AsSpan(32, 16), buffer.AsSpan(32, 16));
        Assert.Equal(ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(16, 16), original.AsSpan(48, 16)), buffer.AsSpan(48, 16));

        // Two spans that overlap by an offset, each job in place all the same.
        cipher.EncryptMany([new(16, 0, 32)], ivs.AsSpan(0, 16), buffer, buffer.AsSpan(16));

        byte[] before = [.. buffer];
        Refuses("jobs", [new(0, 0, 17)], 16, 0);
        Refuses("jobs", [new(-1, 0, 16)], 16, 0);
        Refuses("jobs", [new(0, -16, 16)], 16, 0);
        Refuses("jobs", [new(0, 0, -16)], 16, 0);
        Refuses("jobs", [new(int.MaxValue, 0, 16)], 16, 0);
        Refuses("jobs", [new(0, int.MaxValue, 16)], 16, 0);
        Refuses("jobs", [new(113, 0, 16)], 16, 0);
        Refuses("jobs", [new(0, 0, 32), new(0, 16, 16)], 32, 0);
        Refuses("jobs", [new(0, 32, 16), new(32, 0, 16)], 32, 0);
        Refuses("ivs", [new(0, 0, 16)], 15, 0);
        Refuses("ivs", [new(0, 0, 16)], 32, 0);
        Refuses("destination", [new(0, 113, 16)], 16, 0);
        Refuses("destination", [new(0, 0, 16)], 16, 16);
        Assert.Throws<ArgumentException>("ivs", () => cipher.EncryptMany(inPlace, buffer.AsSpan(16, 32), buffer, buffer));
        Assert.Equal(before, buffer);

        void Refuses(string parameterName, AesCbcJob[] jobs, int ivsLength, int offset) =>
            Assert.Throws<ArgumentException>(parameterName, () => cipher.EncryptMany(jobs, ivs.AsSpan(0, ivsLength), buffer, buffer.AsSpan(offset)));
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static void CheckPadding(ReadOnlySpan<byte> padding, PaddingMode mode)
    {
        if (mode is PaddingMode.PKCS7 or PaddingMode.ANSIX923 or PaddingMode.ISO10126)
        {
            Assert.Equal(padding.Length, padding[^1]);
        }
        switch (mode)
        {
            case PaddingMode.None:
                Assert.True(padding.IsEmpty);
                break;
            case PaddingMode.PKCS7:
                Assert.Equal(-1, padding.IndexOfAnyExcept((byte)padding.Length));
                break;
            case PaddingMode.ANSIX923:
                Assert.Equal(-1, padding[..^1].IndexOfAnyExcept((byte)0));
                break;
            case PaddingMode.Zeros:
                Assert.Equal(-1, padding.IndexOfAnyExcept((byte)0));
                break;
        }
    }
}
