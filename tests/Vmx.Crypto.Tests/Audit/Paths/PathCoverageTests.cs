// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>The known answers reach every path of every kernel that this processor can run: measured, and as recorded.</summary>
public sealed class PathCoverageTests
{
    private const string RecordVariable = "VMX_PATHS_RECORD";

    private static readonly Lazy<PathMeasurement> _measurement = new(() => PathMeasurement.Run(Repository.Root, Manifest.Read(Repository.Root)));

    [Fact]
    public void Every_path_is_reached_by_the_known_answers_of_its_kernel()
    {
        Manifest manifest = Manifest.Read(Repository.Root);
        PathRecord record = _measurement.Value.ToRecord(manifest, ReasonFor);
        Assert.All(record.Unreached, path => Assert.True(path.Reason.Length != 0, $"{path.File}: no known answer reaches '{path.Path}'."));
        Assert.All(record.Kernels, kernel =>
        {
            int elsewhere = _measurement.Value.Paths.Count(path => path.Kernels.Contains(kernel.Id) && (ReasonFor(path).Length != 0 || !_measurement.Value.IsMeasured(manifest, path)));
            Assert.True(kernel.Reached >= kernel.Paths - elsewhere, $"The vectors of {kernel.Id} reach {kernel.Reached} of {kernel.Paths} paths.");
        });
        Assert.All(manifest.Kernels.Zip(record.Kernels), pair => Assert.Equal([], pair.First.Paths.Except(pair.Second.Named)));
        if (Environment.GetEnvironmentVariable(RecordVariable) == "1")
        {
            record.Write(Repository.Root);
        }
    }

    // A processor without the wider instruction sets cannot reach what they have.
    [Fact]
    public void The_record_is_what_was_measured()
    {
        Manifest manifest = Manifest.Read(Repository.Root);
        PathRecord recorded = PathRecord.TryRead(Repository.Root)!;
        PathRecord measured = _measurement.Value.ToRecord(manifest, ReasonFor);
        Assert.SkipUnless(recorded.Architecture == measured.Architecture && EngineCatalog.Selector.Supported.Any(engine => engine.Name == "Vaes512"), "The record was made on a processor with every engine of x64.");
        Assert.SkipUnless(EmulatedPaths.IsSupported, "The record was made with the emulator of POWER, which is not installed.");
        Assert.Equal(JsonSerializer.Serialize(recorded), JsonSerializer.Serialize(measured));
    }

