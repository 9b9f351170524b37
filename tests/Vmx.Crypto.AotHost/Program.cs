// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  The known answers without a JIT compiler
//
//      Vmx.Crypto.AotHost FOLDER [--deny-executable-memory]
//
//      Runs the self-tests, then the vector files of a folder on every engine that did not fail one, and asserts that the
//      engine in use is that which VMX_TEST_EXPECT_ENGINE names. It is there to be published with NativeAOT, where the properties of
//      System.Runtime.Intrinsics are constants and the machine-code engines ask the processor themselves; and since such
//      a process never needs executable memory of its own, it can have Linux deny it (prctl PR_SET_MDWE, Linux 6.3), which a
//      process with a JIT compiler could not live with. Exit code 77: this Linux cannot deny it.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vmx.Crypto;
using Vmx.Crypto.AotHost;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.KnownAnswers;

const int CannotDeny = 77;

string folder = args[0];
bool denies = args.Contains("--deny-executable-memory");
if (denies && !ExecutableMemoryDenial.TrySet())
{
    Console.WriteLine("this operating system cannot deny executable memory");
    return CannotDeny;
}

// An engine that fails one is out, and the next is tested instead.
foreach (ModeFamily family in Enum.GetValues<ModeFamily>())
{
    _ = EngineCatalog.Selector.Get(family);
}

var problems = new List<string>();
Console.WriteLine(RuntimeFeature.IsDynamicCodeCompiled ? "with a JIT compiler" : "NativeAOT");
foreach (EngineInfo engine in VmxCrypto.Engines)
{
    Console.WriteLine($"  {engine.Name}: {engine.Reason}");
}

string? expected = Environment.GetEnvironmentVariable("VMX_TEST_EXPECT_ENGINE");
if (!string.IsNullOrEmpty(expected) && expected != VmxCrypto.EngineName)
{
    problems.Add($"The engine in use is {VmxCrypto.EngineName}, and {expected} was expected.");
}
if (denies && RuntimeInformation.ProcessArchitecture == Architecture.X64)
{
    problems.AddRange(VmxCrypto.Engines
        .Where(engine => engine.Name.StartsWith("Vaes", StringComparison.Ordinal) && !engine.Reason.StartsWith("the operating system refuses executable memory: ", StringComparison.Ordinal))
        .Select(engine => $"{engine.Name} says '{engine.Reason}' where executable memory is denied."));
}
problems.AddRange(Enum.GetValues<ModeFamily>()
    .Where(family => EngineCatalog.Selector.Get(family).Name != VmxCrypto.EngineName)
    .Select(family => $"{family} is served by {EngineCatalog.Selector.Get(family).Name}."));

HashSet<string> failed = [.. VmxCrypto.Engines.Where(engine => engine.Reason.StartsWith("failed its self-test", StringComparison.Ordinal)).Select(engine => engine.Name)];
int total = 0;
foreach (Engine engine in EngineCatalog.Selector.Supported.Where(engine => !failed.Contains(engine.Name)))
{
    KnownAnswerResult[] results = [.. KnownAnswerReader.Enumerate(folder).Select(path => KnownAnswerRunner.Run(path, engine))];
    problems.AddRange(results.SelectMany(result => result.Failures).Select(failure => $"{engine.Name}, {failure.Id}: {failure.Detail}"));
    Console.WriteLine($"  {engine.Name}: {results.Sum(result => result.Passed)} of {results.Sum(result => result.Run)} known answers");
    total += results.Sum(result => result.Run);
}
foreach (string problem in problems)
{
    Console.WriteLine(problem);
}
Console.WriteLine($"Total: {total}, Failed: {problems.Count}, Skipped: 0");
return problems.Count == 0 ? 0 : 1;
