// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vmx.Crypto.VectorGenerator;

//
//  Long messages
//
//      Engines have loops over up to 64 blocks that overlap one pass with the next, so that only a third pass shows all of
//      one, and they take still longer messages in pieces of some tens of kilobytes. A file has no room for such texts: they
//      are 61 bytes repeated, so that no two blocks of a loop are equal, and the ciphertext is told by its hash.
//
internal static class LongSets
{
    private const int BlockSize = 16;
    private const int PatternSize = 61;

    // Two pieces of the largest size that engines take, and a little.
    private const int ManyBlocks = (2 * 2048) + 21;

    private static readonly int[] _blocks = [48, 63, 64, 65, 96, 127, 128, 129, 160, 192, 193, 256, 267, ManyBlocks];

    public static VectorFile Ecb()
    {
        var file = new VectorFile("generated-ecb-long", "ECB of long messages", "ECB", Agreed.LibcryptoName, Agreed.ReferenceName);
        ForEachKey((keySize, key) =>
        {
            foreach (int blocks in _blocks)
            {
                Message message = new($"ECB long {keySize} {blocks}", blocks * BlockSize);
                message.AddTo(file, $"AES-{keySize * 8}, {blocks} blocks", Agreed.Ecb(key, message.Text), ("key", key));
            }
        });
        return file;
    }

    public static VectorFile Cbc()
    {
        var file = new VectorFile("generated-cbc-long", "CBC of long messages", "CBC", Agreed.LibcryptoName, Agreed.ReferenceName);
        ForEachKey((keySize, key) =>
        {
            foreach (int blocks in _blocks)
            {
                Message message = new($"CBC long {keySize} {blocks}", blocks * BlockSize);
                byte[] iv = Labelled.Bytes($"CBC long IV {keySize} {blocks}", BlockSize);
                message.AddTo(file, $"AES-{keySize * 8}, {blocks} blocks", Agreed.Cbc(key, iv, message.Text), ("key", key), ("iv", iv));
            }
        });
        return file;
    }

    public static VectorFile Ctr()
    {
        var file = new VectorFile("generated-ctr-long", "CTR of long messages, some with counters that carry within", "CTR", Agreed.LibcryptoName, Agreed.ReferenceName);
        ForEachKey((keySize, key) =>
        {
            foreach (bool littleEndian in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (int blocks in _blocks)
                {
                    // Whole blocks for one byte order, a partial one for the other, by turns.
                    int partial = (blocks % 2 == 0) == littleEndian ? 0 : 1 + (blocks % 15);
                    AddCtr(file, keySize, key, littleEndian, (blocks * BlockSize) + partial, before: null);
                }
                foreach (int before in (ReadOnlySpan<int>)[1, 40, 63, 64, 100, 128, 150, 2500])
                {
                    AddCtr(file, keySize, key, littleEndian, before < 200 ? 200 * BlockSize : ManyBlocks * BlockSize, before);
                }
            }
        });
        return file;
    }

    public static VectorFile Xts()
    {
        var file = new VectorFile("generated-xts-long", "XTS-AES data units of many blocks, and runs of many data units", "XTS", Agreed.LibcryptoName, Agreed.ReferenceName);
        foreach (int keySize in (ReadOnlySpan<int>)[32, 64])
        {
            byte[] key = Labelled.Key("XTS long", keySize);
            foreach (int blocks in _blocks)
            {
                foreach (int partial in (ReadOnlySpan<int>)[0, 1 + (blocks % 15)])
                {
                    Message message = new($"XTS long {keySize} {blocks} {partial}", (blocks * BlockSize) + partial);
                    byte[] tweak = Labelled.Bytes($"XTS long tweak {keySize} {blocks} {partial}", BlockSize);
                    message.AddTo(file, $"XTS-AES-{keySize * 4}, {message.Text.Length} bytes", Agreed.Xts(key, tweak, message.Text), ("key", key), ("tweak", tweak));
                }
            }
            foreach ((int size, int count) in (ReadOnlySpan<(int, int)>)[(512, 70), (512, 16), (520, 33), (1024, 5), (4096, 17), (2064, 20)])
            {
                Message message = new($"XTS long run {keySize} {size} {count}", size * count);
                byte[] first = new byte[BlockSize];
                BinaryPrimitives.WriteUInt64BigEndian(first.AsSpan(8), ulong.MaxValue - 3);
                byte[] ciphertext = Agreed.Xts(key, message.Text, size, ulong.MaxValue - 3, bigEndian: false, step: 1);
                message.AddTo(file, $"XTS-AES-{keySize * 4}, {count} × {size} bytes", ciphertext, ("key", key), ("dataUnitSize", size), ("firstDataUnit", first), ("dataUnitStep", 1), ("tweakFormat", "LittleEndian"));
            }
        }
        return file;
    }

