// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Engines.MachineCode;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>The hand-encoded entry and exit around a kernel on Windows, against the assembler and the disassembler.</summary>
public sealed class WindowsConventionTests
{
    private const int Start = 64;

    private static readonly AssemblerRegisterXMM[] _kept = [.. Enumerable.Range(6, 10).Select(i => new AssemblerRegisterXMM(Register.XMM0 + i))];

    // A kernel of one instruction, and a constant behind it.
    private static readonly byte[] _kernel = [0x90, 0xC5, 0xF8, 0x77, 0xC3, 0xCC, 0xCC, 0xCC, 0xCC, 0x11, 0x22];

    [Fact]
    public void Entry_is_what_its_remarks_say()
    {
        (List<byte> image, int entry) = Wrapped();
        Assert.Equal(
            KernelCode.Assemble(
                a =>
                {
                    a.mov(__qword_ptr[rsp + 0x8], rdi);
                    a.mov(__qword_ptr[rsp + 0x10], rsi);
                    a.mov(rax, __qword_ptr[rsp + 0x38]);
                    for (int i = 0; i < _kept.Length; i++)
                    {
                        a.vmovups(__xmmword_ptr[rax + (i * 16)], _kept[i]);
                    }
                    a.mov(rdi, rcx);
                    a.mov(rsi, rdx);
                    a.mov(rdx, r8);
                    a.mov(rcx, r9);
                    a.mov(r8, __qword_ptr[rsp + 0x28]);
                    a.mov(r9, __qword_ptr[rsp + 0x30]);
                },
                (ulong)entry),
            image.Take(image.Count - 5).Skip(entry));
        Assert.Equal((Mnemonic.Jmp, (ulong)Start), JumpAt(image, image.Count - 5));
    }

    [Fact]
    public void Return_leads_to_an_exit_that_restores_what_the_entry_kept()
    {
        (List<byte> image, int entry) = Wrapped();
        (Mnemonic mnemonic, ulong exit) = JumpAt(image, Start + 4);
        Assert.Equal(Mnemonic.Jmp, mnemonic);
        Assert.Equal(
            KernelCode.Assemble(
                a =>
                {
                    a.mov(rdi, __qword_ptr[rsp + 0x8]);
                    a.mov(rsi, __qword_ptr[rsp + 0x10]);
                    a.mov(rax, __qword_ptr[rsp + 0x38]);
                    for (int i = 0; i < _kept.Length; i++)
                    {
                        a.vmovups(_kept[i], __xmmword_ptr[rax + (i * 16)]);
                    }
                    a.ret();
                },
                exit),
            image.Take(entry).Skip((int)exit));
    }

    [Fact]
    public void Rest_of_the_kernel_stays_as_it_is()
    {
        (List<byte> image, _) = Wrapped();
        Assert.Equal(_kernel[..4], image.Skip(Start).Take(4));
        Assert.Equal(_kernel[9..], image.Skip(Start + 9).Take(2));
    }

    [Fact]
    public void Save_area_holds_ten_registers() => Assert.Equal(160, System.Runtime.CompilerServices.Unsafe.SizeOf<WindowsConvention.SaveArea>());

    [Fact]
    public void Kernel_with_another_end_is_refused()
    {
        List<byte> image = [.. _kernel];
        image[5] = 0x90;
        Assert.Throws<ArgumentException>(() => WindowsConvention.Wrap(image, 0, 9));
    }

    [Fact]
    public void Every_kernel_can_be_wrapped() => Assert.All(Perlasm.X64.KernelCatalog.Shapes, shape =>
    {
        _ = X64Code.Build(KernelCode.Source(shape), windowsConvention: true, out int[] entries);
        Assert.Equal(Perlasm.X64.KernelCatalog.Create(shape).Count, entries.Where(entry => entry >= 0).Distinct().Count());
    });

    private static (List<byte> Image, int Entry) Wrapped()
    {
        List<byte> image = [.. new byte[Start], .. _kernel];
        int entry = WindowsConvention.Wrap(image, Start, 9);
        return (image, entry);
    }

    private static (Mnemonic, ulong) JumpAt(List<byte> image, int offset)
    {
        Instruction instruction = Decoder.Create(64, new ByteArrayCodeReader([.. image], offset, 5), (ulong)offset).Decode();
        return (instruction.Mnemonic, instruction.NearBranchTarget);
    }
}
