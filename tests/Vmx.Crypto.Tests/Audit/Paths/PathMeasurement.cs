// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using CliWrap;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>The paths that one vector set reached on one engine. Both names are empty for what the making of the engines reached.</summary>
internal sealed record PathsReached(string Engine, string Vectors, IReadOnlyList<int> Paths);

/// <summary>What was reached with all instruction sets, with the wider ones switched off, and with machine code forbidden, which takes a process each.</summary>
/// <param name="Paths">Every path.</param>
/// <param name="Reached">What was reached in any of the processes.</param>
/// <param name="Calls">The calls of an engine that each vector set makes.</param>
internal sealed record PathMeasurement(IReadOnlyList<KernelPath> Paths, IReadOnlyList<PathsReached> Reached, IReadOnlyDictionary<string, IReadOnlyCollection<EngineCall>> Calls)
{
    /// <summary>Names the file that a process of a measurement writes to.</summary>
    public const string OutputVariable = "VMX_PATHS_OUT";

    private const string SwitchVariable = "VMX_PATHS_SWITCH";

    // An emulated processor does not know the switches of this one.
    private static bool IsSwitched => Environment.GetEnvironmentVariable(SwitchVariable) is not null;

    private static readonly string?[] _switches = RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? [null, "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic", "VMX_CRYPTO_MACHINE_CODE"]
        : [null, "DOTNET_EnableHWIntrinsic"];

    /// <summary>The part that this process can measure.</summary>
    public static IReadOnlyList<PathsReached> Here(TracedLibrary library, string root, Manifest manifest) =>
    [
        new PathsReached("", "", library.Making),
        .. library.SupportedEngines.Where(engine => engine != TracedLibrary.EmulatedEngine || !IsSwitched).SelectMany(engine => manifest.Vectors.Select(vectors =>
            new PathsReached(engine, vectors.Id, library.Run(Path.Combine(root, vectors.File.Path), engine)))),
    ];

    /// <summary>Measures in one process for each switch.</summary>
    public static PathMeasurement Run(string root, Manifest manifest)
    {
        using TracedLibrary library = new(root, manifest);
        List<PathsReached> reached = [];
        foreach (string? name in _switches)
        {
            string output = Path.GetTempFileName();
            try
            {
                Dictionary<string, string?> environment = new() { [OutputVariable] = output, ["VMX_TEST_SIZE"] = "full", ["VMX_PATHS_RECORD"] = null };
                if (name is not null)
                {
                    environment[name] = "0";
                    environment[SwitchVariable] = name;
                }
                Cli.Wrap(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Vmx.Crypto.Tests.exe" : "Vmx.Crypto.Tests"))
                    .WithArguments(["-noColor", "-method", $"{typeof(PathCoverageTests).FullName}.{nameof(PathCoverageTests.One_process_of_a_measurement)}"])
                    .WithWorkingDirectory(root)
                    .WithEnvironmentVariables(environment)
                    .ExecuteAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                reached.AddRange(JsonSerializer.Deserialize<PathsReached[]>(File.ReadAllText(output))!);
            }
            finally
            {
                File.Delete(output);
            }
        }
        return new PathMeasurement(library.Paths, reached, manifest.Vectors.ToDictionary(vectors => vectors.Id, vectors => RecordedEngine.CallsOf(Path.Combine(root, vectors.File.Path))));
    }

    /// <summary>The paths that some vector sets reached on some engines.</summary>
    public HashSet<int> By(Func<PathsReached, bool> chosen) => [.. Reached.Where(chosen).SelectMany(reached => reached.Paths)];

    /// <summary>Whether an engine that ran here is made of the file of a path.</summary>
    public bool IsMeasured(Manifest manifest, KernelPath path) => path.Engine is not null
        ? Reached.Any(reached => reached.Engine == path.Engine)
        : manifest.Kernels.Where(kernel => kernel.Files.Any(file => file.Path == path.File)).SelectMany(kernel => kernel.Engines).Any(engine => Reached.Any(reached => reached.Engine == engine));

    /// <summary>The measurement as it is recorded.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="reasonFor">Why a path could not be reached on this processor; empty where there is no reason.</param>
    public PathRecord ToRecord(Manifest manifest, Func<KernelPath, string> reasonFor)
    {
        HashSet<int> all = By(_ => true);
        KernelPaths[] kernels = [.. manifest.Kernels.Select(kernel =>
        {
            int[] own = [.. Enumerable.Range(0, Paths.Count).Where(path => Paths[path].Kernels.Contains(kernel.Id))];
            HashSet<int> reached = By(reached => kernel.Vectors.Contains(reached.Vectors) && kernel.Engines.Contains(reached.Engine));
            ReachedByVectors[] vectors = [.. kernel.Vectors.Select(id =>
            {
                HashSet<int> bySet = By(reached => reached.Vectors == id && kernel.Engines.Contains(reached.Engine));
                return new ReachedByVectors(id, own.Count(bySet.Contains));
            })];
            bool allReached = own.All(path => reached.Contains(path) || reasonFor(Paths[path]).Length != 0);
            IReadOnlyList<string> named = NamedPaths.Reached(kernel, kernel.Vectors.SelectMany(id => Calls[id]), allReached);
            return new KernelPaths(kernel.Id, own.Length, own.Count(reached.Contains), vectors, named);
        })];
        UnreachedPath[] left = [.. Enumerable.Range(0, Paths.Count).Where(path => !all.Contains(path)).Select(path =>
            new UnreachedPath(Paths[path].File, Paths[path].Text, IsMeasured(manifest, Paths[path]) ? reasonFor(Paths[path]) : "no engine that it belongs to runs on the measuring processor"))];
        return new PathRecord(PathRecord.DigestOf(manifest), RuntimeInformation.ProcessArchitecture.ToString(), Paths.Count, all.Count, kernels, left);
    }
}
