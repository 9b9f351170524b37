// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tests.Support;

/// <summary>GHASH, GMAC and GCM (SP 800-38D).</summary>
internal static class GcmModes
{
    private const int TagSize = 16;

    private static readonly byte[] _nonce = TestData.Bytes(5, 12);
    private static readonly byte[] _associatedData = TestData.Bytes(6, 37);
    private static readonly int[] _aesKeyBits = [128, 192, 256];

    private static readonly Mode _ghash = new()
    {
        Name = "ghash",
        KeyBits = [128],
        Accepts = length => length % Engine.BlockSize == 0,
        ResultSize = _ => Engine.BlockSize,
        Reference = (key, source) => (ReferenceGhash.Compute(key, source), []),
        IsTransformation = false,
    };

    private static readonly Mode _ghashMessage = new()
    {
        Name = "ghash-message",
        KeyBits = [128],
        Accepts = _ => true,
        ResultSize = _ => Engine.BlockSize,
        Reference = (key, source) => (GhashOfMessage(key, source), []),
        IsTransformation = false,
    };

    private static readonly Mode _gmac = new()
    {
        Name = "gmac",
        KeyBits = _aesKeyBits,
        Accepts = _ => true,
        ResultSize = _ => TagSize,
        Reference = (key, source) => (ReferenceGcm.Gmac(key, _nonce, source), []),
        IsTransformation = false,
    };

    private static readonly Mode _gmacVerify = new()
    {
        Name = "gmac-verify",
        KeyBits = _aesKeyBits,
        Accepts = _ => true,
        ResultSize = _ => 1,
        TagSize = TagSize,
        Reference = (key, source) => ([1], ReferenceGcm.Gmac(key, _nonce, source)),
        IsTransformation = false,
        TagIsInput = true,
    };

    private static readonly Mode _seal = new()
    {
        Name = "gcm-seal",
        KeyBits = _aesKeyBits,
        Accepts = _ => true,
        TagSize = TagSize,
        Reference = (key, source) => ReferenceGcm.Encrypt(key, _nonce, source, _associatedData),
    };

    private static readonly Mode _open = new()
    {
        Name = "gcm-open",
        KeyBits = _aesKeyBits,
        Accepts = _ => true,
        TagSize = TagSize,
        Reference = OpenByReference,
        TagIsInput = true,
    };

