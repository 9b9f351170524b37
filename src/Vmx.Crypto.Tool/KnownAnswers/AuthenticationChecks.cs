// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>The checks of GCM, GMAC and GHASH: both directions, and refusal of what must be refused.</summary>
internal static class AuthenticationChecks
{
    private const int BlockSize = 16;
    private const byte Unwritten = 0xA5;
    private const string EmptyNonceIsNone = "a nonce without any byte, which SP 800-38D does not allow";

    public static string? Gcm(KnownAnswerCase answer, Engine engine)
    {
        using var cipher = new AesGcmCipher(answer.Key, answer.Tag.Length, Options(answer), engine);
        if (answer.Iv.Length == 0)
        {
            return answer.Verdict == KnownAnswerVerdict.Valid ? EmptyNonceIsNone : EmptyNonce(answer, cipher);
        }
        return answer.Verdict == KnownAnswerVerdict.Invalid
            ? GcmRefusal(answer, cipher)
            : GcmEncryption(answer, cipher) ?? GcmDecryption(answer, cipher) ?? GcmInParts(answer, cipher);
    }

    public static string? Gmac(KnownAnswerCase answer, Engine engine)
    {
        using var code = new AesGmac(answer.Key, answer.Tag.Length, Options(answer), engine);
        if (answer.Iv.Length == 0)
        {
            return answer.Verdict == KnownAnswerVerdict.Valid ? EmptyNonceIsNone : Expect.Refused<ArgumentException>("empty nonce", () => code.ComputeTag(answer.Iv, answer.AssociatedData, new byte[answer.Tag.Length]));
        }
        byte[] tag = new byte[answer.Tag.Length];
        code.ComputeTag(answer.Iv, answer.AssociatedData, tag);
        bool verified = code.VerifyTag(answer.Iv, answer.AssociatedData, answer.Tag);
        if (answer.Verdict == KnownAnswerVerdict.Invalid)
        {
            return verified ? "the tag is accepted" : tag.AsSpan().SequenceEqual(answer.Tag) ? "the tag is computed" : null;
        }
        return Expect.Equal("tag", answer.Tag, tag) ?? (verified ? null : "the tag is refused");
    }

    public static string? Ghash(KnownAnswerCase answer, Engine engine)
    {
        using var key = new GhashKey(answer.Key, engine);
        byte[] hash = new byte[BlockSize];
        using (Ghash whole = key.CreateHash())
        {
            whole.Append(answer.Plaintext);
            whole.GetCurrentHash(hash);
        }
        return Expect.Equal("hash", answer.Tag, hash) ?? GhashAtOnce(answer, key) ?? GhashStates(answer, key);
    }

    private static AesGcmOptions Options(KnownAnswerCase answer) =>
        (answer.Iv.Length == 12 ? AesGcmOptions.None : AesGcmOptions.AllowAnyNonceLength)
        | (answer.Tag.Length >= 12 ? AesGcmOptions.None : AesGcmOptions.AllowShortTags);

    private static string? GcmEncryption(KnownAnswerCase answer, AesGcmCipher cipher)
    {
        byte[] tag = new byte[answer.Tag.Length];
        return Expect.Transformation("encryption", answer.Plaintext!, answer.Ciphertext!, (source, destination) =>
            {
                cipher.Encrypt(answer.Iv, source, destination, tag, answer.AssociatedData);
                return source.Length;
            })
            ?? Expect.Equal("tag", answer.Tag, tag);
    }

    private static string? GcmDecryption(KnownAnswerCase answer, AesGcmCipher cipher)
    {
        bool accepted = true;
        string? problem = Expect.Transformation("decryption", answer.Ciphertext!, answer.Plaintext!, (source, destination) =>
        {
            accepted &= cipher.TryDecrypt(answer.Iv, source, answer.Tag, destination, answer.AssociatedData);
            return source.Length;
        });
        return accepted ? problem : "the tag is refused";
    }

