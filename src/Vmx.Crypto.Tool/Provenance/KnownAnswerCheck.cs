// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.KnownAnswers;

namespace Vmx.Crypto.Tool.Provenance;

/// <summary>What one engine made of one vector file.</summary>
internal sealed record KnownAnswerOutcome(string Engine, string File, int Run, int Failed);

/// <summary>The known answers on every engine: what was run, and what could not be.</summary>
/// <param name="Outcomes">One for each engine that is usable here and each file.</param>
/// <param name="NotVerified">The engines that cannot run here, with the reason: these are not passed.</param>
/// <param name="Problems">Files that could not be read.</param>
internal sealed record KnownAnswerCheck(IReadOnlyList<KnownAnswerOutcome> Outcomes, IReadOnlyList<EngineInfo> NotVerified, IReadOnlyList<string> Problems)
{
    /// <summary>Runs every vector file of a checkout on every engine that is usable here.</summary>
    public static KnownAnswerCheck Run(string root, IProgress<double> progress)
    {
        string folder = Path.Combine(root, "vectors");
        IReadOnlyList<KnownAnswerFile> files = KnownAnswerReader.ReadAll([folder], out IReadOnlyList<KnownAnswerFormatException> problems);
        KnownAnswerFile[] own = [.. files.Where(file => file.Format != KnownAnswerFormat.None)];
        IReadOnlyList<Engine> engines = EngineCatalog.Selector.Supported;
        List<KnownAnswerOutcome> outcomes = [];
        foreach (Engine engine in engines)
        {
            foreach (KnownAnswerFile file in own)
            {
                KnownAnswerResult result = KnownAnswerRunner.Run(file, engine);
                outcomes.Add(new KnownAnswerOutcome(engine.Name, Path.GetRelativePath(root, file.Path).Replace('\\', '/'), result.Run, result.Failed));
                progress.Report((double)outcomes.Count / (engines.Count * own.Length));
            }
        }
        return new KnownAnswerCheck(outcomes, [.. VmxCrypto.Engines.Where(engine => !engine.IsSupported)], [.. problems.Select(problem => problem.Message)]);
    }

    /// <summary>The check: every vector set of every kernel was run and came out right, on every engine of the kernel that is usable here.</summary>
    public ManifestCheckResult Judge(Manifest manifest)
    {
        List<string> problems = [.. Problems];
        problems.AddRange(Outcomes.Where(outcome => outcome.Failed != 0).Select(outcome => $"{outcome.File}: {Figures.Count(outcome.Failed, "case")} wrong on {outcome.Engine}."));
        HashSet<string> usable = [.. Outcomes.Select(outcome => outcome.Engine)];
        foreach (ManifestKernel kernel in manifest.Kernels)
        {
            foreach (string path in kernel.Vectors.Select(id => manifest.Vectors.FirstOrDefault(vectors => vectors.Id == id)?.File.Path).OfType<string>())
            {
                problems.AddRange(kernel.Engines.Where(usable.Contains)
                    .Where(engine => !Outcomes.Any(outcome => outcome.Engine == engine && outcome.File == path && outcome.Run != 0))
                    .Select(engine => $"{path}, which verifies {kernel.Id}, was not run on {engine}."));
            }
        }
        if (Outcomes.Count == 0)
        {
            problems.Add("No known answer was run.");
        }
        string open = NotVerified.Count == 0 ? "" : $"; not verified here: {string.Join(", ", NotVerified.Select(engine => $"{engine.Name} ({engine.Reason})"))}";
        return new ManifestCheckResult(
            "known-answers",
            problems.Count == 0,
            problems.Count != 0 ? string.Join('\n', problems) : $"{Figures.Count(Outcomes.Sum(outcome => (long)outcome.Run), "known answer")} right on {string.Join(", ", usable)}{open}");
    }
}
