// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Every public way to turn one message into another, through the internal constructors that take an engine, as a subject
//  of differential tests. The nonce of GCM and GMAC is the first 12 bytes of a message's block.
//
internal static class PublicSubjects
{
    private const int BlockSize = Engine.BlockSize;

    private static readonly int[] _aes = [16, 24, 32];

    private delegate void Body(ReadOnlySpan<byte> source, Span<byte> destination);

    public static IReadOnlyList<Subject> All { get; } =
    [
        new("AesBlock.EncryptBlocks", _aes, BlockSize, 0,
            m => ReferenceModes.EcbEncrypt(m.Key, m.Data),
            (engine, m) => Run(m, new AesBlock(m.Key, engine), (aes, source, destination) => aes.EncryptBlocks(source, destination))),
        new("AesBlock.DecryptBlocks", _aes, BlockSize, 0,
            m => ReferenceModes.EcbDecrypt(m.Key, m.Data),
            (engine, m) => Run(m, new AesBlock(m.Key, engine), (aes, source, destination) => aes.DecryptBlocks(source, destination))),
        new("AesCbc.Encrypt", _aes, BlockSize, 0,
            m => ReferenceModes.CbcEncrypt(m.Key, m.Block, m.Data),
            (engine, m) => Run(m, new AesCbc(m.Key, engine), (aes, source, destination) => Assert.Equal(source.Length, aes.Encrypt(source, m.Block, destination, PaddingMode.None)))),
        new("AesCbc.Decrypt", _aes, BlockSize, 0,
            m => ReferenceModes.CbcDecrypt(m.Key, m.Block, m.Data),
            (engine, m) => Run(m, new AesCbc(m.Key, engine), (aes, source, destination) => Assert.Equal(source.Length, aes.Decrypt(source, m.Block, destination, PaddingMode.None)))),
        .. Enum.GetValues<AesCtrCounter>().Select(counter => new Subject($"AesCtr.Transform {counter}", _aes, 1, 0,
            m => ReferenceModes.Ctr(m.Key, m.Block, Bits(counter), IsLittleEndian(counter), m.Data),
            (engine, m) => Run(m, new AesCtr(m.Key, counter, engine), (aes, source, destination) => aes.Transform(m.Block, source, destination)),
            counter == AesCtrCounter.BigEndian128 ? m => Libcrypto.Ctr(m.Key, m.Block, m.Data) : null)),
        new("AesXts.EncryptDataUnit", [32, 64], 1, BlockSize,
            m => ReferenceModes.XtsEncryptDataUnit(m.Key, m.Block, m.Data),
            (engine, m) => Run(m, new AesXts(m.Key, AesXtsKeyCheck.RequireDistinct, engine), (aes, source, destination) => aes.EncryptDataUnit(source, destination, m.Block))),
        new("AesXts.DecryptDataUnit", [32, 64], 1, BlockSize,
            m => ReferenceModes.XtsDecryptDataUnit(m.Key, m.Block, m.Data),
            (engine, m) => Run(m, new AesXts(m.Key, AesXtsKeyCheck.RequireDistinct, engine), (aes, source, destination) => aes.DecryptDataUnit(source, destination, m.Block))),
        new("AesGcmCipher.Encrypt", _aes, 1, 0,
            m => Joined(ReferenceGcm.Encrypt(m.Key, Nonce(m), m.Data, m.AssociatedData)),
            GcmEncrypt,
            m => Joined(Libcrypto.GcmEncrypt(m.Key, Nonce(m), m.Data, m.AssociatedData))),
        new("AesGcmCipher.Decrypt", _aes, 1, 0,
            m => m.Data,
            GcmDecrypt),
        new("AesGmac.ComputeTag", _aes, 1, 0,
            m => ReferenceGcm.Gmac(m.Key, Nonce(m), m.Data),
            Gmac,
            m => Libcrypto.GcmEncrypt(m.Key, Nonce(m), [], m.Data).Tag),
        new("GhashKey.Compute", [16], BlockSize, 0,
            m => ReferenceGhash.Compute(m.Key, m.Data),
            GhashOfBlocks),
        new("GhashKey.Compute of two", [16], 1, 0,
            m => ReferenceGhash.Compute(m.Key, [.. Padded(m.AssociatedData), .. Padded(m.Data), .. Lengths(m)]),
            GhashOfTwo),
    ];