    /// <summary>The same message in two parts each way, cut mostly inside a block.</summary>
    private static string? GcmInParts(KnownAnswerCase answer, AesGcmCipher cipher)
    {
        int cut = answer.Plaintext!.Length / 2;
        byte[] ciphertext = new byte[answer.Plaintext.Length];
        byte[] plaintext = new byte[answer.Plaintext.Length];
        byte[] tag = new byte[answer.Tag.Length];
        using (AesGcmEncryptor encryptor = cipher.CreateEncryptor(answer.Iv))
        {
            encryptor.AppendAssociatedData(answer.AssociatedData);
            encryptor.Encrypt(answer.Plaintext.AsSpan(0, cut), ciphertext.AsSpan(0, cut));
            encryptor.Encrypt(answer.Plaintext.AsSpan(cut), ciphertext.AsSpan(cut));
            encryptor.GetTag(tag);
        }
        using AesGcmDecryptor decryptor = cipher.CreateDecryptor(answer.Iv);
        decryptor.AppendAssociatedData(answer.AssociatedData);
        decryptor.DecryptUnverified(answer.Ciphertext.AsSpan(0, cut), plaintext.AsSpan(0, cut));
        decryptor.DecryptUnverified(answer.Ciphertext.AsSpan(cut), plaintext.AsSpan(cut));
        return Expect.Equal("encryption in parts", answer.Ciphertext!, ciphertext)
            ?? Expect.Equal("tag of parts", answer.Tag, tag)
            ?? Expect.Equal("decryption in parts", answer.Plaintext, plaintext)
            ?? (decryptor.VerifyTag(answer.Tag) ? null : "the tag of parts is refused");
    }

    /// <summary>A wrong tag: false, or the exception, and every byte of the message zero.</summary>
    private static string? GcmRefusal(KnownAnswerCase answer, AesGcmCipher cipher)
    {
        int length = answer.Ciphertext!.Length;
        byte[] expected = new byte[length + 1];
        expected[length] = Unwritten;

        byte[] destination = new byte[length + 1];
        destination.AsSpan().Fill(Unwritten);
        if (cipher.TryDecrypt(answer.Iv, answer.Ciphertext, answer.Tag, destination.AsSpan(0, length), answer.AssociatedData))
        {
            return "the tag is accepted";
        }
        byte[] inPlace = [.. answer.Ciphertext, Unwritten];
        return Expect.Equal("plaintext of a refused message", expected, destination)
            ?? Expect.Refused<AuthenticationTagMismatchException>("tag", () => cipher.Decrypt(answer.Iv, inPlace.AsSpan(0, length), answer.Tag, inPlace.AsSpan(0, length), answer.AssociatedData))
            ?? Expect.Equal("plaintext of a refused message in place", expected, inPlace)
            ?? GcmOtherTag(answer, cipher);
    }

    /// <summary>Where the plaintext is known, its encryption must not give what was refused.</summary>
    private static string? GcmOtherTag(KnownAnswerCase answer, AesGcmCipher cipher)
    {
        if (answer.Plaintext is null)
        {
            return null;
        }
        byte[] ciphertext = new byte[answer.Plaintext.Length];
        byte[] tag = new byte[answer.Tag.Length];
        cipher.Encrypt(answer.Iv, answer.Plaintext, ciphertext, tag, answer.AssociatedData);
        return ciphertext.AsSpan().SequenceEqual(answer.Ciphertext) && tag.AsSpan().SequenceEqual(answer.Tag)
            ? "encryption gives the message that must be refused"
            : null;
    }

    private static string? EmptyNonce(KnownAnswerCase answer, AesGcmCipher cipher) =>
        Expect.Refused<ArgumentException>("empty nonce in encryption", () => cipher.Encrypt(answer.Iv, answer.Plaintext, new byte[answer.Plaintext!.Length], new byte[answer.Tag.Length], answer.AssociatedData))
        ?? Expect.Refused<ArgumentException>("empty nonce in decryption", () => cipher.TryDecrypt(answer.Iv, answer.Ciphertext, answer.Tag, new byte[answer.Ciphertext!.Length], answer.AssociatedData));

    private static string? GhashAtOnce(KnownAnswerCase answer, GhashKey key)
    {
        if (answer.Plaintext!.Length % BlockSize != 0)
        {
            return null;
        }
        byte[] hash = new byte[BlockSize];
        key.Compute(answer.Plaintext, hash);
        return Expect.Equal("hash in one call", answer.Tag, hash);
    }

    private static string? GhashStates(KnownAnswerCase answer, GhashKey key)
    {
        using Ghash blockwise = key.CreateHash();
        byte[] hash = new byte[BlockSize];
        for (int i = 0; i < answer.HashStates.Count; i++)
        {
            blockwise.Append(answer.Plaintext.AsSpan(i * BlockSize, BlockSize));
            blockwise.GetCurrentHash(hash);
            if (Expect.Equal($"state after block {i + 1}", answer.HashStates[i], hash) is string problem)
            {
                return problem;
            }
        }
        return null;
    }
}
