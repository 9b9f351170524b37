// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>Every POWER kernel there is, in the order of the enumeration of routines in the package.</summary>
internal static class KernelCatalog
{
    /// <summary>New scripts, one for each kernel.</summary>
    public static IReadOnlyList<PowerKernel> Create() =>
    [
        new FlushKernel(),
        new ExpandKeyKernel(),
        new BlockKernel("EncryptBlocks", inverse: false, chained: false),
        new BlockKernel("DecryptBlocks", inverse: true, chained: false),
        new CbcEncryptKernel(),
        new BlockKernel("CbcDecrypt", inverse: true, chained: true),
        new CbcEncryptLanesKernel(),
        new CtrKernel(littleEndian: false),
        new CtrKernel(littleEndian: true),
        new XtsKernel(inverse: false),
        new XtsKernel(inverse: true),
        new ExpandHashKeyKernel(),
        new GhashKernel(),
        new GcmKernel(decrypts: false),
        new GcmKernel(decrypts: true),
    ];
}
