// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>ECB and CBC: every number of blocks that a bulk loop and its tail can meet, and CBC's paddings.</summary>
internal static class BlockSets
{
    private const int BlockSize = 16;
    private const int MaximumBlocks = 40;

    public static VectorFile Ecb()
    {
        var file = new VectorFile("generated-ecb", "ECB of 1 to 40 blocks", "ECB", Agreed.LibcryptoName, Agreed.ReferenceName);
        for (int blocks = 1; blocks <= MaximumBlocks; blocks++)
        {
            byte[] key = Labelled.Key("ECB", 16 + (8 * (blocks % 3)));
            byte[] plaintext = Labelled.Bytes($"ECB plaintext {blocks}", blocks * BlockSize);
            file.Add($"AES-{key.Length * 8}, {blocks} blocks", ("key", key), ("plaintext", plaintext), ("ciphertext", Agreed.Ecb(key, plaintext)));
        }
        return file;
    }

    public static VectorFile Cbc()
    {
        var file = new VectorFile("generated-cbc", "CBC of 1 to 40 blocks", "CBC", Agreed.LibcryptoName, Agreed.ReferenceName);
        for (int keySize = 16; keySize <= 32; keySize += 8)
        {
            byte[] key = Labelled.Key("CBC", keySize);
            for (int blocks = 1; blocks <= MaximumBlocks; blocks++)
            {
                byte[] iv = Labelled.Bytes($"CBC IV {keySize} {blocks}", BlockSize);
                byte[] plaintext = Labelled.Bytes($"CBC plaintext {keySize} {blocks}", blocks * BlockSize);
                file.Add($"AES-{keySize * 8}, {blocks} blocks", ("key", key), ("iv", iv), ("plaintext", plaintext), ("ciphertext", Agreed.Cbc(key, iv, plaintext)));
            }
        }
        return file;
    }

    public static VectorFile CbcPadding()
    {
        var file = new VectorFile("generated-cbc-padding", "CBC with every padding, right and wrong", "CBC", Agreed.LibcryptoName, Agreed.ReferenceName, Agreed.PlatformName);
        foreach (PaddingMode padding in (ReadOnlySpan<PaddingMode>)[PaddingMode.PKCS7, PaddingMode.ANSIX923, PaddingMode.ISO10126, PaddingMode.Zeros])
        {
            for (int length = 0; length <= 34; length++)
            {
                AddPadded(file, padding, length);
            }
            if (padding != PaddingMode.Zeros)
            {
                AddRefused(file, padding, "a last byte of 0", last => last[^1] = 0);
                AddRefused(file, padding, "a last byte of 17", last => last[^1] = 17);
                AddRefused(file, padding, "a last byte of 255", last => last[^1] = 255);
            }
        }
        for (int wrong = 0; wrong < 15; wrong++)
        {
            AddRefused(file, PaddingMode.PKCS7, $"16 bytes of padding, byte {wrong} wrong", last =>
            {
                last.Fill(16);
                last[wrong] ^= 1;
            });
            AddRefused(file, PaddingMode.ANSIX923, $"16 bytes of padding, byte {wrong} wrong", last =>
            {
                last[..^1].Clear();
                last[^1] = 16;
                last[wrong] = 1;
            });
        }
        AddRefused(file, PaddingMode.PKCS7, "2 bytes of padding, the first wrong", last =>
        {
            last[^1] = 2;
            last[^2] = 1;
        });
        return file;
    }

    private static void AddPadded(VectorFile file, PaddingMode padding, int length)
    {
        byte[] key = Labelled.Key("CBC padding", 16 + (8 * (length % 3)));
        byte[] iv = Labelled.Bytes($"CBC padding IV {padding} {length}", BlockSize);
        byte[] plaintext = Labelled.Bytes($"CBC padding plaintext {padding} {length}", length);
        byte[] padded = Pad(plaintext, padding);
        file.Add(
            $"{padding}, {length} bytes",
            ("key", key),
            ("iv", iv),
            ("padding", padding.ToString()),
            ("plaintext", plaintext),
            ("ciphertext", Agreed.PaddedCbc(key, iv, plaintext, padded, padding)));
    }

    private static void AddRefused(VectorFile file, PaddingMode padding, string what, SpanChange change)
    {
        byte[] key = Labelled.Key("CBC padding", 16);
        byte[] iv = Labelled.Bytes($"CBC padding IV {padding} {what}", BlockSize);
        byte[] padded = Labelled.Bytes($"CBC padding plaintext {padding} {what}", 2 * BlockSize);
        change(padded.AsSpan(BlockSize));
        byte[] ciphertext = Agreed.Cbc(key, iv, padded);
        Agreed.PaddingRefused(key, iv, ciphertext, padding);
        file.Add($"{padding}, {what}", ("valid", false), ("key", key), ("iv", iv), ("padding", padding.ToString()), ("ciphertext", ciphertext));
    }

    private static byte[] Pad(byte[] plaintext, PaddingMode padding)
    {
        int count = BlockSize - (plaintext.Length % BlockSize);
        if (padding == PaddingMode.Zeros)
        {
            return [.. plaintext, .. new byte[count % BlockSize]];
        }
        byte[] end = new byte[count];
        if (padding == PaddingMode.PKCS7)
        {
            Array.Fill(end, (byte)count);
        }
        else if (padding == PaddingMode.ISO10126)
        {
            end = Labelled.Bytes($"ISO 10126 {plaintext.Length}", count);
        }
        end[^1] = (byte)count;
        return [.. plaintext, .. end];
    }

    private delegate void SpanChange(Span<byte> last);
}
