// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>AES-NI and PCLMULQDQ on x64, through System.Runtime.Intrinsics.</summary>
internal sealed class AesNiEngine : IntrinsicsEngine<X86Vocabulary>
{
    public const string EngineName = "AesNi";

    public override string Name => EngineName;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() => X86Vocabulary.WhyUnsupported();
}
