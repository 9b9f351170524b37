// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Perlasm.Power;

//
//  A program that serves the kernels over its standard input and output
//
//      It needs nothing but a processor that runs ppc64le programs, or qemu-ppc64le: no libraries, no other compiler. At the
//      start it writes a greeting: what the kernel tells of the processor, AT_HWCAP2 and AT_DCACHEBSIZE of the auxiliary vector.
//      If AT_HWCAP2 lacks vector crypto it ends there, with exit code 3, having executed nothing that older processors lack.
//
//      A request is ten doublewords: the entry, the bytes of working memory to read, the bytes of working memory to write,
//      and r3 to r9; then the bytes to read. The end of the input, or a request that ends early, ends the program.
//
//      An answer begins with the registers after the call: v0 to v31 as stvx writes them and r14 to r31, which all held the
//      sentinel before, so that the other side sees whether the calling convention was kept and whether anything stayed
//      behind. Working memory follows.
//
internal sealed class KernelServer : PowerAssembler
{
    /// <summary>AT_HWCAP2's bits for Power ISA 2.07 and for vector crypto. Both are asked for: vpermxor is of the first.</summary>
    public const uint RequiredHardwareCapabilities = 0x8200_0000;

    /// <summary>Bytes of the greeting.</summary>
    public const int GreetingSize = 16;

    /// <summary>Bytes of a request before its data.</summary>
    public const int RequestSize = 80;

    /// <summary>Bytes of the registers before an answer's data.</summary>
    public const int RegistersSize = (32 * 16) + (18 * 8);

    /// <summary>What every byte of every register that is sent back held before the call.</summary>
    public const byte Sentinel = 0x5A;

    /// <summary>Where working memory begins.</summary>
    public const int WorkingMemory = ElfImage.MemoryAddress + 0x1_0000;

    /// <summary>Bytes of working memory.</summary>
    public const int WorkingMemorySize = 0x40_0000;

    /// <summary>The exit code on a processor without vector crypto.</summary>
    public const int RefusedExitCode = 3;

    private const int KernelAlignment = 128;
    private const int Request = ElfImage.MemoryAddress;
    private const int Registers = ElfImage.MemoryAddress + 0x1000;
    private const int SentinelBlock = ElfImage.MemoryAddress + 0x2000;

    private const int SystemRead = 3;
    private const int SystemWrite = 4;
    private const int SystemExitGroup = 234;
    private const int TagDataCacheLine = 19;
    private const int TagHardwareCapabilities2 = 26;

    private readonly PowerLabel _end = new();

    /// <summary>Makes the program.</summary>
    /// <param name="kernels">The kernels to serve.</param>
    /// <param name="entries">Where each is in memory.</param>
    public static byte[] Build(IReadOnlyList<byte[]> kernels, out int[] entries)
    {
        var server = new KernelServer();
        server.Write();
        var image = new List<byte>(server.Encode());
        entries = new int[kernels.Count];
        for (int i = 0; i < kernels.Count; i++)
        {
            while (image.Count % KernelAlignment != 0)
            {
                image.Add(0);
            }
            entries[i] = ElfImage.CodeAddress + image.Count;
            image.AddRange(kernels[i]);
        }
        return ElfImage.Build(image.ToArray(), WorkingMemory - ElfImage.MemoryAddress + WorkingMemorySize);
    }

    private void Write()
    {
        var serve = new PowerLabel();
        WriteGreeting();

        Number(R(14), unchecked((int)RequiredHardwareCapabilities));
        and(R(15), R(16), R(14));
        srdi(R(15), R(15), 24);
        cmpdi(Cr(0), R(15), (int)(RequiredHardwareCapabilities >> 24));
        var supported = new PowerLabel();
        bc(Condition.Equal, Cr(0), supported);
        Exit(RefusedExitCode);

        Bind(supported);
        stdu(R(1), -64, R(1));
        Number(R(14), SentinelBlock);
        Number(R(15), 0x01010101 * Sentinel);
        for (int i = 0; i < 16; i += 4)
        {
            stw(R(15), i, R(14));
        }

        Bind(serve);
        Number(R(14), Request);
        li(R(15), RequestSize);
        Transfer(SystemRead, 0);
        Number(R(14), Request);
        ld(R(15), 8, R(14));
        Number(R(14), WorkingMemory);
        Transfer(SystemRead, 0);
        Call();
        Number(R(14), Registers);
        li(R(15), RegistersSize);
        Transfer(SystemWrite, 1);
        Number(R(14), Request);
        ld(R(15), 16, R(14));
        Number(R(14), WorkingMemory);
        Transfer(SystemWrite, 1);
        b(serve);

        Bind(_end);
        Exit(0);
        while (Position % KernelAlignment != 0)
        {
            nop();
        }
    }

