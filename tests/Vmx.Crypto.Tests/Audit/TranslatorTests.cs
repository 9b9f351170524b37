// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Generation;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

//
//  What a commit did to a translator, on the real cases of ppc-xlate.pl rebuilt small
//
//      Two scripts hand their code to the translator of each revision, for every target. What comes out the same confirms what
//      the text says, and never makes code less than code.
//
public sealed class TranslatorTests : IDisposable
{
    private const string SecondPath = "crypto/asm/other-ppc.pl";
    private const string Close = "close STDOUT;";
    private const string Print = "    print $_,\"\\n\";";

    private static readonly string _first = Perlasm.Script(Perlasm.Instructions("one", 6));
    private static readonly string _second = Perlasm.Script(Perlasm.Instructions("two", 6) + "\t.quad\t1\n");

    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    // 32be631ca1 and a21314dbbc: an error of the output file is reported.
    [Fact]
    public void Output_that_is_closed_with_care_is_plumbing()
    {
        FileAudit audit = ChangeTo(Perlasm.Translator.Replace(Close, "close STDOUT or die \"error closing STDOUT: $!\";", StringComparison.Ordinal));
        Assert.Equal((CommitClass.Plumbing, VerdictKind.SoleAuthor), (audit.Changes[^1].Class, audit.Verdict.Kind));
        TrialCount trial = audit.Changes[^1].Generated!.Trial!;
        Assert.Equal((2, 10, 0, 0), (trial.Scripts, trial.Outputs, trial.Differing, trial.Unknown));
        Assert.EndsWith("of 10 outputs (2 scripts for linux64le, linux64, linux32, aix64, osx64) none differs", audit.Changes[^1].Evidence, StringComparison.Ordinal);
    }

    // addd641f3a: the target became an argument of its own; before, the name of the output file told it.
    [Fact]
    public void Another_order_of_arguments_is_plumbing()
    {
        const string Now = "my $flavour = shift;\nmy $output = shift;\nopen STDOUT,\">$output\" || die \"can't open $output: $!\";\n";
        const string Once = "my $output = shift;\nopen STDOUT,\">$output\" || die \"can't open $output: $!\";\nmy $flavour = $output;\n";
        Assert.StartsWith(Now, Perlasm.Translator, StringComparison.Ordinal);
        FileAudit audit = Change(Perlasm.Translator.Replace(Now, Once, StringComparison.Ordinal), Perlasm.Translator);
        Assert.Equal((CommitClass.Plumbing, VerdictKind.SoleAuthor), (audit.Changes[^1].Class, audit.Verdict.Kind));
    }

    // 8ff8a829b0: what one of the scripts uses comes out differently.
    [Fact]
    public void A_directive_that_one_script_uses_is_code()
    {
        FileAudit audit = ChangeTo(Perlasm.Translator.Replace(Print, "    s|^\\.quad|.llong|;\n" + Print, StringComparison.Ordinal));
        Assert.Equal((CommitClass.Code, VerdictKind.Mixed), (audit.Changes[^1].Class, audit.Verdict.Kind));
        Assert.Equal(5, audit.Changes[^1].Generated!.Trial!.Differing);
        Assert.EndsWith("5 differ, those of other-ppc.pl", audit.Changes[^1].Evidence, StringComparison.Ordinal);
    }

    // f586d97191: what only one target sees.
    [Fact]
    public void What_only_one_target_sees_is_code()
    {
        FileAudit audit = ChangeTo(Perlasm.Translator.Replace(Print, "    s|step|x|; s|_instruction|.| if ($flavour =~ /le$/);\n" + Print, StringComparison.Ordinal));
        Assert.Equal(CommitClass.Code, audit.Changes[^1].Class);
        Assert.Equal(["linux64le"], audit.Changes[^1].Generated!.Differing);
    }

    // 178fa72ed5: a directive that no script uses yet. Equal outputs say nothing about it.
    [Fact]
    public void Code_that_no_script_reaches_stays_code()
    {
        FileAudit audit = ChangeTo(Perlasm.Translator.Replace(Print, "    s|^\\.p2align|.align|;\n" + Print, StringComparison.Ordinal));
        Assert.Equal((CommitClass.Code, VerdictKind.Mixed), (audit.Changes[^1].Class, audit.Verdict.Kind));
        Assert.True(audit.Changes[^1].Generated!.AllIdentical);
        Assert.EndsWith("none differs; other scripts and targets may be translated differently, so it stays code", audit.Changes[^1].Evidence, StringComparison.Ordinal);
    }

    // A line about the output file that asks for a target is about what is written for that target.
    [Theory]
    [InlineData("print STDOUT \"# end\\n\" if ($flavour =~ /win/);\n")]
    [InlineData("print STDOUT \"# end\\n\" unless ($flavour ne \"win\");\n")]
    public void Output_for_a_target_that_is_not_tried_stays_code(string line) =>
        Assert.Equal(CommitClass.Code, ChangeTo(Perlasm.Translator.Replace(Close, line + Close, StringComparison.Ordinal)).Changes[^1].Class);

