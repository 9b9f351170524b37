// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Authorship;

/// <summary>Everybody who had a part in a commit, each by one name.</summary>
/// <param name="Author">Who made it.</param>
/// <param name="Committer">Who put it into this history.</param>
/// <param name="Credits">What the message says of others.</param>
/// <param name="Submitters">Others who wrote it, or part of it, by the message.</param>
/// <param name="Suggesters">Others who had the idea, by the message.</param>
internal sealed record CommitPeople(string Author, string Committer, IReadOnlyList<Credit> Credits, IReadOnlyList<string> Submitters, IReadOnlyList<string> Suggesters)
{
    public static CommitPeople Of(GitCommit commit, People people)
    {
        string author = people.NameOf(commit.Author);
        IReadOnlyList<Credit> credits = Authorship.Credits.Parse(commit.Message);
        string[] Others(CreditWeight weight) =>
            [.. credits.Where(credit => credit.Weight == weight).SelectMany(Authorship.Credits.Persons).Select(people.NameOf).Where(person => person != author).Distinct()];
        return new CommitPeople(author, people.NameOf(commit.Committer), credits, Others(CreditWeight.Authorship), Others(CreditWeight.Idea));
    }

    /// <summary>Who wrote it: the submitters where the message names any, together with the author where it calls them co-authors.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Writers => Submitters.Count == 0 ? [Author] : IsJoint ? [Author, .. Submitters] : Submitters;

    /// <summary>The same as one key.</summary>
    [JsonIgnore]
    public string Owner => string.Join(", ", Writers);

    private bool IsJoint => Credits.Any(credit => credit.Weight == CreditWeight.Authorship && credit.Field.StartsWith("co-", StringComparison.OrdinalIgnoreCase));
}
