// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  NIST CAVP response files: AESAVS (ECB, CBC), GCMVS, XTSVS; and RFC 3686's CTR vectors in the same form
//
//      Lines of "NAME = value"; "COUNT = n" begins a case; "[NAME = value]" sets a parameter of the cases that follow and
//      "[ENCRYPT]" and "[DECRYPT]" a direction; "#" begins a comment; a line "FAIL" takes the place of a plaintext that must
//      not come out. The mode stands in the comments at the top, and in the names used: DataUnitLen is XTS's, Tag is GCM's,
//      and without an IV it is ECB. Every case is run in both directions, whichever one it is listed for.
//
//      Skipped: files of modes that this library does not have, Monte Carlo tests, data units that are not whole bytes.
//
internal static partial class CavpReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="KnownAnswerFormatException">It is malformed.</exception>
    public static KnownAnswerFile Read(string path, string text)
    {
        CavpRecords records = CavpRecords.Read(path, text);
        if (records.IsProse)
        {
            return KnownAnswerReader.Nothing(path, "no line of the form NAME = value");
        }
        var collector = new KnownAnswerCollector();
        string? reason = WhySkipped(records);
        if (reason is not null)
        {
            collector.Skip(reason, records.Count);
            return collector.ToFile(path, KnownAnswerFormat.Cavp);
        }
        if (records.Problem is not null)
        {
            throw records.Problem;
        }
        foreach (CavpRecord record in records.Cases)
        {
            ReadCase(record, records.Comments, collector);
        }
        return collector.ToFile(path, KnownAnswerFormat.Cavp);
    }

    /// <summary>Whether a text that begins with a bracket goes on as a section of a response file, and not as a JSON array.</summary>
    public static bool IsSection(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text[1..].TrimStart(" \t"u8);
        return !rest.IsEmpty && char.IsAsciiLetterUpper((char)rest[0]);
    }

    private static string? WhySkipped(CavpRecords records)
    {
        Match mode = ForeignMode().Match(records.Comments);
        if (mode.Success)
        {
            return $"{mode.Value.ToUpperInvariant()} is not a mode of this library";
        }
        if (MonteCarlo().IsMatch(records.Comments))
        {
            return "a Monte Carlo test";
        }
        return records.ForeignName is string name ? $"the field {name} belongs to no mode of this library" : null;
    }

    private static void ReadCase(CavpRecord record, string comments, KnownAnswerCollector collector)
    {
        byte[] key = record.GetBytes("KEY");
        if (record.Has("DATAUNITLEN"))
        {
            ReadXts(record, key, collector);
        }
        else if (record.Has("TAG"))
        {
            ReadGcm(record, key, collector);
        }
        else
        {
            byte[] plaintext = record.GetBytes("PLAINTEXT");
            byte[] ciphertext = record.GetBytes("CIPHERTEXT");
            KnownAnswerMode mode = !record.Has("IV") ? KnownAnswerMode.Ecb
                : Counter().IsMatch(comments) ? KnownAnswerMode.Ctr
                : KnownAnswerMode.Cbc;
            CheckKey(record, key, key.Length is 16 or 24 or 32);
            record.CheckLength("CIPHERTEXT", ciphertext.Length, plaintext.Length);
            if (mode != KnownAnswerMode.Ctr && plaintext.Length % 16 != 0)
            {
                throw record.Refuse("PLAINTEXT", $"is not whole blocks ({plaintext.Length} bytes)");
            }
            byte[] iv = mode == KnownAnswerMode.Ecb ? [] : record.GetBytes("IV");
            record.CheckLength("IV", iv.Length, mode == KnownAnswerMode.Ecb ? 0 : 16);
            collector.Add(new KnownAnswerCase(record.Id, mode) { Key = key, Iv = iv, Plaintext = plaintext, Ciphertext = ciphertext });
        }
    }

    private static void ReadXts(CavpRecord record, byte[] key, KnownAnswerCollector collector)
    {
        CheckKey(record, key, key.Length is 32 or 64);
        byte[] tweak = new byte[16];
        if (record.Has("I"))
        {
            tweak = record.GetBytes("I");
            record.CheckLength("I", tweak.Length, 16);
        }
        else
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(tweak, record.GetInteger("DATAUNITSEQNUMBER"));
        }
        byte[] plaintext = record.GetBytes("PT");
        byte[] ciphertext = record.GetBytes("CT");
        long bits = record.GetInteger("DATAUNITLEN");
        if (bits % 8 != 0)
        {
            collector.Skip("a data unit that is not whole bytes");
            return;
        }
        record.CheckLength("PT", plaintext.Length, bits / 8);
        record.CheckLength("CT", ciphertext.Length, bits / 8);
        collector.Add(new KnownAnswerCase(record.Id, KnownAnswerMode.Xts) { Key = key, Iv = tweak, Plaintext = plaintext, Ciphertext = ciphertext });
    }

    private static void ReadGcm(CavpRecord record, byte[] key, KnownAnswerCollector collector)
    {
        CheckKey(record, key, key.Length is 16 or 24 or 32);
        byte[] nonce = record.GetBytes("IV");
        byte[] ciphertext = record.GetBytes("CT");
        byte[] associatedData = record.GetBytes("AAD");
        byte[] tag = record.GetBytes("TAG");
        byte[]? plaintext = record.IsFailure ? null : record.GetBytes("PT");
        if (plaintext is not null)
        {
            record.CheckLength("CT", ciphertext.Length, plaintext.Length);
        }
        record.CheckParameter("KEY", key.Length, "KEYLEN");
        record.CheckParameter("IV", nonce.Length, "IVLEN");
        record.CheckParameter("CT", ciphertext.Length, "PTLEN");
        record.CheckParameter("AAD", associatedData.Length, "AADLEN");
        record.CheckParameter("TAG", tag.Length, "TAGLEN");
        collector.Add(new KnownAnswerCase(record.Id, KnownAnswerMode.Gcm)
        {
            Key = key,
            Iv = nonce,
            Plaintext = plaintext,
            Ciphertext = ciphertext,
            AssociatedData = associatedData,
            Tag = tag,
            Verdict = record.IsFailure ? KnownAnswerVerdict.Invalid : KnownAnswerVerdict.Valid,
        });
    }

    private static void CheckKey(CavpRecord record, byte[] key, bool isRight)
    {
        if (!isRight)
        {
            throw record.Refuse("KEY", string.Create(CultureInfo.InvariantCulture, $"has {key.Length} bytes"));
        }
    }

    [GeneratedRegex(@"(?<![A-Za-z])(OFB|CFB\d*|CCM|OCB3?|SIV|KWP?|CMAC|CS[123])(?![A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignMode();

    [GeneratedRegex(@"\b(MCT|Monte Carlo)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MonteCarlo();

    [GeneratedRegex(@"\b(CTR|Counter)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Counter();
}
