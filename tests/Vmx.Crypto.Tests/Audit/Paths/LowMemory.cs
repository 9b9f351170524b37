// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>Zeroed memory below 2^31, which x64 code can address with 32 bits.</summary>
internal sealed unsafe partial class LowMemory : IDisposable
{
    private const int ProtectionReadWrite = 1 | 2;
    private const int MapPrivateAnonymousLow = 0x02 | 0x20 | 0x40;

    private readonly byte* _start;
    private readonly int _size;

    public LowMemory(int size)
    {
        _start = Map(null, (nuint)size, ProtectionReadWrite, MapPrivateAnonymousLow, -1, 0);
        _size = size;
        if ((nint)_start == -1)
        {
            throw new InvalidOperationException($"No memory at low addresses: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    /// <summary>Where it can be had: the flag is of Linux on x64.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public int Address => (int)_start;

    public Span<byte> All => new(_start, _size);

    public void Dispose() => _ = Unmap(_start, (nuint)_size);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
