// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Iced.Intel;

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>A vector register of the width that a kernel is written for.</summary>
/// <param name="Number">0 to 31; 16 and above exist with AVX-512 only.</param>
/// <param name="Bits">128, 256 or 512.</param>
internal readonly record struct Vector(int Number, int Bits)
{
    /// <summary>The register as Iced names it.</summary>
    public Register Register => Bits switch
    {
        512 => Register.ZMM0,
        256 => Register.YMM0,
        _ => Register.XMM0,
    } + Number;

    /// <summary>Its lowest 128 bits.</summary>
    public AssemblerRegisterXMM X => new(Register.XMM0 + Number);

    /// <summary>Its lowest 256 bits.</summary>
    public AssemblerRegisterYMM Y => new(Register.YMM0 + Number);

    /// <summary>All 512 bits of it.</summary>
    public AssemblerRegisterZMM Z => new(Register.ZMM0 + Number);

    /// <summary>Its lowest bits as a register of another width.</summary>
    public Vector Low(int bits) => this with { Bits = bits };
}

/// <summary>What a family of kernels is written for: the width of its registers and how many there are.</summary>
/// <param name="Engine">The engine that the kernels belong to.</param>
/// <param name="Bits">256 or 512.</param>
internal sealed record VectorShape(string Engine, int Bits)
{
    /// <summary>AVX-512: four blocks a register, 32 registers, masks, ternary logic.</summary>
    public static VectorShape Vaes512 { get; } = new("Vaes512", 512);

    /// <summary>AVX2: two blocks a register, 16 registers.</summary>
    public static VectorShape Vaes256 { get; } = new("Vaes256", 256);

    /// <summary>Bytes of a register.</summary>
    public int Bytes => Bits / 8;

    /// <summary>Blocks of a register.</summary>
    public int Blocks => Bits / 128;

    /// <summary>Whether the kernels use AVX-512, and with it the upper 16 registers.</summary>
    public bool IsAvx512 => Bits == 512;
}
