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

    /// <summary>Writes streams side by side, each spread evenly over the whole.</summary>
    protected void Weave(params IReadOnlyList<Instruction>[] streams) => Weave(1, streams);

    private void Weave(int group, params IReadOnlyList<Instruction>[] streams)
    {
        int[] next = new int[streams.Length];
        while (Enumerable.Range(0, streams.Length).Any(i => next[i] < streams[i].Count))
        {
            // The stream that is furthest behind its share goes on.
            int behind = Enumerable.Range(0, streams.Length).Where(i => next[i] < streams[i].Count).MinBy(i => (next[i] + 1.0) / streams[i].Count);
            for (int i = 0; i < group && next[behind] < streams[behind].Count; i++)
            {
                AddInstruction(streams[behind][next[behind]++]);
            }
        }
    }

    /// <summary>Writes two streams side by side in fours: four of one, then four of the other, spread evenly over the whole.</summary>
    protected void WeaveFours(IReadOnlyList<Instruction> first, IReadOnlyList<Instruction> second) =>
        Weave(4, first, second);

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

    protected void vpunpcklqdq(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpunpcklqdq, destination, left, right);

    protected void vpunpckhqdq(Vector destination, Vector left, Vector right) => Write(Mnemonic.Vpunpckhqdq, destination, left, right);

    /// <summary>Permutes the 32-bit words of each block.</summary>
    protected void vpshufd(Vector destination, Vector source, byte order) => Write(Mnemonic.Vpshufd, destination, source, order);

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
