// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  What the XTS kernels keep in memory when a call is not one whole data unit: on the caller's stack, laid out as the scripts
//  say (XtsKernel of Vmx.Crypto.Perlasm)
//
//      A run of data units: the kernel sets it up, and clears the encrypted first tweaks before it returns. A part of a data
//      unit: the tweak of the block after it, which the caller clears.
//
[StructLayout(LayoutKind.Sequential)]
internal struct XtsWorkspace
{
    public nuint Units;
    public nuint TweakSchedule;
    public nuint Run;
    public int Ahead;
    public XtsPart Part;
    public ulong NumberLow;
    public ulong NumberHigh;
    public Block Tweak;
    public FirstTweaks Encrypted;

    [InlineArray(16)]
    public struct FirstTweaks
    {
        private Block _first;
    }
}

/// <summary>Which part of a data unit a call is for.</summary>
internal enum XtsPart
{
    /// <summary>None: it is for whole data units.</summary>
    None,

    /// <summary>The first part.</summary>
    First,

    /// <summary>A later part, whose first tweak is in the workspace.</summary>
    Later,
}
