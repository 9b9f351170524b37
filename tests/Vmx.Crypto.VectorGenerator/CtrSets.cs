// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>CTR: every number of blocks with whole and partial ends, and counters next to every wrap.</summary>
internal static class CtrSets
{
    private const int BlockSize = 16;
    private const int MaximumBlocks = 40;
    private const int WrapBlocks = 20;

    private static readonly (string Name, int Bits, bool LittleEndian)[] _counters =
    [
        ("BigEndian128", 128, false),
        ("BigEndian64", 64, false),
        ("BigEndian32", 32, false),
        ("LittleEndian128", 128, true),
        ("LittleEndian64", 64, true),
        ("LittleEndian32", 32, true),
    ];

    private static readonly int[] _blocksBeforeWrap = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17];

    public static VectorFile Lengths()
    {
        var file = new VectorFile("generated-ctr", "CTR of 1 to 40 blocks, whole and partial", "CTR", Agreed.LibcryptoName, Agreed.ReferenceName);
        for (int keySize = 16; keySize <= 32; keySize += 8)
        {
            for (int blocks = 1; blocks <= MaximumBlocks; blocks++)
            {
                Add(file, keySize, blocks * BlockSize, _counters[0]);
            }
        }
        for (int blocks = 0; blocks <= MaximumBlocks; blocks++)
        {
            // 7 has no factor in common with 15, so every partial length comes up; so does every counter.
            int partial = 1 + (blocks * 7 % 15);
            Add(file, 16 + (8 * (blocks % 3)), (blocks * BlockSize) + partial, _counters[blocks % _counters.Length]);
        }
        return file;
    }

    public static VectorFile Wraps()
    {
        var file = new VectorFile("generated-ctr-wrap", "CTR with counters that carry out of 32, 64 and 128 bits", "CTR", Agreed.LibcryptoName, Agreed.ReferenceName);
        int keySize = 16;
        foreach ((string Name, int Bits, bool LittleEndian) counter in _counters)
        {
            for (int wrap = 32; wrap <= counter.Bits; wrap *= 2)
            {
                foreach (int before in _blocksBeforeWrap)
                {
                    string label = $"CTR wrap {counter.Name} {wrap} {before}";
                    byte[] key = Labelled.Key("CTR wrap", keySize);
                    byte[] counterBlock = Labelled.Bytes(label + " counter", BlockSize);
                    SetCounter(counterBlock, wrap, counter.LittleEndian, before);
                    byte[] plaintext = Labelled.Bytes(label + " plaintext", (WrapBlocks * BlockSize) - (before % BlockSize));
                    file.Add(
                        $"{counter.Name}, {before} blocks before 2^{wrap}",
                        ("key", key),
                        ("counterBlock", counterBlock),
                        ("counter", counter.Name),
                        ("plaintext", plaintext),
                        ("ciphertext", Agreed.Ctr(key, counterBlock, counter.Bits, counter.LittleEndian, plaintext)));
                    keySize = keySize == 32 ? 16 : keySize + 8;
                }
            }
        }
        return file;
    }

    private static void Add(VectorFile file, int keySize, int length, (string Name, int Bits, bool LittleEndian) counter)
    {
        byte[] key = Labelled.Key("CTR", keySize);
        byte[] counterBlock = Labelled.Bytes($"CTR counter {keySize} {length}", BlockSize);
        byte[] plaintext = Labelled.Bytes($"CTR plaintext {keySize} {length}", length);
        file.Add(
            $"AES-{keySize * 8}, {counter.Name}, {length} bytes",
            ("key", key),
            ("counterBlock", counterBlock),
            ("counter", counter.Name),
            ("plaintext", plaintext),
            ("ciphertext", Agreed.Ctr(key, counterBlock, counter.Bits, counter.LittleEndian, plaintext)));
    }

    /// <summary>Sets the low bits of a counter so that they become zero after some blocks.</summary>
    private static void SetCounter(byte[] counterBlock, int bits, bool littleEndian, int before)
    {
        for (int i = 0; i < bits / 8; i++)
        {
            counterBlock[littleEndian ? i : BlockSize - 1 - i] = i == 0 ? (byte)-before : (byte)0xFF;
        }
    }
}
