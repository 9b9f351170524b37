// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.Audit.Commits;

/// <summary>The words by which lines about rights and authors are known.</summary>
internal static partial class HeaderLexicon
{
    /// <summary>Whether a line is about rights or authors, or holds nothing.</summary>
    public static bool IsLegal(string line) => !line.Any(char.IsLetterOrDigit) || LegalPattern().IsMatch(line);

    /// <summary>Lines that name a person and whose person the new lines do not name any more.</summary>
    public static IReadOnlyList<string> RemovedAttributions(IEnumerable<string> removed, IReadOnlyCollection<string> @new) =>
        [.. removed.Where(line => Named(line) is string name && !@new.Any(other => other.Contains(name, StringComparison.OrdinalIgnoreCase))).Select(line => line.Trim())];

    /// <summary>What a header says of a work that the file derives from, or null.</summary>
    public static string? FindOrigin(IEnumerable<string> header)
    {
        string text = string.Join(' ', header.Select(line => SourceText.Collapse(line.TrimStart('#', '/', '*', ' ', '\t'))));
        List<string> found = [];
        if (DerivationPattern().Match(text) is { Success: true } derivation)
        {
            found.Add(derivation.Value.Trim(' ', ',', '.', ';'));
        }
        if (PublicDomainPattern().IsMatch(text))
        {
            string author = header.Select(line => ByPattern().Match(line)).FirstOrDefault(match => match.Success)?.Groups["who"].Value.Trim() ?? "an unnamed author";
            found.Insert(0, $"a public-domain work by {author}");
        }
        return found.Count == 0 ? null : string.Join("; ", found);
    }

    private static string? Named(string line) => AttributionPattern().Match(line) is { Success: true } match ? match.Groups["name"].Value.Trim() : null;

    [GeneratedRegex(@"copyright|\(c\)\s*\d{4}|licen[cs]e|spdx|warrant|written by|author|all rights|redistribut|permission|https?://|^#!|\bby\s+<|@[a-z]+[.-][a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex LegalPattern();

    [GeneratedRegex(@"\b[Bb]y\s+(?<name><[^>]+>|[A-Z][\p{L}.-]+\s+[A-Z][\p{L}-]+)")]
    private static partial Regex AttributionPattern();

    [GeneratedRegex(@"\b(?:being\s+)?(?:transliterated|translated|derived|adapted|ported)\s+from\s+\S+", RegexOptions.IgnoreCase)]
    private static partial Regex DerivationPattern();

    [GeneratedRegex(@"\bpublic[ -]domain\b", RegexOptions.IgnoreCase)]
    private static partial Regex PublicDomainPattern();

    [GeneratedRegex(@"^\W*By\s+(?<who>[A-Z][^,.]*(?:,\s*\d{4})?)")]
    private static partial Regex ByPattern();
}
