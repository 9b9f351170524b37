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

    private static readonly byte[] s_nonce = TestData.Bytes(5, 12);
    private static readonly byte[] s_associatedData = TestData.Bytes(6, 37);
    private static readonly int[] s_aesKeyBits = [128, 192, 256];

    private static readonly Mode s_ghash = new()
    {
        Name = "ghash",
        KeyBits = [128],
        Accepts = length => length % Engine.BlockSize == 0,
        ResultSize = _ => Engine.BlockSize,
        Reference = (key, source) => (ReferenceGhash.Compute(key, source), []),
        IsTransformation = false,
    };

    private static readonly Mode s_ghashMessage = new()
    {
        Name = "ghash-message",
        KeyBits = [128],
        Accepts = _ => true,
        ResultSize = _ => Engine.BlockSize,
        Reference = (key, source) => (GhashOfMessage(key, source), []),
        IsTransformation = false,
    };

    private static readonly Mode s_gmac = new()
    {
        Name = "gmac",
        KeyBits = s_aesKeyBits,
        Accepts = _ => true,
        ResultSize = _ => TagSize,
        Reference = (key, source) => (ReferenceGcm.Gmac(key, s_nonce, source), []),
        IsTransformation = false,
    };

    private static readonly Mode s_gmacVerify = new()
    {
        Name = "gmac-verify",
        KeyBits = s_aesKeyBits,
        Accepts = _ => true,
        ResultSize = _ => 1,
        TagSize = TagSize,
        Reference = (key, source) => ([1], ReferenceGcm.Gmac(key, s_nonce, source)),
        IsTransformation = false,
        TagIsInput = true,
    };

    private static readonly Mode s_seal = new()
    {
        Name = "gcm-seal",
        KeyBits = s_aesKeyBits,
        Accepts = _ => true,
        TagSize = TagSize,
        Reference = (key, source) => ReferenceGcm.Encrypt(key, s_nonce, source, s_associatedData),
    };

    private static readonly Mode s_open = new()
    {
        Name = "gcm-open",
        KeyBits = s_aesKeyBits,
        Accepts = _ => true,
        TagSize = TagSize,
        Reference = OpenByReference,
        TagIsInput = true,
    };

    private static readonly Mode s_verify = new()
    {
        Name = "gcm-verify",
        KeyBits = s_aesKeyBits,
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
            Mode = s_ghash,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) => ((GhashKey)cipher).Compute(source, destination),
            Covers = ["GhashKey.Compute"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "GhashKey.Compute(AssociatedData)",
            Mode = s_ghashMessage,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) => ((GhashKey)cipher).Compute(s_associatedData, source, destination),
            Covers = ["GhashKey.Compute"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "Ghash.Append",
            Mode = s_ghashMessage,
            Create = CreateGhash,
            Run = (cipher, source, destination, _) =>
            {
                using Ghash hash = ((GhashKey)cipher).CreateHash();
                hash.Append(s_associatedData);
                hash.Reset();
                hash.Append(s_associatedData);
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
            Mode = s_gmac,
            Create = CreateGmac,
            Run = (cipher, source, destination, _) => ((AesGmac)cipher).ComputeTag(s_nonce, source, destination),
            Covers = ["AesGmac.ComputeTag"],
        },
        new()
        {
            Name = "AesGmacHash.GetTag",
            Mode = s_gmac,
            Create = CreateGmac,
            Run = (cipher, source, destination, _) =>
            {
                using AesGmacHash hash = ((AesGmac)cipher).CreateHash(s_nonce);
                hash.Append(source);
                hash.GetTag(destination);
            },
            Covers = ["AesGmac.CreateHash", "AesGmacHash.Append", "AesGmacHash.GetTag"],
            IsDirect = false,
        },
        new()
        {
            Name = "AesGmac.VerifyTag",
            Mode = s_gmacVerify,
            Create = CreateGmac,
            Run = (cipher, source, destination, tag) => destination[0] = ((AesGmac)cipher).VerifyTag(s_nonce, source, tag) ? (byte)1 : (byte)0,
            Covers = ["AesGmac.VerifyTag"],
        },
        new()
        {
            Name = "AesGmacHash.VerifyTag",
            Mode = s_gmacVerify,
            Create = CreateGmac,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGmacHash hash = ((AesGmac)cipher).CreateHash(s_nonce);
                hash.Append(source);
                destination[0] = hash.VerifyTag(tag) ? (byte)1 : (byte)0;
            },
            Covers = ["AesGmacHash.VerifyTag"],
            IsDirect = false,
        },
        new()
        {
            Name = "AesGcmCipher.Encrypt",
            Mode = s_seal,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) => ((AesGcmCipher)cipher).Encrypt(s_nonce, source, destination, tag, s_associatedData),
            Covers = ["AesGcmCipher.Encrypt"],
            DestinationName = "ciphertext",
        },
        new()
        {
            Name = "AesGcmEncryptor.Encrypt",
            Mode = s_seal,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmEncryptor encryptor = ((AesGcmCipher)cipher).CreateEncryptor(s_nonce);
                encryptor.AppendAssociatedData(s_associatedData);
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
            Mode = s_open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) => ((AesGcmCipher)cipher).Decrypt(s_nonce, source, tag, destination, s_associatedData),
            Covers = ["AesGcmCipher.Decrypt"],
            DestinationName = "plaintext",
        },
        new()
        {
            Name = "AesGcmCipher.TryDecrypt",
            Mode = s_open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                if (!((AesGcmCipher)cipher).TryDecrypt(s_nonce, source, tag, destination, s_associatedData))
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
            Mode = s_open,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmDecryptor decryptor = ((AesGcmCipher)cipher).CreateDecryptor(s_nonce);
                decryptor.AppendAssociatedData(s_associatedData);
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
            Mode = s_verify,
            Create = CreateGcm,
            Run = (cipher, source, destination, tag) =>
            {
                using AesGcmDecryptor decryptor = ((AesGcmCipher)cipher).CreateDecryptor(s_nonce);
                decryptor.AppendAssociatedData(s_associatedData);
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
        BinaryPrimitives.WriteUInt64BigEndian(lengths, (ulong)s_associatedData.Length * 8);
        BinaryPrimitives.WriteUInt64BigEndian(lengths.AsSpan(8), (ulong)length * 8);
        return lengths;
    }

    private static byte[] GhashOfMessage(byte[] key, byte[] source)
    {
        byte[] state = new byte[Engine.BlockSize];
        ReferenceGhash.Append(key, state, s_associatedData);
        ReferenceGhash.Append(key, state, source);
        ReferenceGhash.Append(key, state, Lengths(source.Length));
        return state;
    }

    // CTR is its own inverse: encrypting the ciphertext gives the plaintext, and encrypting that gives the tag.
    private static (byte[] Result, byte[] Tag) OpenByReference(byte[] key, byte[] source)
    {
        byte[] plaintext = ReferenceGcm.Encrypt(key, s_nonce, source, s_associatedData).Ciphertext;
        return (plaintext, ReferenceGcm.Encrypt(key, s_nonce, plaintext, s_associatedData).Tag);
    }
}
