// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.Power;
using Vmx.Crypto.Tool.Speed.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

/// <summary>The emulated processors that the Power8 engine is tested on.</summary>
internal static class PowerProcessors
{
    /// <summary>The environment variable that puts the engine of one of them in the place of this machine's engines: <c>power8</c>, <c>power9</c>, <c>power10</c>.</summary>
    public const string EnvironmentVariable = "VMX_TEST_POWER";

    /// <summary>What the environment asks for, or null.</summary>
    public static string? Chosen { get; } = Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } name ? name : null;

    /// <summary>Skips a test where the emulator is missing.</summary>
    public static void Require() => Assert.SkipUnless(EmulatedKernels.IsAvailable, "qemu-ppc64le (Debian package qemu-user) is not installed.");

    /// <summary>An engine on a new emulated processor.</summary>
    public static Power8Engine CreateEngine(string processor) => new(new EmulatedPower8(EmulatedKernels.Start(EmulatedPower8.Kernels, processor)));
}