    private static readonly Mode _verify = new()
    {
        Name = "gcm-verify",
        KeyBits = _aesKeyBits,
        Accepts = _ => true,
        ResultSize = _ => 1,
        TagSize = TagSize,
        Reference = (key, source) => ([1], OpenByReference(key, source).Tag),
        IsTransformation = false,
        TagIsInput = true,
    };

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        new()
        {
            Name = "GhashKey.Compute",
            Mode = _ghash,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) => ((GhashKey)cipher).Compute(source, destination),
            Covers = ["GhashKey.Compute"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "GhashKey.Compute(AssociatedData)",
            Mode = _ghashMessage,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) => ((GhashKey)cipher).Compute(_associatedData, source, destination),
            Covers = ["GhashKey.Compute"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "Ghash.Append",
            Mode = _ghashMessage,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) =>
            {
                using Ghash hash = ((GhashKey)cipher).CreateHash();
                hash.Append(_associatedData);
                hash.Reset();
                hash.Append(_associatedData);
                hash.PadToBlock();
                hash.Append(source);
                hash.PadToBlock();
                hash.Append(Lengths(source.Length));
                Span<byte> current = stackalloc byte[Engine.BlockSize];
                hash.GetCurrentHash(current);
                hash.GetHashAndReset(destination);
                BlockModes.Require(current.SequenceEqual(destination[..Engine.BlockSize]));
            },
            Covers = ["GhashKey.CreateHash", "Ghash.Append", "Ghash.PadToBlock", "Ghash.GetCurrentHash", "Ghash.GetHashAndReset", "Ghash.Reset"],
            DestinationName = "destination",
            IsDirect = false,
        },
        new()
        {
            Name = "AesGmac.ComputeTag",
            Mode = _gmac,
            Create = CreateGmac,
            Run = (cipher, source, destination, _) => ((AesGmac)cipher).ComputeTag(_nonce, source, destination),
            Covers = ["AesGmac.ComputeTag"],
        },
        new()
        {
            Name = "AesGmacHash.GetTag",
            Mode = _gmac,
            Create = CreateGmac,
            Run = (cipher, source, destination, _) =>
            {
                using AesGmacHash hash = ((AesGmac)cipher).CreateHash(_nonce);
                hash.Append(source);
                hash.GetTag(destination);
            },
            Covers = ["AesGmac.CreateHash", "AesGmacHash.Append", "AesGmacHash.GetTag"],
            IsDirect = false,
        },
        new()
        {
            Name = "AesGmac.VerifyTag",
            Mode = _gmacVerify,
            Create = CreateGmac,
            Run = (cipher, source, destination, tag) => destination[0] = ((AesGmac)cipher).VerifyTag(_nonce, source, tag) ? (byte)1 : (byte)0,
            Covers = ["AesGmac.VerifyTag"],
        },
        new()
        {
            Name = "AesGmacHash.VerifyTag",
            Mode = _gmacVerify,
            Create = CreateGmac,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGmacHash hash = ((AesGmac)cipher).CreateHash(_nonce);
                hash.Append(source);
                destination[0] = hash.VerifyTag(tag) ? (byte)1 : (byte)0;
            },
            Covers = ["AesGmacHash.VerifyTag"],
            IsDirect = false,
        },
        new()
        {
            Name = "AesGcmCipher.Encrypt",
            Mode = _seal,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) => ((AesGcmCipher)cipher).Encrypt(_nonce, source, destination, tag, _associatedData),
            Covers = ["AesGcmCipher.Encrypt"],
            DestinationName = "ciphertext",
        },
        new()
        {
            Name = "AesGcmEncryptor.Encrypt",
            Mode = _seal,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmEncryptor encryptor = ((AesGcmCipher)cipher).CreateEncryptor(_nonce);
                encryptor.AppendAssociatedData(_associatedData);
                encryptor.Encrypt(source, destination);
                encryptor.GetTag(tag);
            },
            Covers = ["AesGcmCipher.CreateEncryptor", "AesGcmEncryptor.AppendAssociatedData", "AesGcmEncryptor.Encrypt", "AesGcmEncryptor.GetTag"],
            DestinationName = "ciphertext",
            IsDirect = false,
        },
        new()
        {
            Name = "AesGcmCipher.Decrypt",
            Mode = _open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) => ((AesGcmCipher)cipher).Decrypt(_nonce, source, tag, destination, _associatedData),
            Covers = ["AesGcmCipher.Decrypt"],
            DestinationName = "plaintext",
        },
        new()
        {
            Name = "AesGcmCipher.TryDecrypt",
            Mode = _open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                if (!((AesGcmCipher)cipher).TryDecrypt(_nonce, source, tag, destination, _associatedData))
                {
                    throw new AuthenticationTagMismatchException();
                }
            },
            Covers = ["AesGcmCipher.TryDecrypt"],
            DestinationName = "plaintext",
        },
        new()
        {
            Name = "AesGcmDecryptor.DecryptUnverified",
            Mode = _open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmDecryptor decryptor = ((AesGcmCipher)cipher).CreateDecryptor(_nonce);
                decryptor.AppendAssociatedData(_associatedData);
                decryptor.DecryptUnverified(source, destination);
                if (!decryptor.VerifyTag(tag))
                {
                    throw new AuthenticationTagMismatchException();
                }
            },
            Covers = ["AesGcmCipher.CreateDecryptor", "AesGcmDecryptor.AppendAssociatedData", "AesGcmDecryptor.DecryptUnverified", "AesGcmDecryptor.VerifyTag"],
            DestinationName = "plaintext",
            IsDirect = false,
        },
        new()
        {
            Name = "AesGcmDecryptor.AppendCiphertext",
            Mode = _verify,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmDecryptor decryptor = ((AesGcmCipher)cipher).CreateDecryptor(_nonce);
                decryptor.AppendAssociatedData(_associatedData);
                decryptor.AppendCiphertext(source);
                destination[0] = decryptor.VerifyTag(tag) ? (byte)1 : (byte)0;
            },
            Covers = ["AesGcmDecryptor.AppendCiphertext"],
            IsDirect = false,
        },
    ];

    private static GhashKey CreateGhash(Engine engine, byte[] key) => new(key, engine);

    private static AesGmac CreateGmac(Engine engine, byte[] key) => new(key, TagSize, AesGcmOptions.None, engine);

    private static AesGcmCipher CreateGcm(Engine engine, byte[] key) => new(key, TagSize, AesGcmOptions.None, engine);

    private static byte[] Lengths(int length)
    {
        byte[] lengths = new byte[Engine.BlockSize];
        BinaryPrimitives.WriteUInt64BigEndian(lengths, (ulong)_associatedData.Length * 8);
        BinaryPrimitives.WriteUInt64BigEndian(lengths.AsSpan(8), (ulong)length * 8);
        return lengths;
    }

    private static byte[] GhashOfMessage(byte[] key, byte[] source)
    {
        byte[] state = new byte[Engine.BlockSize];
        ReferenceGhash.Append(key, state, _associatedData);
        ReferenceGhash.Append(key, state, source);
        ReferenceGhash.Append(key, state, Lengths(source.Length));
        return state;
    }

    // CTR is its own inverse: encrypting the ciphertext gives the plaintext, and encrypting that gives the tag.
    private static (byte[] Result, byte[] Tag) OpenByReference(byte[] key, byte[] source)
    {
        byte[] plaintext = ReferenceGcm.Encrypt(key, _nonce, source, _associatedData).Ciphertext;
        return (plaintext, ReferenceGcm.Encrypt(key, _nonce, plaintext, _associatedData).Tag);
    }
}
