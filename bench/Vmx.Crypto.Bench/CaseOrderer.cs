// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Vmx.Crypto.Bench;

/// <summary>A table has one group of rows for each case, and in it a row for each implementation: engines first.</summary>
internal sealed class CaseOrderer : IOrderer
{
    public bool SeparateLogicalGroups => true;

    /// <summary>The case without the implementation.</summary>
    public static string GroupOf(BenchmarkCase benchmarkCase) => string.Join(' ',
    [
        benchmarkCase.Job.ResolvedId,
        benchmarkCase.Descriptor.Type.Name,
        .. benchmarkCase.Parameters.Items.Where(item => item.Name != nameof(ModeBenchmark.Implementation)).Select(item => Sortable(item.Value)),
    ]);

    public IEnumerable<BenchmarkCase> GetExecutionOrder(ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
        benchmarksCase.OrderBy(GroupOf, StringComparer.Ordinal).ThenBy(benchmarkCase => ModeBenchmark.For(benchmarkCase).Rank);

    public IEnumerable<BenchmarkCase> GetSummaryOrder(ImmutableArray<BenchmarkCase> benchmarksCases, Summary summary) => GetExecutionOrder(benchmarksCases);

    public string GetHighlightGroupKey(BenchmarkCase benchmarkCase) => GroupOf(benchmarkCase);

    public string GetLogicalGroupKey(ImmutableArray<BenchmarkCase> allBenchmarksCases, BenchmarkCase benchmarkCase) => GroupOf(benchmarkCase);

    public IEnumerable<IGrouping<string, BenchmarkCase>> GetLogicalGroupOrder(IEnumerable<IGrouping<string, BenchmarkCase>> logicalGroups, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
        logicalGroups.OrderBy(group => group.Key, StringComparer.Ordinal);

    // Numbers as wide as the widest, so that the order of the text is theirs.
    private static string Sortable(object value) => string.Create(CultureInfo.InvariantCulture, $"{value,12}");
}
