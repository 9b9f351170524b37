// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  Padding for CBC
//
//      n bytes, 1 to 16, complete the last block; Zeros alone adds none where the last block is whole.
//
//          PKCS7       n bytes of value n (RFC 5652 section 6.3)
//          ANSIX923    n - 1 zeros, then n (ANSI X9.23)
//          ISO10126    n - 1 random bytes, then n (ISO 10126)
//          Zeros       zeros; not removed on decryption, because nothing says how many there are
//          None        the plaintext is whole blocks
//
//  Time
//
//      The check reads all 16 bytes, whatever they are, with masks instead of branches. What it cannot hide is its answer:
//      whoever can tell a bad padding from a good one, by an exception or by what is done with the plaintext, can decrypt
//      (S. Vaudenay, Security Flaws Induced by CBC Padding, EUROCRYPT 2002).
//
internal static class CbcPadding
{
    /// <summary>Whether the mode is one that the platform defines.</summary>
    public static bool IsDefined(PaddingMode mode) => mode is >= PaddingMode.None and <= PaddingMode.ISO10126;

    /// <summary>Whether decryption removes the padding.</summary>
    public static bool IsRemovable(PaddingMode mode) => mode is PaddingMode.PKCS7 or PaddingMode.ANSIX923 or PaddingMode.ISO10126;

    /// <summary>The length of the ciphertext of a plaintext. Without padding, only whole blocks have one.</summary>
    public static long PaddedLength(int length, PaddingMode mode) =>
        IsRemovable(mode)
            ? ((long)length | (Engine.BlockSize - 1)) + 1
            : ((long)length + (Engine.BlockSize - 1)) & -Engine.BlockSize;

    /// <summary>Completes the last block.</summary>
    /// <param name="block">16 bytes.</param>
    /// <param name="used">How many of them are plaintext, 0 to 15.</param>
    /// <param name="mode">Any mode but None.</param>
    public static void Pad(Span<byte> block, int used, PaddingMode mode)
    {
        Debug.Assert(block.Length == Engine.BlockSize && used < Engine.BlockSize && mode != PaddingMode.None);
        Span<byte> padding = block[used..];
        switch (mode)
        {
            case PaddingMode.PKCS7:
                padding.Fill((byte)padding.Length);
                break;
            case PaddingMode.ANSIX923:
                padding.Clear();
                padding[^1] = (byte)padding.Length;
                break;
            case PaddingMode.ISO10126:
                RandomNumberGenerator.Fill(padding);
                padding[^1] = (byte)padding.Length;
                break;
            default:
                padding.Clear();
                break;
        }
    }

    /// <summary>How many bytes of padding the last block of a plaintext ends with, or -1 when it is not a valid one. Takes the same time for every content.</summary>
    /// <param name="block">16 bytes.</param>
    /// <param name="mode">PKCS7, ANSIX923 or ISO10126.</param>
    public static int Check(ReadOnlySpan<byte> block, PaddingMode mode)
    {
        Debug.Assert(block.Length == Engine.BlockSize && IsRemovable(mode));
        int count = block[Engine.BlockSize - 1];

        // All ones when count is not 1 to 16: then either count - 1 or 16 - count is negative.
        int bad = ((count - 1) | (Engine.BlockSize - count)) >> 31;

        // What the bytes before the last must be, where the mode says it.
        int expected = mode == PaddingMode.PKCS7 ? count : 0;
        int compared = mode == PaddingMode.ISO10126 ? 0 : -1;
        for (int i = 0; i < Engine.BlockSize - 1; i++)
        {
            // All ones when byte i is one of the last count.
            int inPadding = (Engine.BlockSize - 1 - i - count) >> 31;
            bad |= (block[i] ^ expected) & inPadding & compared;
        }

        // 0 when nothing differed, else -1.
        int invalid = (bad | -bad) >> 31;
        return (count & ~invalid) | invalid;
    }
}