    // The stack begins with the number of arguments; their pointers, a zero, the environment's pointers, a zero, and pairs of
    // tag and value follow. r16 keeps AT_HWCAP2, r17 AT_DCACHEBSIZE.
    private void WriteGreeting()
    {
        ld(R(14), 0, R(1));
        sldi(R(14), R(14), 3);
        add(R(14), R(14), R(1));
        addi(R(14), R(14), 16);
        var environment = new PowerLabel();
        Bind(environment);
        ld(R(15), 0, R(14));
        addi(R(14), R(14), 8);
        cmpdi(Cr(0), R(15), 0);
        bc(Condition.NotEqual, Cr(0), environment);

        li(R(16), 0);
        li(R(17), 0);
        var pairs = new PowerLabel();
        var notCapabilities = new PowerLabel();
        var notLine = new PowerLabel();
        var ended = new PowerLabel();
        Bind(pairs);
        ld(R(15), 0, R(14));
        cmpdi(Cr(0), R(15), 0);
        bc(Condition.Equal, Cr(0), ended);
        cmpdi(Cr(0), R(15), TagHardwareCapabilities2);
        bc(Condition.NotEqual, Cr(0), notCapabilities);
        ld(R(16), 8, R(14));
        Bind(notCapabilities);
        cmpdi(Cr(0), R(15), TagDataCacheLine);
        bc(Condition.NotEqual, Cr(0), notLine);
        ld(R(17), 8, R(14));
        Bind(notLine);
        addi(R(14), R(14), 16);
        b(pairs);
        Bind(ended);

        Number(R(14), Request);
        std(R(16), 0, R(14));
        std(R(17), 8, R(14));
        li(R(15), GreetingSize);
        Transfer(SystemWrite, 1);
    }

    private void Call()
    {
        Number(R(12), SentinelBlock);
        for (int i = 0; i < 32; i++)
        {
            lvx(V(i), R(12));
        }
        for (int i = 14; i < 32; i++)
        {
            ld(R(i), 0, R(12));
        }
        Number(R(11), Request);
        for (int i = 3; i <= 9; i++)
        {
            ld(R(i), 24 + (8 * (i - 3)), R(11));
        }
        ld(R(12), 0, R(11));
        mtctr(R(12));
        bctrl();
        Number(R(12), Registers);
        for (int i = 0; i < 32; i++)
        {
            li(R(11), 16 * i);
            stvx(V(i), R(12), R(11));
        }
        for (int i = 14; i < 32; i++)
        {
            std(R(i), (32 * 16) + (8 * (i - 14)), R(12));
        }
    }

    // Reads or writes r15 bytes at r14. Nothing read, an error and a closed pipe end the program.
    private void Transfer(int systemCall, int file)
    {
        var again = new PowerLabel();
        var done = new PowerLabel();
        Bind(again);
        cmpdi(Cr(0), R(15), 0);
        bc(Condition.Equal, Cr(0), done);
        li(R(0), systemCall);
        li(R(3), file);
        mr(R(4), R(14));
        mr(R(5), R(15));
        sc();
        bc(Condition.Overflow, Cr(0), _end);
        cmpdi(Cr(1), R(3), 0);
        bc(Condition.NotGreater, Cr(1), _end);
        add(R(14), R(14), R(3));
        subf(R(15), R(3), R(15));
        b(again);
        Bind(done);
    }

    // A number of 32 bits. The upper half of the register becomes its sign.
    private void Number(Gpr register, int value)
    {
        lis(register, value >> 16);
        ori(register, register, value & 0xFFFF);
    }

    private void Exit(int code)
    {
        li(R(0), SystemExitGroup);
        li(R(3), code);
        sc();
    }
}
