// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>Where and when a report was made.</summary>
/// <param name="Time">When.</param>
/// <param name="Version">The library's version.</param>
/// <param name="Processor">The processor.</param>
/// <param name="OperatingSystem">The operating system and its architecture.</param>
/// <param name="Runtime">The runtime.</param>
internal sealed record ReportOrigin(DateTimeOffset Time, string Version, string Processor, string OperatingSystem, string Runtime);

/// <summary>What one engine made of every vector file.</summary>
internal sealed record EngineVerification(string Engine, IReadOnlyList<KnownAnswerResult> Files);

/// <summary>What a vector file is about: the modes of its cases, and where it comes from if the manifest says so.</summary>
internal sealed record VectorFileSummary(string Path, IReadOnlyList<KnownAnswerMode> Modes, string? Origin, string? Terms);

/// <summary>The known-answer part of a report.</summary>
/// <param name="Engines">One entry for each engine that is usable here.</param>
/// <param name="Files">The vector files.</param>
internal sealed record VerificationData(IReadOnlyList<EngineVerification> Engines, IReadOnlyList<VectorFileSummary> Files);

/// <summary>The licensing part of a report.</summary>
/// <param name="Checks">The manifest's checks.</param>
/// <param name="Manifest">The manifest, when it could be read.</param>
internal sealed record LicenceData(IReadOnlyList<ManifestCheckResult> Checks, Manifest? Manifest);

/// <summary>All that a report shows. A part that needs a checkout and has none is null.</summary>
/// <param name="Origin">Where and when it was made.</param>
/// <param name="Engines">Every engine of the package.</param>
/// <param name="Verification">The known answers.</param>
/// <param name="Speed">Every mode at one message size, and some at many.</param>
/// <param name="Threads">Some modes with one thread and with more; the largest number of threads is that of the processors.</param>
/// <param name="Licences">The licensing manifest.</param>
internal sealed record ReportData(
    ReportOrigin Origin,
    IReadOnlyList<EngineInfo> Engines,
    VerificationData? Verification,
    SpeedTable Speed,
    IReadOnlyList<ThreadResult> Threads,
    LicenceData? Licences)
{
    /// <summary>The key size of the plots.</summary>
    public const int PlottedKeyBits = 128;

    /// <summary>The engine that a process on this machine uses, or null.</summary>
    public string? EngineInUse => Engines.FirstOrDefault(engine => engine.IsSelected)?.Name;

    /// <summary>Every mode and key size at <see cref="ReportBuilder.OverviewSize"/>, side by side.</summary>
    public IReadOnlyList<SpeedComparison> Overview => SpeedComparison.Of(Speed.Results.Where(result => result.Size == ReportBuilder.OverviewSize), EngineInUse);

    /// <summary>The modes that were measured at more than one message size, by mode.</summary>
    public IReadOnlyList<IGrouping<string, SpeedResult>> BySize =>
        [.. Speed.Results.Where(result => result.KeyBits == PlottedKeyBits).GroupBy(result => result.Mode).Where(mode => mode.DistinctBy(result => result.Size).Skip(1).Any())];
}
