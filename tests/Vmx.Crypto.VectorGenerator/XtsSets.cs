// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>XTS: every path of a data unit, and runs of data units.</summary>
internal static class XtsSets
{
    private const int BlockSize = 16;

    /// <summary>
    /// 1 to 20 blocks, each with every stealing length from none to 15. For the longer key every stealing length up to 8
    /// blocks, and whole blocks above: the rounds differ, the loops do not.
    /// </summary>
    public static VectorFile DataUnit(int keySize)
    {
        int keyBits = keySize * 4;
        var file = new VectorFile($"generated-xts-{keyBits}", $"XTS-AES-{keyBits} data units of 1 to 20 blocks with stealing", "XTS", Agreed.LibcryptoName, Agreed.ReferenceName);
        byte[] key = Labelled.Key("XTS", keySize);
        for (int blocks = 1; blocks <= 20; blocks++)
        {
            for (int partial = 0; partial < (keySize == 32 || blocks <= 8 ? BlockSize : 1); partial++)
            {
                int length = (blocks * BlockSize) + partial;
                byte[] tweak = Labelled.Bytes($"XTS tweak {keySize} {length}", BlockSize);
                byte[] plaintext = Labelled.Bytes($"XTS plaintext {keySize} {length}", length);
                file.Add($"{length} bytes", ("key", key), ("tweak", tweak), ("plaintext", plaintext), ("ciphertext", Agreed.Xts(key, tweak, plaintext)));
            }
        }
        return file;
    }

    public static VectorFile DataUnits()
    {
        var file = new VectorFile("generated-xts-data-units", "XTS-AES runs of data units", "XTS", Agreed.LibcryptoName, Agreed.ReferenceName);
        UInt128 sector = 0x0000_0001_FFFF_FFFEu;
        foreach (bool bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int size in (ReadOnlySpan<int>)[16, 17, 31, 48, 100])
            {
                Add(file, 32, size, 9, 0xFFFF_FFFC, bigEndian, 1);
            }
            for (int count = 1; count <= 4; count++)
            {
                Add(file, 32 * (1 + (count % 2)), 512, count, sector, bigEndian, 1);
                Add(file, 32 * (1 + (count % 2)), 520, count, 0, bigEndian, 1);
            }
            Add(file, 64, 512, 3, ulong.MaxValue - 1, bigEndian, 1);
            Add(file, 32, 512, 2, UInt128.MaxValue - 1, bigEndian, 1);
            Add(file, 64, 4096, 2, 8 * sector, bigEndian, 8);
            Add(file, 32, 32, 5, ulong.MaxValue - 9, bigEndian, 8);
            Add(file, 32, 32, 3, 77, bigEndian, 0);
        }
        Add(file, 32, 4096, 1, 1, bigEndian: false, 1);
        return file;
    }

    private static void Add(VectorFile file, int keySize, int size, int count, UInt128 first, bool bigEndian, int step)
    {
        string id = $"{count} × {size} bytes from {first:x}, step {step}, {(bigEndian ? "big" : "little")}-endian";
        byte[] key = Labelled.Key("XTS data units", keySize);
        byte[] plaintext = Labelled.Bytes("XTS data units " + id, size * count);
        byte[] number = new byte[BlockSize];
        BinaryPrimitives.WriteUInt128BigEndian(number, first);
        file.Add(
            id,
            ("key", key),
            ("dataUnitSize", size),
            ("firstDataUnit", number),
            ("dataUnitStep", step),
            ("tweakFormat", bigEndian ? "BigEndian" : "LittleEndian"),
            ("plaintext", plaintext),
            ("ciphertext", Agreed.Xts(key, plaintext, size, first, bigEndian, step)));
    }
}
