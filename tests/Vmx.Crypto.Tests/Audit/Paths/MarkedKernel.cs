// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Perlasm.X64;

namespace Vmx.Crypto.Tests.Audit.Paths;

//
//  The twin of an x64 kernel that tells which way it went
//
//      It is made of the bytes that the package contains. Every conditional branch gets two marks: one where it is not taken,
//      and one on a detour behind the code where it is taken. Together with the entry these are all paths, since there is
//      no other way through a kernel: no call, no indirect jump. A mark is
//
//          mov byte ptr [address], 1
//
//      with an address below 2^31, which changes no register and no flag. Iced lays the code out anew, with every branch
//      led to where its target is now; constants follow the code as before.
//
internal sealed class MarkedKernel
{
    private const int AbsoluteAddress = 8;

    private readonly AssembledKernel _kernel;
    private readonly int _firstMark;
    private readonly List<string> _paths = [];
    private readonly List<Instruction> _code = [];
    private readonly List<Instruction> _detours = [];
    private readonly SortedList<int, string> _remarks;
    private ulong _nextAddress = 1UL << 32;

    /// <summary>Makes the twin.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="firstMark">The address of its first mark; the others follow, a byte each.</param>
    public MarkedKernel(AssembledKernel kernel, int firstMark)
    {
        _kernel = kernel;
        _firstMark = firstMark;
        _remarks = new SortedList<int, string>(kernel.Comments.ToDictionary());
        Mark("entry", _code);
        foreach (Instruction instruction in kernel.Disassemble())
        {
            Add(instruction);
        }
        Bytes = Encode();
    }

    /// <summary>The engine and the routine: what the kernel's files are called.</summary>
    public string Name => $"{_kernel.Shape.Engine}.{_kernel.Name}";

    /// <summary>The paths, in the order of their marks.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Code, then constants.</summary>
    public byte[] Bytes { get; }

    private void Add(Instruction instruction)
    {
        switch (instruction.FlowControl)
        {
            case FlowControl.ConditionalBranch:
                string branch = string.Create(CultureInfo.InvariantCulture, $"{instruction.IP:x4} {instruction.Mnemonic.ToString().ToLowerInvariant()} {instruction.NearBranchTarget:x4}");
                ulong target = instruction.NearBranchTarget;
                instruction.NearBranch64 = _nextAddress;
                _code.Add(instruction);
                Mark($"{branch} taken{After(instruction)}", _detours);
                _detours.Add(At(Instruction.CreateBranch(Code.Jmp_rel32_64, target)));
                Mark($"{branch} not taken{After(instruction)}", _code);
                break;
            case FlowControl.Next or FlowControl.UnconditionalBranch or FlowControl.Return or FlowControl.Interrupt:
                _code.Add(instruction);
                break;
            default:
                throw new InvalidOperationException($"{Name} has {instruction}, which leads to places that nobody knows.");
        }
    }

    // The script's last remark before an instruction says where in the kernel it is.
    private string After(in Instruction instruction)
    {
        int address = (int)instruction.IP;
        string? remark = _remarks.LastOrDefault(entry => entry.Key <= address).Value;
        return remark is null ? "" : $", after '{remark.ReplaceLineEndings(" ")}'";
    }

    private void Mark(string path, List<Instruction> code)
    {
        var place = new MemoryOperand(Register.None, Register.None, 1, _firstMark + _paths.Count, AbsoluteAddress);
        code.Add(At(Instruction.Create(Code.Mov_rm8_imm8, place, 1)));
        _paths.Add(path);
    }

    // An address is all that Iced knows an instruction by.
    private Instruction At(Instruction instruction)
    {
        instruction.IP = _nextAddress++;
        return instruction;
    }

    private byte[] Encode()
    {
        // The length does not depend on where the constants are.
        int length = Encode(_kernel.CodeLength).Length;
        byte[] code = Encode(length);
        return [.. code, .. _kernel.Bytes[_kernel.CodeLength..]];
    }

    private byte[] Encode(int constants)
    {
        Instruction[] all = [.. _code, .. _detours];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].IsIPRelativeMemoryOperand)
            {
                all[i].MemoryDisplacement64 += (ulong)(constants - _kernel.CodeLength);
            }
        }
        using var stream = new MemoryStream();
        var block = new InstructionBlock(new StreamCodeWriter(stream), all, 0);
        return BlockEncoder.TryEncode(64, block, out string? problem, out _) ? stream.ToArray() : throw new InvalidOperationException($"{Name}: {problem}");
    }
}
