// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;

namespace Vmx.Crypto.Tool.Audit;

/// <summary>A header that a file had: from which commit on, and what it said.</summary>
/// <param name="Commit">The commit that brought it.</param>
/// <param name="Date">When that was authored, in UTC.</param>
/// <param name="Sha256">The hash of the header's lines that are about rights and authors.</param>
/// <param name="Licences">The licences that it names, by the words it uses.</param>
/// <param name="RemovedAttributions">Lines that named a person who is not named there any more.</param>
internal sealed record HeaderState(string Commit, DateTimeOffset Date, string Sha256, IReadOnlyList<string> Licences, IReadOnlyList<string> RemovedAttributions);

/// <summary>All that was found out about one file.</summary>
/// <param name="Path">The path at the audited revision.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Blob">The object, or null where the file is not there.</param>
/// <param name="Sha256">The hash of its bytes.</param>
/// <param name="Translator">The translator that revisions were generated with, where they were.</param>
/// <param name="Changes">Every commit that touched it, oldest first.</param>
/// <param name="Lines">Whose its lines are.</param>
/// <param name="Headers">What its header said over time.</param>
internal sealed record FileAudit(
    string Path,
    FileVerdict Verdict,
    string? Blob,
    string? Sha256,
    string? Translator,
    IReadOnlyList<FileChange> Changes,
    LineCount? Lines,
    IReadOnlyList<HeaderState> Headers)
{
    /// <summary>The commits up to the audited revision.</summary>
    [JsonIgnore]
    public IEnumerable<FileChange> Audited => Changes.Where(change => !change.IsLater);

    /// <summary>The commits after it.</summary>
    [JsonIgnore]
    public IEnumerable<FileChange> Later => Changes.Where(change => change.IsLater);

    public static FileAudit Unknown(string path, string reason) => new(path, FileVerdict.Unknown(reason), null, null, null, [], null, []);
}

/// <summary>The outcome for a repository.</summary>
/// <param name="Repository">Where it is.</param>
/// <param name="Revision">The audited revision, or null where the repository was refused.</param>
/// <param name="Committed">When it was committed, in UTC.</param>
/// <param name="Tip">The revision up to which later commits were looked at.</param>
/// <param name="Commits">How many commits the audited revision's history has.</param>
/// <param name="Notes">What a reader has to know about the repository.</param>
/// <param name="Files">One entry for each path.</param>
/// <param name="Claims">What was said about these files, and whether it holds.</param>
internal sealed record UpstreamResult(
    string Repository,
    string? Revision,
    DateTimeOffset? Committed,
    string? Tip,
    int Commits,
    IReadOnlyList<string> Notes,
    IReadOnlyList<FileAudit> Files,
    IReadOnlyList<ClaimOutcome> Claims)
{
    /// <summary>Whether there is a verdict on every file.</summary>
    public bool IsComplete => Files.Count != 0 && Files.All(file => file.Verdict.Kind != VerdictKind.Unknown);
}
