// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vmx.Crypto.Tool;

namespace Vmx.Crypto.Bench;

/// <summary>How many times as fast as one implementation the others are, in the same case.</summary>
internal sealed class SpeedUpColumn(string baseline) : IColumn
{
    public string Id => $"{nameof(SpeedUpColumn)}.{baseline}";

    public string ColumnName => $"× {baseline}";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Baseline;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => $"How many times as fast as {baseline}";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        string group = CaseOrderer.GroupOf(benchmarkCase);
        BenchmarkCase? standard = summary.BenchmarksCases.FirstOrDefault(other => ModeBenchmark.For(other).Implementation == baseline && CaseOrderer.GroupOf(other) == group);
        return standard is not null && summary[standard]?.ResultStatistics is { Mean: > 0 } slow && summary[benchmarkCase]?.ResultStatistics is { Mean: > 0 } fast
            ? Figures.Significant(slow.Mean / fast.Mean)
            : "-";
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
