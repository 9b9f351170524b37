// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Iced.Intel;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.X64;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Tests.MachineCode;

//
//  Stubs between an engine and its kernels
//
//      Each is entered as System V calls, calls one kernel, and looks at what the kernel left. They are written into the
//      same image, behind the kernels, and note what they find in memory whose address is part of their code.
//
internal sealed unsafe class KernelBridge : IDisposable
{
    /// <summary>32 registers of 64 bytes, or a count.</summary>
    private const int NotesSize = 32 * 64;

    private readonly byte* _notes = (byte*)NativeMemory.AlignedAlloc(NotesSize, 64);

    private KernelBridge(VectorShape shape, string suffix, Func<byte[], byte[]>? change, bool windowsConvention, Action<Assembler, ulong, ulong> write)
    {
        ulong notes = (ulong)_notes;
        new Span<byte>(_notes, NotesSize).Clear();
        byte[] image = X64Code.Build(KernelCode.Source(shape), windowsConvention, out int[] entries);
        image = change is null ? image : change(image);
        for (int i = 0; i < entries.Length; i++)
        {
            // What the engine has no kernel for.
            if (entries[i] < 0)
            {
                continue;
            }

            // Addresses count from the start of the image, wherever it will lie.
            ulong address = (ulong)image.Length;
            ulong kernel = (ulong)entries[i];
            entries[i] = image.Length;
            image = [.. image, .. KernelCode.Assemble(assembler => write(assembler, kernel, notes), address)];
        }
        Engine = new BridgedEngine(shape.Engine + suffix, new X64Code(image, entries, ExecutablePages.System), shape.Blocks);
    }

    /// <summary>The families of kernels whose engines this process can run, and where these stubs can be entered.</summary>
    public static IReadOnlyList<VectorShape> Shapes { get; } =
        [.. KernelCatalog.Shapes.Where(shape => !OperatingSystem.IsWindows() && EngineCatalog.Selector.Supported.Any(engine => engine.Name == shape.Engine))];

    /// <summary>An engine that calls its kernels through the stubs.</summary>
    public VaesEngine Engine { get; }

    /// <summary>What the stubs noted: zeros when they found nothing.</summary>
    public ReadOnlySpan<byte> Notes => new(_notes, NotesSize);

    /// <summary>How many calls lost a register or wrote where they must not, of a bridge to Windows's convention.</summary>
    public long Failures => MemoryMarshal.Read<long>(Notes);

    /// <summary>Clears all vector registers, calls the kernel, and adds by OR what is in them then to the notes, register by register.</summary>
    public static KernelBridge ToLeftovers(VectorShape shape, Func<byte[], byte[]>? change = null) =>
        new(shape, "Leftovers", change, windowsConvention: false, (assembler, kernel, notes) => WriteLeftovers(assembler, shape, kernel, notes));

    /// <summary>
    /// Calls the kernel as Windows does, every register that it must keep holding a value of its own, and counts the calls
    /// after which one of them, the stack pointer, or memory beside the home space and the save area is another.
    /// </summary>
    public static KernelBridge ToWindows(VectorShape shape, Func<byte[], byte[]>? change = null) =>
        new(shape, "Windows", change, windowsConvention: true, WriteWindows);

    public void Dispose() => NativeMemory.AlignedFree(_notes);

    private static void WriteLeftovers(Assembler a, VectorShape shape, ulong kernel, ulong notes)
    {
        a.vzeroall();
        if (shape.IsAvx512)
        {
            for (int i = 16; i < 32; i++)
            {
                var register = new AssemblerRegisterZMM(Register.ZMM0 + i);
                a.vpxorq(register, register, register);
            }
        }
        a.sub(rsp, 8);
        a.call(kernel);
        a.add(rsp, 8);
        a.mov(rax, notes);
        for (int i = 0; i < (shape.IsAvx512 ? 32 : 16); i++)
        {
            if (shape.IsAvx512)
            {
                var register = new AssemblerRegisterZMM(Register.ZMM0 + i);
                a.vporq(register, register, __zmmword_ptr[rax + (i * 64)]);
                a.vmovdqu64(__zmmword_ptr[rax + (i * 64)], register);
                a.vpxorq(register, register, register);
            }
            else
            {
                var register = new AssemblerRegisterYMM(Register.YMM0 + i);
                a.vpor(register, register, __ymmword_ptr[rax + (i * 64)]);
                a.vmovdqu(__ymmword_ptr[rax + (i * 64)], register);
            }
        }
        a.vzeroall();
        a.ret();
    }

