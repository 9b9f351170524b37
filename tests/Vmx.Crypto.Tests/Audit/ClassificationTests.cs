// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Commits;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

//
//  What a commit did, on the real cases rebuilt small
//
//      Each is named after what happened in OpenSSL's PowerPC modules. Where a script is perlasm, what is generated before and
//      after decides; it is run for real, so these tests need Perl and are skipped without it.
//
public sealed class ClassificationTests : System.IDisposable
{
    private static readonly string _instructions = Perlasm.Instructions("base", 12);

    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Trailing_blanks_are_white_space()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions).Replace("# step 3\n", "# step 3 \n", System.StringComparison.Ordinal));
        Assert.Equal(CommitClass.WhiteSpace, change.Class);
        Assert.True(change.Generated!.AllIdentical);
    }

    [Fact]
    public void An_added_licence_header_is_header()
    {
        const string Added = "#! /usr/bin/env perl\n# Copyright 2014-2016 The Example Authors. All Rights Reserved.\n#\n# Licensed under the Example license (the \"License\"). You may not use\n# this file except in compliance with the License.\n# https://www.example.org/license.html\n\n";
        FileChange change = ChangeTo(Perlasm.Script(_instructions, Added + Perlasm.Header[(Perlasm.Header.IndexOf('\n', System.StringComparison.Ordinal) + 1)..]));
        Assert.Equal((CommitClass.Header, 7, 1), (change.Class, change.Added, change.Removed));
        Assert.True(change.Generated!.AllIdentical);
        Assert.Empty(change.RemovedAttributions);
    }

    [Fact]
    public void A_header_that_drops_the_author_is_flagged()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions, "#!/usr/bin/env perl\n# Copyright 2014-2016 The Example Authors. All Rights Reserved.\n\n"));
        Assert.Equal(CommitClass.Header, change.Class);
        Assert.Equal("# Written by Ann Owner <ann@example.org> for this example. The module", Assert.Single(change.RemovedAttributions));
    }

    [Fact]
    public void An_address_that_changes_is_no_removed_attribution()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions, Perlasm.Header.Replace("Ann Owner <ann@example.org>", "Ann Owner", System.StringComparison.Ordinal)));
        Assert.Equal(CommitClass.Header, change.Class);
        Assert.Empty(change.RemovedAttributions);
    }

    [Fact]
    public void Latin_1_that_becomes_utf_8_is_encoding()
    {
        string script = Perlasm.Script(_instructions.Replace("# step", "# 2·Xi·H", System.StringComparison.Ordinal));
        FileChange change = ChangeTo(Encoding.Latin1.GetBytes(script), Encoding.UTF8.GetBytes(script));
        Assert.Equal((CommitClass.Encoding, 12, 12), (change.Class, change.Added, change.Removed));
        Assert.Contains("Latin-1 became UTF-8", change.Evidence, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_spelling_fix_in_a_comment_is_comment() =>
        Assert.Equal(CommitClass.Comment, ChangeTo(Perlasm.Script(_instructions.Replace("step 5", "stpe 5", System.StringComparison.Ordinal))).Class);

    [Fact]
    public void White_space_that_joins_the_words_of_a_comment_is_said_so()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions.Replace("step 5", "step5", System.StringComparison.Ordinal)));
        Assert.Equal(CommitClass.WhiteSpace, change.Class);
        Assert.Contains("joins or parts words", change.Evidence, System.StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_that_parts_the_words_of_code_is_code() =>
        Assert.Equal(CommitClass.Code, ChangeTo(Perlasm.Script(_instructions.Replace("vbase3_instruction", "vbase3_ instruction", System.StringComparison.Ordinal))).Class);

    [Fact]
    public void Line_ends_alone_are_line_ends() =>
        Assert.Equal(CommitClass.LineEnds, ChangeTo(Perlasm.Script(_instructions).ReplaceLineEndings("\r\n")).Class);

    [Fact]
    public void Arguments_and_output_of_the_generator_are_plumbing()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions)
            .Replace("\".shift || die", "\\\"\".shift.\"\\\"\" or die", System.StringComparison.Ordinal)
            .Replace("close STDOUT;", "close STDOUT or die \"error closing STDOUT\";", System.StringComparison.Ordinal));
        Assert.Equal(CommitClass.Plumbing, change.Class);
        Assert.True(change.Generated!.AllIdentical);
    }

    [Fact]
    public void Plumbing_that_changes_what_is_generated_is_code() =>
        Assert.Equal(CommitClass.Code, ChangeTo(Perlasm.Script(_instructions).Replace("$xlate $flavour ", "$xlate other$flavour ", System.StringComparison.Ordinal)).Class);

    [Fact]
    public void Other_perl_with_the_same_output_is_equivalent()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions).Replace("print $code;", "foreach (split(\"\\n\",$code)) { print $_,\"\\n\"; }", System.StringComparison.Ordinal));
        Assert.Equal(CommitClass.Equivalent, change.Class);
    }

    [Fact]
    public void A_text_in_the_program_is_text()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions).Replace("A module by <ann@example.org>", "A module", System.StringComparison.Ordinal));
        Assert.Equal(CommitClass.Text, change.Class);
        Assert.Equal(5, change.Generated!.Differing.Count);
        Assert.Single(change.RemovedAttributions);
    }

    [Fact]
    public void A_table_of_numbers_is_data() =>
        Assert.Equal(CommitClass.Data, ChangeTo(Perlasm.Script(_instructions).Replace("0x02000000", "0x04000000", System.StringComparison.Ordinal)).Class);

    [Fact]
    public void An_instruction_is_code()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions).Replace("register_base_4", "register_base_5", System.StringComparison.Ordinal));
        Assert.Equal((CommitClass.Code, 5), (change.Class, change.Generated!.Differing.Count));
    }

    [Fact]
    public void What_only_one_target_sees_is_code()
    {
        FileChange change = ChangeTo(Perlasm.Script(_instructions).Replace("print $code;", "print $code;\nprint \"little\\n\" if ($flavour =~ /le$/);", System.StringComparison.Ordinal));
        Assert.Equal(CommitClass.Code, change.Class);
        Assert.Equal(["linux64le"], change.Generated!.Differing);
    }

    // The text alone takes #2 for a comment; what is generated tells better.
    [Fact]
    public void What_is_generated_contradicts_what_looks_like_a_comment()
    {
        string before = Perlasm.Script(_instructions).Replace("print $code;", "print $code;\nprint substr(qq{ #1 },2,1),\"\\n\";", System.StringComparison.Ordinal);
        FileChange change = ChangeTo(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(before.Replace("#1", "#2", System.StringComparison.Ordinal)));
        Assert.Equal(CommitClass.Code, change.Class);
    }

    [Fact]
    public void A_script_that_is_no_perl_generates_nothing_and_equals_nothing()
    {
        string broken = Perlasm.Script(_instructions).Replace("$flavour = shift;", "procedures # my", System.StringComparison.Ordinal);
        FileChange change = ChangeTo(Encoding.UTF8.GetBytes(broken), Encoding.UTF8.GetBytes(broken.Replace("step 5", "step five", System.StringComparison.Ordinal)));
        Assert.Equal(5, change.Generated!.Unknown.Count);
        Assert.Empty(change.Generated.Identical);
        Assert.False(change.Generated.AllIdentical);
        Assert.Contains("module-ppc.pl", change.Generated.Reason, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int a = 1; /* one */\n", "int a = 1; /* two */\n", "comment")]
    [InlineData("int a = 1; // one\n", "int a = 1;\n", "comment")]
    [InlineData("s = \"/* one */\";\n", "s = \"/* two */\";\n", "code")]
    [InlineData("#define A 1\n", "#define A 2\n", "code")]
    public void C_is_compared_without_its_comments(string before, string after, string expected) =>
        Assert.Equal(expected, Compare("a.c", before, after).Word());

    [Theory]
    [InlineData("if a:\n    b()\nc()\n", "if a:\n    b()\n    c()\n")]
    public void Indentation_that_means_something_is_code(string before, string after)
    {
        Assert.Equal(CommitClass.WhiteSpace, Compare("a.c", before, after));
        Assert.NotEqual(CommitClass.WhiteSpace, Compare("a.py", before, after));
    }

    private static CommitClass Compare(string path, string before, string after) =>
        TextLayers.Compare(new SourceText(Encoding.UTF8.GetBytes(before), path), new SourceText(Encoding.UTF8.GetBytes(after), path)).Class;

    private FileChange ChangeTo(string script) => ChangeTo(Encoding.UTF8.GetBytes(Perlasm.Script(_instructions)), Encoding.UTF8.GetBytes(script));

    private FileChange ChangeTo(byte[] before, byte[] after)
    {
        _repository.Commit(new CommitPlan(TestRepository.Owner, "begin"), (Perlasm.Path, before), (Perlasm.TranslatorPath, Encoding.UTF8.GetBytes(Perlasm.Translator)));
        int changed = _repository.Commit(new CommitPlan(TestRepository.Other, "change"), (Perlasm.Path, after));
        FileAudit audit = _repository.Audit(Perlasm.Path);
        Assert.SkipWhen(audit.Verdict.Text.Contains("Perl is not installed", System.StringComparison.Ordinal), "Perl is not installed.");
        return audit.Changes.Single(change => change.Commit.Hash == _repository.Hash(changed));
    }
}
