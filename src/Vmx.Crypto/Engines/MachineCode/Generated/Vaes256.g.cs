// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.

using System;

namespace Vmx.Crypto.Engines.MachineCode.Generated;

/// <summary>The machine code of <c>Vaes256</c>.</summary>
internal static partial class Vaes256Code
{
    /// <summary>What the processor must have, as derived from the instructions.</summary>
    public static ReadOnlySpan<string> Features => new[]
    {
        "AES",
        "AVX",
        "AVX2",
        "BMI2",
        "PCLMULQDQ",
        "VAES",
        "VPCLMULQDQ",
    };

    /// <summary>The kernel of a routine; none when the engine goes without.</summary>
    public static X64Kernel Find(X64Routine routine) => routine switch
    {
        X64Routine.Empty => new X64Kernel(Empty, 8),
        X64Routine.EncryptBlocks => new X64Kernel(EncryptBlocks, 2082),
        X64Routine.DecryptBlocks => new X64Kernel(DecryptBlocks, 2207),
        X64Routine.CtrBigEndian32 => new X64Kernel(CtrBigEndian32, 2827),
        X64Routine.CtrLittleEndian32 => new X64Kernel(CtrLittleEndian32, 2674),
        X64Routine.ExpandHashKey => new X64Kernel(ExpandHashKey, 910),
        X64Routine.ExtendHashKey => new X64Kernel(ExtendHashKey, 1285),
        X64Routine.Ghash => new X64Kernel(Ghash, 1727),
        X64Routine.GcmEncrypt => new X64Kernel(GcmEncrypt, 14808),
        X64Routine.GcmDecrypt => new X64Kernel(GcmDecrypt, 15062),
        X64Routine.XtsEncrypt => new X64Kernel(XtsEncrypt, 8339),
        X64Routine.XtsDecrypt => new X64Kernel(XtsDecrypt, 8589),
        X64Routine.CbcEncrypt => new X64Kernel(CbcEncrypt, 464),
        X64Routine.CbcDecrypt => new X64Kernel(CbcDecrypt, 2415),
        X64Routine.CbcEncryptMany => new X64Kernel(CbcEncryptMany, 9694),
        X64Routine.ExpandKey128 => new X64Kernel(ExpandKey128, 1175),
        X64Routine.ExpandKey192 => new X64Kernel(ExpandKey192, 1600),
        X64Routine.ExpandKey256 => new X64Kernel(ExpandKey256, 1487),
        _ => default,
    };
}
