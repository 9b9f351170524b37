// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>One ACVP test, with what its group and its expected result add to it.</summary>
/// <param name="Group">The prompt's group.</param>
/// <param name="Test">The prompt's test.</param>
/// <param name="Result">The expected result, or null.</param>
internal sealed record AcvpTest(LocatedJson Group, LocatedJson Test, LocatedJson? Result)
{
    /// <summary>Turns a test into a case, or counts it as skipped.</summary>
    public static void Read(string algorithm, AcvpTest test, KnownAnswerCollector collector)
    {
        KnownAnswerMode? mode = algorithm.ToUpperInvariant() switch
        {
            "ACVP-AES-ECB" => KnownAnswerMode.Ecb,
            "ACVP-AES-CBC" => KnownAnswerMode.Cbc,
            "ACVP-AES-CTR" => KnownAnswerMode.Ctr,
            "ACVP-AES-XTS" => KnownAnswerMode.Xts,
            "ACVP-AES-GCM" => KnownAnswerMode.Gcm,
            "ACVP-AES-GMAC" => KnownAnswerMode.Gmac,
            _ => null,
        };
        if (mode is null)
        {
            collector.Skip($"{algorithm} is not an algorithm of this library");
        }
        else if (test.WhySkipped(mode.Value) is string reason)
        {
            collector.Skip(reason);
        }
        else
        {
            collector.Add(test.ToCase(mode.Value));
        }
    }

    private string? WhySkipped(KnownAnswerMode mode)
    {
        string type = Group.GetString("testType");
        if (type == "MCT")
        {
            return "a Monte Carlo test";
        }
        if (type != "AFT" && !(mode == KnownAnswerMode.Ctr && type is "CTR" or "counter"))
        {
            return $"a test of type {type}";
        }
        if (Result is null && Find("testPassed") is null && (Find("pt") is null || Find("ct") is null) && (mode != KnownAnswerMode.Gmac || Find("tag") is null || !IsEncryption))
        {
            return "no expected result";
        }
        if ((Test.FindInteger("payloadLen") ?? Test.FindInteger("dataLen") ?? Group.FindInteger("payloadLen") ?? 0) % 8 != 0)
        {
            return mode == KnownAnswerMode.Xts ? "a data unit that is not whole bytes" : "a message that is not whole bytes";
        }
        if (mode == KnownAnswerMode.Ctr && (Group.FindBoolean("incremental") ?? Group.FindBoolean("incrementalCounter")) == false)
        {
            return "a counter that does not count up";
        }
        return mode != KnownAnswerMode.Ecb && mode != KnownAnswerMode.Xts && Find("iv") is null ? "no initialization vector" : null;
    }

    private bool IsEncryption => Group.GetString("direction") == "encrypt";

    private bool IsRefused => (Result ?? Test).FindBoolean("testPassed") == false;

    private KnownAnswerCase ToCase(KnownAnswerMode mode)
    {
        var answer = new KnownAnswerCase($"tgId {Group.GetInteger("tgId")} tcId {Test.GetInteger("tcId")}", mode)
        {
            Verdict = IsRefused ? KnownAnswerVerdict.Invalid : KnownAnswerVerdict.Valid,
        };
        if (mode == KnownAnswerMode.Xts)
        {
            return ToXtsCase(answer);
        }
        answer = answer with { Key = GetBytes("key"), Iv = mode == KnownAnswerMode.Ecb ? [] : GetBytes("iv") };
        if (mode is KnownAnswerMode.Gcm or KnownAnswerMode.Gmac)
        {
            answer = answer with { AssociatedData = GetBytes("aad"), Tag = GetBytes("tag") };
            CheckBits("tag", answer.Tag, "tagLen");
        }
        else if (answer.Iv.Length != (mode == KnownAnswerMode.Ecb ? 0 : 16))
        {
            throw Get("iv").Refuse($"'iv' has {answer.Iv.Length} bytes");
        }
        return mode == KnownAnswerMode.Gmac ? answer : WithText(answer);
    }

    private KnownAnswerCase WithText(KnownAnswerCase answer)
    {
        byte[] ciphertext = GetBytes("ct");
        byte[]? plaintext = IsRefused ? null : GetBytes("pt");
        if (plaintext is not null && plaintext.Length != ciphertext.Length)
        {
            throw Get("ct").Refuse($"'ct' has {ciphertext.Length} bytes, 'pt' has {plaintext.Length}");
        }
        if (answer.Mode is KnownAnswerMode.Ecb or KnownAnswerMode.Cbc && ciphertext.Length % 16 != 0)
        {
            throw Get("ct").Refuse($"'ct' is not whole blocks ({ciphertext.Length} bytes)");
        }
        return answer with { Plaintext = plaintext, Ciphertext = ciphertext };
    }

    private KnownAnswerCase ToXtsCase(KnownAnswerCase answer)
    {
        byte[] tweak = new byte[16];
        if ((Find("tweakValue") ?? Find("i")) is LocatedJson hexadecimal)
        {
            tweak = hexadecimal.AsBytes("tweakValue");
            if (tweak.Length != 16)
            {
                throw hexadecimal.Refuse($"'tweakValue' has {tweak.Length} bytes");
            }
        }
        else
        {
            long number = Test.GetInteger("sequenceNumber");
            if (number < 0)
            {
                throw Test.Get("sequenceNumber").Refuse("'sequenceNumber' is negative");
            }
            BinaryPrimitives.WriteInt64LittleEndian(tweak, number);
        }
        answer = WithText(answer with { Key = GetBytes("key"), Iv = tweak });
        long unit = (Test.FindInteger("dataUnitLen") ?? Group.FindInteger("dataUnitLen") ?? 0) / 8;
        return unit < 16 || unit >= answer.Ciphertext!.Length
            ? answer
            : answer with { DataUnits = new XtsDataUnits((int)unit, BinaryPrimitives.ReadUInt128LittleEndian(tweak), 1, AesXtsTweakFormat.LittleEndian) };
    }

    private LocatedJson? Find(string name) => Test.Find(name) ?? Result?.Find(name);

    private LocatedJson Get(string name) => Find(name) ?? throw Test.Refuse($"'{name}' is missing");

    private byte[] GetBytes(string name) => Get(name).AsBytes(name);

    private void CheckBits(string name, byte[] value, string length)
    {
        if ((Test.FindInteger(length) ?? Group.FindInteger(length)) is long bits && bits != value.Length * 8)
        {
            throw Get(name).Refuse($"'{name}' has {value.Length * 8} bits, its group says {bits}");
        }
    }
}
