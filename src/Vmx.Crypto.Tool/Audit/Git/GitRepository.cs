// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Tool.Audit.Git;

//
//  A Git repository as evidence
//
//      Only a repository that holds its whole history is evidence: shallow, partial and grafted ones, and ones with replace
//      references, are refused, because what they leave out or rewrite would be invisible. Contents are read as blobs, never
//      as a checkout, which could convert line ends and encodings.
//
internal sealed class GitRepository
{
    private const int CommitFields = 9;
    private const string CommitFormat = "%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B";

    private readonly GitProgram _git;

    private GitRepository(GitProgram git) => _git = git;

    /// <summary>Opens a repository: a bare one, or the folder above <c>.git</c>.</summary>
    /// <exception cref="GitException">It is no repository, or not a whole one.</exception>
    public static GitRepository Open(string folder)
    {
        var git = new GitProgram(FindGitDirectory(folder) ?? throw new GitException($"'{folder}' is not a Git repository."));
        if (git.TryText("rev-parse", "--git-dir") is null)
        {
            throw new GitException($"'{folder}' is not a Git repository.");
        }
        var repository = new GitRepository(git);
        if (repository.FindDefect() is string defect)
        {
            throw new GitException($"'{folder}' {defect}: it does not hold the whole history as it was made.");
        }
        return repository;
    }

    private static string? FindGitDirectory(string folder)
    {
        string below = Path.Combine(folder, ".git");
        if (Directory.Exists(below))
        {
            return Path.GetFullPath(below);
        }
        // A linked checkout has a file that names the folder.
        const string Pointer = "gitdir:";
        if (File.Exists(below) && File.ReadLines(below).FirstOrDefault() is string line && line.StartsWith(Pointer, StringComparison.Ordinal))
        {
            return Path.GetFullPath(Path.Combine(folder, line[Pointer.Length..].Trim()));
        }
        return File.Exists(Path.Combine(folder, "HEAD")) ? Path.GetFullPath(folder) : null;
    }

    private string? FindDefect()
    {
        if (_git.TryText("rev-parse", "--is-shallow-repository")?.Trim() != "false")
        {
            return "is a shallow clone";
        }
        if (_git.TryText("config", "--get-regexp", @"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$") is { Length: > 0 })
        {
            return "is a partial clone";
        }
        string common = _git.Text("rev-parse", "--git-common-dir").Trim();
        if (new FileInfo(Path.Combine(common, "info", "grafts")) is { Exists: true, Length: > 0 })
        {
            return "has grafts";
        }
        return _git.Text("for-each-ref", "--count=1", "refs/replace/").Length != 0 ? "has replace references" : null;
    }

    /// <summary>The full hash of a commit, or null when the revision is not known.</summary>
    public string? TryResolve(string revision) =>
        _git.TryText("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")?.Trim();

