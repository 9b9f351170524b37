// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  What a leg of the suite says of itself
//
//      A leg that means to test one processor or one engine names them; these tests fail when something else runs instead,
//      so that a silent fallback never passes for the real thing.
//

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.Intrinsics;
using Xunit;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Asserts that what the environment expects is what runs.</summary>
public sealed class ExpectedEngine
{
    private const string EngineVariable = "VMX_TEST_EXPECT_ENGINE";
    private const string ArchitectureVariable = "VMX_TEST_EXPECT_ARCHITECTURE";
    private const string GhashWidthVariable = "VMX_TEST_EXPECT_GHASH_WIDTH";

    [Fact]
    public void Engine_in_use_is_the_expected_one() => Assert.Equal(Expectation(EngineVariable), VmxCrypto.EngineName);

    [Fact]
    public void Engine_in_use_passes_its_self_tests()
    {
        foreach (ModeFamily family in Enum.GetValues<ModeFamily>())
        {
            Assert.Equal(VmxCrypto.EngineName, EngineCatalog.Selector.Get(family).Name);
        }
    }

    [Fact]
    public void Processor_architecture_is_the_expected_one() =>
        Assert.Equal(Expectation(ArchitectureVariable), RuntimeInformation.ProcessArchitecture.ToString());

    [Fact]
    public void Carry_less_multiplication_has_the_expected_width() =>
        Assert.Equal(Expectation(GhashWidthVariable), AesNiEngine.CarrylessWidth.ToString(CultureInfo.InvariantCulture));

    private static string Expectation(string variable)
    {
        string? expected = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(expected), $"{variable} is not set: this run expects nothing in particular.");
        return expected!;
    }
}
