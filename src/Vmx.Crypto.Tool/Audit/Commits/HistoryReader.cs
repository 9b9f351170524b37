// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Generation;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Commits;

//
//  The changes of one file, oldest first, each with its class
//
//      All parents are walked. A merge counts as a change where the file differs from that of every parent. Where a file
//      begins, its predecessor is looked for among the files that the same commit ended, and its history is read as well:
//      Git's own way of following a file takes one path and stops at the first name that fits.
//
internal sealed class HistoryReader(GitRepository repository, People people, Func<string, AssemblyGenerator?> generatorFor, Func<string, TranslatorTrial?> trialFor)
{
    /// <summary>Reads the history of a path.</summary>
    /// <param name="tip">The newest revision to look at.</param>
    /// <param name="path">The path there.</param>
    /// <param name="isLater">Whether a commit is later than the audited revision.</param>
    public IReadOnlyList<FileChange> Read(string tip, string path, Func<string, bool> isLater)
    {
        List<FileChange> changes = [];
        string? current = path;
        HashSet<string> seen = [];
        while (current is not null && seen.Add(current))
        {
            (IReadOnlyList<FileChange> found, FileChange? renamed) = ReadOne(tip, current, isLater);
            changes.InsertRange(0, found);
            current = renamed?.RenamedFrom;
            tip = renamed?.Commit.Parents[0] ?? tip;
        }
        return MarkRestored(changes);
    }

    private (IReadOnlyList<FileChange> Changes, FileChange? Renamed) ReadOne(string tip, string path, Func<string, bool> isLater)
    {
        GitCommit[] commits = [.. repository.Touching(tip, path).Reverse()];
        IReadOnlyDictionary<string, GitBlob> blobs = repository.Blobs(commits.SelectMany(commit => commit.Parents.Prepend(commit.Hash)).Select(hash => $"{hash}:{path}"));
        List<FileChange> changes = [];
        FileChange? renamed = null;
        foreach (GitCommit commit in commits)
        {
            GitBlob? @new = blobs.GetValueOrDefault($"{commit.Hash}:{path}");
            GitBlob?[] olds = [.. commit.Parents.Select(parent => blobs.GetValueOrDefault($"{parent}:{path}"))];
            if (commit.Parents.Count > 1 && Array.Exists(olds, old => old?.Hash == @new?.Hash))
            {
                continue;
            }
            GitBlob? old = olds.FirstOrDefault(old => old is not null);
            string? predecessor = old is null && @new is not null && commit.Parents.Count != 0 ? repository.FindPredecessor(commit.Hash, path) : null;
            if (predecessor is not null)
            {
                string name = $"{commit.Parents[0]}:{predecessor}";
                old = repository.Blobs([name]).GetValueOrDefault(name);
            }
            FileChange change = Describe(commit, path, old, @new) with
            {
                IsLater = isLater(commit.Hash),
                RenamedFrom = predecessor,
                FilesInCommit = commit.Parents.Count > 1 ? 0 : repository.CountFiles(commit.Hash),
            };
            if (predecessor is not null)
            {
                // What the path was before it was renamed away and back is its own history, not its predecessor's.
                renamed = changes.Count == 0 ? change : renamed;
            }
            changes.Add(change);
        }
        return (changes, renamed);
    }

    private FileChange Describe(GitCommit commit, string path, GitBlob? old, GitBlob? @new)
    {
        FileChange change = new(commit, path, CommitClass.Code, "")
        {
            Who = CommitPeople.Of(commit, people),
            Added = 0,
            Removed = 0,
            OldBlob = old?.Hash,
            NewBlob = @new?.Hash,
        };
        if (old is null || @new is null)
        {
            int lines = new SourceText((old ?? @new)?.Content ?? [], path).Lines.Length - 1;
            return old is null
                ? change with { Class = CommitClass.Add, Evidence = "a new file", Added = lines }
                : change with { Class = CommitClass.Delete, Evidence = "the file was removed", Removed = lines };
        }
        var oldText = new SourceText(old.Content, path);
        var newText = new SourceText(@new.Content, path);
        TextualChange textual = TextLayers.Compare(oldText, newText);
        change = change with
        {
            Class = textual.Class,
            Evidence = textual.Evidence,
            Added = textual.Added,
            Removed = textual.Removed,
            RemovedAttributions = textual.RemovedAttributions,
        };
        return textual.Class == CommitClass.Mode ? change : Generate(change, textual.Class, old, @new, newText);
    }

    // The decisive test: what is generated, where it can be. It can contradict the text in both directions.
    private FileChange Generate(FileChange change, CommitClass byText, GitBlob old, GitBlob @new, SourceText newText)
    {
        GeneratedComparison? compared = Translator.IsTranslator(change.Path) ? trialFor(System.IO.Path.GetFileName(change.Path))?.Compare(old, @new)
            : Translator.NameIn(newText.Text) is string name ? generatorFor(name)?.Compare(old, @new, change.Path)
            : null;
        if (compared is not GeneratedComparison comparison)
        {
            return byText == CommitClass.Plumbing
                ? change with { Class = CommitClass.Code, Evidence = $"{change.Evidence}; what is generated was not compared" }
                : change;
        }
        // A script has generated all it can generate. A translator was tried on the scripts at hand, which is not all that it can translate.
        bool isExhaustive = comparison.Trial is null;
        CommitClass decided = byText switch
        {
            CommitClass.Plumbing when !comparison.AllIdentical => CommitClass.Code,
            CommitClass.Text or CommitClass.Data or CommitClass.Code when comparison.AllIdentical && isExhaustive => CommitClass.Equivalent,
            CommitClass.LineEnds or CommitClass.WhiteSpace or CommitClass.Encoding or CommitClass.Header or CommitClass.Comment when comparison.Differing.Count != 0 => CommitClass.Code,
            _ => byText,
        };
        string doubt = !isExhaustive && comparison.AllIdentical && decided.IsCode() ? "; other scripts and targets may be translated differently, so it stays code" : "";
        return change with { Class = decided, Evidence = $"{change.Evidence}; {comparison.Describe()}{doubt}", Generated = comparison };
    }

    // A change whose result is what was there before an earlier one takes that one, and all between, back.
    private static List<FileChange> MarkRestored(List<FileChange> changes)
    {
        for (int index = 0; index < changes.Count; index++)
        {
            FileChange change = changes[index];
            FileChange? undone = changes.Take(index).LastOrDefault(earlier => earlier.OldBlob is not null && earlier.OldBlob == change.NewBlob && earlier.OldBlob != earlier.NewBlob);
            if (undone is not null)
            {
                changes[index] = change with { Restores = undone.Commit.Hash, Evidence = $"{change.Evidence}; the file is again what it was before {undone.Commit.Short}" };
            }
        }
        return changes;
    }
}
