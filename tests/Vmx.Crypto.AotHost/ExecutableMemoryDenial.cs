// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.AotHost;

/// <summary>Has Linux deny this process, for good, to make memory executable that was not so from the start.</summary>
internal static partial class ExecutableMemoryDenial
{
    private const int SetMemoryDenyWriteExecute = 65;
    private const nuint RefuseExecutableGain = 1;

    /// <summary>False where the operating system cannot.</summary>
    public static bool TrySet() => OperatingSystem.IsLinux() && Control(SetMemoryDenyWriteExecute, RefuseExecutableGain, 0, 0, 0) == 0;

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
