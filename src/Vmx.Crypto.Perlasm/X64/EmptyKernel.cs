// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>A kernel that does nothing: called like the others, it shows what a call costs besides its kernel.</summary>
internal sealed class EmptyKernel(VectorShape shape) : Kernel(shape)
{
    public override string Name => "Empty";

    protected override void WriteBody()
    {
    }
}
