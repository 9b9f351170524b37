// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>Keeps the calling thread on the core it runs on, on Linux; elsewhere does nothing.</summary>
internal sealed unsafe partial class ProcessorAffinity : IDisposable
{
    private const int MaskSize = 128;

    private readonly byte[] _before = new byte[MaskSize];
    private readonly bool _isPinned;

    private ProcessorAffinity()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        try
        {
            int core = sched_getcpu();
            if (core is < 0 or >= MaskSize * 8 || !Get(_before))
            {
                return;
            }
            byte[] mask = new byte[MaskSize];
            mask[core / 8] = (byte)(1 << (core % 8));
            _isPinned = Set(mask);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: the thread stays free.
        }
    }

    /// <summary>Pins the calling thread until the result is disposed, on the same thread.</summary>
    public static ProcessorAffinity PinCurrentThread() => new();

    public void Dispose()
    {
        if (_isPinned)
        {
            Set(_before);
        }
    }

    private static bool Get(byte[] mask)
    {
        fixed (byte* pointer = mask)
        {
            return sched_getaffinity(0, MaskSize, pointer) >= 0;
        }
    }

    private static bool Set(byte[] mask)
    {
        fixed (byte* pointer = mask)
        {
            return sched_setaffinity(0, MaskSize, pointer) == 0;
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sched_getcpu();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sched_getaffinity(int thread, nuint size, byte* mask);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sched_setaffinity(int thread, nuint size, byte* mask);
}
