// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.KnownAnswers;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>How many known answers were run, and how many of them did not come out.</summary>
internal readonly record struct AnswerCount(int Run, int Failed)
{
    public int Passed => Run - Failed;

    public static AnswerCount Of(IEnumerable<KnownAnswerResult> results) =>
        results.Aggregate(default(AnswerCount), (sum, result) => new AnswerCount(sum.Run + result.Run, sum.Failed + result.Failed));
}

/// <summary>One engine's known answers: for each mode of the matrix, and together.</summary>
internal sealed record VerificationRow(string Engine, IReadOnlyList<AnswerCount> Counts, AnswerCount All);

/// <summary>The files of one mode.</summary>
internal sealed record VerificationGroup(string Mode, IReadOnlyList<VectorFileSummary> Files);

//
//  Engine × mode
//
//      A file's cases are of one mode, as a rule; one that has several stands by itself under all of their names, and one
//      that could not be read under none.
//
internal sealed class VerificationMatrix
{
    public VerificationMatrix(VerificationData data)
    {
        Groups = [.. data.Files.GroupBy(Title).OrderBy(group => group.First().Modes.Cast<KnownAnswerMode?>().FirstOrDefault()).Select(group => new VerificationGroup(group.Key, [.. group]))];
        Rows = [.. data.Engines.Select(engine => new VerificationRow(
            engine.Engine,
            [.. Groups.Select(group => AnswerCount.Of(engine.Files.Where(result => group.Files.Any(file => file.Path == result.Path))))],
            AnswerCount.Of(engine.Files)))];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<VerificationGroup> Groups { get; }

    /// <summary>The engines that ran.</summary>
    public IReadOnlyList<VerificationRow> Rows { get; }

    private static string Title(VectorFileSummary file) => file.Modes.Count == 0 ? "unreadable" : string.Join(", ", file.Modes.Select(mode => mode.ToString().ToUpperInvariant()));
}
