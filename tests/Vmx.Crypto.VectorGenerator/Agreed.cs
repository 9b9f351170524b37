// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Modes.Gcm;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Differential;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>Answers on which independent implementations agree.</summary>
internal static class Agreed
{
    private const int BlockSize = 16;

    public const string LibcryptoName = "libcrypto 3, EVP interface";
    public const string ReferenceName = "src/Reference";
    public const string PlatformName = "System.Security.Cryptography";
    public const string BouncyCastleName = "BouncyCastle, GHASH multiplier";
    public const string SodiumName = "libsodium through NSec (AES-256 with 12-byte nonces, where the processor has AES)";

    public static byte[] Ecb(byte[] key, byte[] plaintext) =>
        Same("ECB", Libcrypto.Ecb(key, plaintext, encrypt: true), ReferenceModes.EcbEncrypt(key, plaintext));

    public static byte[] Cbc(byte[] key, byte[] iv, byte[] plaintext) =>
        Same("CBC", Libcrypto.Cbc(key, iv, plaintext, encrypt: true), ReferenceModes.CbcEncrypt(key, iv, plaintext));

    /// <summary>CBC with padding, as the platform pads; ISO 10126's random bytes are given.</summary>
    public static byte[] PaddedCbc(byte[] key, byte[] iv, byte[] plaintext, byte[] padded, PaddingMode padding)
    {
        byte[] ciphertext = Cbc(key, iv, padded);
        using var aes = Aes.Create();
        aes.Key = key;
        if (padding != PaddingMode.ISO10126)
        {
            Same("padding", ciphertext, aes.EncryptCbc(plaintext, iv, padding));
        }
        if (padding != PaddingMode.Zeros)
        {
            Same("padding removed", plaintext, aes.DecryptCbc(ciphertext, iv, padding));
        }
        return ciphertext;
    }

