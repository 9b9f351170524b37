// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>Every x64 kernel there is, by engine, in the order of the enumeration of routines in the package.</summary>
internal static class KernelCatalog
{
    /// <summary>The engines.</summary>
    public static IReadOnlyList<VectorShape> Shapes { get; } = [VectorShape.Vaes512, VectorShape.Vaes256];

    /// <summary>The kernels of one engine.</summary>
    public static IReadOnlyList<Kernel> Create(VectorShape shape) =>
    [
        new EmptyKernel(shape),
        new BlockKernel(shape, inverse: false),
        new BlockKernel(shape, inverse: true),
        new CtrKernel(shape, littleEndian: false),
        new CtrKernel(shape, littleEndian: true),
        new ExpandHashKeyKernel(shape),
        new ExtendHashKeyKernel(shape),
        new GhashKernel(shape),
        new GcmKernel(shape, decrypts: false),
        new GcmKernel(shape, decrypts: true),
        .. shape.IsAvx512 ? (Kernel[])[new ShortGcmKernel(shape, decrypts: false), new ShortGcmKernel(shape, decrypts: true)] : [],
        new XtsKernel(shape, inverse: false),
        new XtsKernel(shape, inverse: true),
        new CbcEncryptKernel(shape),
        new CbcDecryptKernel(shape),
        new CbcEncryptManyKernel(shape),
        new KeyExpansionKernel(shape, 128),
        new KeyExpansionKernel(shape, 192),
        new KeyExpansionKernel(shape, 256),
    ];
}
