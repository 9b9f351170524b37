// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Perlasm.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>
/// Every kernel that the package contains keeps the convention and branches on nothing secret, told from its bytes; and each
/// of these checks sees a kernel that does not.
/// </summary>
public sealed class KernelVerificationTests
{
    public static TheoryData<string> Kernels => [.. KernelCode.All.Select(code => code.Name)];

    /// <summary>Words of the problem, and a kernel that has it.</summary>
    private static readonly Dictionary<string, (string Problem, Action<Assembler> Write)> _badKernels = new()
    {
        ["a second exit"] = ("second exit", Body(a => { Label on = a.CreateLabel(); a.test(rcx, rcx); a.je(on); a.ret(); a.Label(ref on); })),
        ["a call"] = ("it calls", Body(a => { Label on = a.CreateLabel(); a.call(on); a.Label(ref on); a.nop(); })),
        ["an indirect jump"] = ("leads out", Body(a => { a.xor(eax, eax); a.jmp(rax); })),
        ["no end"] = ("does not end", a => a.ret()),
        ["a push"] = ("RSP is not", Body(a => a.push(rax))),
        ["a load from the stack"] = ("RSP is not", Body(a => { a.mov(rax, __qword_ptr[rsp + 8]); a.xor(eax, eax); })),
        ["a moved stack pointer"] = ("RSP is not", Body(a => a.sub(rsp, 64))),
        ["a register of the caller's"] = ("RBX is not", Body(a => a.xor(ebx, ebx))),
        ["another register of the caller's"] = ("R12 is not", Body(a => a.lea(r12, __[rcx + 8]))),
        ["a vector register left"] = ("ZMM3 is written and not zeroed", Body(a => a.vmovdqu(xmm3, __xmmword_ptr[rdx]))),
        ["a clearing that is jumped over"] = ("ZMM3 is written and not zeroed", Body(a =>
        {
            Label past = a.CreateLabel();
            a.vmovdqu(xmm3, __xmmword_ptr[rdx]);
            a.test(rcx, rcx);
            a.je(past);
            a.vpxor(xmm3, xmm3, xmm3);
            a.Label(ref past);
        })),
        ["a division"] = ("time depends", Body(a => { a.xor(edx, edx); a.div(r8); })),
        ["a branch on text"] = ("branches on contents", Body(a => { Label on = a.CreateLabel(); a.mov(rax, __qword_ptr[rdx]); a.test(rax, rax); a.je(on); a.nop(); a.Label(ref on); a.xor(eax, eax); })),
        ["a branch on text in memory"] = ("branches on contents", Body(a => { Label on = a.CreateLabel(); a.cmp(__dword_ptr[rdx], 0); a.je(on); a.nop(); a.Label(ref on); })),
        ["a branch on a vector"] = ("branches on contents", Body(a => { Label on = a.CreateLabel(); a.vmovdqu(xmm0, __xmmword_ptr[rdx]); a.vptest(xmm0, xmm0); a.je(on); a.nop(); a.Label(ref on); a.vpxor(xmm0, xmm0, xmm0); })),
        ["a branch on a carry"] = ("branches on contents", Body(a => { Label on = a.CreateLabel(); a.mov(rax, __qword_ptr[rdx]); a.shl(rax, 1); a.mov(eax, 0); a.dec(rcx); a.jc(on); a.nop(); a.Label(ref on); })),
        ["a branch on a round key"] = ("branches on contents", Body(a => { Label on = a.CreateLabel(); a.mov(eax, __dword_ptr[rdi + 236]); a.cmp(eax, 2); a.je(on); a.nop(); a.Label(ref on); a.xor(eax, eax); })),
        ["a branch that a loop makes secret"] = ("branches on contents", Body(a =>
        {
            Label loop = a.CreateLabel();
            a.xor(eax, eax);
            a.Label(ref loop);
            a.add(rax, 1);
            a.cmp(rax, rcx);
            a.mov(r9, __qword_ptr[rdx]);
            a.mov(rcx, r9);
            a.jb(loop);
            a.xor(r9d, r9d);
            a.xor(ecx, ecx);
        })),
        ["an address of text"] = ("forms an address of RAX", Body(a => { a.movzx(eax, __byte_ptr[rdx]); a.mov(r9, __qword_ptr[rcx + rax]); a.xor(eax, eax); a.xor(r9d, r9d); })),
        ["an address of what a condition chose"] = ("forms an address of R8", Body(a => { a.cmp(__dword_ptr[rdx], 0); a.mov(eax, 0); a.cmove(r8, rcx); a.mov(__qword_ptr[r8], rcx); a.xor(r8d, r8d); })),
        ["what the caller left in a vector"] = ("what the caller left in ZMM5", Body(a => { a.vmovdqu(xmm4, __xmmword_ptr[rdx]); a.vpaddd(xmm4, xmm4, xmm5); a.vpxor(xmm4, xmm4, xmm4); })),
        ["what the caller left in a mask"] = ("what the caller left in K1", Body(a => { a.vmovdqu8(zmm4.k1.z, __zmmword_ptr[rdx]); a.vpxor(xmm4, xmm4, xmm4); })),
        ["a prefetch of an address of text"] = ("forms an address of RAX", Body(a => { a.mov(rax, __qword_ptr[rdx]); a.prefetcht0(__byte_ptr[rax]); a.xor(eax, eax); })),
        ["a gather of addresses of text"] = ("forms an address of", Body(a =>
        {
            a.vmovdqu(ymm1, __ymmword_ptr[rdx]);
            a.vpcmpeqd(ymm2, ymm2, ymm2);
            a.vpxor(ymm0, ymm0, ymm0);
            a.vpgatherdd(ymm0, __dword_ptr[rdi + ymm1], ymm2);
            a.vpxor(ymm0, ymm0, ymm0);
            a.vpxor(ymm1, ymm1, ymm1);
            a.vpxor(ymm2, ymm2, ymm2);
        })),
        ["an address that the caller left"] = ("forms an address of R11", Body(a => a.mov(__qword_ptr[r11], rcx))),
        ["text in a general register"] = ("R9 still holds contents", Body(a => a.mov(r9, __qword_ptr[rdx]))),
        ["text in a mask"] = ("K1 still holds contents", Body(a => a.kmovq(k1, __qword_ptr[rdx]))),
        ["text stored where it counts as public"] = ("declared public", Body(a => { a.mov(r9, __qword_ptr[rdx]); a.mov(__dword_ptr[rdi + 240], r9d); a.xor(r9d, r9d); })),
    };

