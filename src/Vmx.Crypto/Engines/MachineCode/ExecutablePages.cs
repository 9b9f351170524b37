// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>The three calls that executable memory takes. Sizes are whole pages; a refusal is the operating system's own words.</summary>
internal abstract unsafe partial class ExecutablePages
{
    /// <summary>Those of this operating system.</summary>
    public static ExecutablePages System { get; } = OperatingSystem.IsWindows() ? new WindowsPages() : new UnixPages();

    /// <summary>Memory that can be read and written, or null.</summary>
    public abstract byte* Allocate(nuint size, out string? refusal);

    /// <summary>Makes memory readable and executable, and no longer writable. Null when that is so now.</summary>
    public abstract string? MakeExecutable(byte* memory, nuint size);

    /// <summary>Gives memory back.</summary>
    public abstract void Free(byte* memory, nuint size);

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    //
    //  Linux and Darwin: mmap, mprotect, munmap. They agree on the constants but for MAP_ANONYMOUS. Darwin on x64 wants
    //  MAP_JIT of processes with a hardened runtime only; there mprotect fails.
    //
    private sealed partial class UnixPages : ExecutablePages
    {
        private const int ProtectionReadWrite = 0x1 | 0x2;
        private const int ProtectionReadExecute = 0x1 | 0x4;
        private const int MapPrivate = 0x02;
        private const int MapAnonymousLinux = 0x20;
        private const int MapAnonymousDarwin = 0x1000;

        public override byte* Allocate(nuint size, out string? refusal)
        {
            int anonymous = OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? MapAnonymousLinux : MapAnonymousDarwin;
            byte* memory = Map(null, size, ProtectionReadWrite, MapPrivate | anonymous, -1, 0);
            bool isRefused = (nint)memory == -1;
            refusal = isRefused ? LastError() : null;
            return isRefused ? null : memory;
        }

        public override string? MakeExecutable(byte* memory, nuint size) =>
            Protect(memory, size, ProtectionReadExecute) == 0 ? null : LastError();

        public override void Free(byte* memory, nuint size) => _ = Unmap(memory, size);

        [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
        private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
        private static partial int Protect(void* address, nuint length, int protection);

        [LibraryImport("libc", EntryPoint = "munmap")]
        private static partial int Unmap(void* address, nuint length);
    }

    private sealed partial class WindowsPages : ExecutablePages
    {
        private const uint CommitAndReserve = 0x1000 | 0x2000;
        private const uint Release = 0x8000;
        private const uint ReadWrite = 0x04;
        private const uint ExecuteRead = 0x20;
        private const nint ThisProcess = -1;

        public override byte* Allocate(nuint size, out string? refusal)
        {
            byte* memory = VirtualAlloc(null, size, CommitAndReserve, ReadWrite);
            refusal = memory == null ? LastError() : null;
            return memory;
        }

        public override string? MakeExecutable(byte* memory, nuint size) =>
            VirtualProtect(memory, size, ExecuteRead, out _) && FlushInstructionCache(ThisProcess, memory, size) ? null : LastError();

        // VirtualFree takes the whole of what VirtualAlloc gave, and wants its size to be zero.
        public override void Free(byte* memory, nuint size) => _ = VirtualFree(memory, 0, Release);

        [LibraryImport("kernel32", EntryPoint = "VirtualAlloc", SetLastError = true)]
        private static partial byte* VirtualAlloc(void* address, nuint size, uint type, uint protection);

        [LibraryImport("kernel32", EntryPoint = "VirtualProtect", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static partial bool VirtualProtect(void* address, nuint size, uint protection, out uint oldProtection);

        [LibraryImport("kernel32", EntryPoint = "VirtualFree")]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static partial bool VirtualFree(void* address, nuint size, uint type);

        [LibraryImport("kernel32", EntryPoint = "FlushInstructionCache", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static partial bool FlushInstructionCache(nint process, void* address, nuint size);
    }
}
