// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>
/// Engines cut long messages into pieces, and many messages into lanes that take one after the other: lengths and numbers
/// beyond those of the other suites.
/// </summary>
public sealed class LongMessageTests
{
    private static readonly byte[] _key = TestData.Key(256);
    private static readonly byte[] _block = TestData.Bytes(31, 16);

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Pieces_join(string engineName)
    {
        Engine engine = TestMatrix.Engine(engineName);
        using var cbc = new AesCbc(_key, engine);
        using var ecb = new AesBlock(_key, engine);
        using var bigEndian = new AesCtr(_key, AesCtrCounter.BigEndian128, engine);
        using var littleEndian = new AesCtr(_key, AesCtrCounter.LittleEndian128, engine);
        foreach (int length in (int[])[(32 * 1024) - 16, 32 * 1024, (32 * 1024) + 16, (96 * 1024) + 4112])
        {
            byte[] source = TestData.Bytes(32, length);
            Check("ECB encryption", length, ReferenceModes.EcbEncrypt(_key, source), text => ecb.EncryptBlocks(text, text));
            Check("ECB decryption", length, ReferenceModes.EcbDecrypt(_key, source), text => ecb.DecryptBlocks(text, text));
            Check("CBC encryption", length, ReferenceModes.CbcEncrypt(_key, _block, source), text => cbc.Encrypt(text, _block, text, PaddingMode.None));
            Check("CBC decryption", length, ReferenceModes.CbcDecrypt(_key, _block, source), text => cbc.Decrypt(text, _block, text, PaddingMode.None));
            Check("CTR, big-endian", length, ReferenceModes.Ctr(_key, _block, 128, littleEndian: false, source), text => bigEndian.Transform(_block, text, text));
            Check("CTR, little-endian", length, ReferenceModes.Ctr(_key, _block, 128, littleEndian: true, source), text => littleEndian.Transform(_block, text, text));
        }

        static void Check(string name, int length, byte[] expected, Action<byte[]> transform)
        {
            byte[] text = TestData.Bytes(32, length);
            transform(text);
            Assert.True(text.AsSpan().SequenceEqual(expected), $"{name}, {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Pieces_of_hashes_and_authenticated_messages_join(string engineName)
    {
        Engine engine = TestMatrix.Engine(engineName);
        using var subkey = new GhashKey(_block, engine);
        using var gcm = new AesGcmCipher(_key, 16, AesGcmOptions.None, engine);
        byte[] nonce = TestData.Bytes(36, 12);
        byte[] hash = new byte[16];
        byte[] tag = new byte[16];
        foreach (int length in (int[])[(16 * 1024) - 15, (16 * 1024) + 1, 32 * 1024, (32 * 1024) + 17, (96 * 1024) + 4113])
        {
            byte[] text = TestData.Bytes(32, length);
            byte[] plaintext = [.. text];
            byte[] associatedData = TestData.Bytes(37, length - 5);
            using (Ghash whole = subkey.CreateHash())
            {
                whole.Append(text);
                whole.GetCurrentHash(hash);
            }
            Assert.True(hash.AsSpan().SequenceEqual(ReferenceGhash.Compute(_block, text)), $"GHASH, {length} bytes");

            (byte[] ciphertext, byte[] expectedTag) = ReferenceGcm.Encrypt(_key, nonce, plaintext, associatedData);
            gcm.Encrypt(nonce, text, text, tag, associatedData);
            Assert.True(text.AsSpan().SequenceEqual(ciphertext), $"GCM encryption, {length} bytes");
            Assert.True(tag.AsSpan().SequenceEqual(expectedTag), $"GCM tag, {length} bytes");
            Assert.True(gcm.TryDecrypt(nonce, text, tag, text, associatedData), $"GCM verification, {length} bytes");
            Assert.True(text.AsSpan().SequenceEqual(plaintext), $"GCM decryption, {length} bytes");

            using AesGcmEncryptor encryptor = gcm.CreateEncryptor(nonce);
            encryptor.AppendAssociatedData(associatedData);
            encryptor.Encrypt(text.AsSpan(0, 16), text.AsSpan(0, 16));
            encryptor.Encrypt(text.AsSpan(16), text.AsSpan(16));
            encryptor.GetTag(tag);
            Assert.True(text.AsSpan().SequenceEqual(ciphertext), $"GCM encryption in parts, {length} bytes");
            Assert.True(tag.AsSpan().SequenceEqual(expectedTag), $"GCM tag of parts, {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Many_messages_of_mixed_lengths_each_get_their_own_ciphertext(string engineName)
    {
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engineName));
        var random = new Random(33);
        foreach (int count in (int[])[0, 1, 2, 15, 16, 17, 31, 32, 33, 64, 127, 128, 129, 130])
        {
            // Mostly short ones, some that take several calls of a kernel, some empty.
            var jobs = new AesCbcJob[count];
            int end = 0;
            for (int i = 0; i < count; i++)
            {
                int blocks = random.Next(8) switch
                {
                    0 => 0,
                    1 => random.Next(60, 150),
                    2 => random.Next(1, 3),
                    _ => random.Next(1, 24),
                };
                jobs[i] = new AesCbcJob(end, end, blocks * 16);
                end += blocks * 16;
            }
            byte[] source = TestData.Bytes(34, end);
            byte[] ivs = TestData.Bytes(35, 16 * count);
            byte[] expected = new byte[end];
            for (int i = 0; i < count; i++)
            {
                ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(16 * i, 16), source.AsSpan(jobs[i].SourceOffset, jobs[i].Length)).CopyTo(expected, jobs[i].DestinationOffset);
            }
            byte[] destination = new byte[end];
            cbc.EncryptMany(jobs, ivs, source, destination);
            Assert.True(destination.AsSpan().SequenceEqual(expected), $"{count} messages");
            cbc.EncryptMany(jobs, ivs, source, source);
            Assert.True(source.AsSpan().SequenceEqual(expected), $"{count} messages in place");
        }
    }
}
