// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>The Armv8 Cryptographic Extension on Arm64, through System.Runtime.Intrinsics.</summary>
internal sealed class ArmV8Engine : IntrinsicsEngine<ArmVocabulary>
{
    public const string EngineName = "ArmV8";

    public override string Name => EngineName;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() => ArmVocabulary.WhyUnsupported();
}
