// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Reference;

//
//  WARNING: not constant-time, the comparison of tags included; nothing that ships uses it. See ReferenceAes.
//
//  GCM and GMAC from SP 800-38D section 7. Nonces have any length but zero, tags are the first bytes of the full 16.
//
/// <summary>AES-GCM and GMAC, straight from SP 800-38D. Slow and not constant-time: for tests only.</summary>
public static class ReferenceGcm
{
    private const int BlockSize = ReferenceAes.BlockSize;

    /// <summary>GCM-AE (SP 800-38D section 7.1, algorithm 4).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">The initialization vector, one byte or more.</param>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="associatedData">The additional authenticated data.</param>
    /// <param name="tagSize">Bytes of tag, up to 16.</param>
    /// <returns>The ciphertext and the tag.</returns>
    public static (byte[] Ciphertext, byte[] Tag) Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default, int tagSize = 16) =>
        EncryptFrom(key, PreCounterBlock(key, nonce), plaintext, associatedData, tagSize);

    /// <summary>GCM-AE from a pre-counter block on, whatever nonce it may come from.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="preCounterBlock">J0, 16 bytes.</param>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="associatedData">The additional authenticated data.</param>
    /// <param name="tagSize">Bytes of tag, up to 16.</param>
    /// <returns>The ciphertext and the tag.</returns>
    public static (byte[] Ciphertext, byte[] Tag) EncryptFrom(ReadOnlySpan<byte> key, ReadOnlySpan<byte> preCounterBlock, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, int tagSize = 16)
    {
        byte[] ciphertext = Gctr(key, preCounterBlock, 1, plaintext);
        return (ciphertext, Tag(key, preCounterBlock, ciphertext, associatedData)[..tagSize]);
    }

    /// <summary>GCM-AD (SP 800-38D section 7.2, algorithm 5).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">The initialization vector, one byte or more.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">The tag, up to 16 bytes.</param>
    /// <param name="associatedData">The additional authenticated data.</param>
    /// <returns>The plaintext, or null when the tag is not that of the message.</returns>
    public static byte[]? Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData = default)
    {
        byte[] preCounterBlock = PreCounterBlock(key, nonce);
        byte[] expected = Tag(key, preCounterBlock, ciphertext, associatedData)[..tag.Length];
        return tag.SequenceEqual(expected) ? Gctr(key, preCounterBlock, 1, ciphertext) : null;
    }

    /// <summary>GMAC (SP 800-38D section 3): the tag of a message without plaintext.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">The initialization vector, one byte or more.</param>
    /// <param name="data">What is authenticated.</param>
    /// <param name="tagSize">Bytes of tag, up to 16.</param>
    /// <returns>The tag.</returns>
    public static byte[] Gmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> data, int tagSize = 16) =>
        Encrypt(key, nonce, default, data, tagSize).Tag;

    /// <summary>The hash subkey H, the encrypted zero block (SP 800-38D section 7.1 step 1).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <returns>H, 16 bytes.</returns>
    public static byte[] HashSubkey(ReadOnlySpan<byte> key) => ReferenceModes.EcbEncrypt(key, new byte[BlockSize]);

    /// <summary>The pre-counter block J0 (SP 800-38D section 7.1 step 2).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">The initialization vector, one byte or more.</param>
    /// <returns>J0, 16 bytes.</returns>
    public static byte[] PreCounterBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        if (nonce.IsEmpty)
        {
            throw new ArgumentException("A nonce has one byte or more.", nameof(nonce));
        }
        if (nonce.Length == 12)
        {
            return [.. nonce, 0, 0, 0, 1];
        }
        byte[] hashSubkey = HashSubkey(key);
        byte[] block = ReferenceGhash.Compute(hashSubkey, nonce);
        ReferenceGhash.Append(hashSubkey, block, Lengths(0, nonce.Length));
        return block;
    }

    // GCTR (section 6.5) that begins a number of increments after the pre-counter block.
    private static byte[] Gctr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> preCounterBlock, long increments, ReadOnlySpan<byte> data) =>
        ReferenceModes.Ctr(key, preCounterBlock, counterBits: 32, littleEndian: false, data, position: increments * BlockSize);

    private static byte[] Tag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> preCounterBlock, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData)
    {
        byte[] hashSubkey = HashSubkey(key);
        byte[] state = ReferenceGhash.Compute(hashSubkey, associatedData);
        ReferenceGhash.Append(hashSubkey, state, ciphertext);
        ReferenceGhash.Append(hashSubkey, state, Lengths(associatedData.Length, ciphertext.Length));
        return Gctr(key, preCounterBlock, 0, state);
    }

    // [len(A)]64 ‖ [len(C)]64, in bits.
    private static byte[] Lengths(long first, long second)
    {
        byte[] block = new byte[BlockSize];
        BinaryPrimitives.WriteInt64BigEndian(block, first * 8);
        BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(8), second * 8);
        return block;
    }
}