    //
    //  The frame, from the stack pointer on, which is a multiple of 16:
    //
    //      00  home space      20  fifth, sixth and seventh argument      38  canary
    //      40  save area       E0  canary
    //
    private static void WriteWindows(Assembler a, ulong kernel, ulong notes)
    {
        const int Frame = 0xE8;
        const ulong Canary = 0xC0FFEE0DDF00D515;
        AssemblerRegister64[] kept = [rbx, rbp, rsi, rdi, r13, r14, r15];
        AssemblerRegisterXMM[] keptVectors = [.. Enumerable.Range(6, 10).Select(i => new AssemblerRegisterXMM(Register.XMM0 + i))];
        AssemblerRegister64[] pushed = [rbx, rbp, r12, r13, r14, r15];
        Label patterns = a.CreateLabel(), failed = a.CreateLabel(), done = a.CreateLabel();

        foreach (AssemblerRegister64 register in pushed)
        {
            a.push(register);
        }
        a.sub(rsp, Frame);
        a.mov(rax, Canary);
        a.mov(__qword_ptr[rsp + 0x38], rax);
        a.mov(__qword_ptr[rsp + 0xE0], rax);
        a.mov(__qword_ptr[rsp + 0x20], r8);
        a.mov(__qword_ptr[rsp + 0x28], r9);
        a.lea(rax, __[rsp + 0x40]);
        a.mov(__qword_ptr[rsp + 0x30], rax);
        a.mov(r9, rcx);
        a.mov(r8, rdx);
        a.mov(rdx, rsi);
        a.mov(rcx, rdi);
        for (int i = 0; i < kept.Length; i++)
        {
            a.mov(kept[i], Pattern(i));
        }
        a.mov(r12, rsp);
        for (int i = 0; i < keptVectors.Length; i++)
        {
            a.lea(rax, __[patterns]);
            a.vmovdqu(keptVectors[i], __xmmword_ptr[rax + (i * 16)]);
        }
        a.call(kernel);

        a.cmp(r12, rsp);
        a.jne(failed);
        for (int i = 0; i < kept.Length; i++)
        {
            a.mov(rax, Pattern(i));
            a.cmp(kept[i], rax);
            a.jne(failed);
        }
        for (int i = 0; i < keptVectors.Length; i++)
        {
            a.lea(rax, __[patterns]);
            a.vpxor(xmm0, keptVectors[i], __xmmword_ptr[rax + (i * 16)]);
            a.vptest(xmm0, xmm0);
            a.jne(failed);
        }
        a.mov(rax, Canary);
        a.cmp(__qword_ptr[rsp + 0x38], rax);
        a.jne(failed);
        a.cmp(__qword_ptr[rsp + 0xE0], rax);
        a.je(done);
        a.Label(ref failed);
        a.mov(rsp, r12);
        a.mov(rax, notes);
        a.@lock.inc(__qword_ptr[rax]);
        a.Label(ref done);
        a.vzeroupper();
        a.add(rsp, Frame);
        foreach (AssemblerRegister64 register in pushed.Reverse())
        {
            a.pop(register);
        }
        a.ret();
        a.Label(ref patterns);
        for (int i = 0; i < 2 * keptVectors.Length; i++)
        {
            a.dq(Pattern(100 + i));
        }
    }

    private static ulong Pattern(int index) => 0x9E3779B97F4A7C15 * (ulong)(index + 1);

    private sealed class BridgedEngine(string name, X64Code code, int blocks) : VaesEngine(code, blocks)
    {
        public override string Name => name;
    }
}
