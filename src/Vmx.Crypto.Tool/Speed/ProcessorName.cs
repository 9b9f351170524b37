// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What the processor calls itself.</summary>
internal static class ProcessorName
{
    private const int BrandLeaf = unchecked((int)0x80000002);
    private const string CpuInformation = "/proc/cpuinfo";

    public static string Get() => (X86Base.IsSupported ? FromCpuId() : FromOperatingSystem()) ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Family, model and stepping, which say more than a name that many processors have; null where there are none (Intel SDM volume 2, CPUID leaf 1).</summary>
    public static string? Model()
    {
        if (!X86Base.IsSupported)
        {
            return null;
        }
        int signature = X86Base.CpuId(1, 0).Eax;
        int family = (signature >> 8) & 0xF, model = (signature >> 4) & 0xF;
        if (family is 6 or 15)
        {
            model += (signature >> 12) & 0xF0;
        }
        if (family == 15)
        {
            family += (signature >> 20) & 0xFF;
        }
        return string.Create(CultureInfo.InvariantCulture, $"family {family}, model {model}, stepping {signature & 0xF}");
    }

    private static string? FromCpuId()
    {
        if (X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < unchecked((int)0x80000004))
        {
            return null;
        }
        int[] words = new int[12];
        for (int i = 0; i < 3; i++)
        {
            (words[4 * i], words[(4 * i) + 1], words[(4 * i) + 2], words[(4 * i) + 3]) = X86Base.CpuId(BrandLeaf + i, 0);
        }
        string brand = Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>(words)).Trim('\0', ' ');
        return brand.Length == 0 ? null : brand;
    }

    private static string? FromOperatingSystem()
    {
        try
        {
            return File.Exists(CpuInformation)
                ? File.ReadLines(CpuInformation).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
