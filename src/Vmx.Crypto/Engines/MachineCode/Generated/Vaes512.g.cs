// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.

using System;

namespace Vmx.Crypto.Engines.MachineCode.Generated;

/// <summary>The machine code of <c>Vaes512</c>.</summary>
internal static partial class Vaes512Code
{
    /// <summary>What the processor must have, as derived from the instructions.</summary>
    public static ReadOnlySpan<string> Features => new[]
    {
        "AES",
        "AVX",
        "AVX2",
        "AVX512BW",
        "AVX512DQ",
        "AVX512F",
        "AVX512VL",
        "BMI2",
        "PCLMULQDQ",
        "VAES",
        "VPCLMULQDQ",
    };

    /// <summary>The kernel of a routine; none when the engine goes without.</summary>
    public static X64Kernel Find(X64Routine routine) => routine switch
    {
        X64Routine.Empty => new X64Kernel(Empty, 8),
        X64Routine.EncryptBlocks => new X64Kernel(EncryptBlocks, 2129),
        X64Routine.DecryptBlocks => new X64Kernel(DecryptBlocks, 2130),
        X64Routine.CtrBigEndian32 => new X64Kernel(CtrBigEndian32, 7874),
        X64Routine.CtrLittleEndian32 => new X64Kernel(CtrLittleEndian32, 7364),
        X64Routine.ExpandHashKey => new X64Kernel(ExpandHashKey, 621),
        X64Routine.ExtendHashKey => new X64Kernel(ExtendHashKey, 1746),
        X64Routine.Ghash => new X64Kernel(Ghash, 1463),
        X64Routine.GcmEncrypt => new X64Kernel(GcmEncrypt, 13350),
        X64Routine.GcmDecrypt => new X64Kernel(GcmDecrypt, 13674),
        X64Routine.GcmEncryptShort => new X64Kernel(GcmEncryptShort, 3774),
        X64Routine.GcmDecryptShort => new X64Kernel(GcmDecryptShort, 3750),
        X64Routine.XtsEncrypt => new X64Kernel(XtsEncrypt, 8866),
        X64Routine.XtsDecrypt => new X64Kernel(XtsDecrypt, 8867),
        X64Routine.CbcEncrypt => new X64Kernel(CbcEncrypt, 493),
        X64Routine.CbcDecrypt => new X64Kernel(CbcDecrypt, 2449),
        X64Routine.CbcEncryptMany => new X64Kernel(CbcEncryptMany, 19855),
        X64Routine.ExpandKey128 => new X64Kernel(ExpandKey128, 1131),
        X64Routine.ExpandKey192 => new X64Kernel(ExpandKey192, 1556),
        X64Routine.ExpandKey256 => new X64Kernel(ExpandKey256, 1489),
        _ => default,
    };
}
