// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>GCM and GMAC: lengths around every boundary, nonces, tags, counters that wrap, and what must be refused.</summary>
internal static class GcmSets
{
    private const int BlockSize = 16;

    private static readonly int[] _lengths =
    [
        0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 80, 95, 96, 97, 111, 112, 113, 127, 128, 129, 143, 144, 145, 159, 160, 175, 176, 191, 192, 193,
        207, 208, 223, 224, 239, 240, 255, 256, 257, 271, 272, 288, 319, 320, 383, 384, 385, 511, 512, 513, 527, 528, 640, 767, 768, 769,
    ];

    private static readonly int[] _associatedLengths = [0, 1, 12, 13, 16, 17, 20, 31, 32, 48, 64, 96, 127, 128, 129, 255, 256, 257];

    public static VectorFile Lengths()
    {
        var file = new VectorFile("generated-gcm", "GCM with texts and associated data of many lengths", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName, Agreed.SodiumName);
        int associated = 0;
        for (int keySize = 16; keySize <= 32; keySize += 8)
        {
            foreach (int length in _lengths)
            {
                Add(file, $"AES-{keySize * 8}, {length} bytes, {{0}} associated", keySize, 12, length, _associatedLengths[associated], BlockSize);
                associated = (associated + 1) % _associatedLengths.Length;
            }
        }
        return file;
    }

