// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  Wycheproof's JSON: aead_test (AES-GCM), ind_cpa_test (AES-CBC-PKCS5, AES-XTS), mac_with_iv_test (AES-GMAC)
//
//      The schema is named inside. Each test says what should come of it: valid, invalid or acceptable. An XTS tweak may be
//      shorter than a block: it is the little-endian number of the data unit.
//
internal static class WycheproofReader
{
    public static bool Recognises(LocatedJson root) =>
        root.Find("testGroups") is not null && root.Find("algorithm") is not null && (root.Find("schema") is not null || root.Find("numberOfTests") is not null);

    public static KnownAnswerFile Read(string path, LocatedJson root)
    {
        var collector = new KnownAnswerCollector();
        string algorithm = root.GetString("algorithm");
        KnownAnswerMode? mode = algorithm.ToUpperInvariant() switch
        {
            "AES-GCM" => KnownAnswerMode.Gcm,
            "AES-GMAC" => KnownAnswerMode.Gmac,
            "AES-CBC-PKCS5" => KnownAnswerMode.Cbc,
            "AES-XTS" => KnownAnswerMode.Xts,
            _ => null,
        };
        int count = 0;
        foreach (LocatedJson group in root.GetItems("testGroups"))
        {
            foreach (LocatedJson test in group.GetItems("tests"))
            {
                count++;
                if (mode is null)
                {
                    collector.Skip($"{algorithm} is not an algorithm of this library");
                }
                else
                {
                    ReadTest(mode.Value, group, test, collector);
                }
            }
        }
        if (root.FindInteger("numberOfTests") is long stated && stated != count)
        {
            throw root.Get("numberOfTests").Refuse($"'numberOfTests' says {stated}, there are {count}");
        }
        return collector.ToFile(path, KnownAnswerFormat.Wycheproof);
    }

    private static void ReadTest(KnownAnswerMode mode, LocatedJson group, LocatedJson test, KnownAnswerCollector collector)
    {
        KnownAnswerVerdict verdict = test.GetString("result") switch
        {
            "valid" => KnownAnswerVerdict.Valid,
            "invalid" => KnownAnswerVerdict.Invalid,
            "acceptable" => KnownAnswerVerdict.Acceptable,
            string other => throw test.Get("result").Refuse($"'result' is '{other}'"),
        };
        var answer = new KnownAnswerCase($"tcId {test.GetInteger("tcId")}", mode)
        {
            Verdict = verdict,
            Key = test.GetBytes("key"),
            Iv = test.GetBytes("iv"),
        };
        byte[] message = test.GetBytes("msg");
        switch (mode)
        {
            case KnownAnswerMode.Gmac:
                answer = answer with { AssociatedData = message, Tag = test.GetBytes("tag") };
                break;
            case KnownAnswerMode.Gcm:
                answer = answer with
                {
                    Plaintext = message,
                    Ciphertext = GetCiphertext(test, message, verdict),
                    AssociatedData = test.GetBytes("aad"),
                    Tag = test.GetBytes("tag"),
                };
                break;
            case KnownAnswerMode.Cbc:
                answer = answer with { Plaintext = message, Ciphertext = test.GetBytes("ct"), Padding = PaddingMode.PKCS7 };
                break;
            default:
                if (answer.Iv.Length > 16)
                {
                    throw test.Get("iv").Refuse("'iv' is longer than a tweak");
                }
                byte[] tweak = new byte[16];
                answer.Iv.CopyTo(tweak, 0);
                answer = answer with { Plaintext = message, Ciphertext = GetCiphertext(test, message, verdict), Iv = tweak };
                break;
        }
        if (mode == KnownAnswerMode.Cbc && answer.Iv.Length != 16)
        {
            throw test.Get("iv").Refuse($"'iv' has {answer.Iv.Length} bytes");
        }
        if (answer.Tag.Length != 0 && group.FindInteger("tagSize") is long bits && bits != answer.Tag.Length * 8 && verdict == KnownAnswerVerdict.Valid)
        {
            throw test.Get("tag").Refuse($"'tag' has {answer.Tag.Length * 8} bits, its group says {bits}");
        }
        collector.Add(answer);
    }

    private static byte[] GetCiphertext(LocatedJson test, byte[] message, KnownAnswerVerdict verdict)
    {
        byte[] ciphertext = test.GetBytes("ct");
        return ciphertext.Length == message.Length || verdict == KnownAnswerVerdict.Invalid
            ? ciphertext
            : throw test.Get("ct").Refuse($"'ct' has {ciphertext.Length} bytes, 'msg' has {message.Length}");
    }
}
