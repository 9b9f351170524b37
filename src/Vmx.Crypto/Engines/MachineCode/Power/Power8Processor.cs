// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  What the operating system says of a POWER processor
//
//      The architecture comes from uname: Mono takes ppc64le for X64, so RuntimeInformation cannot be believed there. The
//      instructions come from the auxiliary vector: AT_HWCAP2 has a bit for vector crypto (vcipher, vpmsumd) and one for
//      Power ISA 2.07, of which vpermxor is. Both are asked for. Nothing is tried out: an instruction that is not there
//      ends the process.
//
//      This file and Power8Kernels.cs use nothing that .NET Framework 4.7.2 lacks: so they are also compiled into a test
//      program for Mono.
//
internal static unsafe class Power8Processor
{
    /// <summary>PPC_FEATURE2_ARCH_2_07 and PPC_FEATURE2_VEC_CRYPTO.</summary>
    public const ulong RequiredHardwareCapabilities = 0x8000_0000 | 0x0200_0000;

    private const string Architecture = "ppc64le";

    // struct utsname of Linux: six strings of 65 bytes, the machine's the fifth. Others are larger.
    private const int SystemNameSize = 4096;
    private const int MachineOffset = 4 * 65;

    private const uint TagDataCacheLine = 19;
    private const uint TagInstructionCacheLine = 20;
    private const uint TagHardwareCapabilities2 = 26;
    private const nuint SmallestCacheLine = 32;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported()
    {
        if (Environment.OSVersion.Platform != PlatformID.Unix)
        {
            return WhyUnsupported("", 0);
        }
        string machine = Machine();
        return WhyUnsupported(machine, machine == Architecture ? GetAuxiliaryValue(TagHardwareCapabilities2) : 0);
    }

    /// <summary>The same of a machine's name and its AT_HWCAP2.</summary>
    internal static string? WhyUnsupported(string machine, ulong hardwareCapabilities2) =>
        machine != Architecture ? "the processor is not a 64-bit little-endian POWER"
        : (hardwareCapabilities2 & RequiredHardwareCapabilities) != RequiredHardwareCapabilities ? "the processor is older than POWER8: it has no vector crypto"
        : null;

    /// <summary>A distance that no cache line is smaller than: what AT_DCACHEBSIZE and AT_ICACHEBSIZE say, where they say something.</summary>
    public static nuint CacheLine()
    {
        nuint data = GetAuxiliaryValue(TagDataCacheLine);
        nuint instructions = GetAuxiliaryValue(TagInstructionCacheLine);
        nuint line = data < instructions ? data : instructions;
        return line == 0 ? SmallestCacheLine : line;
    }

    private static string Machine()
    {
        byte* name = stackalloc byte[SystemNameSize];
        for (int i = 0; i < SystemNameSize; i++)
        {
            name[i] = 0;
        }
        if (GetSystemName(name) != 0)
        {
            return "";
        }
        int length = 0;
        while (length < 65 && name[MachineOffset + length] != 0)
        {
            length++;
        }
        return Encoding.ASCII.GetString(name + MachineOffset, length);
    }

    [DllImport("libc", EntryPoint = "uname")]
    private static extern int GetSystemName(byte* name);

    [DllImport("libc", EntryPoint = "getauxval")]
    private static extern nuint GetAuxiliaryValue(nuint tag);
}
