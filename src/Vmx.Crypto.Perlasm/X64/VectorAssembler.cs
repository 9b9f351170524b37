// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The vocabulary of the x64 kernels
//
//      Iced's assembler, and beside its methods the same mnemonics for registers of the kernel's own width, so that a loop
//      is written once for 256 and 512 bits. VEX-encoded where that can be; EVEX for 512 bits and for registers 16 to 31.
//
//      Two streams of instructions that do not depend on each other (the rounds of AES here, the products of GHASH there) are
//      written one after the other and woven: perlasm's habit of interleaving, with each stream still readable.
//
internal abstract class VectorAssembler(VectorShape shape) : Assembler(64)
{
    private static readonly Dictionary<(Mnemonic Mnemonic, EncodingKind Encoding, int Bits, bool IsStore), Code> _codes = Vocabulary();

    private List<Instruction>? _stream;

    /// <summary>The width that the kernel is written for.</summary>
    public VectorShape Shape { get; } = shape;

    /// <summary>A register of the kernel's width.</summary>
    protected Vector V(int number) => new(number, Shape.Bits);

    /// <summary>Consecutive registers of the kernel's width.</summary>
    protected Vector[] V(Range numbers) => [.. Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Select(V)];

    // ---- streams ----------------------------------------------------------------------------------------------------

    /// <summary>Collects what <paramref name="write"/> writes, for <see cref="Weave"/>. Vector instructions of this vocabulary only.</summary>
    protected IReadOnlyList<Instruction> Stream(Action write)
    {
        if (_stream is not null)
        {
            throw new InvalidOperationException("Streams do not nest.");
        }
        int before = Instructions.Count;
        List<Instruction> collected = _stream = [];
        write();
        _stream = null;
        return before == Instructions.Count ? collected : throw new InvalidOperationException("A stream takes instructions of the vector vocabulary only.");
    }

    /// <summary>Writes streams side by side, each spread evenly over the whole, some instructions of one at a time.</summary>
    /// <param name="streams">Each with how many of its instructions stay together.</param>
    protected void Weave(params (IReadOnlyList<Instruction> Instructions, int Group)[] streams) =>
        Weave(group => group / 2.0, streams);

    // What is counted ahead of a stream's place decides where in its share a group stands.
    private void Weave(Func<int, double> ahead, params (IReadOnlyList<Instruction> Instructions, int Group)[] streams)
    {
        int[] next = new int[streams.Length];
        while (true)
        {
            // The stream that is furthest behind its share goes on.
            int behind = Enumerable.Range(0, streams.Length)
                .Where(i => next[i] < streams[i].Instructions.Count)
                .DefaultIfEmpty(-1)
                .MinBy(i => i < 0 ? 0 : (next[i] + ahead(streams[i].Group)) / streams[i].Instructions.Count);
            if (behind < 0)
            {
                return;
            }
            for (int i = 0; i < streams[behind].Group && next[behind] < streams[behind].Instructions.Count; i++)
            {
                AddInstruction(streams[behind].Instructions[next[behind]++]);
            }
        }
    }

    /// <summary>Writes two streams side by side in fours: four of one, then four of the other, spread evenly over the whole.</summary>
    protected void WeaveFours(IReadOnlyList<Instruction> first, IReadOnlyList<Instruction> second) =>
        Weave(_ => 1.0, (first, 4), (second, 4));

    // ---- AES and carry-less multiplication --------------------------------------------------------------------------

    protected void vaesenc(Vector destination, Vector state, Vector key) => Write(Mnemonic.Vaesenc, destination, state, key);

    protected void vaesenclast(Vector destination, Vector state, Vector key) => Write(Mnemonic.Vaesenclast, destination, state, key);

    protected void vaesdec(Vector destination, Vector state, Vector key) => Write(Mnemonic.Vaesdec, destination, state, key);

    protected void vaesdeclast(Vector destination, Vector state, Vector key) => Write(Mnemonic.Vaesdeclast, destination, state, key);

