// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.InteropServices;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  Memory of the XTS kernels, on the caller's stack
//
//      A run of data units keeps its place and its encrypted first tweaks here, and longer data units what they have no
//      registers for: expanded round keys or tweaks. The kernel sets all of it up and clears what is secret, but for the
//      tweak between two parts of a data unit, which is the caller's to set and to clear.
//
//      Kernels load whole registers from it, which takes half as long where none lies in two cache lines: Align finds such
//      a place in a local variable of this type.
//
[StructLayout(LayoutKind.Explicit, Size = 64 + (16 * Engine.BlockSize) + (12 * 64) + Alignment)]
internal unsafe struct XtsWorkspace
{
    private const int Alignment = 64;

    /// <summary>The tweak of the next block of a data unit in parts.</summary>
    [FieldOffset(32)]
    public Block Tweak;

    /// <summary>Which part a call is for, when it is for a part.</summary>
    [FieldOffset(52)]
    public XtsPart Part;

    /// <summary>The place within a local variable that kernels use.</summary>
    public static XtsWorkspace* Align(XtsWorkspace* memory) => (XtsWorkspace*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
}

/// <summary>A part of a data unit.</summary>
internal enum XtsPart
{
    /// <summary>The first, whose tweak is to be made.</summary>
    First,

    /// <summary>A later one, whose tweak is there.</summary>
    Later,
}
