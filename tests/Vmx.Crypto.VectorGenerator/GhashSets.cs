// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>GHASH: every number of blocks, whole and partial, and operands at the edges of the field.</summary>
internal static class GhashSets
{
    private const int BlockSize = 16;
    private const int MaximumBlocks = 40;

    public static VectorFile Lengths()
    {
        var file = new VectorFile("generated-ghash", "GHASH of 1 to 40 blocks, whole and partial", "GHASH", Agreed.BouncyCastleName, Agreed.ReferenceName);
        for (int blocks = 1; blocks <= MaximumBlocks; blocks++)
        {
            Add(file, $"{blocks} blocks", Labelled.Bytes($"GHASH subkey {blocks}", BlockSize), Labelled.Bytes($"GHASH data {blocks}", blocks * BlockSize));
        }
        for (int blocks = 0; blocks <= MaximumBlocks; blocks++)
        {
            int length = (blocks * BlockSize) + 1 + (blocks * 7 % 15);
            Add(file, $"{length} bytes", Labelled.Bytes($"GHASH subkey {length} bytes", BlockSize), Labelled.Bytes($"GHASH data {length} bytes", length));
        }
        return file;
    }

    public static VectorFile Operands()
    {
        var file = new VectorFile("generated-ghash-operands", "GHASH with operands at the edges of the field", "GHASH", Agreed.BouncyCastleName, Agreed.ReferenceName);
        foreach ((string name, byte[] operand) in Edges())
        {
            foreach (int blocks in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 8, 9, 16, 17, 33])
            {
                byte[] ones = new byte[blocks * BlockSize];
                Array.Fill(ones, (byte)0xFF);
                Add(file, $"H {name}, {blocks} blocks of ones", operand, ones);
            }
            byte[] same = new byte[9 * BlockSize];
            for (int i = 0; i < same.Length; i++)
            {
                same[i] = operand[i % BlockSize];
            }
            Add(file, $"ones as H, 9 blocks of {name}", Filled(0xFF), same);
        }
        return file;
    }

    private static IEnumerable<(string Name, byte[] Operand)> Edges()
    {
        yield return ("all ones", Filled(0xFF));
        yield return ("zero", Filled(0));
        // The leftmost bit is the coefficient of x^0 (SP 800-38D section 6.3).
        foreach (int power in (int[])[0, 1, 63, 64, 120, 121, 127])
        {
            byte[] element = new byte[BlockSize];
            element[power / 8] = (byte)(0x80 >> (power % 8));
            yield return ($"x^{power}", element);
        }
        byte[] reduction = new byte[BlockSize];
        reduction[0] = 0xE1;
        yield return ("1 + x + x^2 + x^7", reduction);
    }

    private static byte[] Filled(byte value)
    {
        byte[] block = new byte[BlockSize];
        Array.Fill(block, value);
        return block;
    }

    private static void Add(VectorFile file, string id, byte[] subkey, byte[] data) =>
        file.Add(id, ("subkey", subkey), ("data", data), ("hash", Agreed.Ghash(subkey, data)));
}
