// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  A kernel of System V's convention, called with Windows's
//
//      Windows passes arguments in rcx, rdx, r8 and r9, and from [rsp+28h] on behind the return address and 32 bytes of
//      home space that belong to the one who is called. rdi, rsi and xmm6 to xmm15 (their lower 128 bits) must come back as
//      they were; rbx, rbp and r12 to r15 as well, which no kernel touches. Here the seventh argument, at [rsp+38h], is
//      memory for the ten vector registers.
//
//      The entry keeps these registers, moves the arguments and jumps to the kernel. The kernel ends in vzeroupper, ret and
//      four times int3; the last five bytes become a jump to the exit, which restores and returns. By then the kernel has
//      zeroed every vector register that it wrote, and the upper halves are clean, so that the loads, being VEX-encoded,
//      leave nothing else in them.
//
//      The stack pointer never moves. The kernel counts as a leaf: whoever walks the stack finds the return address at
//      [rsp]. Unwinding from the middle of one, which only a fault inside it could cause, would lose the kept registers; such a
//      fault ends the process anyway.
//
//  Reference: Microsoft, x64 calling convention
//
internal static class WindowsConvention
{
    private const byte JumpOpcode = 0xE9;
    private const int JumpLength = 5;

    /// <summary>What a kernel must end with.</summary>
    private static ReadOnlySpan<byte> Return => [0xC3, 0xCC, 0xCC, 0xCC, 0xCC];

    private static ReadOnlySpan<byte> Entry =>
    [
        0x48, 0x89, 0x7C, 0x24, 0x08,                       // mov [rsp+8h], rdi
        0x48, 0x89, 0x74, 0x24, 0x10,                       // mov [rsp+10h], rsi
        0x48, 0x8B, 0x44, 0x24, 0x38,                       // mov rax, [rsp+38h]
        0xC5, 0xF8, 0x11, 0x30,                             // vmovups [rax], xmm6
        0xC5, 0xF8, 0x11, 0x78, 0x10,                       // vmovups [rax+10h], xmm7
        0xC5, 0x78, 0x11, 0x40, 0x20,                       // vmovups [rax+20h], xmm8
        0xC5, 0x78, 0x11, 0x48, 0x30,                       // vmovups [rax+30h], xmm9
        0xC5, 0x78, 0x11, 0x50, 0x40,                       // vmovups [rax+40h], xmm10
        0xC5, 0x78, 0x11, 0x58, 0x50,                       // vmovups [rax+50h], xmm11
        0xC5, 0x78, 0x11, 0x60, 0x60,                       // vmovups [rax+60h], xmm12
        0xC5, 0x78, 0x11, 0x68, 0x70,                       // vmovups [rax+70h], xmm13
        0xC5, 0x78, 0x11, 0xB0, 0x80, 0x00, 0x00, 0x00,     // vmovups [rax+80h], xmm14
        0xC5, 0x78, 0x11, 0xB8, 0x90, 0x00, 0x00, 0x00,     // vmovups [rax+90h], xmm15
        0x48, 0x89, 0xCF,                                   // mov rdi, rcx
        0x48, 0x89, 0xD6,                                   // mov rsi, rdx
        0x4C, 0x89, 0xC2,                                   // mov rdx, r8
        0x4C, 0x89, 0xC9,                                   // mov rcx, r9
        0x4C, 0x8B, 0x44, 0x24, 0x28,                       // mov r8, [rsp+28h]
        0x4C, 0x8B, 0x4C, 0x24, 0x30,                       // mov r9, [rsp+30h]
    ];

    private static ReadOnlySpan<byte> Exit =>
    [
        0x48, 0x8B, 0x7C, 0x24, 0x08,                       // mov rdi, [rsp+8h]
        0x48, 0x8B, 0x74, 0x24, 0x10,                       // mov rsi, [rsp+10h]
        0x48, 0x8B, 0x44, 0x24, 0x38,                       // mov rax, [rsp+38h]
        0xC5, 0xF8, 0x10, 0x30,                             // vmovups xmm6, [rax]
        0xC5, 0xF8, 0x10, 0x78, 0x10,                       // vmovups xmm7, [rax+10h]
        0xC5, 0x78, 0x10, 0x40, 0x20,                       // vmovups xmm8, [rax+20h]
        0xC5, 0x78, 0x10, 0x48, 0x30,                       // vmovups xmm9, [rax+30h]
        0xC5, 0x78, 0x10, 0x50, 0x40,                       // vmovups xmm10, [rax+40h]
        0xC5, 0x78, 0x10, 0x58, 0x50,                       // vmovups xmm11, [rax+50h]
        0xC5, 0x78, 0x10, 0x60, 0x60,                       // vmovups xmm12, [rax+60h]
        0xC5, 0x78, 0x10, 0x68, 0x70,                       // vmovups xmm13, [rax+70h]
        0xC5, 0x78, 0x10, 0xB0, 0x80, 0x00, 0x00, 0x00,     // vmovups xmm14, [rax+80h]
        0xC5, 0x78, 0x10, 0xB8, 0x90, 0x00, 0x00, 0x00,     // vmovups xmm15, [rax+90h]
        0xC3,                                               // ret
    ];

    /// <summary>Memory for xmm6 to xmm15.</summary>
    [InlineArray(10 * 16)]
    internal struct SaveArea
    {
        private byte _first;
    }

    /// <summary>Appends an entry and an exit for a kernel, and turns its return into a jump to the exit.</summary>
    /// <param name="image">Kernels, the last of which is wrapped.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="codeLength">How many bytes of it are code; constants follow.</param>
    /// <returns>Where it is entered now.</returns>
    public static int Wrap(List<byte> image, int start, int codeLength)
    {
        int returns = start + codeLength - Return.Length;
        for (int i = 0; i < Return.Length; i++)
        {
            if (image[returns + i] != Return[i])
            {
                throw new ArgumentException("The kernel does not end as kernels do.", nameof(image));
            }
        }
        int exit = image.Count;
        CollectionExtensions.AddRange(image, Exit);
        WriteJump(image, returns, exit);

        int entry = image.Count;
        CollectionExtensions.AddRange(image, Entry);
        int jump = image.Count;
        CollectionExtensions.AddRange(image, stackalloc byte[JumpLength]);
        WriteJump(image, jump, start);
        return entry;
    }

    private static void WriteJump(List<byte> image, int from, int to)
    {
        Span<byte> jump = stackalloc byte[JumpLength];
        jump[0] = JumpOpcode;
        BinaryPrimitives.WriteInt32LittleEndian(jump[1..], to - (from + JumpLength));
        for (int i = 0; i < JumpLength; i++)
        {
            image[from + i] = jump[i];
        }
    }
}
