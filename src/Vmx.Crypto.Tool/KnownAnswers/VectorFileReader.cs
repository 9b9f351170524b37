// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  This project's own vector files; vectors/schema.json describes them
//
internal static class VectorFileReader
{
    private const int LargestMessage = 1 << 24;

    public static bool Recognises(LocatedJson root) => root.Find("cases") is not null && root.Find("mode") is not null;

    public static KnownAnswerFile Read(string path, LocatedJson root)
    {
        var collector = new KnownAnswerCollector();
        KnownAnswerMode mode = root.GetString("mode") switch
        {
            "ECB" => KnownAnswerMode.Ecb,
            "CBC" => KnownAnswerMode.Cbc,
            "CTR" => KnownAnswerMode.Ctr,
            "XTS" => KnownAnswerMode.Xts,
            "GCM" => KnownAnswerMode.Gcm,
            "GMAC" => KnownAnswerMode.Gmac,
            "GHASH" => KnownAnswerMode.Ghash,
            string other => throw root.Get("mode").Refuse($"'mode' is '{other}'"),
        };
        foreach (LocatedJson item in root.GetItems("cases"))
        {
            KnownAnswerCase answer = ReadCase(mode, item);
            if (answer.Mode != KnownAnswerMode.Ghash && answer.Key.Length is not (16 or 24 or 32) && !(mode == KnownAnswerMode.Xts && answer.Key.Length == 64))
            {
                throw item.Get("key").Refuse($"'key' has {answer.Key.Length} bytes");
            }
            collector.Add(answer);
        }
        return collector.ToFile(path, KnownAnswerFormat.Own);
    }

    private static KnownAnswerCase ReadCase(KnownAnswerMode mode, LocatedJson item)
    {
        var answer = new KnownAnswerCase(item.GetString("id"), mode)
        {
            Verdict = item.FindBoolean("valid") ?? true ? KnownAnswerVerdict.Valid : KnownAnswerVerdict.Invalid,
            Key = item.GetBytes(mode == KnownAnswerMode.Ghash ? "subkey" : "key"),
        };
        if (mode == KnownAnswerMode.Ghash)
        {
            LocatedJson? states = item.Find("states");
            return answer with
            {
                Plaintext = Repeated(item, item.GetBytes("data")),
                Tag = GetSized(item, "hash", 16),
                HashStates = states is null ? [] : [.. Array.ConvertAll([.. item.GetItems("states")], state => state.AsBytes("states"))],
            };
        }
        if (mode is KnownAnswerMode.Gcm or KnownAnswerMode.Gmac)
        {
            answer = answer with { Iv = item.GetBytes("nonce"), AssociatedData = item.GetBytes("aad"), Tag = item.GetBytes("tag") };
        }
        if (mode == KnownAnswerMode.Gmac)
        {
            return answer;
        }
        answer = item.Find("length") is null
            ? answer with { Plaintext = item.FindBytes("plaintext"), Ciphertext = item.GetBytes("ciphertext") }
            : answer with { Plaintext = Repeated(item, item.GetBytes("plaintext")), CiphertextHash = GetSized(item, "ciphertextSha256", SHA256.HashSizeInBytes) };
        if (answer.Plaintext is null && answer.Verdict == KnownAnswerVerdict.Valid)
        {
            throw item.Refuse("'plaintext' is missing");
        }
        answer = mode switch
        {
            KnownAnswerMode.Cbc => answer with { Iv = GetSized(item, "iv", 16), Padding = GetEnum(item, "padding", PaddingMode.None) },
            KnownAnswerMode.Ctr => answer with { Iv = GetSized(item, "counterBlock", 16), Counter = GetEnum(item, "counter", AesCtrCounter.BigEndian128) },
            KnownAnswerMode.Xts when item.Find("dataUnitSize") is null => answer with { Iv = GetSized(item, "tweak", 16) },
            KnownAnswerMode.Xts => answer with { DataUnits = GetDataUnits(item) },
            _ => answer,
        };
        if (answer.Padding == PaddingMode.None && answer.Plaintext is not null && answer.Ciphertext is not null && answer.Plaintext.Length != answer.Ciphertext.Length)
        {
            throw item.Get("ciphertext").Refuse($"'ciphertext' has {answer.Ciphertext.Length} bytes, 'plaintext' has {answer.Plaintext.Length}");
        }
        return answer;
    }

    /// <summary>The bytes repeated until there are as many as the case's length says; as they are when it has none.</summary>
    private static byte[] Repeated(LocatedJson item, byte[] bytes)
    {
        if (item.FindInteger("length") is not long length)
        {
            return bytes;
        }
        if (length is < 0 or > LargestMessage || bytes.Length == 0)
        {
            throw item.Get("length").Refuse($"'length' is {length}, made of {bytes.Length} bytes");
        }
        byte[] message = new byte[length];
        for (int i = 0; i < message.Length; i++)
        {
            message[i] = bytes[i % bytes.Length];
        }
        return message;
    }

    private static XtsDataUnits GetDataUnits(LocatedJson item)
    {
        long size = item.GetInteger("dataUnitSize");
        if (size is < 16 or > 1 << 24)
        {
            throw item.Get("dataUnitSize").Refuse($"'dataUnitSize' is {size}");
        }
        return new XtsDataUnits(
            (int)size,
            BinaryPrimitives.ReadUInt128BigEndian(GetSized(item, "firstDataUnit", 16)),
            item.FindInteger("dataUnitStep") ?? 1,
            GetEnum(item, "tweakFormat", AesXtsTweakFormat.LittleEndian));
    }

    private static byte[] GetSized(LocatedJson item, string name, int size)
    {
        byte[] value = item.GetBytes(name);
        return value.Length == size ? value : throw item.Get(name).Refuse($"'{name}' has {value.Length} bytes where {size} belong");
    }

    private static TEnum GetEnum<TEnum>(LocatedJson item, string name, TEnum otherwise)
        where TEnum : struct, Enum
    {
        string? text = item.FindString(name);
        return text is null ? otherwise
            : Enum.TryParse(text, out TEnum value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value
            : throw item.Get(name).Refuse($"'{name}' is '{text}'");
    }
}
