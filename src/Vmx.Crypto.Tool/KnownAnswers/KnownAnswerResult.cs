// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>What one engine made of one file of known answers.</summary>
/// <param name="Path">The file, or the first of the two that make an ACVP vector set.</param>
/// <param name="Format">The format's name, from <see cref="KnownAnswerFormat"/>.</param>
/// <param name="Run">How many cases were run.</param>
/// <param name="Passed">How many of them gave the known answer.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="Skipped">How many cases the file holds beside those.</param>
/// <param name="Reasons">Why cases were skipped, and how many for each reason.</param>
/// <param name="Failures">What failed; at most <see cref="MaximumFailures"/> are told.</param>
internal sealed record KnownAnswerResult(
    string Path,
    string Format,
    int Run,
    int Passed,
    int Failed,
    int Skipped,
    IReadOnlyDictionary<string, int> Reasons,
    IReadOnlyList<KnownAnswerFailure> Failures)
{
    /// <summary>How many failures of one file are told one by one.</summary>
    public const int MaximumFailures = 100;

    /// <summary>The result of a file that could not be read: nothing run, and one failure that says where and why.</summary>
    /// <param name="problem">What is wrong with it.</param>
    public static KnownAnswerResult Unreadable(KnownAnswerFormatException problem) =>
        new(problem.Path, KnownAnswerFormat.Unreadable, 0, 0, 1, 0, new Dictionary<string, int>(), [new KnownAnswerFailure($"line {problem.Line}", problem.Problem)]);
}

/// <summary>One known answer that an engine did not give.</summary>
/// <param name="Id">The case, by the name that its file gives it.</param>
/// <param name="Detail">What differs.</param>
internal sealed record KnownAnswerFailure(string Id, string Detail);

/// <summary>The names of the formats.</summary>
internal static class KnownAnswerFormat
{
    public const string Own = "Vmx.Crypto JSON";
    public const string Cavp = "NIST CAVP";
    public const string Wycheproof = "Wycheproof JSON";
    public const string Acvp = "ACVP JSON";
    public const string Schema = "JSON schema";
    public const string None = "no known answers";
    public const string Unreadable = "unreadable";
}

/// <summary>The cases of one file, read and ready to run.</summary>
/// <param name="Path">The file, or the first of the two that make an ACVP vector set.</param>
/// <param name="Format">One of <see cref="KnownAnswerFormat"/>.</param>
/// <param name="Cases">What can be run.</param>
/// <param name="Reasons">Why other cases of the file cannot be, and how many for each reason.</param>
internal sealed record KnownAnswerFile(string Path, string Format, IReadOnlyList<KnownAnswerCase> Cases, IReadOnlyDictionary<string, int> Reasons)
{
    /// <summary>How many cases are skipped.</summary>
    public int Skipped => Reasons.Values.Sum();
}
