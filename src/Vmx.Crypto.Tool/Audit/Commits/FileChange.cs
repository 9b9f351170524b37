// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Generation;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Commits;

/// <summary>A commit elsewhere in the repository that did the same to the file.</summary>
/// <param name="Commit">Its hash.</param>
/// <param name="Reference">A branch, tag or other reference that leads to it.</param>
/// <param name="Author">Its author.</param>
internal sealed record CommitTwin(string Commit, string Reference, string Author);

/// <summary>One commit's change of one file, and what it is.</summary>
internal sealed record FileChange(GitCommit Commit, string Path, CommitClass Class, string Evidence)
{
    /// <summary>Who made it, who committed it, and whom the message credits.</summary>
    public required CommitPeople Who { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    /// <summary>The object that the file was before, or null when it was not there.</summary>
    public required string? OldBlob { get; init; }

    /// <summary>The object that the file is since, or null when it is not there any more.</summary>
    public required string? NewBlob { get; init; }

    /// <summary>What both revisions generate, where they are perlasm and could be run.</summary>
    public GeneratedComparison? Generated { get; init; }

    /// <summary>Lines that named a person who is not named there any more.</summary>
    public IReadOnlyList<string> RemovedAttributions { get; init; } = [];

    /// <summary>The file's former name where the commit renamed it.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The commit whose change this one takes back, exactly.</summary>
    public string? Restores { get; init; }

    /// <summary>The same change under other hashes, outside of the history that was looked at.</summary>
    public IReadOnlyList<CommitTwin> Twins { get; init; } = [];

    /// <summary>How many files the commit touched: a ruling on it holds for all of them.</summary>
    public int FilesInCommit { get; init; }

    /// <summary>Whether the commit is later than the audited revision.</summary>
    public bool IsLater { get; init; }

    /// <summary>Whether somebody other than the owner wrote some of it.</summary>
    public bool IsForeignTo(string owner) => Who.Writers.Any(writer => writer != owner);
}