    public static Subject Get(string name) => All.Single(subject => subject.Name == name);

    public static int Bits(AesCtrCounter counter) => counter switch
    {
        AesCtrCounter.BigEndian32 or AesCtrCounter.LittleEndian32 => 32,
        AesCtrCounter.BigEndian64 or AesCtrCounter.LittleEndian64 => 64,
        _ => 128,
    };

    public static bool IsLittleEndian(AesCtrCounter counter) =>
        counter is AesCtrCounter.LittleEndian32 or AesCtrCounter.LittleEndian64 or AesCtrCounter.LittleEndian128;

    /// <summary>Runs something over a copy of a message's text, in place or not, and returns what it wrote.</summary>
    private static byte[] Run<T>(Message message, T cipher, Action<T, ReadOnlySpan<byte>, Span<byte>> body)
        where T : IDisposable
    {
        using (cipher)
        {
            return Run(message, (source, destination) => body(cipher, source, destination));
        }
    }

    private static byte[] Run(Message message, Body body)
    {
        byte[] source = [.. message.Data];
        byte[] destination = message.InPlace ? source : new byte[source.Length];
        body(source, destination);
        Assert.True(message.InPlace || source.AsSpan().SequenceEqual(message.Data), "The source was written.");
        return destination;
    }

    private static byte[] GcmEncrypt(Engine engine, Message message)
    {
        using var aes = new AesGcmCipher(message.Key, 16, AesGcmOptions.None, engine);
        byte[] tag = new byte[16];
        byte[] text = Run(message, (source, destination) => aes.Encrypt(Nonce(message), source, destination, tag, message.AssociatedData));
        return [.. text, .. tag];
    }

    // Decrypts what the reference encrypted, and sees one changed bit.
    private static byte[] GcmDecrypt(Engine engine, Message message)
    {
        using var aes = new AesGcmCipher(message.Key, 16, AesGcmOptions.None, engine);
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(message.Key, Nonce(message), message.Data, message.AssociatedData);
        Message encrypted = message with { Data = ciphertext };
        tag[message.Data.Length % 16] ^= 1;
        byte[] refused = Run(encrypted, (source, destination) =>
            Assert.False(aes.TryDecrypt(Nonce(message), source, tag, destination, message.AssociatedData)));
        Assert.False(refused.AsSpan().ContainsAnyExcept((byte)0));
        tag[message.Data.Length % 16] ^= 1;
        return Run(encrypted, (source, destination) => aes.Decrypt(Nonce(message), source, tag, destination, message.AssociatedData));
    }

    private static byte[] Gmac(Engine engine, Message message)
    {
        using var gmac = new AesGmac(message.Key, 16, AesGcmOptions.None, engine);
        byte[] tag = new byte[16];
        gmac.ComputeTag(Nonce(message), message.Data, tag);
        Assert.True(gmac.VerifyTag(Nonce(message), message.Data, tag));
        tag[message.Data.Length % 16] ^= 1;
        Assert.False(gmac.VerifyTag(Nonce(message), message.Data, tag));
        tag[message.Data.Length % 16] ^= 1;
        return tag;
    }

    private static byte[] GhashOfBlocks(Engine engine, Message message)
    {
        using var key = new GhashKey(message.Key, engine);
        byte[] result = new byte[16];
        key.Compute(message.Data, result);
        return result;
    }

    private static byte[] GhashOfTwo(Engine engine, Message message)
    {
        using var key = new GhashKey(message.Key, engine);
        byte[] result = new byte[16];
        key.Compute(message.AssociatedData, message.Data, result);
        return result;
    }

    private static byte[] Nonce(Message message) => message.Block[..12];

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[-data.Length & 15]];

    private static byte[] Lengths(Message message)
    {
        byte[] block = new byte[BlockSize];
        BinaryPrimitives.WriteInt64BigEndian(block, message.AssociatedData.Length * 8L);
        BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(8), message.Data.Length * 8L);
        return block;
    }

    private static byte[] Joined((byte[] Text, byte[] Tag) output) => [.. output.Text, .. output.Tag];
}