    public static VectorFile NoncesAndTags()
    {
        var file = new VectorFile("generated-gcm-nonces-tags", "GCM with every kind of nonce and tag", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName, Agreed.SodiumName);
        int keySize = 16;
        foreach (int length in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 31, 32, 33, 47, 48, 60, 63, 64, 65, 96, 127, 128])
        {
            Add(file, $"nonce of {length} bytes", keySize, length, 53, 21, BlockSize);
            keySize = keySize == 32 ? 16 : keySize + 8;
        }
        foreach (int tagSize in (ReadOnlySpan<int>)[4, 8, 12, 13, 14, 15, 16])
        {
            Add(file, $"tag of {tagSize} bytes", keySize, 12, 70, 21, tagSize);
            Add(file, $"tag of {tagSize} bytes, nonce of 16", keySize, 16, 16, 0, tagSize);
            keySize = keySize == 32 ? 16 : keySize + 8;
        }
        return file;
    }

    /// <summary>
    /// Nonces of 16 bytes whose J0 has a chosen last word. J0 = GHASH(N || lengths) = ((N • H) ⊕ L) • H, so
    /// N = ((J0 • H^-1) ⊕ L) • H^-1.
    /// </summary>
    public static VectorFile CounterWraps()
    {
        var file = new VectorFile("generated-gcm-counter-wrap", "GCM with a counter block whose last word wraps: inc32 does not carry", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName);
        int keySize = 16;
        foreach (int before in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 20, 24])
        {
            string id = $"{before} blocks after J0";
            byte[] key = Labelled.Key("GCM counter wrap", keySize);
            byte[] preCounterBlock = Labelled.Bytes("GCM counter wrap J0 " + id, BlockSize);
            BinaryPrimitives.WriteInt32BigEndian(preCounterBlock.AsSpan(12), -before);
            byte[] nonce = NonceFor(key, preCounterBlock);
            AddWith(file, id, key, nonce, Labelled.Bytes("GCM counter wrap plaintext " + id, (24 * BlockSize) + before), Labelled.Bytes("GCM counter wrap data " + id, before), BlockSize);
            keySize = keySize == 32 ? 16 : keySize + 8;
        }
        return file;
    }

    /// <summary>The same with two to nine blocks of text: an engine may take few blocks another way than many, and both have to count alike.</summary>
    public static VectorFile ShortCounterWraps()
    {
        var file = new VectorFile("generated-gcm-short-counter-wrap", "GCM messages of two to nine blocks within which the counter's last word wraps", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName);
        int keySize = 16;
        for (int blocks = 2; blocks <= 9; blocks++)
        {
            for (int before = 1; before < blocks; before++)
            {
                string id = $"{blocks} blocks, {before} before the wrap";
                byte[] key = Labelled.Key("GCM short counter wrap", keySize);
                byte[] preCounterBlock = Labelled.Bytes("GCM short counter wrap J0 " + id, BlockSize);
                BinaryPrimitives.WriteInt32BigEndian(preCounterBlock.AsSpan(12), -1 - before);
                byte[] nonce = NonceFor(key, preCounterBlock);
                AddWith(file, id, key, nonce, Labelled.Bytes("GCM short counter wrap plaintext " + id, blocks * BlockSize), Labelled.Bytes("GCM short counter wrap data " + id, before), BlockSize);
                keySize = keySize == 32 ? 16 : keySize + 8;
            }
        }
        return file;
    }

    public static VectorFile Refused()
    {
        var file = new VectorFile("generated-gcm-refused", "GCM messages with one bit changed", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName);
        for (int position = 0; position < BlockSize; position++)
        {
            int wrong = position;
            AddRefused(file, $"tag, byte {position}", 100, 20, (_, _, tag) => tag[wrong] ^= (byte)(1 << (wrong % 8)));
        }
        foreach (int position in (ReadOnlySpan<int>)[0, 15, 16, 127, 128, 255, 256, 511, 512, 600])
        {
            AddRefused(file, $"ciphertext, byte {position} of 601", 601, 20, (ciphertext, _, _) => ciphertext[position] ^= 0x80);
        }
        foreach (int position in (ReadOnlySpan<int>)[0, 15, 16, 128, 299])
        {
            AddRefused(file, $"associated data, byte {position} of 300", 0, 300, (_, associated, _) => associated[position] ^= 1);
        }
        return file;
    }

    public static VectorFile Gmac()
    {
        var file = new VectorFile("generated-gmac", "GMAC of many lengths", "GMAC", Agreed.LibcryptoName, Agreed.ReferenceName, Agreed.SodiumName);
        int keySize = 16;
        for (int blocks = 0; blocks <= 33; blocks++)
        {
            foreach (int length in (ReadOnlySpan<int>)[blocks * BlockSize, (blocks * BlockSize) + 1 + (blocks * 7 % 15)])
            {
                int nonceSize = blocks % 4 == 3 ? 16 + blocks : 12;
                int tagSize = blocks % 5 == 4 ? 12 + (blocks % 4) : BlockSize;
                byte[] key = Labelled.Key("GMAC", keySize);
                byte[] nonce = Labelled.Bytes($"GMAC nonce {length}", nonceSize);
                byte[] data = Labelled.Bytes($"GMAC data {length}", length);
                file.Add($"{length} bytes", ("key", key), ("nonce", nonce), ("aad", data), ("tag", Agreed.Gcm(key, nonce, [], data, tagSize).Tag));
                keySize = keySize == 32 ? 16 : keySize + 8;
            }
        }
        return file;
    }

    private static void Add(VectorFile file, string id, int keySize, int nonceSize, int length, int associatedLength, int tagSize)
    {
        id = string.Format(System.Globalization.CultureInfo.InvariantCulture, id, associatedLength);
        byte[] nonce = Labelled.Bytes("GCM nonce " + id, nonceSize);
        AddWith(file, id, Labelled.Key("GCM", keySize), nonce, Labelled.Bytes("GCM plaintext " + id, length), Labelled.Bytes("GCM associated data " + id, associatedLength), tagSize);
    }

    private static void AddWith(VectorFile file, string id, byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData, int tagSize)
    {
        (byte[] ciphertext, byte[] tag) = Agreed.Gcm(key, nonce, plaintext, associatedData, tagSize);
        file.Add(id, ("key", key), ("nonce", nonce), ("plaintext", plaintext), ("ciphertext", ciphertext), ("aad", associatedData), ("tag", tag));
    }

    private static void AddRefused(VectorFile file, string id, int length, int associatedLength, Action<byte[], byte[], byte[]> change)
    {
        byte[] key = Labelled.Key("GCM refused", 16);
        byte[] nonce = Labelled.Bytes("GCM refused nonce " + id, 12);
        byte[] plaintext = Labelled.Bytes("GCM refused plaintext " + id, length);
        byte[] associatedData = Labelled.Bytes("GCM refused associated data " + id, associatedLength);
        (byte[] ciphertext, byte[] tag) = Agreed.Gcm(key, nonce, plaintext, associatedData);
        change(ciphertext, associatedData, tag);
        Agreed.GcmRefused(key, nonce, ciphertext, tag, associatedData);
        file.Add(id, ("valid", false), ("key", key), ("nonce", nonce), ("ciphertext", ciphertext), ("aad", associatedData), ("tag", tag));
    }

    private static byte[] NonceFor(byte[] key, byte[] preCounterBlock)
    {
        byte[] inverse = Invert(ReferenceGcm.HashSubkey(key));
        byte[] product = ReferenceGhash.Multiply(preCounterBlock, inverse);
        product[^1] ^= BlockSize * 8;
        byte[] nonce = ReferenceGhash.Multiply(product, inverse);
        return ReferenceGcm.PreCounterBlock(key, nonce).AsSpan().SequenceEqual(preCounterBlock)
            ? nonce
            : throw new InvalidOperationException("The nonce does not give its J0.");
    }

    /// <summary>H^(2^128 - 2), which is H^-1 in GF(2^128): the product of H^2, H^4, … H^(2^127).</summary>
    private static byte[] Invert(byte[] element)
    {
        byte[] power = ReferenceGhash.Multiply(element, element);
        byte[] inverse = power;
        for (int i = 2; i < 128; i++)
        {
            power = ReferenceGhash.Multiply(power, power);
            inverse = ReferenceGhash.Multiply(inverse, power);
        }
        return inverse;
    }
}