    /// <summary>The newest commit of a history that was committed before a moment, or null.</summary>
    public string? TryResolveBefore(string tip, DateTimeOffset moment)
    {
        // Git's limit includes the second that it names.
        string limit = moment.AddSeconds(-1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string found = _git.Text("rev-list", "--max-count=1", $"--before={limit}", tip, "--").Trim();
        return found.Length == 0 ? null : found;
    }

    /// <summary>How many objects of a revision's history are missing.</summary>
    public int CountMissing(string revision) =>
        _git.Text("rev-list", "--objects", "--missing=print", revision, "--").Split('\n').Count(line => line.StartsWith('?'));

    /// <summary>How many commits a revision's history has.</summary>
    public int CountCommits(string revision) =>
        int.Parse(_git.Text("rev-list", "--count", revision, "--"), CultureInfo.InvariantCulture);

    /// <summary>The commits that touched a path, merges that differ from a parent included, newest first.</summary>
    public IReadOnlyList<GitCommit> Touching(string revision, string path) =>
        ParseCommits(_git.Bytes(["log", "-z", "--topo-order", "--full-history", "--no-renames", $"--format={CommitFormat}", revision, "--", path]));

    /// <summary>What each commit of any reference did to a path: where Git's patch identifier is the same, the same was done.</summary>
    /// <param name="revision">A revision to look at besides.</param>
    /// <param name="path">The path.</param>
    /// <returns>Commits with the identifier and one reference that leads to them.</returns>
    public IReadOnlyList<GitPatch> Patches(string revision, string path)
    {
        string[] Log(params string[] options) => ["log", "--all", "--full-history", "--no-renames", .. options, revision, "--", path];
        Dictionary<string, string> references = _git.Text(Log("--source", "--format=%H %S")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).DistinctBy(words => words[0]).ToDictionary(words => words[0], words => words[1]);
        byte[] patches = _git.Bytes(Log("--patch", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color", "--format=commit %H"));
        return patches.Length == 0
            ? []
            : [.. Encoding.ASCII.GetString(_git.Bytes(["patch-id", "--stable"], patches)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')).Select(words => new GitPatch(words[1], words[0], references.GetValueOrDefault(words[1], "")))];
    }

    /// <summary>Commits by their hashes.</summary>
    public IReadOnlyDictionary<string, GitCommit> Commits(IEnumerable<string> hashes)
    {
        string[] asked = [.. hashes.Distinct()];
        return asked.Length == 0
            ? new Dictionary<string, GitCommit>()
            : ParseCommits(_git.Bytes(["log", "-z", "--no-walk=unsorted", "--stdin", $"--format={CommitFormat}"], string.Join('\n', asked) + "\n")).ToDictionary(commit => commit.Hash);
    }

    private static List<GitCommit> ParseCommits(byte[] output)
    {
        string[] fields = Encoding.UTF8.GetString(output).Split('\0');
        List<GitCommit> commits = [];
        for (int first = 0; first + CommitFields <= fields.Length; first += CommitFields)
        {
            commits.Add(new GitCommit(
                fields[first],
                fields[first + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                new GitIdentity(fields[first + 2], fields[first + 3]),
                Time(fields[first + 4]),
                new GitIdentity(fields[first + 5], fields[first + 6]),
                Time(fields[first + 7]),
                fields[first + 8].TrimEnd()));
        }
        return commits;
    }

    private static DateTimeOffset Time(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));

    /// <summary>Blobs by names of the form <c>REVISION:PATH</c>. A name that does not exist is left out.</summary>
    public IReadOnlyDictionary<string, GitBlob> Blobs(IEnumerable<string> names)
    {
        string[] asked = [.. names.Distinct()];
        Dictionary<string, GitBlob> blobs = [];
        if (asked.Length == 0)
        {
            return blobs;
        }
        byte[] output = _git.Bytes(["cat-file", "--batch"], string.Join('\n', asked) + "\n");
        int position = 0;
        foreach (string name in asked)
        {
            int end = Array.IndexOf(output, (byte)'\n', position);
            string header = Encoding.UTF8.GetString(output, position, end - position);
            position = end + 1;
            string[] words = header.Split(' ');
            if (header == $"{name} missing" || words.Length != 3)
            {
                continue;
            }
            int size = int.Parse(words[2], CultureInfo.InvariantCulture);
            if (words[1] == "blob")
            {
                blobs.Add(name, new GitBlob(words[0], output[position..(position + size)]));
            }
            position += size + 1;
        }
        return blobs;
    }

    /// <summary>The paths of a revision's tree.</summary>
    public IReadOnlyList<string> Paths(string revision) =>
        _git.Text("ls-tree", "-r", "-z", "--name-only", "--full-tree", revision).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path that a commit renamed to this one, or null.</summary>
    public string? FindPredecessor(string commit, string path)
    {
        string[] fields = _git.Text("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--name-status", "-M40%", "-m", "--diff-filter=R", commit).Split('\0');
        for (int field = 0; field + 2 < fields.Length; field += 3)
        {
            if (fields[field + 2] == path)
            {
                return fields[field + 1];
            }
        }
        return null;
    }

    /// <summary>How many files a commit touched.</summary>
    public int CountFiles(string commit) =>
        _git.Text("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--name-only", commit).Count(character => character == '\0');

    /// <summary>Who brought each line of a file.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Options of <c>git blame</c>.</param>
    public IReadOnlyList<BlamedLine> Blame(string revision, string path, params IEnumerable<string> options) =>
        BlamedLine.Parse(_git.Bytes(["blame", "--no-textconv", "--line-porcelain", .. options, revision, "--", path]));
}

/// <summary>What a commit did to a path, as an identifier that does not depend on where and by whom it was done.</summary>
internal sealed record GitPatch(string Commit, string Id, string Reference);

/// <summary>A file's content by the hash of its object.</summary>
internal sealed record GitBlob(string Hash, byte[] Content);
