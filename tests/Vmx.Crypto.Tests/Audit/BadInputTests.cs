// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using Vmx.Crypto.Tests.Tool;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Commits;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

/// <summary>What is no evidence gives the verdict unknown with the reason, and one line; never a pass.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Path = "module.c";

    private readonly TestRepository _repository = new();

    public BadInputTests()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, "a();\nb();\n"), ("ended.c", "c();\n"));
        _repository.Commit(TestRepository.Other, "change", (Path, "a();\nc();\n"), ("ended.c", null));
        _repository.Import();
    }

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_folder_that_is_no_repository_is_unknown()
    {
        string folder = Directory.CreateTempSubdirectory("vmx-no-repository-").FullName;
        try
        {
            AssertUnknown(Invocation.Of("audit", "--upstream", folder, "--path", Path), "is not a Git repository");
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void A_shallow_clone_is_unknown()
    {
        string folder = Clone("--depth=1");
        AssertUnknown(Invocation.Of("audit", "--upstream", folder, "--path", Path), "is a shallow clone");
    }

    [Fact]
    public void A_partial_clone_is_unknown()
    {
        _repository.Git("config", "uploadpack.allowFilter", "true");
        string folder = Clone("--filter=blob:none");
        AssertUnknown(Invocation.Of("audit", "--upstream", folder, "--path", Path), "is a partial clone");
    }

    [Fact]
    public void Grafts_are_unknown()
    {
        Directory.CreateDirectory(System.IO.Path.Combine(_repository.Folder, "info"));
        File.WriteAllText(System.IO.Path.Combine(_repository.Folder, "info", "grafts"), _repository.Hash(2) + "\n");
        AssertUnknown(Audit(Path), "has grafts");
    }

    [Fact]
    public void Replace_references_are_unknown()
    {
        _repository.Git("replace", "--graft", _repository.Hash(2));
        AssertUnknown(Audit(Path), "has replace references");
    }

    [Fact]
    public void A_path_that_never_existed_is_unknown() => AssertUnknown(Audit("nowhere.c"), "never existed");

    [Fact]
    public void A_path_that_ended_is_unknown() => AssertUnknown(Audit("ended.c"), "does not exist at this revision");

    [Theory]
    [InlineData(":" + Path)]
    [InlineData("^{tree}")]
    [InlineData("")]
    public void A_missing_object_is_unknown(string which)
    {
        string hash = _repository.Git("rev-parse", $"{_repository.Hash(1)}{which}").Trim();
        _repository.UnpackObjects();
        File.Delete(System.IO.Path.Combine(_repository.Folder, "objects", hash[..2], hash[2..]));
        Invocation run = Audit(Path);
        AssertUnknown(run, "An object of the history is missing or damaged.");
        Assert.StartsWith($"{Path}: unknown. ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_without_a_commit_is_one_line()
    {
        string folder = System.IO.Path.Combine(_repository.Folder, "empty.git");
        _repository.Git("init", "--quiet", "--bare", folder);
        Invocation run = Invocation.Of("audit", "--upstream", folder, "--path", Path);
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("has no commit at HEAD", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_revision_is_one_line()
    {
        Invocation run = Audit(Path, "--rev", "no-such-revision");
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("no revision 'no-such-revision'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rev=HEAD", "--before=2017-05-06", "exclude each other")]
    [InlineData("--before=yesterday", null, "is not a date")]
    [InlineData("--before=2001-01-01", null, "No commit is older")]
    [InlineData("--xlate=no-such-file", null, "There is no file")]
    public void Arguments_that_make_no_sense_are_one_line(string first, string? second, string problem)
    {
        Invocation run = Audit(Path, [.. new[] { first, second }.OfType<string>()]);
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_without_a_repository_is_one_line()
    {
        Invocation run = Invocation.Of("audit", "--rev", "HEAD");
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Contains("--upstream", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--upstream=.")]
    [InlineData("--package=README.md")]
    [InlineData("--out=folder")]
    public void Writing_the_notices_is_all_that_is_asked_for(string option)
    {
        Invocation run = Invocation.Of("audit", "--write-notices", option);
        Assert.Equal(ExitCode.BadArguments, run.ExitCode);
        Assert.Contains("goes with no other option", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_that_looks_like_an_option_is_none() =>
        Assert.Equal(ExitCode.BadArguments, Audit(Path, "--rev=--all").ExitCode);

    [Fact]
    public void Without_perl_the_verdict_on_a_script_that_others_touched_is_unknown()
    {
        using TestRepository repository = new();
        string script = Perlasm.Script(Perlasm.Instructions("base", 5));
        repository.Commit(TestRepository.Owner, "add", (Perlasm.Path, script), (Perlasm.TranslatorPath, Perlasm.Translator));
        repository.Commit(TestRepository.Other, "white space", (Perlasm.Path, script.Replace("# step 3\n", "# step 3 \n", StringComparison.Ordinal)));
        FileVerdict verdict = repository.Audit(Perlasm.Path, perl: "no-such-perl").Verdict;
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.StartsWith("Perl is not installed", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_translator_the_verdict_on_a_script_that_others_touched_is_unknown()
    {
        using TestRepository repository = new();
        string script = Perlasm.Script(Perlasm.Instructions("base", 5));
        repository.Commit(TestRepository.Owner, "add", (Perlasm.Path, script));
        repository.Commit(TestRepository.Other, "white space", (Perlasm.Path, script.Replace("# step 3\n", "# step 3 \n", StringComparison.Ordinal)));
        Assert.Equal(VerdictKind.Unknown, repository.Audit(Perlasm.Path).Verdict.Kind);
    }

    // 7cbdb975c2: a script that is not valid Perl generates nothing. By another's hand that leaves the verdict open.
    [Fact]
    public void A_foreign_change_of_a_broken_script_is_unknown()
    {
        using TestRepository repository = new();
        string broken = Perlasm.Script(Perlasm.Instructions("base", 5)).Replace("$flavour = shift;", "procedures # my", StringComparison.Ordinal);
        repository.Commit(TestRepository.Owner, "add", (Perlasm.Path, broken), (Perlasm.TranslatorPath, Perlasm.Translator));
        repository.Commit(TestRepository.Other, "spelling", (Perlasm.Path, broken.Replace("# step 3", "# stpe 3", StringComparison.Ordinal)));
        FileAudit audit = repository.Audit(Perlasm.Path);
        Assert.Equal((CommitClass.Comment, VerdictKind.Unknown), (audit.Changes[^1].Class, audit.Verdict.Kind));
    }

    private Invocation Audit(string path, params string[] more) => Invocation.Of(["audit", "--upstream", _repository.Folder, "--path", path, .. more]);

    private string Clone(string option)
    {
        string folder = System.IO.Path.Combine(_repository.Folder, "clone.git");
        _repository.Git("clone", "--quiet", "--bare", option, $"file://{_repository.Folder}", folder);
        return folder;
    }

    private static void AssertUnknown(Invocation run, string reason)
    {
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        string line = Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(": unknown. ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Everything that was asked held", run.Output, StringComparison.Ordinal);
    }
}
