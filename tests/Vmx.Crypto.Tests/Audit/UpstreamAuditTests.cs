// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Reports;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

//
//  Whose a file is, on the real cases that mislead simple tools
//
//      Plain text files stand for the sources, so that no Perl is needed; each case says which real one it is.
//
public sealed class UpstreamAuditTests : IDisposable
{
    private const string Path = "module.c";

    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    // aesp8-ppc.pl: thirteen commits, two by others, one adds the header and one takes a blank away.
    [Fact]
    public void White_space_and_a_header_by_others_leave_one_author()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Header("Written by Ann Owner") + Lines("a", 20)));
        _repository.Commit(TestRepository.Other, "licence", (Path, "// Copyright 2016 The Example Authors\n// Licensed under the Example license\n" + Header("Written by Ann Owner") + Lines("a", 20)));
        int last = _repository.Commit(TestRepository.Other, "white space", (Path, "// Copyright 2016 The Example Authors\n// Licensed under the Example license\n" + Header("Written by Ann Owner") + Lines("a", 20).Replace("; // 7\n", ";  // 7\n", StringComparison.Ordinal)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal((VerdictKind.SoleAuthor, TestRepository.Owner), (audit.Verdict.Kind, audit.Verdict.Owner));
        Assert.Null(audit.Verdict.FirstForeign);
        Assert.Equal(_repository.Hash(last), audit.Verdict.SoleUpTo);
        Assert.Equal([CommitClass.Add, CommitClass.Header, CommitClass.WhiteSpace], audit.Changes.Select(change => change.Class));
        Assert.Equal((21, 2), (Adjusted(audit, TestRepository.Owner), Adjusted(audit, TestRepository.Other)));
        Assert.Equal(3, audit.Lines!.Persons.Single(person => person.Person == TestRepository.Other).Plain);
    }

    // ghashp8-ppc.pl: six comment lines were re-encoded, and every kind of blame gives them away.
    [Fact]
    public void Lines_that_were_encoded_anew_are_still_their_author_s()
    {
        string text = Lines("a", 20).Replace("// 3", "// 2·Xi·H", StringComparison.Ordinal);
        _repository.Commit(new CommitPlan(TestRepository.Owner, "add"), (Path, Encoding.Latin1.GetBytes(text)));
        _repository.Commit(new CommitPlan(TestRepository.Other, "encoding"), (Path, Encoding.UTF8.GetBytes(text)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
        Assert.Equal(1, audit.Lines!.Persons.Single(person => person.Person == TestRepository.Other).FollowingCopies);
        Assert.Equal(20, Adjusted(audit, TestRepository.Owner));
    }

    // aes-ppc.pl: committed by its author, written by somebody else.
    [Fact]
    public void Submitted_lines_are_the_submitter_s()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int submitted = _repository.Commit(TestRepository.Owner, "add little-endian support.\n\nSubmitted by: Marcelo Cerri", (Path, Lines("a", 20) + Lines("b", 8)));
        _repository.Commit(TestRepository.Owner, "more", (Path, Lines("a", 20) + Lines("b", 7) + Lines("c", 3)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(VerdictKind.Mixed, audit.Verdict.Kind);
        Assert.Equal(_repository.Hash(submitted), audit.Verdict.FirstForeign);
        Assert.Contains("Marcelo Cerri", audit.Verdict.Text, StringComparison.Ordinal);
        Assert.Contains("7 lines of 30 survive", audit.Verdict.Text, StringComparison.Ordinal);
        Assert.Equal((23, 7), (Adjusted(audit, TestRepository.Owner), Adjusted(audit, "Marcelo Cerri")));
    }

    // The reverse: a maintainer commits what the file's author sent.
    [Fact]
    public void The_owner_s_work_that_another_committed_is_the_owner_s()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        _repository.Commit(TestRepository.Other, "add more\n\nSubmitted by: Ann Owner", (Path, Lines("a", 20) + Lines("b", 10)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal((VerdictKind.SoleAuthor, 30), (audit.Verdict.Kind, Adjusted(audit, TestRepository.Owner)));
    }

    // ppc-xlate.pl: an idea is listed and does not make an author.
    [Fact]
    public void Suggested_lines_are_counted_beside_the_author_s()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        _repository.Commit(TestRepository.Owner, "improve\n\nSuggested by: Marcello Cerri", (Path, Lines("a", 20) + Lines("b", 5)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
        PersonLines person = Assert.Single(audit.Lines!.Persons);
        Assert.Equal((25, 5), (person.Adjusted, person.SuggestedByOthers));
        Assert.Equal(5, audit.Lines.Suggestions["Marcelo Cerri"]);
    }

    // RT#4162 names no person; a text that begins with "pr" is no credit.
    [Fact]
    public void A_ticket_is_no_author()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        _repository.Commit(TestRepository.Owner, "comply\n\nRT#4162\nprocessors: all\nReviewed-by: Bob Other", (Path, Lines("a", 20) + Lines("b", 5)));
        Assert.Equal(VerdictKind.SoleAuthor, _repository.Audit(Path).Verdict.Kind);
    }

    // chacha-ppc.pl: three co-authors besides the author.
    [Fact]
    public void Co_authors_are_authors()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int joint = _repository.Commit(TestRepository.Owner, "more\n\nCo-authored-by: B. One <one@example.org>\n\nCo-authored-by: C. Two <two@example.org>", (Path, Lines("a", 20) + Lines("b", 5)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(VerdictKind.Mixed, audit.Verdict.Kind);
        Assert.Equal([TestRepository.Owner, "B. One", "C. Two"], _repository.Change(audit, joint).Who.Writers);
        Assert.Equal(5, Adjusted(audit, "Ann Owner, B. One, C. Two"));
    }

    // a54aba5313: the author field counts, not the committer's. 34ab13b7d8: a day of limit counts by the committer's date.
    [Fact]
    public void The_author_counts_for_authorship_and_the_committer_s_date_for_the_limit()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        DateTimeOffset May = new(2019, 5, 5, 0, 0, 0, TimeSpan.Zero);
        int late = _repository.Commit(
            new CommitPlan(TestRepository.Owner, "late") { Committer = TestRepository.Other, Authored = May, Committed = May.AddMonths(7) },
            (Path, Encoding.UTF8.GetBytes(Lines("a", 20) + Lines("b", 5))));
        FileAudit audit = _repository.Audit(Path, before: May.AddMonths(1));
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
        Assert.Equal(20, audit.Lines!.Total);
        FileChange change = Assert.Single(audit.Later);
        Assert.Equal((_repository.Hash(late), TestRepository.Owner, TestRepository.Other), (change.Commit.Hash, change.Who.Author, change.Who.Committer));
    }

    // f643deac41: what comes after the audited revision does not change the verdict, and is told.
    [Fact]
    public void Foreign_code_after_the_audited_revision_is_told()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int header = _repository.Commit(TestRepository.Other, "licence", (Path, "// Licensed under the Example license\n" + Lines("a", 20)));
        int foreign = _repository.Commit(TestRepository.Other, "fix", (Path, "// Licensed under the Example license\n" + Lines("a", 20) + Lines("b", 5)));
        FileAudit audit = _repository.Audit(Path, before: new DateTimeOffset(2014, 1, 3, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
        Assert.Equal((_repository.Hash(header), _repository.Hash(foreign)), (audit.Verdict.SoleUpTo, audit.Verdict.FirstForeign));
        Assert.Equal(VerdictKind.Mixed, _repository.Audit(Path).Verdict.Kind);
    }

    // e9f148c935 and 2752c8984c: a change that is taken back exactly leaves nothing.
    [Fact]
    public void A_change_that_was_taken_back_does_not_count()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int foreign = _repository.Commit(TestRepository.Other, "wrong", (Path, Lines("a", 19)));
        int back = _repository.Commit("Cid Third", "Revert \"wrong\"", (Path, Lines("a", 20)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(_repository.Hash(foreign), _repository.Change(audit, back).Restores);
        Assert.Equal(_repository.Hash(foreign), audit.Verdict.FirstForeign);
        Assert.NotEqual(VerdictKind.Mixed, _repository.Audit(Path, _repository.Hash(1)).Verdict.Kind);
        Assert.Equal(VerdictKind.Mixed, _repository.Audit(Path, _repository.Hash(foreign)).Verdict.Kind);
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
    }

    // ghashp8-ppc.pl: added, removed and added again.
    [Fact]
    public void A_file_that_ended_and_began_again_has_one_history()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        _repository.Commit(TestRepository.Owner, "revert", (Path, null));
        _repository.Commit(TestRepository.Owner, "again", (Path, Lines("a", 21)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal([CommitClass.Add, CommitClass.Delete, CommitClass.Add], audit.Changes.Select(change => change.Class));
        Assert.Equal(VerdictKind.SoleAuthor, audit.Verdict.Kind);
    }

    // vpaes-ppc.pl: sole author of every commit, and still another's work.
    [Fact]
    public void A_file_that_credits_another_work_is_derived()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, "// By Mike Example (A University), 2009\n// Public domain.\n//\n// This is transliterated from other.c.\n" + Lines("a", 20)));
        FileVerdict verdict = _repository.Audit(Path).Verdict;
        Assert.Equal(VerdictKind.Derived, verdict.Kind);
        Assert.Equal("a public-domain work by Mike Example (A University), 2009; transliterated from other.c", verdict.Origin);
    }

    // vpaes-ppc.pl: 152 lines came from another file of the tree.
    [Fact]
    public void A_copied_block_is_its_author_s()
    {
        _repository.Commit("Ben Third", "add", ("other.c", Lines("elsewhere", 30)));
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20) + Lines("elsewhere", 30)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal((20, 30), (Adjusted(audit, TestRepository.Owner), Adjusted(audit, "Ben Third")));
        Assert.Equal(("other.c", 30), Assert.Single(audit.Lines!.Copies) is var copy ? (copy.From, copy.Lines) : default);
    }

    // aesp8-ppc.pl: within a copied block, one blank line led to Cerri, who had added it where the block came from.
    [Fact]
    public void A_short_line_within_a_copied_block_is_no_copy()
    {
        _repository.Commit("Ben Third", "add", ("other.c", Lines("elsewhere", 30)));
        _repository.Commit("Cid Fourth", "part", ("other.c", Lines("elsewhere", 15) + "    x;\n" + Lines("elsewhere", 30)[Lines("elsewhere", 15).Length..]));
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20) + Lines("elsewhere", 15) + "    x;\n" + Lines("elsewhere", 30)[Lines("elsewhere", 15).Length..]));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(1, audit.Lines!.Persons.Single(person => person.Person == "Cid Fourth").FollowingCopies);
        Assert.Equal((0, 21), (Adjusted(audit, "Cid Fourth"), Adjusted(audit, TestRepository.Owner)));
    }

    // Every file has the licence's lines, and copy detection sends them to the file that had them first.
    [Fact]
    public void A_header_is_no_copy()
    {
        const string Licence = "// Licensed under the Example license (the \"License\"). You may not use\n// this file except in compliance with the License. You can obtain a copy\n// in the file LICENSE in the source distribution.\n";
        _repository.Commit("Ben Third", "add", ("other.c", Licence + Lines("b", 5)));
        _repository.Commit(TestRepository.Owner, "add", (Path, Licence + Lines("a", 20)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(3, audit.Lines!.Persons.Single(person => person.Person == "Ben Third").FollowingCopies);
        Assert.Equal(23, Adjusted(audit, TestRepository.Owner));
    }

    [Fact]
    public void A_renamed_file_has_the_history_of_its_former_name()
    {
        _repository.Commit(TestRepository.Other, "add", ("old.c", Lines("a", 20)));
        int renamed = _repository.Commit(TestRepository.Owner, "move", ("old.c", null), (Path, Lines("a", 20) + Lines("b", 3)));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(["old.c", Path], audit.Changes.Select(change => change.Path));
        Assert.Equal("old.c", _repository.Change(audit, renamed).RenamedFrom);
        Assert.Equal((VerdictKind.Mixed, TestRepository.Other), (audit.Verdict.Kind, audit.Verdict.Owner));
    }

    [Fact]
    public void A_merge_counts_only_where_it_differs_from_every_parent()
    {
        int start = _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int left = _repository.Commit(TestRepository.Owner, "left", (Path, Lines("a", 20) + Lines("left", 3)));
        int right = _repository.Commit(new CommitPlan(TestRepository.Owner, "right") { From = start }, (Path, Encoding.UTF8.GetBytes(Lines("right", 3) + Lines("a", 20))));
        int evil = _repository.Commit(new CommitPlan(TestRepository.Other, "merge") { From = left, Merged = right }, (Path, Encoding.UTF8.GetBytes(Lines("right", 3) + Lines("a", 20) + Lines("left", 3) + Lines("evil", 3))));
        int side = _repository.Commit(new CommitPlan(TestRepository.Owner, "side") { From = start }, ("unrelated.c", Encoding.UTF8.GetBytes(Lines("u", 3))));
        int plain = _repository.Commit(new CommitPlan("Cid Third", "merge again") { From = evil, Merged = side }, ("unrelated.c", Encoding.UTF8.GetBytes(Lines("u", 3))));
        FileAudit audit = _repository.Audit(Path);
        Assert.Contains(audit.Changes, change => change.Commit.Hash == _repository.Hash(evil));
        Assert.DoesNotContain(audit.Changes, change => change.Commit.Hash == _repository.Hash(plain));
        Assert.Equal(VerdictKind.Mixed, audit.Verdict.Kind);
    }

    // f643deac41 is 5dcfd6c50a on a stable branch: the same change under another hash.
    [Fact]
    public void The_same_change_on_another_branch_is_told_and_not_counted()
    {
        int start = _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int fix = _repository.Commit(TestRepository.Other, "fix", (Path, Lines("a", 20) + Lines("b", 5)));
        int header = _repository.Commit(new CommitPlan(TestRepository.Owner, "stable header") { From = start, Branch = "stable" }, (Path, Encoding.UTF8.GetBytes(Header("Example licence") + Lines("a", 20))));
        int picked = _repository.Commit(new CommitPlan("Cid Third", "fix, picked") { From = header, Branch = "stable" }, (Path, Encoding.UTF8.GetBytes(Header("Example licence") + Lines("a", 20) + Lines("b", 5))));
        FileAudit audit = _repository.Audit(Path);
        Assert.Equal(2, audit.Changes.Count);
        Assert.Equal(new CommitTwin(_repository.Hash(picked), "refs/heads/stable", "Cid Third"), Assert.Single(_repository.Change(audit, fix).Twins));
        Assert.Empty(_repository.Change(audit, start).Twins);
        Assert.Contains($"the same change is also {_repository.Hash(picked)[..10]} by Cid Third on stable", AuditWords.Evidence(_repository.Change(audit, fix)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_to_many_files_says_so()
    {
        _repository.Commit(TestRepository.Owner, "add", (Path, Lines("a", 20)));
        int many = _repository.Commit(TestRepository.Other, "all", [(Path, Lines("a", 20) + " \n"), .. Enumerable.Range(0, 9).Select(file => ($"f{file}.c", (string?)Lines("f", file)))]);
        Assert.Equal(10, _repository.Change(_repository.Audit(Path), many).FilesInCommit);
    }

    // The claim of May 2017 in small: true of one file, false of the next, unknown of a third.
    [Theory]
    [InlineData(Path, "proven")]
    [InlineData("encoded.c", "disproved")]
    [InlineData("submitted.c", "disproved")]
    [InlineData("missing.c", "unknown")]
    public void A_claim_is_answered_from_the_commits(string path, string verdict)
    {
        byte[] latin = Encoding.Latin1.GetBytes(Lines("e", 9) + "// ·\n");
        _repository.Commit(new CommitPlan(TestRepository.Owner, "add"), (Path, Encoding.UTF8.GetBytes(Lines("a", 20))), ("encoded.c", latin), ("submitted.c", Encoding.UTF8.GetBytes(Lines("s", 20))));
        _repository.Commit(new CommitPlan(TestRepository.Other, "encoding"), ("encoded.c", Encoding.UTF8.GetBytes(Lines("e", 9) + "// ·\n")));
        _repository.Commit(TestRepository.Owner, "endian\n\nSubmitted by: Marcelo Cerri", ("submitted.c", Lines("s", 25)));
        _repository.Commit(TestRepository.Other, "white space", (Path, Lines("a", 20).Replace("; // 7\n", ";  // 7\n", StringComparison.Ordinal)));
        ManifestClaim claim = new("claim", "All is Ann's.", "Somebody", "A list", "2017-05-05", "proven", ["a reason"], [new ManifestAssertion(path, TestRepository.Owner, ["white space", "header"])]);
        ClaimOutcome outcome = Assert.Single(_repository.Audit([path], [claim]).Claims);
        Assert.Equal(verdict, outcome.Found);
        Assert.Equal(verdict != "disproved", outcome.Agrees);
    }

    private static string Header(string line) => $"// {line}\n";

    private static string Lines(string name, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(line => $"    {name}_function_number_{line}(argument_{name}_{line}, {line * 37}); // {line}\n"));

    private static int Adjusted(FileAudit audit, string person) => audit.Lines!.Persons.SingleOrDefault(lines => lines.Person == person)?.Adjusted ?? 0;
}
