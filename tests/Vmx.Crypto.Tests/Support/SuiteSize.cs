// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  How much of the suite runs
//
//      The environment variable VMX_TEST_SIZE is `full` (also when it is not set) or `sample`. A sample takes every path and
//      every wrap with fewer lengths: it is for emulated processors and for the runtime's switches.
//

using System;
using Xunit;

namespace Vmx.Crypto.Tests.Support;

/// <summary>The size of the suite, chosen by <c>VMX_TEST_SIZE</c>.</summary>
internal static class SuiteSize
{
    public const string EnvironmentVariable = "VMX_TEST_SIZE";

    /// <summary>The size as it is printed.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable(EnvironmentVariable) switch
    {
        null or "" or "full" => "full",
        "sample" => "sample",
        string other => throw new InvalidOperationException($"{EnvironmentVariable} is '{other}'; it may be 'full' or 'sample'."),
    };

    public static bool IsFull => Name == "full";

    /// <summary>A number that depends on the size.</summary>
    public static int Choose(int full, int sample) => IsFull ? full : sample;
}

/// <summary>Prints, once, what this run is.</summary>
public sealed class SuiteSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void This_run_says_how_large_it_is()
    {
        output.WriteLine($"size {SuiteSize.Name}, engine {VmxCrypto.EngineName}, architecture {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}");
        TestContext.Current.SendDiagnosticMessage("Suite size: {0}", SuiteSize.Name);
        Console.WriteLine($"Suite size: {SuiteSize.Name}; engine: {VmxCrypto.EngineName}.");
        Assert.Contains(SuiteSize.Name, (string[])["full", "sample"]);
    }
}
