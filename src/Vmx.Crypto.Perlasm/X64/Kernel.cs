// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  An x64 kernel: a script that writes one routine
//
//  The convention of every kernel
//
//      - Up to six arguments in rdi, rsi, rdx, rcx, r8 and r9: System V's. Nothing is returned. On Windows the loader puts
//        an entry before the kernel and an exit behind it that move the arguments and keep rdi, rsi and xmm6 to xmm15.
//      - It may change rax, rcx, rdx, rsi, rdi, r8 to r11, every vector and every mask register. It does not touch rsp, rbx,
//        rbp or r12 to r15, calls nothing, and has one exit, at its end.
//      - At the exit every vector register that it wrote is zeroed: it held keys, tweaks, keystream, H or text.
//      - It branches on lengths, numbers of blocks and the number of rounds, never on contents. What of these it loads from
//        memory, PublicMemory names. General registers that held contents are overwritten before the exit.
//      - The last bytes of the code are vzeroupper, ret and four times int3: what the loader overwrites with a jump to
//        the Windows exit. Constants follow, addressed relative to rip.
//
internal abstract partial class Kernel(VectorShape shape) : VectorAssembler(shape)
{
    private readonly List<(Label Label, byte[] Bytes)> _constants = [];
    private readonly SortedDictionary<int, string> _comments = [];

    /// <summary>The routine's name: that of the generated member.</summary>
    public abstract string Name { get; }

    /// <summary>The CRYPTOGAMS module that the script follows, with the commit of its pin, or null where it follows none.</summary>
    public virtual string? Follows => null;

    /// <summary>What in memory it may branch on: the tests follow every value and let it branch on nothing else.</summary>
    public virtual IReadOnlyList<PublicMemory> PublicMemory => [];

    /// <summary>Writes the routine, up to where it would return.</summary>
    protected abstract void WriteBody();

    /// <summary>A remark that the listing shows before the next instruction.</summary>
    protected void Comment(string text) =>
        _comments[Instructions.Count] = _comments.TryGetValue(Instructions.Count, out string? earlier) ? $"{earlier}\n{text}" : text;

    /// <summary>Puts a label here, beside others perhaps.</summary>
    protected new void Label(ref Label label)
    {
        if (!CurrentLabel.IsEmpty)
        {
            // Iced takes one label an instruction; this one has no bytes.
            zero_bytes();
        }
        base.Label(ref label);
    }

    /// <summary>A constant in the blob. Equal constants are one.</summary>
    protected AssemblerMemoryOperand Constant(params byte[] bytes)
    {
        int index = _constants.FindIndex(constant => constant.Bytes.AsSpan().SequenceEqual(bytes));
        if (index < 0)
        {
            index = _constants.Count;
            _constants.Add((CreateLabel($"constant{index}"), bytes));
        }
        return __[_constants[index].Label];
    }

    /// <summary>A constant of 32-bit words, little-endian.</summary>
    protected AssemblerMemoryOperand Constant(params uint[] words) => Constant([.. words.SelectMany(BitConverter.GetBytes)]);

    /// <summary>A constant of 64-bit words, little-endian.</summary>
    protected AssemblerMemoryOperand Constant(params ulong[] words) => Constant([.. words.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Writes the kernel and assembles it.</summary>
    public AssembledKernel Assemble()
    {
        WriteBody();
        Comment("Nothing secret stays in a register.");
        foreach (Vector register in WrittenVectors())
        {
            Clear(register);
        }
        vzeroupper();
        ret();
        for (int i = 0; i < 4; i++)
        {
            int3();
        }
        WriteConstants();
        using var stream = new MemoryStream();
        AssemblerResult result = Assemble(new StreamCodeWriter(stream), 0, BlockEncoderOptions.ReturnNewInstructionOffsets);
        uint[] offsets = result.Result[0].NewInstructionOffsets;
        int codeLength = (int)stream.Length - _constants.Sum(constant => constant.Bytes.Length);
        return new AssembledKernel(Name, Shape, Follows, stream.ToArray(), codeLength, _comments.ToDictionary(entry => (int)offsets[entry.Key], entry => entry.Value));
    }

    private IEnumerable<Vector> WrittenVectors()
    {
        var factory = new InstructionInfoFactory();
        var numbers = new SortedSet<int>();
        foreach (Instruction instruction in Instructions)
        {
            foreach (UsedRegister used in factory.GetInfo(instruction).GetUsedRegisters())
            {
                if (used.Register.IsVectorRegister() && used.Access is not (OpAccess.Read or OpAccess.CondRead or OpAccess.NoMemAccess or OpAccess.None))
                {
                    _ = numbers.Add(used.Register.GetFullRegister() - Register.ZMM0);
                }
            }
        }
        return numbers.Select(V);
    }

    private void WriteConstants()
    {
        for (int i = 0; i < _constants.Count; i++)
        {
            Label label = _constants[i].Label;
            Label(ref label);
            db(_constants[i].Bytes);
        }
    }
}
