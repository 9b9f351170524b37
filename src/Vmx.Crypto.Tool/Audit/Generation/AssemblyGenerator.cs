// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using CliWrap;
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
    public bool AllIdentical => Differing.Count == 0 && Unknown.Count == 0;

    /// <summary>The comparison in words.</summary>
    public string Describe()
    {
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
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Generated>> _known = new(StringComparer.Ordinal);

    public Translator Translator => translator;

    /// <summary>Whether Perl is there.</summary>
    /// <param name="perl">Its program.</param>
    public static bool IsRunnable(string perl)
    {
        try
        {
            return Cli.Wrap(perl).WithArguments(["-e", "exit 0"]).WithValidation(CommandResultValidation.None).ExecuteAsync().GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

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
        _known.GetOrAdd(script.Hash, _ => translator.Targets.AsParallel().AsOrdered().Select(target => (target, Generated: Run(script.Content, Path.GetFileName(path), target)))
            .ToDictionary(pair => pair.target, pair => pair.Generated));

    private Generated Run(byte[] script, string name, string target)
    {
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
            return Run(folder, name, target);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private Generated Run(string folder, string name, string target)
    {
        const string OutputName = "generated.s";
        var error = new StringBuilder();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            CommandResult result = Cli.Wrap(perl)
                .WithArguments([$"./{name}", target, OutputName])
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(new Dictionary<string, string?> { ["LC_ALL"] = "C", ["PERL5LIB"] = null, ["PERL5OPT"] = null, ["PERL_HASH_SEED"] = "0" })
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit.Token).GetAwaiter().GetResult();
            string output = Path.Combine(folder, OutputName);
            if (result.ExitCode != 0 || !File.Exists(output))
            {
                string? reason = error.ToString().Split('\n').FirstOrDefault(line => line.Length != 0);
                return new Generated(null, reason ?? $"Perl ended with exit code {result.ExitCode} and wrote nothing");
            }
            byte[] assembly = Normalize(File.ReadAllBytes(output));
            return assembly.Length == 0
                ? new Generated(null, "nothing was generated")
                : new Generated(Convert.ToHexStringLower(SHA256.HashData(assembly)), null);
        }
        catch (OperationCanceledException)
        {
            return new Generated(null, $"no end after {_patience.TotalSeconds:F0} seconds");
        }
    }

    private static byte[] Normalize(byte[] assembly)
    {
        IEnumerable<string> lines = Encoding.Latin1.GetString(assembly).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line));
        return Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }
}