    [Fact]
    public void The_check_fails_on_other_kernels_and_on_a_path_without_a_reason()
    {
        Manifest manifest = Manifest.Read(Repository.Root);
        Assert.True(PathRecord.Check(Repository.Root, manifest).Passed);

        string folder = Directory.CreateTempSubdirectory("vmx-paths-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "provenance"));
            Assert.False(PathRecord.Check(folder, manifest).Passed);
            PathRecord record = PathRecord.TryRead(Repository.Root)!;
            (record with { Digest = "another" }).Write(folder);
            Assert.Contains("have changed", PathRecord.Check(folder, manifest).Detail, StringComparison.Ordinal);
            (record with { Reached = record.Reached - 1, Unreached = [.. record.Unreached, new UnreachedPath("a.cs", "if (x)", "")] }).Write(folder);
            Assert.Contains("no known answer reaches 'if (x)'", PathRecord.Check(folder, manifest).Detail, StringComparison.Ordinal);
            (record with { Kernels = [record.Kernels[0] with { Named = [] }, .. record.Kernels.Skip(1)] }).Write(folder);
            Assert.Contains("do not reach 'keys of 128, 192 and 256 bits'", PathRecord.Check(folder, manifest).Detail, StringComparison.Ordinal);
            (record with { Kernels = [.. record.Kernels.Skip(1)] }).Write(folder);
            Assert.Contains("were not measured", PathRecord.Check(folder, manifest).Detail, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The published CTR vectors are short: without the generated ones the eight-block loop is never entered.
    [Fact]
    public void Published_vectors_alone_do_not_reach_the_loop_of_eight_counter_blocks()
    {
        PathMeasurement measurement = _measurement.Value;
        int loop = Enumerable.Range(0, measurement.Paths.Count).Single(path => measurement.Paths[path] is { Kernels: ["intrinsics-ctr"] } found && found.Text.StartsWith("for (; length >= EightBlocks.Size", StringComparison.Ordinal));
        Assert.SkipUnless(measurement.Reached.Any(reached => reached.Engine is not ("Portable" or "")), "No engine with the kernel is usable here.");
        Assert.DoesNotContain(loop, measurement.By(reached => reached.Vectors is "rfc-3686-ctr" or "sp-800-38a-ctr"));
        Assert.Contains(loop, measurement.By(reached => reached.Vectors == "generated-ctr"));
    }

    [Fact]
    public void One_process_of_a_measurement()
    {
        string? output = Environment.GetEnvironmentVariable(PathMeasurement.OutputVariable);
        Assert.SkipWhen(output is null, "Part of a measurement, which starts it in a process of its own.");
        Manifest manifest = Manifest.Read(Repository.Root);
        using TracedLibrary library = new(Repository.Root, manifest);
        File.WriteAllText(output, JsonSerializer.Serialize(PathMeasurement.Here(library, Repository.Root, manifest)));
    }

    //
    //  Why a path is not reached on an x64 processor by a known answer
    //
    //      Each entry is one file, and a beginning of the path where only some paths of the file are meant.
    //
    private static readonly (string File, string Path, string Reason)[] _reasons =
    [
        ("MachineCode/ExecutablePages.cs", "public override byte* Allocate(", "Windows only"),
        ("MachineCode/WindowsConvention.cs", "", "Windows only; MachineCode.WindowsConventionTests read on every system what it writes"),
        ("MachineCode/X64Code.cs", "if (OperatingSystem.IsWindows())", "Windows only"),
        ("MachineCode/ExecutableMemory.cs", "if (refusal is not null)", RefusedMemory),
        ("MachineCode/ExecutableMemory.cs", "catch (TypeLoadException exception)", RefusedMemory),
        ("Generated/Vaes512.Empty.g.cs", "entry", MeasuredOnly),
        ("Generated/Vaes256.Empty.g.cs", "entry", MeasuredOnly),
        ("Power/Power8Kernels.cs", "", PowerOnly),
        ("Power/Power8Processor.cs", "", PowerOnly),
        ("Generated/Power8.Flush.g.cs", "", PowerOnly),
        ("MachineCode/X64Processor.cs", "if (((register >> feature.Bit) & 1) == 0)", OtherProcessor),
        ("MachineCode/X64Processor.cs", "if (_state is ulong state", OtherProcessor),
        ("MachineCode/X64Processor.cs", "if (state is not null)", NativeImage),
        ("MachineCode/X64Processor.cs", "internal static unsafe ulong ReadState()", NativeImage),
        ("MachineCode/X64Processor.cs", "catch (PlatformNotSupportedException refusal)", NativeImage),
    ];

    private const string MeasuredOnly = "it does nothing: called to measure what a call costs";
    private const string PowerOnly = "in a process on POWER only; Power.MonoTests run it in an emulated one";
    private const string RefusedMemory = "the operating system refuses memory; MachineCode.ExecutableMemoryTests refuse it in its place";
    private const string OtherProcessor = "a processor that lacks a feature; MachineCode.X64ProcessorTests give such processors";
    private const string NativeImage = "NativeAOT only, where XCR0 is read";

    /// <summary>Why a path cannot be reached on an x64 processor; empty where there is no reason.</summary>
    private static string ReasonFor(KernelPath path) =>
        path.Text.Contains("AdvSimd", StringComparison.Ordinal) || Path.GetFileName(path.File).StartsWith("Arm", StringComparison.Ordinal)
            ? "Arm64 only; the suite runs there on an emulated processor, without the trace"
            : _reasons.FirstOrDefault(entry => path.File.EndsWith(entry.File, StringComparison.Ordinal) && path.Text.StartsWith(entry.Path, StringComparison.Ordinal)).Reason ?? "";
}
