// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>One generated kernel: its bytes, and how many of them are code that constants follow.</summary>
internal readonly ref struct X64Kernel(ReadOnlySpan<byte> bytes, int codeLength)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int CodeLength { get; } = codeLength;
}

/// <summary>Finds the generated kernel of a routine.</summary>
internal delegate X64Kernel X64KernelSource(X64Routine routine);

//
//  The kernels of one x64 engine, in executable memory
//
//      Kernels follow System V's calling convention: six arguments in rdi, rsi, rdx, rcx, r8 and r9, and every vector register
//      theirs to change. Windows passes arguments elsewhere and wants rdi, rsi and xmm6 to xmm15 back. There each kernel gets
//      an entry that keeps these and moves the arguments, and its return becomes a jump to an exit that restores them
//      (WindowsConvention). Neither moves the stack pointer, so no unwind data is owed: rdi and rsi go to the home space
//      that the caller provides, the others to an area that is passed as the seventh argument.
//
internal sealed unsafe class X64Code
{
    private const int Alignment = 64;

    /// <summary>int3.</summary>
    private const byte Filler = 0xCC;

    private readonly byte* _memory;
    private readonly int[] _entries;

    /// <summary>Loads every routine of an engine.</summary>
    /// <exception cref="PlatformNotSupportedException">The operating system refuses executable memory.</exception>
    public X64Code(X64KernelSource source)
        : this(Build(source, OperatingSystem.IsWindows(), out int[] entries), entries, ExecutablePages.System)
    {
    }

    /// <summary>Loads an image with the entries of all routines in it.</summary>
    /// <exception cref="PlatformNotSupportedException">The operating system refuses executable memory.</exception>
    internal X64Code(ReadOnlySpan<byte> image, int[] entries, ExecutablePages pages)
    {
        _memory = ExecutableMemory.Load(image, pages);
        _entries = entries;
    }

    /// <summary>Where a routine is entered; zero when the engine goes without.</summary>
    public nint Entry(X64Routine routine) => _entries[(int)routine] < 0 ? 0 : (nint)(_memory + _entries[(int)routine]);

    /// <summary>
    /// Calls a routine. The collector waits for it: one call should take about a microsecond at most.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Call(nint entry, void* first, void* second = null, void* third = null, void* fourth = null, nuint fifth = 0, void* sixth = null)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsConvention.SaveArea saved;
            ((delegate* unmanaged[SuppressGCTransition]<void*, void*, void*, void*, nuint, void*, void*, void>)entry)(first, second, third, fourth, fifth, sixth, &saved);
        }
        else
        {
            ((delegate* unmanaged[SuppressGCTransition]<void*, void*, void*, void*, nuint, void*, void>)entry)(first, second, third, fourth, fifth, sixth);
        }
    }

    /// <summary>Lays the kernels out, each from a cache line on.</summary>
    /// <param name="source">The kernels.</param>
    /// <param name="windowsConvention">Whether they are called as Windows calls.</param>
    /// <param name="entries">Where each routine is entered, from the start of the image.</param>
    internal static byte[] Build(X64KernelSource source, bool windowsConvention, out int[] entries)
    {
        X64Routine[] routines = Enum.GetValues<X64Routine>();
        entries = new int[routines.Length];
        var image = new List<byte>();
        foreach (X64Routine routine in routines)
        {
            X64Kernel kernel = source(routine);
            if (kernel.Bytes.IsEmpty)
            {
                entries[(int)routine] = -1;
                continue;
            }
            while (image.Count % Alignment != 0)
            {
                image.Add(Filler);
            }
            int start = image.Count;
            CollectionExtensions.AddRange(image, kernel.Bytes);
            entries[(int)routine] = windowsConvention ? WindowsConvention.Wrap(image, start, kernel.CodeLength) : start;
        }
        return [.. image];
    }
}