    /// <summary>Checks that the platform refuses a padding.</summary>
    public static void PaddingRefused(byte[] key, byte[] iv, byte[] ciphertext, PaddingMode padding)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        try
        {
            aes.DecryptCbc(ciphertext, iv, padding);
        }
        catch (CryptographicException)
        {
            return;
        }
        throw new InvalidOperationException($"{PlatformName} accepts a bad padding.");
    }

    /// <summary>CTR with any counter. libcrypto has the one of 128 bits big-endian; for others it encrypts counter blocks made here.</summary>
    public static byte[] Ctr(byte[] key, byte[] counterBlock, int bits, bool littleEndian, byte[] plaintext)
    {
        byte[] reference = ReferenceModes.Ctr(key, counterBlock, bits, littleEndian, plaintext);
        if (bits == 128 && !littleEndian)
        {
            Same("CTR", Libcrypto.Ctr(key, counterBlock, plaintext), reference);
        }
        byte[] counterBlocks = new byte[(plaintext.Length + BlockSize - 1) / BlockSize * BlockSize];
        for (int i = 0; i < counterBlocks.Length; i += BlockSize)
        {
            WriteCounterBlock(counterBlock, bits, littleEndian, (uint)i / BlockSize, counterBlocks.AsSpan(i, BlockSize));
        }
        byte[] keystream = Libcrypto.Ecb(key, counterBlocks, encrypt: true);
        byte[] ciphertext = new byte[plaintext.Length];
        for (int i = 0; i < ciphertext.Length; i++)
        {
            ciphertext[i] = (byte)(plaintext[i] ^ keystream[i]);
        }
        return Same("CTR", ciphertext, reference);
    }

    public static byte[] Xts(byte[] key, byte[] tweak, byte[] plaintext) =>
        Same("XTS", Libcrypto.Xts(key, tweak, plaintext, encrypt: true), ReferenceModes.XtsEncryptDataUnit(key, tweak, plaintext));

    /// <summary>A run of data units: libcrypto does each by itself, with a tweak made here.</summary>
    public static byte[] Xts(byte[] key, byte[] plaintext, int dataUnitSize, UInt128 first, bool bigEndian, int step)
    {
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tweak = new byte[BlockSize];
        for (int i = 0; i * dataUnitSize < plaintext.Length; i++)
        {
            UInt128 number = first + ((UInt128)step * (UInt128)i);
            if (bigEndian)
            {
                BinaryPrimitives.WriteUInt128BigEndian(tweak, number);
            }
            else
            {
                BinaryPrimitives.WriteUInt128LittleEndian(tweak, number);
            }
            int offset = i * dataUnitSize;
            byte[] unit = plaintext[offset..Math.Min(offset + dataUnitSize, plaintext.Length)];
            Libcrypto.Xts(key, tweak, unit, encrypt: true).CopyTo(ciphertext, offset);
        }
        return Same("XTS", ciphertext, ReferenceModes.XtsEncryptDataUnits(key, plaintext, dataUnitSize, first, bigEndian, step));
    }

    public static (byte[] Ciphertext, byte[] Tag) Gcm(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData, int tagSize = BlockSize)
    {
        (byte[] ciphertext, byte[] tag) = Libcrypto.GcmEncrypt(key, nonce, plaintext, associatedData, tagSize);
        (byte[] ciphertext2, byte[] tag2) = ReferenceGcm.Encrypt(key, nonce, plaintext, associatedData, tagSize);
        Same("GCM", ciphertext, ciphertext2);
        Same("GCM tag", tag, tag2);
        if (key.Length == 32 && nonce.Length == 12 && tagSize == BlockSize && Aes256Gcm.IsSupported)
        {
            using var sodiumKey = Key.Import(AeadAlgorithm.Aes256Gcm, key, KeyBlobFormat.RawSymmetricKey);
            Same("GCM by libsodium", [.. ciphertext, .. tag], AeadAlgorithm.Aes256Gcm.Encrypt(sodiumKey, nonce, associatedData, plaintext));
        }
        return (ciphertext, tag);
    }

    /// <summary>Checks that a message is refused by all.</summary>
    public static void GcmRefused(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] associatedData)
    {
        if (Libcrypto.GcmDecrypt(key, nonce, ciphertext, tag, associatedData) is not null
            || ReferenceGcm.Decrypt(key, nonce, ciphertext, tag, associatedData) is not null)
        {
            throw new InvalidOperationException("A wrong message is accepted.");
        }
    }

    /// <summary>GHASH of whole or padded blocks.</summary>
    public static byte[] Ghash(byte[] subkey, byte[] data)
    {
        // Marked for removal from BouncyCastle's public surface; its version is pinned, and its GCM takes no hash subkey.
#pragma warning disable CS0618
        var multiplier = new Tables4kGcmMultiplier();
#pragma warning restore CS0618
        multiplier.Init(subkey);
        byte[] state = new byte[BlockSize];
        for (int i = 0; i < data.Length; i++)
        {
            state[i % BlockSize] ^= data[i];
            if (i % BlockSize == BlockSize - 1 || i == data.Length - 1)
            {
                multiplier.MultiplyH(state);
            }
        }
        return Same("GHASH", state, ReferenceGhash.Compute(subkey, data));
    }

    private static void WriteCounterBlock(byte[] first, int bits, bool littleEndian, uint index, Span<byte> block)
    {
        first.CopyTo(block);
        Span<byte> counter = littleEndian ? block[..(bits / 8)] : block[^(bits / 8)..];
        uint carry = index;
        for (int i = 0; i < counter.Length && carry != 0; i++)
        {
            ref byte digit = ref counter[littleEndian ? i : counter.Length - 1 - i];
            carry += digit;
            digit = (byte)carry;
            carry >>= 8;
        }
    }

    private static byte[] Same(string what, byte[] left, byte[] right) =>
        left.AsSpan().SequenceEqual(right) ? left : throw new InvalidOperationException($"{what}: two implementations differ.");
}
