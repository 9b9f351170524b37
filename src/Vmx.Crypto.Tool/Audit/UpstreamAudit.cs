// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Generation;
using Vmx.Crypto.Tool.Audit.Git;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit;

/// <summary>What to audit.</summary>
/// <param name="Folder">The repository.</param>
/// <param name="Revision">The revision, or null for the tip.</param>
/// <param name="Before">The moment before which the revision was committed, or null.</param>
/// <param name="Paths">The files.</param>
/// <param name="TranslatorFile">The translator of perlasm, or null for the one in the audited revision's tree.</param>
/// <param name="Claims">What was said about the files.</param>
internal sealed record UpstreamQuestion(
    string Folder,
    string? Revision,
    DateTimeOffset? Before,
    IReadOnlyList<string> Paths,
    string? TranslatorFile,
    IReadOnlyList<ManifestClaim> Claims)
{
    /// <summary>The program that runs perlasm scripts.</summary>
    public string Perl { get; init; } = "perl";
}

//
//  Who wrote these files?
//
//      The answer is made of steps that can be repeated one by one with Git and Perl: the commits that touched the file, what
//      each of them did, whose the surviving lines are, and the verdict that follows from these. Where a step cannot be done
//      the verdict is unknown and says which.
//
internal sealed partial class UpstreamAudit
{
    private const string Tip = "HEAD";
    private const string NoPerl = "Perl is not installed";
    private const int StepsPerFile = 4;

    /// <summary>Threads that can wait for Git and Perl at once. The pool would add them one by one, half a second apart.</summary>
    private const int WaitingThreads = 16;

    private readonly UpstreamQuestion _question;
    private readonly IProgress<double> _progress;
    private readonly GitRepository _repository;
    private readonly string _revision;
    private readonly string _tip;
    private readonly People _people;
    private readonly bool _hasPerl;
    private readonly ConcurrentDictionary<string, AssemblyGenerator?> _generators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TranslatorTrial?> _trials = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _notes = new();
    private int _stepsDone;

    private UpstreamAudit(UpstreamQuestion question, IProgress<double> progress, GitRepository repository)
    {
        _question = question;
        _progress = progress;
        _repository = repository;
        _tip = repository.TryResolve(question.Revision ?? Tip)
            ?? throw new ToolException(question.Revision is null ? "The repository has no commit at HEAD; name one with --rev." : $"The repository has no revision '{question.Revision}'.", ExitCode.BadArguments);
        _revision = question.Before is DateTimeOffset moment
            ? repository.TryResolveBefore(_tip, moment) ?? throw new ToolException($"No commit is older than {moment:yyyy-MM-dd}.", ExitCode.BadArguments)
            : _tip;
        _hasPerl = PerlRun.IsRunnable(question.Perl);
        string mailmap = $"{_revision}:.mailmap";
        _people = new People(repository.Blobs([mailmap]).TryGetValue(mailmap, out GitBlob? own) ? Encoding.UTF8.GetString(own.Content) : null);
    }

