// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  Executable memory
//
//      One region, written once and then made readable and executable: at no time is it writable and executable together.
//      It lives as long as the process. An operating system may refuse it (SELinux's execmem, a hardened runtime, a policy
//      of the process); then there are no machine-code engines, and the reason is told.
//
internal static unsafe partial class ExecutableMemory
{
    private const int ProtectionReadWrite = 0x1 | 0x2;
    private const int ProtectionReadExecute = 0x1 | 0x4;
    private const int MapPrivate = 0x02;
    private const int MapAnonymousLinux = 0x20;
    private const int MapAnonymousDarwin = 0x1000;

    private const uint MemoryCommitAndReserve = 0x1000 | 0x2000;
    private const uint PageReadWrite = 0x04;
    private const uint PageExecuteRead = 0x20;

    /// <summary>Copies code into memory of its own and makes it executable.</summary>
    /// <param name="code">The code, position-independent.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="Win32Exception">The operating system refuses.</exception>
    public static byte* Load(ReadOnlySpan<byte> code)
    {
        nuint size = (nuint)code.Length;
        return OperatingSystem.IsWindows() ? LoadOnWindows(code, size) : LoadOnUnix(code, size);
    }

    private static byte* LoadOnUnix(ReadOnlySpan<byte> code, nuint size)
    {
        int anonymous = OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? MapAnonymousLinux : MapAnonymousDarwin;
        byte* memory = Map(null, size, ProtectionReadWrite, MapPrivate | anonymous, -1, 0);
        if ((nint)memory == -1)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        code.CopyTo(new Span<byte>(memory, code.Length));
        if (Protect(memory, size, ProtectionReadExecute) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _ = Unmap(memory, size);
            throw new Win32Exception(error);
        }
        return memory;
    }

    private static byte* LoadOnWindows(ReadOnlySpan<byte> code, nuint size)
    {
        byte* memory = VirtualAlloc(null, size, MemoryCommitAndReserve, PageReadWrite);
        if (memory == null)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        code.CopyTo(new Span<byte>(memory, code.Length));
        if (!VirtualProtect(memory, size, PageExecuteRead, out _))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        _ = FlushInstructionCache(-1, memory, size);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("kernel32", EntryPoint = "VirtualAlloc", SetLastError = true)]
    private static partial byte* VirtualAlloc(void* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", EntryPoint = "VirtualProtect", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(void* address, nuint size, uint protection, out uint oldProtection);

    [LibraryImport("kernel32", EntryPoint = "FlushInstructionCache", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushInstructionCache(nint process, void* address, nuint size);
}
