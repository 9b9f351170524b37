// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CliWrap;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

//
//  A small Git repository, made by the test that reads it
//
//      Commits are collected and imported in one go. Each is a day later than the one before; the first is of 1 January 2014.
//
internal sealed class TestRepository : IDisposable
{
    public const string Owner = "Ann Owner";
    public const string Other = "Bob Other";

    private static readonly DateTimeOffset _start = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryStream _stream = new();
    private int _count;
    private bool _isImported;

    public TestRepository()
    {
        Assert.SkipUnless(SuiteSize.IsFull, "An audit does not depend on the processor; the full suite checks it.");
        Git("init", "--quiet", "--bare", "--initial-branch=main", Folder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("vmx-audit-").FullName;

    public void Dispose()
    {
        _stream.Dispose();
        // Git makes its objects read-only, which Windows would not delete.
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Adds a commit on top of the last one. A file with null content is removed.</summary>
    /// <param name="author">A name; the address follows from it.</param>
    /// <param name="message">The message.</param>
    /// <param name="files">Paths and contents.</param>
    /// <returns>A number by which <see cref="Hash"/> knows it.</returns>
    public int Commit(string author, string message, params (string Path, string? Content)[] files) =>
        Commit(new CommitPlan(author, message), [.. files.Select(file => (file.Path, file.Content is null ? null : Encoding.UTF8.GetBytes(file.Content)))]);

    /// <summary>Adds a commit with all that can be chosen.</summary>
    public int Commit(CommitPlan plan, params (string Path, byte[]? Content)[] files)
    {
        int number = ++_count;
        DateTimeOffset authored = plan.Authored ?? _start.AddDays(number);
        DateTimeOffset committed = plan.Committed ?? authored;
        string committer = plan.Committer ?? plan.Author;
        Write($"commit refs/heads/{plan.Branch}\nmark :{number}\nauthor {Person(plan.Author)} {authored.ToUnixTimeSeconds()} +0000\ncommitter {Person(committer)} {committed.ToUnixTimeSeconds()} +0000\n");
        byte[] message = Encoding.UTF8.GetBytes(plan.Message + "\n");
        Write($"data {message.Length}\n");
        _stream.Write(message);
        if (number > 1)
        {
            Write($"from :{plan.From ?? number - 1}\n");
        }
        if (plan.Merged is int merged)
        {
            Write($"merge :{merged}\n");
        }
        foreach ((string path, byte[]? content) in files)
        {
            if (content is null)
            {
                Write($"D {path}\n");
                continue;
            }
            Write($"M 100644 inline {path}\ndata {content.Length}\n");
            _stream.Write(content);
            Write("\n");
        }
        return number;
    }

    /// <summary>The hash of a commit.</summary>
    public string Hash(int number)
    {
        Import();
        return File.ReadLines(Path.Combine(Folder, "marks")).Select(line => line.Split(' ')).Single(words => words[0] == $":{number}")[1];
    }

    /// <summary>Imports what was collected and audits one file.</summary>
    public FileAudit Audit(string path, string? revision = null, DateTimeOffset? before = null, string perl = "perl") =>
        Assert.Single(Audit([path], [], revision, before, perl).Files);

    /// <summary>Imports what was collected and audits.</summary>
    public UpstreamResult Audit(IReadOnlyList<string> paths, IReadOnlyList<ManifestClaim> claims, string? revision = null, DateTimeOffset? before = null, string perl = "perl")
    {
        Import();
        return UpstreamAudit.Run(new UpstreamQuestion(Folder, revision, before, paths, null, claims) { Perl = perl }, new Progress<double>());
    }

    /// <summary>The change of a file by a commit.</summary>
    public FileChange Change(FileAudit audit, int number) => audit.Changes.Single(change => change.Commit.Hash == Hash(number));

    /// <summary>Runs Git in the repository.</summary>
    public string Git(params string[] arguments) => RunGit(null, ["-C", Folder, .. arguments]);

    /// <summary>Makes every object a file of its own, so that one of them can be taken away.</summary>
    public void UnpackObjects()
    {
        // Objects that a repository has in a pack are not unpacked from it, so the pack leaves first.
        foreach (string pack in Directory.GetFiles(Path.Combine(Folder, "objects", "pack")))
        {
            File.Move(pack, Path.Combine(Folder, Path.GetFileName(pack)));
        }
        foreach (string pack in Directory.GetFiles(Folder, "*.pack"))
        {
            RunGit(File.ReadAllBytes(pack), ["-C", Folder, "unpack-objects", "-q"]);
        }
    }

    /// <summary>Brings the collected commits into the repository.</summary>
    public void Import()
    {
        if (!_isImported)
        {
            RunGit(_stream.ToArray(), ["-C", Folder, "fast-import", "--quiet", $"--export-marks={Path.Combine(Folder, "marks")}"]);
            _isImported = true;
        }
    }

    private static string RunGit(byte[]? input, IEnumerable<string> arguments)
    {
        var output = new StringBuilder();
        Command command = Cli.Wrap("git").WithArguments(arguments).WithStandardOutputPipe(PipeTarget.ToStringBuilder(output));
        command = input is null ? command : command.WithStandardInputPipe(PipeSource.FromBytes(input));
        command.ExecuteAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return output.ToString();
    }

    private void Write(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

    private static string Person(string name) => $"{name} <{name.Split(' ')[0].ToLowerInvariant()}@example.org>";
}

/// <summary>How a commit is made.</summary>
internal sealed record CommitPlan(string Author, string Message)
{
    public string? Committer { get; init; }

    public DateTimeOffset? Authored { get; init; }

    public DateTimeOffset? Committed { get; init; }

    public string Branch { get; init; } = "main";

    public int? From { get; init; }

    public int? Merged { get; init; }
}
