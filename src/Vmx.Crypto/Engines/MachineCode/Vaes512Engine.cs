// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Vmx.Crypto.Engines.MachineCode.Generated;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>Generated machine code for x64 with VAES and VPCLMULQDQ on 512-bit registers.</summary>
internal sealed class Vaes512Engine() : VaesEngine(new X64Code(Vaes512Code.Find), blocks: 4)
{
    public const string EngineName = "Vaes512";

    public override string Name => EngineName;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() => X64Processor.WhyUnsupported(Vaes512Code.Features);
}
