// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace Vmx.Crypto.Bench;

/// <summary>What must hold after any run, however short.</summary>
internal static class RunCheck
{
    /// <summary>Whether every benchmark gave a result; names those that did not, which say why above.</summary>
    public static bool Passes(IReadOnlyList<Summary> summaries)
    {
        List<string> problems = [.. summaries.SelectMany(Problems)];
        foreach (string problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
        Console.WriteLine($"Benchmarks: total: {summaries.Sum(summary => summary.BenchmarksCases.Length)}, failed: {problems.Count}");
        return problems.Count == 0;
    }

    private static IEnumerable<string> Problems(Summary summary)
    {
        foreach (ValidationError error in summary.ValidationErrors.Where(error => error.IsCritical))
        {
            yield return error.Message;
        }
        foreach (BenchmarkCase benchmarkCase in summary.BenchmarksCases)
        {
            if (summary[benchmarkCase] is not { Success: true, ResultStatistics: not null })
            {
                yield return $"{benchmarkCase.DisplayInfo}: no result";
            }
        }
    }
}