    public static TheoryData<string> BadKernels => [.. _badKernels.Keys];

    [Fact]
    public void Kernels_are_named_and_ordered_as_the_routines_and_none_is_without() => Assert.All(KernelCatalog.Shapes, shape =>
    {
        string[] kernels = [.. KernelCatalog.Create(shape).Select(kernel => kernel.Name)];
        Assert.Equal(Enum.GetNames<X64Routine>().Intersect(kernels), kernels);
        Assert.Equal(Enum.GetValues<X64Routine>().Where(routine => !KernelCode.Source(shape)(routine).Bytes.IsEmpty).Select(routine => routine.ToString()), kernels);
        Assert.True(shape != KernelCatalog.Shapes[0] || kernels.Length == Enum.GetValues<X64Routine>().Length);
    });

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_keeps_the_convention(string name) => Assert.Empty(KernelConvention.Problems(Kernel(name)));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_branches_on_nothing_secret(string name) => Assert.Empty(SecretFlow.Problems(Kernel(name)));

    [Theory]
    [MemberData(nameof(BadKernels))]
    public void Kernel_that_does_otherwise_is_seen(string bad)
    {
        KernelCode code = KernelCode.Written(_badKernels[bad].Write, new PublicMemory("rdi", 240, sizeof(int)));
        string[] problems = [.. KernelConvention.Problems(code), .. SecretFlow.Problems(code)];
        Assert.Contains(problems, problem => problem.Contains(_badKernels[bad].Problem, StringComparison.Ordinal));
    }

    /// <summary>A table of jobs through a declared pointer: its lengths may decide, what it does not declare may not.</summary>
    [Theory]
    [InlineData(8, true)]
    [InlineData(16, false)]
    public void Declared_fields_are_public_and_no_others(int offset, bool isPublic)
    {
        KernelCode code = KernelCode.Written(
            Body(a =>
            {
                Label loop = a.CreateLabel();
                a.mov(r9, __qword_ptr[rsi + offset]);
                a.Label(ref loop);
                a.mov(r10d, __dword_ptr[r9 + 4]);
                a.vmovdqu(xmm0, __xmmword_ptr[rdx + r10]);
                a.add(r9, 12);
                a.dec(rcx);
                a.jne(loop);
                a.xor(r9d, r9d);
                a.xor(r10d, r10d);
                a.vpxor(xmm0, xmm0, xmm0);
            }),
            new PublicMemory("rsi", 8, sizeof(long), "jobs"),
            new PublicMemory("jobs", 0, PublicMemory.Everything));
        Assert.Equal(isPublic, !SecretFlow.Problems(code).Any());
    }

    [Fact]
    public void Features_of_an_engine_are_those_of_its_instructions_and_can_all_be_asked_for()
    {
        foreach (VectorShape shape in KernelCatalog.Shapes)
        {
            string[] listed = (shape.IsAvx512 ? Vaes512Code.Features : Vaes256Code.Features).ToArray();
            Assert.Equal(KernelCode.Of(shape).SelectMany(KernelConvention.Features).Distinct().Order(StringComparer.Ordinal), listed);
            Assert.Empty(listed.Except(X64Processor.KnownFeatures));
        }
    }

    private static KernelCode Kernel(string name) => KernelCode.All.Single(code => code.Name == name);

    private static Action<Assembler> Body(Action<Assembler> write) => a =>
    {
        write(a);
        End(a);
    };

    private static void End(Assembler a)
    {
        a.vzeroupper();
        a.ret();
        for (int i = 0; i < 4; i++)
        {
            a.int3();
        }
    }
}
