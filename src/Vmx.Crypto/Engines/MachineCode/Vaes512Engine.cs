// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.Intrinsics.X86;
using Vmx.Crypto.Engines.MachineCode.Generated;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>Generated machine code for x64 with VAES and VPCLMULQDQ on 512-bit registers.</summary>
internal sealed class Vaes512Engine() : VaesEngine(new X64Code(Vaes512Code.Find, OperatingSystem.IsWindows()))
{
    public const string EngineName = "Vaes512";

    public override string Name => EngineName;

    protected override int CbcLaneCount => 32;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() =>
        X86Base.X64.IsSupported && Aes.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Pclmulqdq.V512.IsSupported && (X86Base.CpuId(7, 0).Ecx & 0x600) == 0x600 ? null : "the processor or the runtime does not offer what it needs";
}
