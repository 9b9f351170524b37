// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Generation;

/// <summary>What generating came to for one target: the SHA-256 of the assembly, or why there is none.</summary>
internal sealed record Generated(string? Sha256, string? Error);

/// <summary>The comparison of what two revisions of a script generate.</summary>
/// <param name="Differing">The targets whose assembly differs.</param>
/// <param name="Identical">The targets whose assembly is the same.</param>
/// <param name="Unknown">The targets for which one of the two, or both, generate nothing: an error equals nothing.</param>
/// <param name="Reason">Why the first of these generates nothing.</param>
internal sealed record GeneratedComparison(IReadOnlyList<string> Differing, IReadOnlyList<string> Identical, IReadOnlyList<string> Unknown, string? Reason)
{
    /// <summary>On what it rests where a translator was compared; a target is identical only if all scripts come out the same.</summary>
    public TrialCount? Trial { get; init; }

    public bool AllIdentical => Differing.Count == 0 && Unknown.Count == 0;

    /// <summary>The comparison in words.</summary>
    public string Describe()
    {
        if (Trial is TrialCount trial)
        {
            return trial.Describe(Reason);
        }
        List<string> parts = [];
        if (Identical.Count != 0)
        {
            parts.Add($"the generated assembly is identical for {string.Join(", ", Identical)}");
        }
        if (Differing.Count != 0)
        {
            parts.Add($"the generated assembly differs for {string.Join(", ", Differing)}");
        }
        if (Unknown.Count != 0)
        {
            parts.Add($"nothing comparable is generated for {string.Join(", ", Unknown)} ({Reason})");
        }
        return string.Join("; ", parts);
    }
}

//
//  Runs a perlasm script with a pinned translator
//
//      Each run has a folder of its own, so that no output of another run can be taken for its. Lines that are blank are
//      dropped; everything else counts. A script that fails, prints an error or writes nothing has generated nothing.
//
//      This executes the audited scripts: audit only repositories that you would also build.
//
internal sealed class AssemblyGenerator(Translator translator, string perl)
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Generated>> _known = new(StringComparer.Ordinal);

    public Translator Translator => translator;

    /// <summary>Compares what two revisions generate.</summary>
    public GeneratedComparison Compare(GitBlob old, GitBlob @new, string path)
    {
        IReadOnlyDictionary<string, Generated> before = Generate(old, path);
        IReadOnlyDictionary<string, Generated> after = Generate(@new, path);
        ILookup<string, string> outcomes = translator.Targets.ToLookup(target => (before[target].Sha256, after[target].Sha256) switch
        {
            (null, _) or (_, null) => nameof(GeneratedComparison.Unknown),
            var (first, second) => first == second ? nameof(GeneratedComparison.Identical) : nameof(GeneratedComparison.Differing),
        });
        return new GeneratedComparison(
            [.. outcomes[nameof(GeneratedComparison.Differing)]],
            [.. outcomes[nameof(GeneratedComparison.Identical)]],
            [.. outcomes[nameof(GeneratedComparison.Unknown)]],
            outcomes[nameof(GeneratedComparison.Unknown)].Select(target => before[target].Error ?? after[target].Error).FirstOrDefault());
    }

    /// <summary>What a script generates for each target.</summary>
    public IReadOnlyDictionary<string, Generated> Generate(GitBlob script, string path) =>
        _known.GetOrAdd(script.Hash, _ => translator.Targets.AsParallel().AsOrdered().Select(target => (target, Generated: Run(script.Content, Path.GetFileName(path), target).AsAssembly()))
            .ToDictionary(pair => pair.target, pair => pair.Generated));

    /// <summary>Runs a script for a target.</summary>
    public PerlOutput Run(byte[] script, string name, string target)
    {
        const string OutputName = "generated.s";
        // Scripts look for the translator beside themselves and two folders up.
        string root = Directory.CreateTempSubdirectory("vmx-perlasm-").FullName;
        try
        {
            string folder = Path.Combine(root, "code", "asm");
            Directory.CreateDirectory(folder);
            Directory.CreateDirectory(Path.Combine(root, "perlasm"));
            File.WriteAllBytes(Path.Combine(folder, name), script);
            File.WriteAllBytes(Path.Combine(folder, translator.Name), translator.Content);
            File.WriteAllBytes(Path.Combine(root, "perlasm", translator.Name), translator.Content);
            return PerlRun.Run(perl, folder, [$"./{name}", target, OutputName], OutputName);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
