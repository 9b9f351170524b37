// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Authorship;

//
//  Who is the same person
//
//      One person signs with several addresses and spellings. The rules are those of Git's mailmap, from the file that this
//      tool carries and from the repository's own. A person whom no rule knows is who the name says: two names are two
//      persons. What an address says of an employer is shown and never concluded from.
//
internal sealed partial class People
{
    private const string Resource = "Vmx.Crypto.Tool.Audit.people.mailmap";

    private readonly Dictionary<string, string> _byMail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="repositoryMailmap">The text of the repository's own mailmap, or null.</param>
    public People(string? repositoryMailmap)
    {
        using Stream stream = typeof(People).Assembly.GetManifestResourceStream(Resource) ?? throw new FileNotFoundException(Resource);
        using var reader = new StreamReader(stream);
        Add(reader.ReadToEnd());
        Add(repositoryMailmap ?? "");
    }

    /// <summary>A person's name, the same for every address and spelling.</summary>
    public string NameOf(GitIdentity identity) =>
        _byMail.TryGetValue(identity.Mail, out string? known) ? known : NameOf(identity.Name.Length == 0 ? identity.Mail : identity.Name);

    /// <summary>The same for a name with or without an address: <c>A. Name &lt;a@example.org&gt;</c>.</summary>
    public string NameOf(string mention)
    {
        Match match = MentionPattern().Match(mention);
        string name = match.Groups["name"].Value.Trim();
        string mail = match.Groups["mail"].Value;
        if (_byMail.TryGetValue(mail, out string? byMail) || _byMail.TryGetValue(name, out byMail))
        {
            return byMail;
        }
        name = name.Length == 0 ? mail : name;
        return _byName.GetValueOrDefault(name, name);
    }

    private void Add(string mailmap)
    {
        foreach (Match match in mailmap.Split('\n').Select(line => EntryPattern().Match(line.Split('#')[0].Trim())).Where(match => match.Success))
        {
            string proper = match.Groups["name"].Value.Trim();
            string other = match.Groups["otherName"].Value.Trim();
            string mail = match.Groups["otherMail"].Success ? match.Groups["otherMail"].Value : match.Groups["mail"].Value;
            if (proper.Length == 0)
            {
                continue;
            }
            if (mail.Length != 0)
            {
                _byMail[mail] = proper;
            }
            if (other.Length != 0)
            {
                _byName[other] = proper;
            }
        }
    }

    [GeneratedRegex(@"^(?<name>[^<]*)<(?<mail>[^<>]*)>(?:\s*(?<otherName>[^<]*)<(?<otherMail>[^<>]*)>)?")]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"^(?<name>[^<(]*)(?:\([^)]*\)\s*)?(?:<(?<mail>[^<>]*)>)?")]
    private static partial Regex MentionPattern();
}
