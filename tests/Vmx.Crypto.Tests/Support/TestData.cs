// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Bytes that look random and are the same in every run and on every processor.</summary>
internal static class TestData
{
    /// <summary>Bytes that depend on the seed alone; a shorter request gives a prefix of a longer one.</summary>
    public static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        Fill(seed, bytes);
        return bytes;
    }

    /// <summary>As <see cref="Bytes"/>, into memory that is already there.</summary>
    public static void Fill(int seed, Span<byte> destination)
    {
        // SplitMix64, whose output is well spread for consecutive seeds.
        ulong state = (ulong)seed * 0x9E3779B97F4A7C15;
        Span<byte> word = stackalloc byte[8];
        while (!destination.IsEmpty)
        {
            state += 0x9E3779B97F4A7C15;
            ulong value = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            BinaryPrimitives.WriteUInt64LittleEndian(word, BitOperations.RotateLeft(value ^ (value >> 31), 1));
            int count = Math.Min(8, destination.Length);
            word[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <summary>A key; the halves of an XTS key differ.</summary>
    public static byte[] Key(int bits) => Bytes(0x6B6579 + bits, bits / 8);
}
