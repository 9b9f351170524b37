// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Generation;

/// <summary>On what a translator was tried.</summary>
/// <param name="Scripts">How many scripts.</param>
/// <param name="Targets">The targets that they were run for.</param>
/// <param name="Outputs">How many outputs: of every script for every target.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="DifferingScripts">The scripts that these are of.</param>
/// <param name="Unknown">How many could not be made before, or after.</param>
internal sealed record TrialCount(int Scripts, IReadOnlyList<string> Targets, int Outputs, int Differing, IReadOnlyList<string> DifferingScripts, int Unknown)
{
    private const int NamedScripts = 4;

    /// <summary>The comparison in words.</summary>
    public string Describe(string? reason)
    {
        string text = $"of {Figures.Count(Outputs, "output")} ({Figures.Count(Scripts, "script")} for {string.Join(", ", Targets)}) ";
        text += Differing == 0 ? "none differs"
            : DifferingScripts.Count <= NamedScripts ? $"{Differing} differ, those of {string.Join(", ", DifferingScripts)}"
            : $"{Differing} differ, those of {Figures.Count(DifferingScripts.Count, "script")}";
        return Unknown == 0 ? text : $"{text}, {Unknown} cannot be made before or after ({reason})";
    }
}

//
//  What a translator makes of the scripts that use it
//
//      A revision of a translator is judged by its output, too. What every script of the audited revision's tree hands to its
//      translator is recorded once for every target, and each revision of the translator translates all of it: then a
//      difference of what comes out is a difference of the translator.
//
//      Equal outputs are a sample and no proof: other scripts, and targets that are not tried, may come out differently. So
//      they confirm what the text says already, that a commit is about arguments and output files; they never make code that
//      changed into code that did not.
//
internal sealed class TranslatorTrial
{
    // Stands in for the translator and writes what it is handed.
    private const string Recorder = "my ($target, $output) = @ARGV; open(OUT, '>', $output) or die; binmode(STDIN); binmode(OUT); print OUT $_ while (<STDIN>); close(OUT) or die;\n";

    private const string OutputName = "translated.s";

    private readonly string _name;
    private readonly string _perl;
    private readonly IReadOnlyList<string> _targets;
    private readonly IReadOnlyList<Recorded> _inputs;
    private readonly ConcurrentDictionary<string, IReadOnlyList<Generated>> _known = new(StringComparer.Ordinal);

    private TranslatorTrial(string name, string perl, IReadOnlyList<string> targets, IReadOnlyList<Recorded> inputs, IReadOnlyList<string> silent)
    {
        _name = name;
        _perl = perl;
        _targets = targets;
        _inputs = inputs;
        Scripts = [.. inputs.Select(input => input.Script).Distinct()];
        Silent = silent;
    }

    /// <summary>The scripts that it rests on.</summary>
    public IReadOnlyList<string> Scripts { get; }

    /// <summary>Scripts that name the translator and hand it nothing when they are run alone.</summary>
    public IReadOnlyList<string> Silent { get; }

    /// <summary>Records what the scripts of a revision's tree hand to the translator; null where none does, or no target is known.</summary>
    public static TranslatorTrial? Of(GitRepository repository, string revision, string name, string perl)
    {
        var recorder = new Translator(name, "", Encoding.ASCII.GetBytes(Recorder));
        IReadOnlyDictionary<string, GitBlob> blobs = repository.Blobs(repository.Paths(revision)
            .Where(path => path.EndsWith(".pl", StringComparison.Ordinal) && !Translator.IsTranslator(path))
            .Select(path => $"{revision}:{path}"));
        (string Path, GitBlob Blob)[] users =
        [
            .. blobs.Where(blob => Translator.NameIn(Encoding.Latin1.GetString(blob.Value.Content)) == name)
                .Select(blob => (blob.Key[(revision.Length + 1)..], blob.Value)).OrderBy(user => user.Item1, StringComparer.Ordinal),
        ];
        var generator = new AssemblyGenerator(recorder, perl);
        Recorded[] recorded =
        [
            .. users.SelectMany(user => recorder.Targets.Select(target => (user, target))).AsParallel().AsOrdered()
                .Select(run => new Recorded(run.user.Path, run.target, generator.Run(run.user.Blob.Content, Path.GetFileName(run.user.Path), run.target).Content ?? [])),
        ];
        Recorded[] usable = [.. recorded.Where(run => run.Text.Length != 0)];
        return usable.Length == 0
            ? null
            : new TranslatorTrial(name, perl, recorder.Targets, usable, [.. users.Select(user => user.Path).Except(usable.Select(run => run.Script))]);
    }

    /// <summary>Compares what two revisions of the translator make of all that was recorded.</summary>
    public GeneratedComparison Compare(GitBlob old, GitBlob @new)
    {
        IReadOnlyList<Generated> before = Translate(old);
        IReadOnlyList<Generated> after = Translate(@new);
        Outcome[] outcomes =
        [
            .. _inputs.Select((input, index) => new Outcome(
                input,
                before[index].Sha256 is not null && after[index].Sha256 is not null,
                before[index].Sha256 == after[index].Sha256,
                before[index].Error ?? after[index].Error)),
        ];
        Outcome[] different = [.. outcomes.Where(outcome => outcome.IsKnown && !outcome.IsSame)];
        Outcome[] missing = [.. outcomes.Where(outcome => !outcome.IsKnown)];
        string[] tried = [.. _targets.Where(target => outcomes.Any(outcome => outcome.Input.Target == target))];
        string[] differing = [.. tried.Where(target => different.Any(outcome => outcome.Input.Target == target))];
        string[] unknown = [.. tried.Except(differing).Where(target => missing.Any(outcome => outcome.Input.Target == target))];
        return new GeneratedComparison(differing, [.. tried.Except(differing).Except(unknown)], unknown, missing.FirstOrDefault()?.Error)
        {
            Trial = new TrialCount(Scripts.Count, tried, outcomes.Length, different.Length, [.. different.Select(outcome => Path.GetFileName(outcome.Input.Script)).Distinct()], missing.Length),
        };
    }

    private IReadOnlyList<Generated> Translate(GitBlob translator) => _known.GetOrAdd(translator.Hash, _ =>
    {
        string root = Directory.CreateTempSubdirectory("vmx-translator-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(root, _name), translator.Content);
            return [.. _inputs.Select((input, index) => (input, index)).AsParallel().AsOrdered().Select(run => Translate(root, run.index, run.input))];
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    });

    private Generated Translate(string root, int index, Recorded input)
    {
        Generated usual = Translate(root, $"{index}", input, OutputName);
        // The first translators took one argument: the target was read from the name of the file to write.
        return usual.Sha256 is null && Translate(root, $"{index}-by-name", input) is { Sha256: not null } byName ? byName : usual;
    }

    private Generated Translate(string root, string folder, Recorded input, params string[] output)
    {
        string path = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
        return PerlRun.Run(_perl, path, [Path.Combine("..", _name), input.Target, .. output], output.Length == 0 ? input.Target : output[0], input.Text).AsAssembly();
    }

    private sealed record Recorded(string Script, string Target, byte[] Text);

    private sealed record Outcome(Recorded Input, bool IsKnown, bool IsSame, string? Error);
}
