// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Authorship;

/// <summary>How many lines of a file are a person's, by four ways of counting.</summary>
/// <param name="Person">The person.</param>
/// <param name="Plain">By <c>git blame</c>.</param>
/// <param name="IgnoringWhiteSpace">By <c>git blame -w</c>.</param>
/// <param name="FollowingCopies">By <c>git blame -w -M -C -C -C</c>.</param>
/// <param name="Adjusted">The same, with formal changes pushed back to whose line it was and submitted lines to the submitter.</param>
/// <param name="SuggestedByOthers">How many of the adjusted ones somebody else suggested.</param>
internal sealed record PersonLines(string Person, int Plain, int IgnoringWhiteSpace, int FollowingCopies, int Adjusted, int SuggestedByOthers);

/// <summary>How many lines of a file were copied from another file, and whose they were there.</summary>
internal sealed record CopiedLines(string From, int Lines, IReadOnlyList<string> Persons);

/// <summary>The lines of a file by persons, by commits and by the files that they were copied from.</summary>
/// <param name="Total">All lines.</param>
/// <param name="Persons">Most adjusted lines first.</param>
/// <param name="Commits">How many adjusted lines each commit brought.</param>
/// <param name="Copies">Most lines first.</param>
/// <param name="Suggestions">How many lines each person suggested that somebody else wrote.</param>
internal sealed record LineCount(int Total, IReadOnlyList<PersonLines> Persons, IReadOnlyDictionary<string, int> Commits, IReadOnlyList<CopiedLines> Copies, IReadOnlyDictionary<string, int> Suggestions);

//
//  Whose the surviving lines are
//
//      Blame alone is wrong in both directions. A line that was re-encoded or freed of a trailing blank is still its former
//      owner's; a line that was committed for somebody else is that person's; and copy detection takes a short line that
//      occurs everywhere, or a line of the licence header, for a copy. So:
//
//      1. blame with -w -M -C -C -C;
//      2. a copy of fewer than 40 letters and digits, or within the header, counts as no copy;
//      3. a line of a formal commit (white space, line ends, encoding) is asked for again with that commit ignored;
//      4. a line of a commit that somebody else submitted is the submitter's.
//
internal sealed class SurvivingLines(GitRepository repository, People people)
{
    private const int ShortestCopy = 40;

    private static readonly string[] _ignoringWhiteSpace = ["-w"];
    private static readonly string[] _followingCopies = ["-w", "-M", "-C", "-C", "-C"];

    /// <summary>The slow part, which does not depend on the classes: seconds on a large repository.</summary>
    public IReadOnlyList<BlamedLine> FollowCopies(string revision, string path) => repository.Blame(revision, path, _followingCopies);

    /// <summary>Counts.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="path">The file.</param>
    /// <param name="changes">Its history.</param>
    /// <param name="copies">What <see cref="FollowCopies"/> gave.</param>
    /// <param name="headerLength">How many lines its header has.</param>
    public LineCount Count(string revision, string path, IReadOnlyList<FileChange> changes, IReadOnlyList<BlamedLine> copies, int headerLength)
    {
        Dictionary<string, FileChange> known = changes.Where(change => !change.IsLater).DistinctBy(change => change.Commit.Hash).ToDictionary(change => change.Commit.Hash);
        HashSet<string> formal = [.. known.Values.Where(change => change.Class.IsFormal()).Select(change => change.Commit.Hash)];
        IReadOnlyList<BlamedLine> plain = repository.Blame(revision, path);
        IReadOnlyList<BlamedLine> ignoring = repository.Blame(revision, path, _ignoringWhiteSpace);
        IReadOnlyList<BlamedLine> pushed = formal.Count == 0 ? ignoring : repository.Blame(revision, path, ["-w", .. formal.SelectMany(hash => (string[])["--ignore-rev", hash])]);
        HashSet<string> names = [path, .. known.Values.Select(change => change.Path)];
        BlamedLine[] adjusted = Adjust(copies, ignoring, pushed, formal, names, headerLength);

        IReadOnlyDictionary<string, GitCommit> commits = repository.Commits(plain.Concat(ignoring).Concat(copies).Concat(adjusted).Select(line => line.Commit));
        Dictionary<string, CommitPeople> origins = commits.ToDictionary(pair => pair.Key, pair => CommitPeople.Of(pair.Value, people));
        var plainCount = CountBy(plain, line => origins[line.Commit].Author);
        var ignoringCount = CountBy(ignoring, line => origins[line.Commit].Author);
        var copyCount = CountBy(copies, line => origins[line.Commit].Author);
        var adjustedCount = CountBy(adjusted, line => origins[line.Commit].Owner);
        BlamedLine[] suggested = [.. adjusted.Where(line => origins[line.Commit] is { Submitters.Count: 0, Suggesters.Count: > 0 })];
        var suggestedCount = CountBy(suggested, line => origins[line.Commit].Owner);
        PersonLines[] persons =
        [
            .. plainCount.Keys.Concat(ignoringCount.Keys).Concat(copyCount.Keys).Concat(adjustedCount.Keys).Distinct()
                .Select(person => new PersonLines(
                    person,
                    plainCount.GetValueOrDefault(person),
                    ignoringCount.GetValueOrDefault(person),
                    copyCount.GetValueOrDefault(person),
                    adjustedCount.GetValueOrDefault(person),
                    suggestedCount.GetValueOrDefault(person)))
                .OrderByDescending(person => person.Adjusted).ThenByDescending(person => person.Plain).ThenBy(person => person.Person, StringComparer.Ordinal),
        ];
        CopiedLines[] copied =
        [
            .. copies.Where(line => !names.Contains(line.Path)).GroupBy(line => line.Path)
                .Select(group => new CopiedLines(group.Key, group.Count(), [.. group.Select(line => origins[line.Commit].Owner).Distinct().Order(StringComparer.Ordinal)]))
                .OrderByDescending(group => group.Lines).ThenBy(group => group.From, StringComparer.Ordinal),
        ];
        return new LineCount(
            plain.Count,
            persons,
            CountBy(adjusted, line => line.Commit),
            copied,
            CountBy(suggested, line => string.Join(", ", origins[line.Commit].Suggesters)));
    }

    private static BlamedLine[] Adjust(IReadOnlyList<BlamedLine> copies, IReadOnlyList<BlamedLine> ignoring, IReadOnlyList<BlamedLine> pushed, HashSet<string> formal, HashSet<string> names, int headerLength)
    {
        var adjusted = new BlamedLine[copies.Count];
        for (int first = 0; first < copies.Count;)
        {
            int end = first + 1;
            while (end < copies.Count && copies[end].Commit == copies[first].Commit && copies[end].Path == copies[first].Path)
            {
                end++;
            }
            bool isCopy = !names.Contains(copies[first].Path);
            bool isShort = Enumerable.Range(first, end - first).Sum(line => copies[line].Text.Count(char.IsAsciiLetterOrDigit)) < ShortestCopy;
            for (int line = first; line < end; line++)
            {
                BlamedLine blamed = isCopy && (isShort || line < headerLength) ? ignoring[line] : copies[line];
                adjusted[line] = formal.Contains(blamed.Commit) ? pushed[line] : blamed;
            }
            first = end;
        }
        return adjusted;
    }

    private static Dictionary<string, int> CountBy(IEnumerable<BlamedLine> lines, Func<BlamedLine, string> key) =>
        lines.GroupBy(key).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
