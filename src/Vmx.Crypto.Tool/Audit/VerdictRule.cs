// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;

namespace Vmx.Crypto.Tool.Audit;

//
//  From the classified commits to a verdict
//
//      The owner is who wrote most lines of code. A commit is foreign where somebody else wrote some of it, by the author
//      field or by the message, and its class is one that changes the program. Foreign commits that a later one takes back
//      exactly leave nothing and do not count; they are listed. A foreign commit whose class rests on a comparison that could
//      not be made leaves the verdict open.
//
internal static class VerdictRule
{
    /// <param name="changes">The history of the file, oldest first.</param>
    /// <param name="lines">Whose the lines are.</param>
    /// <param name="header">The file's header at the audited revision.</param>
    /// <param name="generatorProblem">Why nothing could be generated, where it should have been.</param>
    public static FileVerdict Judge(IReadOnlyList<FileChange> changes, LineCount lines, IEnumerable<string> header, string? generatorProblem)
    {
        FileChange[] code = [.. changes.Where(change => change.Class.IsCode())];
        string? owner = code.Where(change => !change.IsLater)
            .GroupBy(change => change.Who.Owner)
            .OrderByDescending(group => group.Sum(change => change.Added))
            .FirstOrDefault()?.Key;
        if (owner is null)
        {
            return FileVerdict.Unknown("No commit was found that brought the file's code.");
        }
        FileChange[] foreign = [.. code.Where(change => change.IsForeignTo(owner))];
        HashSet<FileChange> undone = Undone(changes);
        FileChange[] standing = [.. foreign.Where(change => !change.IsLater && !undone.Contains(change))];
        FileChange? first = foreign.FirstOrDefault();
        string? soleUpTo = first is null ? changes[^1].Commit.Hash : changes.TakeWhile(change => change != first).LastOrDefault()?.Commit.Hash;
        string? origin = HeaderLexicon.FindOrigin(header);
        FileVerdict Verdict(VerdictKind kind, string text) =>
            new(kind, owner, text, soleUpTo, first?.Commit.Hash, [.. foreign.Select(change => change.Commit.Hash)], origin);

        FileChange[] others = [.. changes.Where(change => !change.IsLater && change.IsForeignTo(owner))];
        if (others.Length != 0 && generatorProblem is not null)
        {
            return Verdict(VerdictKind.Unknown, $"{generatorProblem}, so what {Figures.Count(others.Length, "commit")} by others did to the generated assembly is not known.");
        }
        // A translator's code is code by its text alone.
        FileChange[] open = [.. others.Where(change => change.Generated is { Differing.Count: 0, Unknown.Count: > 0 } && (change.Generated.Trial is null || !change.Class.IsCode()))];
        if (open.Length != 0)
        {
            return Verdict(VerdictKind.Unknown, $"What {string.Join(", ", open.Select(change => change.Commit.Short))} by others did is not known: the scripts before or after generate nothing.");
        }
        if (standing.Length != 0)
        {
            IEnumerable<string> persons = standing.SelectMany(change => change.Who.Writers).Where(person => person != owner).Distinct().Select(person => Describe(person, standing, lines));
            return Verdict(VerdictKind.Mixed, $"Mixed: {owner} wrote most of the code; also {string.Join("; ", persons)}.{(origin is null ? "" : $" The file says that it follows {origin}.")}");
        }
        string end = first is null ? "in every revision looked at" : soleUpTo is null ? "in no revision" : $"through {soleUpTo[..12]}; the first code by another is {first.Commit.Short} ({first.Who.Owner})";
        return origin is null
            ? Verdict(VerdictKind.SoleAuthor, $"{owner} is the sole author of the code, {end}.")
            : Verdict(VerdictKind.Derived, $"Derived: the file says that it follows {origin}. All commits with code are {owner}'s, {end}.");
    }

    // A commit that brings an earlier state back undoes all since, and brings nothing of its own.
    private static HashSet<FileChange> Undone(IReadOnlyList<FileChange> changes)
    {
        HashSet<FileChange> undone = new(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < changes.Count; index++)
        {
            if (changes[index] is { Restores: string restored, IsLater: false })
            {
                undone.UnionWith(changes.Take(index + 1).SkipWhile(change => change.Commit.Hash != restored));
            }
        }
        return undone;
    }

    private static string Describe(string person, FileChange[] standing, LineCount lines)
    {
        FileChange[] theirs = [.. standing.Where(change => change.Who.Writers.Contains(person))];
        int surviving = theirs.Sum(change => lines.Commits.GetValueOrDefault(change.Commit.Hash));
        string commits = string.Join(", ", theirs.Select(change => change.Who.Submitters.Contains(person) ? $"{change.Commit.Short}, submitted" : change.Commit.Short));
        return string.Create(CultureInfo.InvariantCulture, $"{person} ({commits}; {Figures.Count(surviving, "line")} of {lines.Total:N0} survive)");
    }
}
