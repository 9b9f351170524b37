// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Vmx.Crypto.Engines.MachineCode.Generated;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>Generated machine code for x64 with VAES and VPCLMULQDQ on 256-bit registers.</summary>
internal sealed class Vaes256Engine() : VaesEngine(new X64Code(Vaes256Code.Find), blocks: 2)
{
    public const string EngineName = "Vaes256";

    public override string Name => EngineName;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() => X64Processor.WhyUnsupported(Vaes256Code.Features);
}