    /// <summary>Carry-less products of 64-bit halves: bit 0 of the selector names the half of the first factor, bit 4 that of the second.</summary>
    protected void vpclmulqdq(Vector destination, Vector left, Vector right, byte halves) => Write(Mnemonic.Vpclmulqdq, destination, left, right, halves);

    protected void vpclmulqdq(Vector destination, Vector left, AssemblerMemoryOperand right, byte halves) => Write(Mnemonic.Vpclmulqdq, destination, left, right, halves);

    // ---- logic and arithmetic ---------------------------------------------------------------------------------------

    protected void vpxor(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpxor, destination, left, right);

    protected void vpxor(Vector destination, Vector left, AssemblerMemoryOperand right) => Write(Mnemonic.Vpxor, destination, left, right);

    protected void vpand(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpand, destination, left, right);

    /// <summary>The exclusive or of three, in place: one instruction with AVX-512, else two.</summary>
    protected void vpxor3(Vector destination, Vector second, Vector third)
    {
        if (Shape.IsAvx512)
        {
            Write(Mnemonic.Vpternlogq, destination, second, third, 0x96);
        }
        else
        {
            vpxor(destination, destination, second);
            vpxor(destination, destination, third);
        }
    }

    protected void vpaddd(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpaddd, destination, left, right);

    protected void vpaddd(Vector destination, Vector left, AssemblerMemoryOperand right) => Write(Mnemonic.Vpaddd, destination, left, right);

    protected void vpaddq(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpaddq, destination, left, right);

    protected void vpaddq(Vector destination, Vector left, AssemblerMemoryOperand right) => Write(Mnemonic.Vpaddq, destination, left, right);

    // ---- permutations and shifts ------------------------------------------------------------------------------------

    protected void vpshufb(Vector destination, Vector source, Vector control) => Write(Mnemonic.Vpshufb, destination, source, control);

    protected void vpshufb(Vector destination, Vector source, AssemblerMemoryOperand control) => Write(Mnemonic.Vpshufb, destination, source, control);

    /// <summary>Of each block, the words of <paramref name="second"/> that the lowest four bits of the mask name, and the others of <paramref name="first"/>; without AVX-512.</summary>
    protected void vpblendd(Vector destination, Vector first, Vector second, byte mask) => Write(Mnemonic.Vpblendd, destination, first, second, mask);

    protected void vpunpcklqdq(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpunpcklqdq, destination, left, right);

    protected void vpunpcklqdq(Vector destination, Vector left, AssemblerMemoryOperand right) => Write(Mnemonic.Vpunpcklqdq, destination, left, right);

    protected void vpunpckhqdq(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpunpckhqdq, destination, left, right);

    protected void vpunpckhqdq(Vector destination, Vector left, AssemblerMemoryOperand right) => Write(Mnemonic.Vpunpckhqdq, destination, left, right);

    /// <summary>Permutes the 32-bit words of each block.</summary>
    protected void vpshufd(Vector destination, Vector source, byte order) => Write(Mnemonic.Vpshufd, destination, source, order);

    /// <summary>Permutes the 32-bit words of each block, and keeps those of the destination that the mask does not name.</summary>
    protected void vpshufd(Vector destination, Vector source, byte order, AssemblerRegisterK mask)
    {
        var instruction = Instruction.Create(Code.EVEX_Vpshufd_zmm_k1z_zmmm512b32_imm8, destination.Register, source.Register, (int)order);
        instruction.OpMask = mask;
        Emit(instruction);
    }

    /// <summary>Shifts each 64-bit word left.</summary>
    protected void vpsllq(Vector destination, Vector source, byte bits) => Write(Mnemonic.Vpsllq, destination, source, bits);

    /// <summary>Shifts each 64-bit word right.</summary>
    protected void vpsrlq(Vector destination, Vector source, byte bits) => Write(Mnemonic.Vpsrlq, destination, source, bits);

