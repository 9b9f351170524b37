// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>The checks of the modes without authentication: ECB, CBC, CTR and XTS, in both directions.</summary>
internal static class CipherChecks
{
    private const int BlockSize = 16;

    // What is longer is one of many only in name: it takes the same way for longer.
    private const int LongestOfMany = 16 * 1024;

    public static string? Ecb(KnownAnswerCase answer, Engine engine)
    {
        using var cipher = new AesBlock(answer.Key, engine);
        return Expect.Transformation("encryption", answer.Plaintext!, answer.Ciphertext!, (source, destination) =>
            {
                cipher.EncryptBlocks(source, destination);
                return source.Length;
            })
            ?? Expect.Transformation("decryption", answer.Ciphertext!, answer.Plaintext!, (source, destination) =>
            {
                cipher.DecryptBlocks(source, destination);
                return source.Length;
            });
    }

    public static string? Cbc(KnownAnswerCase answer, Engine engine)
    {
        using var cipher = new AesCbc(answer.Key, engine);
        if (answer.Verdict == KnownAnswerVerdict.Invalid)
        {
            return Expect.Refused<CryptographicException>(
                "padding",
                () => cipher.Decrypt(answer.Ciphertext, answer.Iv, new byte[answer.Ciphertext!.Length], answer.Padding));
        }
        return CbcEncryption(answer, cipher)
            ?? Expect.Transformation("decryption", answer.Ciphertext!, CbcDecrypted(answer), (source, destination) =>
                cipher.Decrypt(source, answer.Iv, destination, answer.Padding))
            ?? (answer.Padding == PaddingMode.None && answer.Plaintext!.Length <= LongestOfMany ? CbcMany(answer, cipher) : null);
    }

    public static string? Ctr(KnownAnswerCase answer, Engine engine)
    {
        using var cipher = new AesCtr(answer.Key, answer.Counter, engine);
        int Transform(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            cipher.Transform(answer.Iv, source, destination);
            return source.Length;
        }
        return Expect.Transformation("encryption", answer.Plaintext!, answer.Ciphertext!, Transform)
            ?? Expect.Transformation("decryption", answer.Ciphertext!, answer.Plaintext!, Transform)
            ?? CtrFromTheMiddle(answer, cipher);
    }

    public static string? Xts(KnownAnswerCase answer, Engine engine)
    {
        int half = answer.Key.Length / 2;
        bool equalHalves = answer.Key.AsSpan(0, half).SequenceEqual(answer.Key.AsSpan(half));
        if (equalHalves && Expect.Refused<CryptographicException>("equal halves of the key", () => new AesXts(answer.Key, AesXtsKeyCheck.RequireDistinct, engine).Dispose()) is string problem)
        {
            return problem;
        }
        using var cipher = new AesXts(answer.Key, equalHalves ? AesXtsKeyCheck.AllowEqual : AesXtsKeyCheck.RequireDistinct, engine);
        XtsDataUnits? units = answer.DataUnits;
        return Expect.Transformation("encryption", answer.Plaintext!, answer.Ciphertext!, (source, destination) =>
            {
                if (units is null)
                {
                    cipher.EncryptDataUnit(source, destination, answer.Iv);
                }
                else
                {
                    cipher.EncryptDataUnits(source, destination, units.Size, units.First, units.Format, units.Step);
                }
                return source.Length;
            })
            ?? Expect.Transformation("decryption", answer.Ciphertext!, answer.Plaintext!, (source, destination) =>
            {
                if (units is null)
                {
                    cipher.DecryptDataUnit(source, destination, answer.Iv);
                }
                else
                {
                    cipher.DecryptDataUnits(source, destination, units.Size, units.First, units.Format, units.Step);
                }
                return source.Length;
            });
    }

    /// <summary>ISO 10126 pads with random bytes: all that a known answer can tell of its encryption is that it decrypts again.</summary>
    private static string? CbcEncryption(KnownAnswerCase answer, AesCbc cipher)
    {
        if (answer.Padding != PaddingMode.ISO10126)
        {
            return Expect.Transformation("encryption", answer.Plaintext!, answer.Ciphertext!, (source, destination) =>
                cipher.Encrypt(source, answer.Iv, destination, answer.Padding));
        }
        byte[] ciphertext = new byte[answer.Ciphertext!.Length];
        byte[] plaintext = new byte[ciphertext.Length];
        int written = cipher.Encrypt(answer.Plaintext, answer.Iv, ciphertext, answer.Padding);
        int read = cipher.Decrypt(ciphertext.AsSpan(0, written), answer.Iv, plaintext, answer.Padding);
        int wholeBlocks = answer.Plaintext!.Length / BlockSize * BlockSize;
        return Expect.Equal("encryption", answer.Ciphertext.AsSpan(0, wholeBlocks), ciphertext.AsSpan(0, wholeBlocks))
            ?? Expect.Equal("encryption and decryption", answer.Plaintext, plaintext.AsSpan(0, read));
    }

    /// <summary>Zero padding cannot be told from zeros that the message ends in, so nothing is removed.</summary>
    private static byte[] CbcDecrypted(KnownAnswerCase answer)
    {
        if (answer.Padding != PaddingMode.Zeros)
        {
            return answer.Plaintext!;
        }
        byte[] padded = new byte[answer.Ciphertext!.Length];
        answer.Plaintext!.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>
    /// Every beginning of a CBC message has a known answer too: those of the whole message and of the next ones down are
    /// encrypted as independent messages in one call, as many as engines take together, more, and only one.
    /// </summary>
    private static string? CbcMany(KnownAnswerCase answer, AesCbc cipher) => CbcMany(answer, cipher, 41) ?? CbcMany(answer, cipher, 16) ?? CbcMany(answer, cipher, 1);

    private static string? CbcMany(KnownAnswerCase answer, AesCbc cipher, int count)
    {
        int blocks = answer.Plaintext!.Length / BlockSize;
        var jobs = new AesCbcJob[Math.Min(blocks + 1, count)];
        byte[] ivs = new byte[jobs.Length * BlockSize];
        var plaintext = new List<byte>();
        var ciphertext = new List<byte>();
        for (int i = 0; i < jobs.Length; i++)
        {
            int length = (blocks - i) * BlockSize;
            jobs[i] = new AesCbcJob(plaintext.Count, ciphertext.Count, length);
            answer.Iv.CopyTo(ivs, i * BlockSize);
            plaintext.AddRange(answer.Plaintext.AsSpan(0, length));
            ciphertext.AddRange(answer.Ciphertext.AsSpan(0, length));
        }
        return Expect.Transformation($"encryption of {jobs.Length} messages at once", [.. plaintext], [.. ciphertext], (source, destination) =>
        {
            cipher.EncryptMany(jobs, ivs, source, destination);
            return source.Length;
        });
    }

    /// <summary>The second half by itself, from a position that is mostly inside a block.</summary>
    private static string? CtrFromTheMiddle(KnownAnswerCase answer, AesCtr cipher)
    {
        int position = answer.Plaintext!.Length / 2;
        byte[] destination = new byte[answer.Plaintext.Length - position];
        cipher.TransformAt(answer.Iv, position, answer.Plaintext.AsSpan(position), destination);
        return Expect.Equal($"encryption from byte {position} on", answer.Ciphertext.AsSpan(position), destination);
    }
}
