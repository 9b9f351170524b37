// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>Collects what a reader finds: cases to run, and reasons why others are skipped.</summary>
internal sealed class KnownAnswerCollector
{
    private readonly List<KnownAnswerCase> _cases = [];
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    /// <summary>Adds a case, unless this library has no such key, tag or data unit.</summary>
    public void Add(KnownAnswerCase answer)
    {
        string? reason = WhyImpossible(answer);
        if (reason is null)
        {
            _cases.Add(answer);
        }
        else
        {
            Skip(reason);
        }
    }

    /// <summary>Counts cases that are not run.</summary>
    public void Skip(string reason, int count = 1) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + count;

    /// <summary>The file, read.</summary>
    public KnownAnswerFile ToFile(string path, string format) => new(path, format, _cases, _reasons);

    private static string? WhyImpossible(KnownAnswerCase answer) => answer.Mode switch
    {
        KnownAnswerMode.Xts when answer.Key.Length == 48 => "XTS with AES-192, which IEEE 1619 does not define",
        KnownAnswerMode.Xts when answer.Key.Length is not (32 or 64) => "an XTS key of a size that IEEE 1619 does not define",
        KnownAnswerMode.Xts when (answer.Plaintext ?? answer.Ciphertext)!.Length < 16 => "a data unit shorter than a block",
        KnownAnswerMode.Xts or KnownAnswerMode.Ghash => null,
        _ when answer.Key.Length is not (16 or 24 or 32) => "a key of a size that FIPS 197 does not define",
        KnownAnswerMode.Gcm or KnownAnswerMode.Gmac when answer.Tag.Length is not (4 or 8 or (>= 12 and <= 16)) =>
            "a tag of a size that SP 800-38D does not define",
        _ => null,
    };
}