    /// <summary>Shifts each 64-bit word left by as many bits as the word at its place says; 64 and more leave nothing.</summary>
    protected void vpsllvq(Vector destination, Vector source, AssemblerMemoryOperand bits) => Write(Mnemonic.Vpsllvq, destination, source, bits);

    /// <summary>Shifts each 64-bit word right by as many bits as the word at its place says; 64 and more leave nothing.</summary>
    protected void vpsrlvq(Vector destination, Vector source, AssemblerMemoryOperand bits) => Write(Mnemonic.Vpsrlvq, destination, source, bits);

    /// <summary>Shifts each block left by whole bytes.</summary>
    protected void vpslldq(Vector destination, Vector source, byte bytes) => Write(Mnemonic.Vpslldq, destination, source, bytes);

    /// <summary>Shifts each block right by whole bytes.</summary>
    protected void vpsrldq(Vector destination, Vector source, byte bytes) => Write(Mnemonic.Vpsrldq, destination, source, bytes);

    // ---- loads and stores -------------------------------------------------------------------------------------------

    /// <summary>Loads a whole register from any address.</summary>
    protected void vmovdqu(Vector destination, AssemblerMemoryOperand source) =>
        Emit(Instruction.Create(Find(Mnemonic.Vmovdqu, destination.Bits, NeedsEvex(destination)), destination.Register, source.ToMemoryOperand(64)));

    /// <summary>Stores a whole register to any address.</summary>
    protected void vmovdqu(AssemblerMemoryOperand destination, Vector source) =>
        Emit(Instruction.Create(Find(Mnemonic.Vmovdqu, source.Bits, NeedsEvex(source), isStore: true), destination.ToMemoryOperand(64), source.Register));

    /// <summary>Copies a register.</summary>
    protected void vmovdqa(Vector destination, Vector source) =>
        Emit(Instruction.Create(Find(Mnemonic.Vmovdqa, source.Bits, NeedsEvex(destination, source)), destination.Register, source.Register));

    /// <summary>Loads one block into every block of a register: done by the load ports, without a permutation.</summary>
    protected void vbroadcasti128(Vector destination, AssemblerMemoryOperand source) =>
        Emit(Instruction.Create(Find(destination.Bits == 128 ? Mnemonic.Vmovdqu : Mnemonic.Vbroadcasti128, destination.Bits, NeedsEvex(destination)), destination.Register, source.ToMemoryOperand(64)));

    /// <summary>Takes the upper half of a register.</summary>
    protected void vextract(Vector destination, Vector source) =>
        Emit(Instruction.Create(
            source.Bits == 512 ? Code.EVEX_Vextracti64x4_ymmm256_k1z_zmm_imm8
                : NeedsEvex(destination, source) ? Code.EVEX_Vextracti32x4_xmmm128_k1z_ymm_imm8
                : Code.VEX_Vextracti128_xmmm128_ymm_imm8,
            destination.Register, source.Register, 1));

    /// <summary>Loads one 32-bit word into all words of a register.</summary>
    protected void vpbroadcastd(Vector destination, AssemblerMemoryOperand source) =>
        Emit(Instruction.Create(destination.Bits == 512 ? Code.EVEX_Vpbroadcastd_zmm_k1z_xmmm32 : Code.VEX_Vpbroadcastd_ymm_xmmm32, destination.Register, source.ToMemoryOperand(64)));

    /// <summary>Copies the lowest block of a register into all others.</summary>
    protected void vbroadcasti128(Vector register)
    {
        if (register.Bits == 512)
        {
            Write(Mnemonic.Vshufi64x2, register, register, register, 0x00);
        }
        else
        {
            Write(Mnemonic.Vpermq, register, register, 0x44);
        }
    }

    /// <summary>Zeroes a whole register, whatever its width.</summary>
    protected void Clear(Vector register)
    {
        Vector low = register.Low(128);
        vpxor(low, low, low);
    }

    // ---- any instruction of one to three vector operands --------------------------------------------------------------

