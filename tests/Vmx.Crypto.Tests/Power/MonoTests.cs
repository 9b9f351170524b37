// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.Power;
using Vmx.Crypto.Tests.KnownAnswers;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Speed.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

//
//  The loader of the Power8 engine in a managed process on an emulated POWER
//
//      .NET 10 has no build for this machine that could be had, but Debian has Mono. Every vector file is run on the emulated
//      engine, which must give every answer that is not of a very long message; the kernel calls that this makes are recorded. A small program for Mono, made
//      of the loader's own sources and the package's own blobs, detects the processor, maps and flushes the code and makes
//      the same calls in its process.
//
public sealed class MonoTests(ITestOutputHelper output)
{
    /// <summary>The folder that <c>.ci/power-mono</c> unpacked Mono into.</summary>
    private const string RootVariable = "VMX_TEST_MONO";

    /// <summary>The program that <c>tests/Vmx.Crypto.MonoHost</c> builds.</summary>
    private const string HostVariable = "VMX_TEST_MONO_HOST";

    private const int LongestMessage = 4 * 1024;

    [Theory]
    [MemberData(nameof(Power8Tests.Processors), MemberType = typeof(Power8Tests))]
    public void Managed_process_makes_the_calls_of_the_vectors(string processor)
    {
        PowerProcessors.Require();
        string? root = Environment.GetEnvironmentVariable(RootVariable);
        string? host = Environment.GetEnvironmentVariable(HostVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(root) || string.IsNullOrEmpty(host), $"{RootVariable} and {HostVariable} are not set: Mono for POWER is not here.");
        string file = Path.GetTempFileName();
        try
        {
            HashSet<string> calls = Record(processor);
            File.WriteAllLines(file, calls);
            (int exitCode, string text) = RunMono(root!, processor, host!, file);
            output.WriteLine(text);
            Assert.Contains($"{calls.Count} calls passed, 0 failed; cache line 128, pointers of 8 bytes", text, StringComparison.Ordinal);
            Assert.Equal(0, exitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static HashSet<string> Record(string processor)
    {
        var calls = new HashSet<string>(StringComparer.Ordinal);
        using EmulatedKernels server = EmulatedKernels.Start(EmulatedPower8.Kernels, processor);
        server.Record = call => calls.Add(call);
        var engine = new Power8Engine(new EmulatedPower8(server));
        foreach (string name in Vectors.Names)
        {
            // Longer messages pass the same loops more often.
            KnownAnswerFile file = Vectors.Read(name);
            Assert.Empty(KnownAnswerRunner.Run(file with { Cases = [.. file.Cases.Where(answer => answer.Plaintext is not { Length: > LongestMessage })] }, engine).Failures);
        }
        foreach (Power8Routine routine in Enum.GetValues<Power8Routine>())
        {
            string number = ((int)routine).ToString(CultureInfo.InvariantCulture) + " ";
            Assert.True(routine == Power8Routine.Flush || Array.Exists([.. calls], call => call.StartsWith(number, StringComparison.Ordinal)), $"No vector makes a call of {routine}.");
        }
        return calls;
    }

    // Address space layout randomisation makes this Mono fail now and then whatever it runs; setarch -R turns it off.
    private static (int ExitCode, string Output) RunMono(string root, string processor, params string[] arguments)
    {
        var start = new ProcessStartInfo("setarch", ["-R", EmulatedKernels.Emulator, "-cpu", processor, "-L", root, Path.Combine(root, "usr/bin/mono-sgen"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MONO_PATH"] = Path.Combine(root, "usr/lib/mono/4.5");
        start.Environment["MONO_CFG_DIR"] = Path.Combine(root, "etc");
        start.Environment["MONO_GAC_PREFIX"] = Path.Combine(root, "usr");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + errors.GetAwaiter().GetResult());
    }
}
