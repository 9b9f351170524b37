// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines.Intrinsics;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.Portable;

namespace Vmx.Crypto.Engines;

//
//  The one list of engines, best first. Each row says why it stands where it does; each engine's own file says which
//  instructions it needs.
//
internal static class EngineCatalog
{
    /// <summary>The environment variable that forces an engine for the whole process.</summary>
    public const string EnvironmentVariable = "VMX_CRYPTO_ENGINE";

    /// <summary>The <see cref="AppContext"/> datum that forces one where the environment does not.</summary>
    public const string AppContextName = "Vmx.Crypto.Engine";

    /// <summary>Every engine this package knows.</summary>
    public static IReadOnlyList<EngineTier> Tiers { get; } =
    [
        new(Power8Engine.EngineName,
            "Machine code for POWER8 and later, the processors that these kernels were first written for: .NET has no intrinsics for them.",
            Power8Engine.WhyUnsupported,
            static () => new Power8Engine(new Power8Kernels())),
        new(Vaes512Engine.EngineName,
            "Machine code for 512-bit registers: two AES rounds of four blocks a cycle, and carry-less products of four at once.",
            Vaes512Engine.WhyUnsupported,
            static () => new Vaes512Engine()),
        new(Vaes256Engine.EngineName,
            "Machine code for 256-bit registers: what processors with VAES and without AVX-512 have.",
            Vaes256Engine.WhyUnsupported,
            static () => new Vaes256Engine()),
        new(AesNiEngine.EngineName,
            "Two AES rounds a cycle on 128-bit registers, the widest AES that System.Runtime.Intrinsics offers on x64; GHASH on the widest carry-less multiplication there is.",
            AesNiEngine.WhyUnsupported,
            static () => new AesNiEngine()),
        new(ArmV8Engine.EngineName,
            "The Armv8 Cryptographic Extension: AESE and AESMC pairs and PMULL, on every Arm64 processor of the last ten years but a few single-board computers.",
            ArmV8Engine.WhyUnsupported,
            static () => new ArmV8Engine()),
        new(PortableEngine.EngineName,
            "Needs nothing: bitsliced AES and GHASH by integer multiplication, constant-time on every processor.",
            PortableEngine.WhyUnsupported,
            static () => new PortableEngine()),
    ];

    /// <summary>What decides for this process.</summary>
    public static EngineSelector Selector { get; } = new(Tiers, ForcedName, EngineSelfTest.Run);

    private static string? ForcedName() =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } name
            ? name
            : AppContext.GetData(AppContextName) as string;
}
