// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  Memory between two pages that may not be touched
//
//      An access to a guard page ends the process. Before each case the test therefore writes its name into a small file
//      that is mapped into memory, so that it survives (LastCase): after a crash the file tells engine, entry point and
//      length, and the next run prints it.
//

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Readable and writable memory with a guard page on either side.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectionNone = 0;
    private const int ProtectionReadWrite = 1 | 2;
    private const int MapPrivateAnonymous = 0x02 | 0x20;

    private readonly byte* _start;
    private readonly nuint _mapped;

    public GuardedMemory(int minimumSize)
    {
        int page = Environment.SystemPageSize;
        Size = (minimumSize + page - 1) / page * page;
        _mapped = (nuint)(Size + (2 * page));
        _start = Map(null, _mapped, ProtectionNone, MapPrivateAnonymous, -1, 0);
        if ((nint)_start == -1 || Protect(_start + page, (nuint)Size, ProtectionReadWrite) != 0)
        {
            throw new InvalidOperationException($"No memory with guard pages: error {Marshal.GetLastPInvokeError()}.");
        }
        First = _start + page;
    }

    /// <summary>Where guard pages can be had: mmap's constants are those of Linux.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The first byte behind the lower guard page.</summary>
    public byte* First { get; }

    public int Size { get; }

    public Span<byte> All => new(First, Size);

    /// <summary>The last bytes before the upper guard page.</summary>
    public Span<byte> AtEnd(int length) => new(First + Size - length, length);

    /// <summary>The first bytes behind the lower guard page, or some way from there.</summary>
    public Span<byte> AtStart(int length, int misalignment = 0) => new(First + misalignment, length);

    public void Dispose() => _ = Unmap(_start, _mapped);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
