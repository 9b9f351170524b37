// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  The one table: engine × mode × key size × direction
//
//      Suites take their theory data from here, by name, so that a new engine or a new entry point is in all of them the
//      moment it is in the table, and TestMatrixTests fails while it is not.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Engines, entry points and key sizes, and the theory data made of them.</summary>
internal static class TestMatrix
{
    /// <summary>The engines under test: those that this process can run, or the emulated one that the environment names.</summary>
    public static IReadOnlyList<Engine> Engines { get; } = PowerProcessors.Chosen is { } processor ? [PowerProcessors.CreateEngine(processor)] : EngineCatalog.Selector.Supported;

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } = [.. BlockModes.EntryPoints, .. CtrModes.EntryPoints, .. XtsModes.EntryPoints, .. GcmModes.EntryPoints];

    public static IReadOnlyList<Mode> Modes { get; } = [.. EntryPoints.Select(entryPoint => entryPoint.Mode).Distinct()];

    public static Engine Engine(string name) => Engines.Single(engine => engine.Name == name);

    public static EntryPoint EntryPoint(string name) => EntryPoints.Single(entryPoint => entryPoint.Name == name);

    public static IEnumerable<TheoryDataRow<string>> EngineNames => Engines.Select(engine => new TheoryDataRow<string>(engine.Name));

    /// <summary>Engine × entry point.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Rows => RowsWhere(_ => true);

    /// <summary>Engine × entry point, of those that check whether source and destination overlap.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> OverlapRows => RowsWhere(entryPoint => entryPoint.ChecksOverlap);

    /// <summary>Engine × entry point, of those that take a destination of any size.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> DestinationRows => RowsWhere(entryPoint => entryPoint.DestinationName is not null);

    /// <summary>Engine × entry point, of those that write a hash: a destination that is no image of the source.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> HashRows =>
        RowsWhere(entryPoint => entryPoint.DestinationName is not null && !entryPoint.Mode.IsTransformation);

    /// <summary>Engine × entry point, of those that make no object.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> DirectRows => RowsWhere(entryPoint => entryPoint.IsDirect);

    /// <summary>Engine × entry point × key bits.</summary>
    public static IEnumerable<TheoryDataRow<string, string, int>> KeyRows =>
        from engine in Engines
        from entryPoint in EntryPoints
        from bits in entryPoint.Mode.KeyBits
        select new TheoryDataRow<string, string, int>(engine.Name, entryPoint.Name, bits);

    /// <summary>Engine × entry point × key bits, of those whose kernels see the very memory that they are given.</summary>
    public static IEnumerable<TheoryDataRow<string, string, int>> SpanKeyRows => KeyRows.Where(row => !EntryPoint(row.Data.Item2).CopiesText);

    private static IEnumerable<TheoryDataRow<string, string>> RowsWhere(Func<EntryPoint, bool> predicate) =>
        from engine in Engines
        from entryPoint in EntryPoints
        where predicate(entryPoint)
        select new TheoryDataRow<string, string>(engine.Name, entryPoint.Name);
}
