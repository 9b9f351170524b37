// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Bench;

/// <summary>How all suites are run and shown.</summary>
internal static class BenchConfig
{
    // Rows are many and their code is warm within a fraction of a second: a fifth of BenchmarkDotNet's usual time is enough for
    // each.
    private static readonly Job _job = Job.Default
        .WithIterationTime(TimeInterval.FromMilliseconds(100))
        .WithMinWarmupCount(3)
        .WithMaxWarmupCount(8)
        .WithMinIterationCount(10)
        .WithMaxIterationCount(20)
        .AsDefault();

    /// <param name="arguments">The command line: BenchmarkDotNet would prefer a job of this program to the one that it names.</param>
    public static IConfig Create(IEnumerable<string> arguments) => ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(arguments.Any(argument => argument is "-j" or "--job") ? [] : [_job])
        .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
        .AddColumn(new ThroughputColumn(), new SpeedUpColumn(new ReferenceContender().Name), new SpeedUpColumn(new PlatformContender().Name))
        .AddFilter(new SimpleFilter(Exists))
        .WithOrderer(new CaseOrderer())
        .HideColumns(Column.Method, Column.StdDev, Column.Median)
        .WithArtifactsPath("artifacts/benchmarks");

    /// <summary>Not every implementation has every mode and key size.</summary>
    private static bool Exists(BenchmarkCase benchmarkCase) => ModeBenchmark.For(benchmarkCase).Exists;
}
