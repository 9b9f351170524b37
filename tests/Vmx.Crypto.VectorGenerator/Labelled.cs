// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>Bytes that a label determines: SHA-256 of the label and of 0, 1, 2, …</summary>
internal static class Labelled
{
    public static byte[] Bytes(string label, int count)
    {
        byte[] name = Encoding.ASCII.GetBytes(label);
        byte[] input = [.. name, 0, 0, 0, 0];
        byte[] bytes = new byte[(count + SHA256.HashSizeInBytes - 1) / SHA256.HashSizeInBytes * SHA256.HashSizeInBytes];
        for (int i = 0; i * SHA256.HashSizeInBytes < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(name.Length), i);
            SHA256.HashData(input, bytes.AsSpan(i * SHA256.HashSizeInBytes));
        }
        return bytes[..count];
    }

    /// <summary>A key of a mode; one for each size.</summary>
    public static byte[] Key(string mode, int bytes) => Bytes($"{mode} key {bytes * 8}", bytes);
}