    protected void Write(Mnemonic mnemonic, Vector destination, Vector first, Vector second) =>
        Emit(Instruction.Create(Find(mnemonic, destination.Bits, NeedsEvex(destination, first, second)), destination.Register, first.Register, second.Register));

    protected void Write(Mnemonic mnemonic, Vector destination, Vector first, Vector second, byte immediate) =>
        Emit(Instruction.Create(Find(mnemonic, destination.Bits, NeedsEvex(destination, first, second)), destination.Register, first.Register, second.Register, (int)immediate));

    protected void Write(Mnemonic mnemonic, Vector destination, Vector first, AssemblerMemoryOperand second) =>
        Emit(Instruction.Create(Find(mnemonic, destination.Bits, NeedsEvex(destination, first)), destination.Register, first.Register, second.ToMemoryOperand(64)));

    protected void Write(Mnemonic mnemonic, Vector destination, Vector first, AssemblerMemoryOperand second, byte immediate) =>
        Emit(Instruction.Create(Find(mnemonic, destination.Bits, NeedsEvex(destination, first)), destination.Register, first.Register, second.ToMemoryOperand(64), (int)immediate));

    protected void Write(Mnemonic mnemonic, Vector destination, Vector source, byte immediate) =>
        Emit(Instruction.Create(Find(mnemonic, destination.Bits, NeedsEvex(destination, source)), destination.Register, source.Register, (int)immediate));

    private void Emit(in Instruction instruction)
    {
        if (_stream is not null)
        {
            _stream.Add(instruction);
        }
        else
        {
            AddInstruction(instruction);
        }
    }

    // ---- encodings --------------------------------------------------------------------------------------------------

    private static bool NeedsEvex(params ReadOnlySpan<Vector> registers)
    {
        foreach (Vector register in registers)
        {
            if (register.Number > 15 || register.Bits == 512)
            {
                return true;
            }
        }
        return false;
    }

    private static Code Find(Mnemonic mnemonic, int bits, bool needsEvex, bool isStore = false) =>
        !needsEvex && _codes.TryGetValue((mnemonic, EncodingKind.VEX, bits, isStore), out Code vex)
            ? vex
            : _codes[(EvexName(mnemonic), EncodingKind.EVEX, bits, isStore)];

    // Where masks made the size of an element part of the instruction, EVEX has other names than VEX.
    private static Mnemonic EvexName(Mnemonic mnemonic) => mnemonic switch
    {
        Mnemonic.Vpxor => Mnemonic.Vpxorq,
        Mnemonic.Vpand => Mnemonic.Vpandq,
        Mnemonic.Vmovdqu => Mnemonic.Vmovdqu64,
        Mnemonic.Vmovdqa => Mnemonic.Vmovdqa64,
        Mnemonic.Vbroadcasti128 => Mnemonic.Vbroadcasti32x4,
        _ => mnemonic,
    };

    // Every VEX and EVEX instruction by mnemonic, width and whether its first operand can be memory. Where several forms are
    // left (a shift by a register, say), the one with an immediate operand is meant.
    private static Dictionary<(Mnemonic, EncodingKind, int, bool), Code> Vocabulary() =>
        Enum.GetValues<Code>()
            .Where(code => code.ToOpCode() is { IsInstruction: true, Encoding: EncodingKind.VEX or EncodingKind.EVEX, L: <= 2 })
            .GroupBy(code => (code.Mnemonic(), code.ToOpCode().Encoding, 128 << (int)code.ToOpCode().L, IsMemory(code.ToOpCode().Op0Kind)))
            .ToDictionary(group => group.Key, group => group.OrderByDescending(HasImmediate).First());

    private static bool HasImmediate(Code code) => code.ToOpCode() is { OpCount: > 0 } info && info.GetOpKind(info.OpCount - 1) == OpCodeOperandKind.imm8;

    private static bool IsMemory(OpCodeOperandKind kind) => kind is OpCodeOperandKind.mem or OpCodeOperandKind.xmm_or_mem or OpCodeOperandKind.ymm_or_mem or OpCodeOperandKind.zmm_or_mem;
}
