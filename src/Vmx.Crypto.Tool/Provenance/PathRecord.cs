// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vmx.Crypto.Tool.Provenance;

/// <summary>What one vector set reached in a kernel.</summary>
internal sealed record ReachedByVectors(string Vectors, int Paths);

/// <summary>A block of statements, or one way of a branch, that no known answer reached, and why that is so.</summary>
internal sealed record UnreachedPath(string File, string Path, string Reason);

/// <summary>The measured paths of one kernel.</summary>
/// <param name="Id">The kernel.</param>
/// <param name="Paths">The blocks of statements in its members, and the ways through its machine code.</param>
/// <param name="Reached">How many of them its own vectors reached.</param>
/// <param name="Vectors">What each vector set reached, on all engines together.</param>
/// <param name="Named">Those of the paths named in the manifest that the calls of its vectors are of.</param>
internal sealed record KernelPaths(string Id, int Paths, int Reached, IReadOnlyList<ReachedByVectors> Vectors, IReadOnlyList<string> Named);

//
//  provenance/path-coverage.json: which paths the known answers reached, as it was measured
//
//      The tests measure it: they compile the engines with a mark at every block of statements and at both ways of every
//      branch of the x64 machine code, run every vector file on them, with and without the wider instruction sets and machine
//      code, and on an emulated POWER that tells of its branches, and compare with this record. Paths that the manifest
//      names in words are looked for in the calls that the vectors make. It holds for the kernels and vectors whose hashes
//      it was made from; with others it has to be measured again.
//
internal sealed record PathRecord(
    string Digest,
    string Architecture,
    int Paths,
    int Reached,
    IReadOnlyList<KernelPaths> Kernels,
    IReadOnlyList<UnreachedPath> Unreached)
{
    public const string RelativePath = "provenance/path-coverage.json";

    private const string HowToMeasure = "Measure again: VMX_PATHS_RECORD=1 dotnet run --project tests/Vmx.Crypto.Tests -- -class Vmx.Crypto.Tests.Audit.Paths.PathCoverageTests";

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>One hash of all kernel files and vector files as the manifest records them.</summary>
    public static string DigestOf(Manifest manifest)
    {
        IEnumerable<string> hashes = manifest.Kernels.SelectMany(kernel => kernel.Files).Select(file => $"{file.Path} {file.Sha256}")
            .Concat(manifest.Vectors.Select(vectors => $"{vectors.File.Path} {vectors.File.Sha256}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes.Distinct().Order(StringComparer.Ordinal)))));
    }

    public static PathRecord? TryRead(string root)
    {
        try
        {
            return JsonSerializer.Deserialize<PathRecord>(File.ReadAllText(Path.Combine(root, RelativePath)), _options);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string root) => File.WriteAllText(Path.Combine(root, RelativePath), JsonSerializer.Serialize(this, _options).ReplaceLineEndings("\n") + "\n");

    /// <summary>The check: the record is of these kernels and vectors, has all kernels, and every path was reached or says why not.</summary>
    public static ManifestCheckResult Check(string root, Manifest manifest)
    {
        PathRecord? record = TryRead(root);
        string[] problems = record is null ? [$"{RelativePath} cannot be read. {HowToMeasure}"] : [.. record.Problems(manifest)];
        return new ManifestCheckResult("paths", problems.Length == 0, problems.Length == 0
            ? $"{record!.Reached.ToString("N0", CultureInfo.InvariantCulture)} of {Figures.Count(record.Paths, "path")} reached by the making of the engines and the known answers, measured on {record.Architecture}, and {Figures.Count(manifest.Kernels.Sum(kernel => kernel.Paths.Count), "path")} that the manifest names; {Figures.Count(record.Unreached.Count, "path")} not, each with its reason"
            : string.Join('\n', problems));
    }

    private IEnumerable<string> Problems(Manifest manifest)
    {
        if (Digest != DigestOf(manifest))
        {
            yield return $"Kernels or vectors have changed since the paths were measured. {HowToMeasure}";
        }
        foreach (string id in manifest.Kernels.Select(kernel => kernel.Id).Except(Kernels.Select(kernel => kernel.Id)))
        {
            yield return $"The paths of {id} were not measured. {HowToMeasure}";
        }
        foreach (ManifestKernel kernel in manifest.Kernels)
        {
            foreach (string path in kernel.Paths.Except(Kernels.FirstOrDefault(paths => paths.Id == kernel.Id)?.Named ?? []))
            {
                yield return $"The known answers of {kernel.Id} do not reach '{path}', which the manifest names.";
            }
        }
        foreach (KernelPaths kernel in Kernels.Where(kernel => kernel.Reached + Unreached.Count < kernel.Paths))
        {
            yield return $"The known answers of {kernel.Id} reach {kernel.Reached} of its {kernel.Paths} paths.";
        }
        foreach (UnreachedPath path in Unreached.Where(path => path.Reason.Length == 0))
        {
            yield return $"{path.File}: no known answer reaches '{path.Path}'.";
        }
        if (Reached + Unreached.Count != Paths)
        {
            yield return $"{Reached} paths reached and {Unreached.Count} left are not {Paths}.";
        }
    }
}
