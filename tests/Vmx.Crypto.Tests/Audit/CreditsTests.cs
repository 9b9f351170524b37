// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Audit.Git;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

/// <summary>What commit messages credit, who is the same person, and what a difference of lines is.</summary>
public sealed class CreditsTests
{
    [Theory]
    [InlineData("Submitted by: Marcelo Cerri", "Authorship", "Marcelo Cerri")]
    [InlineData("Submitted By: A. Person <a@example.org>", "Authorship", "A. Person <a@example.org>")]
    [InlineData("Contributed by: A. Person", "Authorship", "A. Person")]
    [InlineData("Co-authored-by: A. Person <a@example.org>", "Authorship", "A. Person <a@example.org>")]
    [InlineData("Co-Developed-By: A. Person", "Authorship", "A. Person")]
    [InlineData("Obtained from: elsewhere", "Authorship", "elsewhere")]
    [InlineData("From: A. Person <a@example.org>", "Authorship", "A. Person <a@example.org>")]
    [InlineData("Suggested by: Anton Blanchard", "Idea", "Anton Blanchard")]
    [InlineData("Reported-by: A. Person", "None", "A. Person")]
    [InlineData("Reviewed-by: A. Person", "None", "A. Person")]
    [InlineData("PR: 2636", "None", "2636")]
    [InlineData("RT#4162", "None", "4162")]
    [InlineData("(Merged from https://example.org/pull/1)", "None", "https://example.org/pull/1")]
    [InlineData("(cherry picked from commit 0123456789)", "None", "0123456789")]
    public void A_field_at_the_start_of_a_line_is_a_credit(string line, string weight, string value)
    {
        Credit credit = Assert.Single(Credits.Parse($"change something\n\n  {line}\n"));
        Assert.Equal((weight, value), (credit.Weight.ToString(), credit.Value));
    }

    // Each begins like a credit. The first was once counted as one, because it begins with "pr".
    [Theory]
    [InlineData("processors without the instruction: use the other path")]
    [InlineData("implementation submitted by IBM.")]
    [InlineData("From HEAD: the same fix")]
    [InlineData("From http://example.org: a table")]
    [InlineData("Submitted by A. Person")]
    [InlineData("Problem: it does not work")]
    [InlineData("crypto: change something")]
    public void Words_in_a_sentence_are_none(string line) => Assert.Empty(Credits.Parse(line));

    [Fact]
    public void Several_persons_are_several()
    {
        Credit credit = Assert.Single(Credits.Parse("Submitted by: A. One, B. Two <b@example.org> and C. Three"));
        Assert.Equal(["A. One", "B. Two <b@example.org>", "C. Three"], Credits.Persons(credit));
    }

    [Fact]
    public void A_person_has_one_name_for_every_address_and_spelling()
    {
        var people = new People("Ann Owner <ann@example.org> <ann@old.example.org>\nAnn Owner <> A. Owner <>\n");
        Assert.Equal("Ann Owner", people.NameOf(new GitIdentity("A. O.", "ANN@old.example.org")));
        Assert.Equal("Ann Owner", people.NameOf("A. Owner"));
        Assert.Equal("Ann Owner", people.NameOf("Somebody <ann@old.example.org>"));
        Assert.Equal("Andy Polyakov", people.NameOf(new GitIdentity("dot-asm", "appro@cryptogams.org")));
        Assert.Equal("Marcelo Cerri", people.NameOf("Marcello Cerri"));
        Assert.Equal("klemens", people.NameOf(new GitIdentity("klemens", "")));
    }

    [Fact]
    public void A_difference_of_lines_is_as_short_as_it_can_be()
    {
        Gen<string[]> lines = Gen.String[Gen.Char["abc"], 1, 1].Array[0, 14];
        Gen.Select(lines, lines).Sample(
            (old, @new) =>
            {
                var difference = LineDifference.Between(old, @new);
                string[] oldKept = Without(old, difference.Removed);
                string[] newKept = Without(@new, difference.Added);
                Assert.Equal(oldKept, newKept);
                Assert.Equal(LongestCommon(old, @new), oldKept.Length);
            },
            iter: 2000);
    }

    private static string[] Without(string[] lines, IReadOnlyList<int> left) => [.. lines.Where((_, index) => !left.Contains(index))];

    private static int LongestCommon(string[] first, string[] second)
    {
        int[,] length = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                length[i + 1, j + 1] = first[i] == second[j] ? length[i, j] + 1 : System.Math.Max(length[i, j + 1], length[i + 1, j]);
            }
        }
        return length[first.Length, second.Length];
    }
}
