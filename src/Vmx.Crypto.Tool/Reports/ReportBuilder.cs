// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.Commands;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>Does what a report shows: verifies, measures, checks.</summary>
/// <param name="effort">How long is measured.</param>
/// <param name="progress">Told how much is done, from 0 to 1.</param>
internal sealed class ReportBuilder(SpeedEffort effort, IProgress<double> progress)
{
    /// <summary>The message size at which every mode is measured.</summary>
    public const int OverviewSize = 16 * 1024;

    private const int LargestCall = 1024 * 1024;

    /// <summary>The same when figures do not matter: the scalar reference on an emulated processor takes seconds for more.</summary>
    private const int LargestQuickCall = 16 * 1024;

    private const double VerificationShare = 0.1;
    private const double ThreadShare = 0.05;

    private static readonly int[] _overviewKeys = [ReportData.PlottedKeyBits, 256];

    /// <summary>The modes of the report: those that have messages.</summary>
    public static IReadOnlyList<SpeedMode> OverviewModes { get; } = [.. SpeedModes.All.Where(mode => !mode.IsKeySetUp())];

    /// <summary>The modes that are measured at every size of <see cref="_sizes"/> up to <see cref="LargestCall"/> in one call.</summary>
    private static readonly SpeedMode[] _modesBySize = [SpeedMode.CbcDecrypt, SpeedMode.CbcEncryptMany, SpeedMode.Ctr, SpeedMode.XtsEncrypt, SpeedMode.Ghash, SpeedMode.GcmSeal];

    private static readonly int[] _sizes = [16, 64, 256, 1024, 4096, OverviewSize, 64 * 1024, 256 * 1024, LargestCall];

    /// <summary>Makes the data of a report.</summary>
    public ReportData Build()
    {
        string? root = Checkout.FindRoot();
        Manifest? manifest = root is null ? null : Manifest.TryRead(root);
        VerificationData? verification = Checkout.FindVectors() is string vectors ? Verify(vectors, manifest) : null;
        LicenceData? licences = root is null ? null : new LicenceData(ManifestCheck.Run(root), manifest);
        progress.Report(VerificationShare);
        SpeedTable speed = Measure();
        IReadOnlyList<ThreadResult> threads = ThreadScaling.Measure(Environment.ProcessorCount, effort);
        progress.Report(1);
        return new ReportData(Origin(speed.Cpu), VmxCrypto.Engines, verification, speed, threads, licences);
    }

    private static ReportOrigin Origin(string processor)
    {
        string? version = typeof(VmxCrypto).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new ReportOrigin(
            DateTimeOffset.Now,
            version?.Split('+')[0] ?? "unknown",
            processor,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            RuntimeInformation.FrameworkDescription);
    }

    private VerificationData Verify(string folder, Manifest? manifest)
    {
        IReadOnlyList<KnownAnswerFile> files = KnownAnswerReader.ReadAll([folder], out IReadOnlyList<KnownAnswerFormatException> problems);
        files = [.. files.Where(file => file.Format != KnownAnswerFormat.None)];
        IReadOnlyList<Engine> engines = EngineCatalog.Selector.Supported;
        long total = Math.Max(1, files.Sum(file => (long)file.Cases.Count) * engines.Count);
        long done = 0;
        List<EngineVerification> verified = [];
        foreach (Engine engine in engines)
        {
            List<KnownAnswerResult> results = [];
            foreach (KnownAnswerFile file in files)
            {
                KnownAnswerResult result = KnownAnswerRunner.Run(file, engine);
                results.Add(result with { Path = Relative(folder, result.Path) });
                done += file.Cases.Count;
                progress.Report(VerificationShare * done / total);
            }
            results.AddRange(problems.Select(KnownAnswerResult.Unreadable).Select(result => result with { Path = Relative(folder, result.Path) }));
            verified.Add(new EngineVerification(engine.Name, results));
        }
        VectorFileSummary[] summaries =
        [
            .. files.Select(file => Summarize(Relative(folder, file.Path), file.Cases, manifest)),
            .. problems.Select(problem => new VectorFileSummary(Relative(folder, problem.Path), [], null, null)),
        ];
        return new VerificationData(verified, summaries);
    }

    private static VectorFileSummary Summarize(string path, IReadOnlyList<KnownAnswerCase> cases, Manifest? manifest)
    {
        ManifestVectors? entry = manifest?.Vectors.FirstOrDefault(vectors => Path.GetFileName(vectors.File.Path) == Path.GetFileName(path));
        return new VectorFileSummary(path, [.. cases.Select(answer => answer.Mode).Distinct().Order()], entry?.Origin, entry?.Terms);
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private SpeedTable Measure()
    {
        int largestCall = effort == SpeedEffort.Least ? LargestQuickCall : LargestCall;
        IReadOnlyList<SpeedCase> cases =
        [
            .. SpeedPlan.Combine(OverviewModes, _overviewKeys, [OverviewSize])
                .Union(SpeedPlan.Combine(_modesBySize, [ReportData.PlottedKeyBits], _sizes).Where(speedCase => speedCase.BytesPerCall <= largestCall)),
        ];
        var plan = new SpeedPlan(SpeedCommand.Contenders(engineName: null, withPeers: true), cases, effort, Peers.All.Absent);
        return SpeedRun.Measure(plan, new SpeedProgress(progress));
    }

    /// <summary>The progress between the verification and the threads.</summary>
    private sealed class SpeedProgress(IProgress<double> whole) : IProgress<double>
    {
        public void Report(double value) => whole.Report(VerificationShare + ((1 - VerificationShare - ThreadShare) * value));
    }
}