    // What the text takes for a comment is none to Perl, and what is translated tells.
    [Fact]
    public void Outputs_that_differ_contradict_what_looks_like_a_comment()
    {
        string before = Perlasm.Translator.Replace(Print, "    print substr(qq{ #1 },2,1),$_,\"\\n\";", StringComparison.Ordinal);
        Assert.Equal(CommitClass.Code, Change(before, before.Replace("#1", "#2", StringComparison.Ordinal)).Changes[^1].Class);
    }

    [Fact]
    public void A_translator_that_is_no_perl_equals_nothing()
    {
        string broken = Perlasm.Translator.Replace("my $flavour = shift;", "procedures # my", StringComparison.Ordinal);
        FileAudit spelling = Change(broken, broken.Replace("# my", "# ym", StringComparison.Ordinal));
        Assert.Equal((CommitClass.Comment, VerdictKind.Unknown), (spelling.Changes[^1].Class, spelling.Verdict.Kind));
        Assert.Equal(10, spelling.Changes[^1].Generated!.Trial!.Unknown);
    }

    [Fact]
    public void Plumbing_of_a_translator_that_is_no_perl_is_code()
    {
        string broken = Perlasm.Translator.Replace("my $flavour = shift;", "procedures # my", StringComparison.Ordinal);
        FileChange change = Change(broken, broken.Replace(Close, "close STDOUT or die;", StringComparison.Ordinal)).Changes[^1];
        Assert.Equal(CommitClass.Code, change.Class);
        Assert.Contains("10 cannot be made before or after", change.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plumbing_of_a_translator_that_no_script_uses_is_code()
    {
        _repository.Commit(TestRepository.Owner, "begin", (Perlasm.TranslatorPath, Perlasm.Translator));
        _repository.Commit(TestRepository.Other, "change", (Perlasm.TranslatorPath, Perlasm.Translator.Replace(Close, "close STDOUT or die;", StringComparison.Ordinal)));
        FileChange change = Audited().Changes[^1];
        Assert.Equal(CommitClass.Code, change.Class);
        Assert.EndsWith("what is generated was not compared", change.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_perl_the_verdict_on_a_translator_that_others_touched_is_unknown()
    {
        _repository.Commit(TestRepository.Owner, "begin", (Perlasm.TranslatorPath, Perlasm.Translator), (Perlasm.Path, _first));
        _repository.Commit(TestRepository.Other, "change", (Perlasm.TranslatorPath, Perlasm.Translator + "\n"));
        FileVerdict verdict = _repository.Audit(Perlasm.TranslatorPath, perl: "no-such-perl").Verdict;
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.StartsWith("Perl is not installed", verdict.Text, StringComparison.Ordinal);
    }

    // A script that cannot run alone is left out, and a note says so.
    [Fact]
    public void A_script_that_hands_nothing_over_is_named()
    {
        _repository.Commit(TestRepository.Owner, "begin", (Perlasm.TranslatorPath, Perlasm.Translator), (Perlasm.Path, _first), (SecondPath, "require \"ppc-xlate.pl-table\";\n"));
        _repository.Commit(TestRepository.Other, "change", (Perlasm.TranslatorPath, Perlasm.Translator + "\n"));
        UpstreamResult result = _repository.Audit([Perlasm.TranslatorPath], []);
        SkipWithoutPerl(result.Files[0]);
        string note = Assert.Single(result.Notes);
        Assert.Contains($"hand to it: {Perlasm.Path}. Run alone, these hand nothing to it: {SecondPath}.", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crypto/perlasm/ppc-xlate.pl", true)]
    [InlineData("crypto/perlasm/sparc-xlate.pl", true)]
    [InlineData("crypto/aes/asm/aes-ppc.pl", false)]
    [InlineData("crypto/perlasm/xlate.pl", false)]
    [InlineData("crypto/perlasm/ppc-xlate.plx", false)]
    public void Translators_are_known_by_their_names(string path, bool isTranslator) => Assert.Equal(isTranslator, Translator.IsTranslator(path));

    private FileAudit ChangeTo(string translator) => Change(Perlasm.Translator, translator);

    private FileAudit Change(string before, string after)
    {
        Assert.NotEqual(before, after);
        _repository.Commit(new CommitPlan(TestRepository.Owner, "begin"), (Perlasm.TranslatorPath, Encoding.UTF8.GetBytes(before)), (Perlasm.Path, Encoding.UTF8.GetBytes(_first)), (SecondPath, Encoding.UTF8.GetBytes(_second)));
        _repository.Commit(new CommitPlan(TestRepository.Other, "change"), (Perlasm.TranslatorPath, Encoding.UTF8.GetBytes(after)));
        return Audited();
    }

    private FileAudit Audited()
    {
        FileAudit audit = _repository.Audit(Perlasm.TranslatorPath);
        SkipWithoutPerl(audit);
        return audit;
    }

    private static void SkipWithoutPerl(FileAudit audit) =>
        Assert.SkipWhen(audit.Verdict.Text.Contains("Perl is not installed", StringComparison.Ordinal), "Perl is not installed.");
}
