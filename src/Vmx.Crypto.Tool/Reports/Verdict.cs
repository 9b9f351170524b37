// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>Whether a statement of the verdict holds.</summary>
internal enum Outcome
{
    Held,
    Failed,
    NotChecked,
}

/// <summary>One sentence of the verdict.</summary>
/// <param name="Outcome">Whether what it is about held.</param>
/// <param name="Subject">What it is about, in a word.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Finding(Outcome Outcome, string Subject, string Text);

/// <summary>What a report comes to, in plain sentences.</summary>
internal sealed class Verdict
{
    public Verdict(ReportData data) => Findings = [Engines(data), Verification(data), Speed(data), Licences(data)];

    /// <summary>One finding for each part of the report.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Findings.All(finding => finding.Outcome != Outcome.Failed);

    /// <summary>The whole in one sentence.</summary>
    public string Headline
    {
        get
        {
            string[] failed = [.. Findings.Where(finding => finding.Outcome == Outcome.Failed).Select(finding => finding.Subject.ToLowerInvariant())];
            string[] open = [.. Findings.Where(finding => finding.Outcome == Outcome.NotChecked).Select(finding => finding.Subject.ToLowerInvariant())];
            if (failed.Length != 0)
            {
                return $"Not everything held: see {string.Join(" and ", failed)}.";
            }
            return open.Length == 0 ? "Everything that was checked held." : $"Everything that could be checked here held; not checked: {string.Join(" and ", open)}.";
        }
    }

    private static Finding Engines(ReportData data)
    {
        EngineInfo? selected = data.Engines.FirstOrDefault(engine => engine.IsSelected);
        int usable = data.Engines.Count(engine => engine.IsSupported);
        string counts = string.Create(CultureInfo.InvariantCulture, $"{usable} of {data.Engines.Count} engines can run on this machine");
        return selected is null
            ? new Finding(Outcome.Failed, "Engines", $"No engine is in use: the one that was asked for cannot run here, or all failed their self-test. {counts}.")
            : new Finding(Outcome.Held, "Engines", $"{selected.Name} is the engine in use. {counts}.");
    }

    private static Finding Verification(ReportData data)
    {
        const string Subject = "Known answers";
        if (data.Verification is not VerificationData verification)
        {
            return new Finding(Outcome.NotChecked, Subject, "There are no vector files here: they are in the repository.");
        }
        KnownAnswerResult[] results = [.. verification.Engines.SelectMany(engine => engine.Files)];
        int failed = results.Sum(result => result.Failed);
        int run = results.Sum(result => result.Run);
        string files = Figures.Count(verification.Files.Count, "file");
        if (run == 0 || failed != 0)
        {
            string[] engines = [.. verification.Engines.Where(engine => engine.Files.Any(file => file.Failed != 0)).Select(engine => engine.Engine)];
            return new Finding(Outcome.Failed, Subject, run == 0 && failed == 0
                ? "No known answer was run."
                : $"{Figures.Count(failed, "known answer")} of {Figures.Count(run, "run")} did not come out, on {string.Join(", ", engines)}.");
        }
        int cases = verification.Engines[0].Files.Sum(file => file.Run);
        return new Finding(Outcome.Held, Subject, $"{Figures.Count(cases, "known answer")} from {files} came out right on each of {Figures.Count(verification.Engines.Count, "usable engine")}.");
    }

    private static Finding Speed(ReportData data)
    {
        const string Subject = "Speed";
        if (data.Speed.Problems.Count != 0)
        {
            return new Finding(Outcome.Failed, Subject, $"{Figures.Count(data.Speed.Problems.Count, "comparison")} failed and was not timed, first this one: {data.Speed.Problems[0]}");
        }
        SpeedComparison? gcm = data.Overview.FirstOrDefault(comparison => comparison.Mode == SpeedMode.GcmSeal.Name());
        if (gcm?.Ours is not SpeedResult ours)
        {
            return new Finding(Outcome.NotChecked, Subject, "Nothing was measured.");
        }
        string[] ratios =
        [
            .. Ratio(gcm, gcm.BestPeer, $"{gcm.BestPeer?.Contender}, the fastest other library here"),
            .. Ratio(gcm, gcm.Platform, "the platform’s own AES-GCM"),
            .. Ratio(gcm, gcm.Reference, "the scalar reference"),
        ];
        string limit = gcm.ShareOfLimit is double share ? $", {Figures.Percent(share)} of what the processor allows" : "";
        string comparisons = ratios.Length == 0 ? "" : $": {string.Join(", ", ratios[..^1])}{(ratios.Length == 1 ? "" : " and ")}{ratios[^1]}";
        return new Finding(Outcome.Held, Subject, $"All outputs agreed. {ours.Engine} encrypts and authenticates {Figures.Bytes(ours.Size)} messages with AES-{ours.KeyBits.ToString(CultureInfo.InvariantCulture)}-GCM at {Figures.Significant(ours.GigabytesPerSecond)} GB/s on one core{limit}{comparisons}.");
    }

    private static IEnumerable<string> Ratio(SpeedComparison comparison, SpeedResult? other, string name) =>
        other is null ? [] : [$"{Figures.Significant(comparison.Advantage(other))} times as fast as {name}"];

    private static Finding Licences(ReportData data)
    {
        const string Subject = "Licences";
        if (data.Licences is not LicenceData licences)
        {
            return new Finding(Outcome.NotChecked, Subject, "The licensing manifest is checked against the sources, which are in the repository.");
        }
        ManifestCheckResult[] failed = [.. licences.Checks.Where(check => !check.Passed)];
        return failed.Length == 0
            ? new Finding(Outcome.Held, Subject, $"All {Figures.Count(licences.Checks.Count, "check")} of the origin and licence of every kernel passed.")
            : new Finding(Outcome.Failed, Subject, $"{Figures.Count(failed.Length, "check")} of {licences.Checks.Count.ToString(CultureInfo.InvariantCulture)} did not pass: {string.Join(", ", failed.Select(check => check.Id))}.");
    }
}
