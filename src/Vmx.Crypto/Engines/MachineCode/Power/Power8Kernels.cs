// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines.MachineCode.Generated;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  The POWER kernels in executable memory
//
//      Kernels are laid out in one region of whole pages, which is written once and then made readable and executable: at no
//      time is it writable and executable together. It lives as long as the process.
//
//      The instruction cache of POWER need not see what was written as data. The first routine, Flush, stores the data cache
//      lines of all the others back and invalidates their instruction cache lines; it is called before any other. It cannot
//      flush itself before it runs, and need not: nothing was ever fetched from these pages, and the return from mprotect
//      synchronises the context.
//
//      A function pointer of ELFv2 is the address of the code. No kernel uses the table of contents (r2) or wants its own
//      address in r12.
//
internal sealed unsafe class Power8Kernels : IPower8Kernels
{
    private const int Alignment = 128;
    private const int RoutineCount = (int)Power8Routine.GcmDecrypt + 1;
    private const int PageSizeName = 30;
    private const int ProtectionReadWrite = 0x1 | 0x2;
    private const int ProtectionReadExecute = 0x1 | 0x4;
    private const int MapPrivateAnonymous = 0x02 | 0x20;

    private readonly byte* _memory;
    private readonly int[] _entries = new int[RoutineCount];

    /// <summary>Loads every routine.</summary>
    /// <exception cref="PlatformNotSupportedException">The operating system refuses executable memory; the message says so.</exception>
    public Power8Kernels()
    {
        int end = Layout(_entries);
        nuint page = (nuint)GetSystemConfiguration(PageSizeName);
        nuint size = ((nuint)end + page - 1) / page * page;
        _memory = Map(null, size, ProtectionReadWrite, MapPrivateAnonymous, -1, 0);
        if ((nint)_memory == -1)
        {
            throw Refusal();
        }
        for (int i = 0; i < RoutineCount; i++)
        {
            ReadOnlySpan<byte> code = Power8Code.Find((Power8Routine)i);
            code.CopyTo(new Span<byte>(_memory + _entries[i], code.Length));
        }
        if (Protect(_memory, size, ProtectionReadExecute) != 0)
        {
            PlatformNotSupportedException refusal = Refusal();
            _ = Unmap(_memory, size);
            throw refusal;
        }
        Call(Power8Routine.Flush, _memory, _memory + end, (void*)Power8Processor.CacheLine(), null, 0);
    }

#if NET
    public void Call(Power8Routine routine, void* key, void* state, void* source, void* destination, nuint count, void* hashKey = null, void* hash = null) =>
        ((delegate* unmanaged[SuppressGCTransition]<void*, void*, void*, void*, nuint, void*, void*, void>)(_memory + _entries[(int)routine]))(key, state, source, destination, count, hashKey, hash);
#else
    public void Call(Power8Routine routine, void* key, void* state, void* source, void* destination, nuint count, void* hashKey = null, void* hash = null) =>
        ((delegate* unmanaged[Cdecl]<void*, void*, void*, void*, nuint, void*, void*, void>)(_memory + _entries[(int)routine]))(key, state, source, destination, count, hashKey, hash);
#endif

    /// <summary>Finds a place for each routine, from a cache line on, and returns where the last one ends.</summary>
    private static int Layout(int[] entries)
    {
        int end = 0;
        for (int i = 0; i < RoutineCount; i++)
        {
            entries[i] = (end + Alignment - 1) & -Alignment;
            end = entries[i] + Power8Code.Find((Power8Routine)i).Length;
        }
        return end;
    }

    private static PlatformNotSupportedException Refusal() =>
        new($"the operating system refuses executable memory: error {Marshal.GetLastWin32Error()}");

    [DllImport("libc", EntryPoint = "sysconf")]
    private static extern nint GetSystemConfiguration(int name);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(void* address, nuint length);
}