    public static VectorFile Gcm()
    {
        var file = new VectorFile("generated-gcm-long", "GCM of long messages", "GCM", Agreed.LibcryptoName, Agreed.ReferenceName, Agreed.SodiumName);
        ForEachKey((keySize, key) =>
        {
            foreach (int blocks in _blocks)
            {
                foreach (int partial in (ReadOnlySpan<int>)[0, 1 + (blocks % 15)])
                {
                    Message message = new($"GCM long {keySize} {blocks} {partial}", (blocks * BlockSize) + partial);
                    byte[] nonce = Labelled.Bytes($"GCM long nonce {keySize} {blocks} {partial}", 12);
                    byte[] associatedData = Labelled.Bytes($"GCM long data {keySize} {blocks} {partial}", partial == 0 ? 0 : 20);
                    (byte[] ciphertext, byte[] tag) = Agreed.Gcm(key, nonce, message.Text, associatedData);
                    message.AddTo(file, $"AES-{keySize * 8}, {message.Text.Length} bytes", ciphertext, ("key", key), ("nonce", nonce), ("aad", associatedData), ("tag", tag));
                }
            }
        });
        return file;
    }

    public static VectorFile Ghash()
    {
        var file = new VectorFile("generated-ghash-long", "GHASH of long data", "GHASH", Agreed.BouncyCastleName, Agreed.ReferenceName);
        foreach (int blocks in _blocks)
        {
            foreach (int partial in (ReadOnlySpan<int>)[0, 1 + (blocks % 15)])
            {
                Message message = new($"GHASH long {blocks} {partial}", (blocks * BlockSize) + partial);
                byte[] subkey = Labelled.Bytes($"GHASH long subkey {blocks} {partial}", BlockSize);
                file.Add($"{message.Text.Length} bytes", ("subkey", subkey), ("data", message.Pattern), ("length", message.Text.Length), ("hash", Agreed.Ghash(subkey, message.Text)));
            }
        }
        return file;
    }

    private static void AddCtr(VectorFile file, int keySize, byte[] key, bool littleEndian, int length, int? before)
    {
        string counter = littleEndian ? "LittleEndian128" : "BigEndian128";
        string id = $"AES-{keySize * 8}, {counter}, {length} bytes" + (before is int blocks ? $", {blocks} blocks before 2^32" : "");
        byte[] counterBlock = Labelled.Bytes("CTR long counter " + id, BlockSize);
        if (before is int distance)
        {
            if (littleEndian)
            {
                BinaryPrimitives.WriteInt32LittleEndian(counterBlock, -distance);
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(counterBlock.AsSpan(12), -distance);
            }
        }
        Message message = new("CTR long " + id, length);
        message.AddTo(file, id, Agreed.Ctr(key, counterBlock, 128, littleEndian, message.Text), ("key", key), ("counterBlock", counterBlock), ("counter", counter));
    }

    private static void ForEachKey(Action<int, byte[]> add)
    {
        for (int keySize = 16; keySize <= 32; keySize += 8)
        {
            add(keySize, Labelled.Key("long", keySize));
        }
    }

    /// <summary>A text that is a pattern repeated.</summary>
    private sealed class Message
    {
        public Message(string label, int length)
        {
            Pattern = Labelled.Bytes(label, PatternSize);
            Text = new byte[length];
            for (int i = 0; i < length; i++)
            {
                Text[i] = Pattern[i % PatternSize];
            }
        }

        public byte[] Pattern { get; }

        public byte[] Text { get; }

        public void AddTo(VectorFile file, string id, byte[] ciphertext, params (string Name, object Value)[] members) =>
            file.Add(id, [.. members, ("plaintext", Pattern), ("length", Text.Length), ("ciphertextSha256", SHA256.HashData(ciphertext))]);
    }
}
