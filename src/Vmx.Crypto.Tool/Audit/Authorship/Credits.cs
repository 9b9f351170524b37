// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.Audit.Authorship;

/// <summary>How much a mention in a commit message says about authorship.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CreditWeight>))]
internal enum CreditWeight
{
    /// <summary>The person wrote it, or part of it.</summary>
    Authorship,

    /// <summary>The person had the idea. Listed, not counted.</summary>
    Idea,

    /// <summary>The person reported, reviewed or handed it on.</summary>
    None,
}

/// <summary>A person or a place that a commit message names.</summary>
/// <param name="Field">The words before the colon, as they stand there.</param>
/// <param name="Weight">What that says.</param>
/// <param name="Value">What stands after the colon.</param>
internal sealed record Credit(string Field, CreditWeight Weight, string Value);

//
//  The credits in a commit message
//
//      Git's author field names who made the commit, which is not always who wrote the change: maintainers commit what others
//      send and say so in the message. A credit is a line that begins with one of these fields and a colon; words in a
//      sentence do not count, and neither does a field that is only the beginning of a longer word.
//
internal static partial class Credits
{
    private static readonly Dictionary<string, CreditWeight> _fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["submitted by"] = CreditWeight.Authorship,
        ["contributed by"] = CreditWeight.Authorship,
        ["co authored by"] = CreditWeight.Authorship,
        ["co developed by"] = CreditWeight.Authorship,
        ["obtained from"] = CreditWeight.Authorship,
        ["original by"] = CreditWeight.Authorship,
        ["original author"] = CreditWeight.Authorship,
        ["originally by"] = CreditWeight.Authorship,
        ["written by"] = CreditWeight.Authorship,
        ["from"] = CreditWeight.Authorship,
        ["suggested by"] = CreditWeight.Idea,
        ["based on"] = CreditWeight.Idea,
        ["reported by"] = CreditWeight.None,
        ["reviewed by"] = CreditWeight.None,
        ["tested by"] = CreditWeight.None,
        ["acked by"] = CreditWeight.None,
        ["signed off by"] = CreditWeight.None,
        ["pr"] = CreditWeight.None,
        ["backport from"] = CreditWeight.None,
    };

    /// <summary>The credits of a message, in its order.</summary>
    public static IReadOnlyList<Credit> Parse(string message)
    {
        List<Credit> credits = [];
        foreach (string line in message.Split('\n').Select(line => line.Trim()))
        {
            if (FieldPattern().Match(line) is { Success: true } field && _fields.TryGetValue(Normalize(field.Groups["field"].Value), out CreditWeight weight))
            {
                string value = field.Groups["value"].Value.Trim();
                // "From" also begins sentences, addresses of pages and names of branches: a person has an address there.
                if (!field.Groups["field"].Value.Equals("from", StringComparison.OrdinalIgnoreCase) || MailPattern().IsMatch(value))
                {
                    credits.Add(new Credit(field.Groups["field"].Value, weight, value));
                }
            }
            else if (NotePattern().Match(line) is { Success: true } note)
            {
                credits.Add(new Credit(note.Groups["field"].Value.Trim(), CreditWeight.None, note.Groups["value"].Value.Trim()));
            }
        }
        return credits;
    }

    /// <summary>The persons of a credit: "A, B and C" are three.</summary>
    public static IReadOnlyList<string> Persons(Credit credit) =>
        [.. SeparatorPattern().Split(credit.Value).Select(person => person.Trim(' ', '.', ',')).Where(person => person.Length != 0)];

    private static string Normalize(string field) => field.Trim().Replace('-', ' ');

    [GeneratedRegex(@"^(?<field>[A-Za-z]+(?:[ -][A-Za-z]+){0,2}) ?: *(?<value>\S.*)$")]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^\(?(?<field>RT ?#|Merged from |cherry picked from commit |This reverts commit )(?<value>[^)]+?)\)?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex NotePattern();

    [GeneratedRegex(@"<[^<>@\s]+@[^<>\s]+>|^[^@\s]+@[^@\s]+$")]
    private static partial Regex MailPattern();

    [GeneratedRegex(@", *and +|,|;| and | & ")]
    private static partial Regex SeparatorPattern();
}