    /// <summary>Audits. A repository that is no evidence gives unknown verdicts that say why.</summary>
    public static UpstreamResult Run(UpstreamQuestion question, IProgress<double> progress)
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        _ = ThreadPool.SetMinThreads(Math.Max(workers, WaitingThreads), ports);
        try
        {
            return new UpstreamAudit(question, progress, GitRepository.Open(question.Folder)).Run();
        }
        catch (GitException problem)
        {
            FileAudit[] unknown = [.. question.Paths.Select(path => FileAudit.Unknown(path, problem.Message))];
            return new UpstreamResult(question.Folder, null, null, null, 0, [problem.Message], unknown, ClaimsLedger.Fill(question.Claims, unknown));
        }
    }

    private UpstreamResult Run()
    {
        List<string> notes = [];
        if (_repository.CountMissing(_tip) is int missing and not 0)
        {
            notes.Add($"{Figures.Count(missing, "object")} of the history {(missing == 1 ? "is" : "are")} missing; a file whose audit needs one has the verdict unknown.");
        }
        FileAudit[] files = [.. _question.Paths.Select(Audit)];
        if (files.Any(file => file.Translator is not null))
        {
            notes.Add($"The scripts of all revisions were run with one translator: {string.Join(", ", files.Select(file => file.Translator).OfType<string>().Distinct())}.");
        }
        foreach ((string name, TranslatorTrial trial) in _trials.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value!)))
        {
            notes.Add($"Every revision of {name} translated what these scripts of the audited revision hand to it: {string.Join(", ", trial.Scripts)}.{(trial.Silent.Count == 0 ? "" : $" Run alone, these hand nothing to it: {string.Join(", ", trial.Silent)}.")}");
        }
        notes.AddRange(_notes);
        GitCommit commit = _repository.Commits([_revision])[_revision];
        return new UpstreamResult(
            _question.Folder, _revision, commit.Committed, _tip, _repository.CountCommits(_revision), notes, files, ClaimsLedger.Fill(_question.Claims, files));
    }

    private FileAudit Audit(string path)
    {
        int before = _stepsDone;
        try
        {
            return AuditKnown(path);
        }
        catch (GitException problem)
        {
            return FileAudit.Unknown(path, problem.Message);
        }
        finally
        {
            _stepsDone = before + StepsPerFile - 1;
            StepDone();
        }
    }

    private FileAudit AuditKnown(string path)
    {
        HashSet<string> audited = [.. _repository.Touching(_revision, path).Select(commit => commit.Hash)];
        StepDone();
        if (audited.Count == 0)
        {
            return FileAudit.Unknown(path, "The path never existed up to this revision.");
        }
        string name = $"{_revision}:{path}";
        if (!_repository.Blobs([name]).TryGetValue(name, out GitBlob? blob))
        {
            return FileAudit.Unknown(path, "The path does not exist at this revision; it did before.");
        }
        var text = new SourceText(blob.Content, path);
        var surviving = new SurvivingLines(_repository, _people);
        // The slow blame runs beside the classification, which waits for Perl most of the time.
        using var limit = new CancellationTokenSource();
        Task<IReadOnlyList<BlamedLine>> copies = Task.Run(() => surviving.FollowCopies(_revision, path), limit.Token);
        string? translatorName = Translator.IsTranslator(path) ? null : Translator.NameIn(text.Text);
        string? generatorProblem = translatorName is not null ? GeneratorProblem(translatorName)
            : Translator.IsTranslator(path) && !_hasPerl ? NoPerl
            : null;
        IReadOnlyList<FileChange> changes = FindTwins(path, ReadHistory(path, audited));
        StepDone();
        IReadOnlyList<BlamedLine> lines = copies.GetAwaiter().GetResult();
        StepDone();
        int headerLength = text.Syntax.HeaderLength(text.Lines);
        LineCount count = surviving.Count(_revision, path, changes, lines, headerLength);
        FileVerdict verdict = VerdictRule.Judge(changes, count, text.Lines.Take(headerLength), generatorProblem);
        string? origin = translatorName is not null && generatorProblem is null ? GeneratorFor(translatorName)?.Translator.Origin : null;
        return new FileAudit(path, verdict, blob.Hash, Convert.ToHexStringLower(SHA256.HashData(blob.Content)), origin, changes, count, Headers(path, changes));
    }

    private IReadOnlyList<FileChange> ReadHistory(string path, HashSet<string> audited)
    {
        HashSet<string> known = audited;
        var reader = new HistoryReader(_repository, _people, GeneratorFor, TrialFor);
        IReadOnlyList<FileChange> changes = reader.Read(_revision, path, _ => false);
        if (_tip == _revision)
        {
            return changes;
        }
        // What came after the audited revision, at the same path. A later end of the file is among it.
        IReadOnlyList<FileChange> all = reader.Read(_tip, path, commit => !known.Contains(commit));
        return [.. changes, .. all.Where(change => change.IsLater && changes.All(earlier => earlier.Commit.Hash != change.Commit.Hash))];
    }

    // Evidence beside the verdict, which rests on the history of the audited revision alone.
    private IReadOnlyList<FileChange> FindTwins(string path, IReadOnlyList<FileChange> changes)
    {
        IReadOnlyList<GitPatch> patches;
        try
        {
            patches = _repository.Patches(_tip, path);
        }
        catch (GitException problem)
        {
            _notes.Enqueue($"Other branches could not be searched for the same changes of {path}: {problem.Message}");
            return changes;
        }
        HashSet<string> own = [.. changes.Select(change => change.Commit.Hash)];
        Dictionary<string, string> ids = patches.DistinctBy(patch => patch.Commit).ToDictionary(patch => patch.Commit, patch => patch.Id);
        ILookup<string, GitPatch> elsewhere = patches.Where(patch => !own.Contains(patch.Commit)).ToLookup(patch => patch.Id);
        GitPatch[] Twins(FileChange change) => ids.TryGetValue(change.Commit.Hash, out string? id) ? [.. elsewhere[id]] : [];
        IReadOnlyDictionary<string, GitCommit> commits = _repository.Commits(changes.SelectMany(Twins).Select(twin => twin.Commit));
        return
        [
            .. changes.Select(change => change with
            {
                Twins = [.. Twins(change).Select(twin => new CommitTwin(twin.Commit, twin.Reference, CommitPeople.Of(commits[twin.Commit], _people).Author))],
            }),
        ];
    }

    private string? GeneratorProblem(string name) =>
        !_hasPerl ? NoPerl
        : GeneratorFor(name) is null ? $"There is no {name} at this revision and none was given"
        : GeneratorFor(name)!.Translator.Targets.Count == 0 ? $"No target of {name} is known"
        : null;

    private AssemblyGenerator? GeneratorFor(string name) => _generators.GetOrAdd(name, _ =>
    {
        Translator? translator = _question.TranslatorFile is string file ? Translator.FromFile(file) : Translator.FromTree(_repository, _revision, name);
        return translator is null || !_hasPerl || translator.Name != name ? null : new AssemblyGenerator(translator, _question.Perl);
    });

    private TranslatorTrial? TrialFor(string name) =>
        _trials.GetOrAdd(name, _ => _hasPerl ? TranslatorTrial.Of(_repository, _revision, name, _question.Perl) : null);

    private List<HeaderState> Headers(string path, IReadOnlyList<FileChange> changes)
    {
        IReadOnlyDictionary<string, GitBlob> blobs = _repository.Blobs(changes.Where(change => change.NewBlob is not null).Select(change => $"{change.Commit.Hash}:{change.Path}"));
        List<HeaderState> headers = [];
        foreach (FileChange change in changes)
        {
            if (!blobs.TryGetValue($"{change.Commit.Hash}:{change.Path}", out GitBlob? blob))
            {
                continue;
            }
            var text = new SourceText(blob.Content, path);
            string[] legal = [.. SourceText.Collapse(text.Lines.Take(text.Syntax.HeaderLength(text.Lines))).Where(line => line.Any(char.IsLetterOrDigit) && HeaderLexicon.IsLegal(line))];
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', legal))));
            if (headers.Count == 0 || headers[^1].Sha256 != hash || change.RemovedAttributions.Count != 0)
            {
                string[] licences = [.. LicencePattern().Matches(string.Join(' ', legal)).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase)];
                headers.Add(new HeaderState(change.Commit.Hash, change.Commit.Authored, hash, licences, change.RemovedAttributions));
            }
        }
        return headers;
    }

    private void StepDone() => _progress.Report((double)++_stepsDone / (StepsPerFile * _question.Paths.Count));

    [GeneratedRegex(@"\b(?:OpenSSL license|Apache License[ 0-9.]*|CRYPTOGAMS licen[cs]es?|GPL[-v0-9.]*|BSD[-0-9A-Za-z]*|MIT|ISC|public domain|dual licensed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LicencePattern();
}
