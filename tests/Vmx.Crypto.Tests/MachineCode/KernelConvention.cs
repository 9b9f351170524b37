// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace Vmx.Crypto.Tests.MachineCode;

//
//  The convention of the kernels (Vmx.Crypto.Perlasm, X64/Kernel.cs), asked of their instructions
//
//      - There is one exit, at the end: vzeroupper, ret, int3 four times. Nothing calls, and every branch stays inside.
//      - The stack pointer is neither read nor written but by that ret.
//      - Of the general registers, only rax, rcx, rdx, rsi, rdi and r8 to r11 are used.
//      - Before vzeroupper stands a run of instructions that each zero one vector register; every register that is written
//        anywhere is among them, and no branch leads past one of these.
//      - No instruction takes a time that depends on its operands.
//
internal static class KernelConvention
{
    private static readonly HashSet<Register> _general =
    [
        Register.RAX, Register.RCX, Register.RDX, Register.RSI, Register.RDI, Register.R8, Register.R9, Register.R10, Register.R11,
    ];

    private static readonly string[] _end = ["Vzeroupper", "Ret", "Int3", "Int3", "Int3", "Int3"];

    /// <summary>What of x64 every processor has.</summary>
    private static readonly HashSet<CpuidFeature> _baseline =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486,
        CpuidFeature.X64, CpuidFeature.CMOV, CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.MULTIBYTENOP,
    ];

    /// <summary>The processor features that the instructions need beyond those of every x64 processor.</summary>
    public static IEnumerable<string> Features(KernelCode code) =>
        code.Instructions.SelectMany(instruction => instruction.CpuidFeatures).Distinct().Where(feature => !_baseline.Contains(feature)).Select(feature => feature.ToString());

    /// <summary>What does not hold, in words.</summary>
    public static IEnumerable<string> Problems(KernelCode code) =>
        Flow(code).Concat(Registers(code)).Concat(Clearing(code)).Concat(Timing(code));

    private static IEnumerable<string> Flow(KernelCode code)
    {
        IReadOnlyList<Instruction> instructions = code.Instructions;
        if (!instructions.TakeLast(_end.Length).Select(instruction => instruction.Mnemonic.ToString()).SequenceEqual(_end))
        {
            yield return $"{code.Name} does not end in {string.Join(", ", _end)}.";
            yield break;
        }
        int exit = instructions.Count - _end.Length;
        for (int i = 0; i < instructions.Count - 4; i++)
        {
            if (code.Successors(i) is not { } successors)
            {
                yield return $"{code.Describe(i)}: it calls, or it leads out of the kernel.";
            }
            else if (successors.Any(successor => successor > exit + 1) || (i != exit && successors.Contains(exit + 1)) || (i != exit + 1 && instructions[i].FlowControl == FlowControl.Return))
            {
                yield return $"{code.Describe(i)}: a second exit.";
            }
        }
    }

    private static IEnumerable<string> Registers(KernelCode code)
    {
        var factory = new InstructionInfoFactory();
        for (int i = 0; i < code.Instructions.Count; i++)
        {
            Instruction instruction = code.Instructions[i];
            InstructionInfo info = factory.GetInfo(instruction);
            IEnumerable<Register> used = info.GetUsedRegisters().Select(register => register.Register.GetFullRegister())
                .Concat(info.GetUsedMemory().SelectMany(memory => (Register[])[memory.Base.GetFullRegister(), memory.Index.GetFullRegister()]));
            foreach (Register register in used.Distinct().Where(register => register.IsGPR64() && !_general.Contains(register)))
            {
                if (register != Register.RSP || instruction.Mnemonic != Mnemonic.Ret)
                {
                    yield return $"{code.Describe(i)}: {register} is not the kernel's to use.";
                }
            }
        }
    }

    private static IEnumerable<string> Clearing(KernelCode code)
    {
        IReadOnlyList<Instruction> instructions = code.Instructions;
        int exit = instructions.Count - _end.Length;
        HashSet<int> targets = [.. Enumerable.Range(0, int.Max(exit, 0)).SelectMany(i => (code.Successors(i) ?? []).Where(successor => successor != i + 1))];
        var cleared = new HashSet<Register>();
        for (int i = exit - 1; i >= 0 && !targets.Contains(i + 1) && Zeroed(instructions[i]) is Register zeroed; i--)
        {
            _ = cleared.Add(zeroed);
        }
        foreach (Register register in WrittenVectors(code).Where(register => !cleared.Contains(register)))
        {
            yield return $"{code.Name}: {register} is written and not zeroed on every way to the exit.";
        }
    }

    private static IEnumerable<Register> WrittenVectors(KernelCode code)
    {
        var factory = new InstructionInfoFactory();
        return code.Instructions.Where(instruction => instruction.Mnemonic != Mnemonic.Vzeroupper)
            .SelectMany(instruction => factory.GetInfo(instruction).GetUsedRegisters()
                .Where(used => used.Register.IsVectorRegister() && IsWrite(used.Access)).Select(used => used.Register.GetFullRegister()).ToArray())
            .Distinct().Order();
    }

    /// <summary>The whole register that an instruction zeroes, or null.</summary>
    private static Register? Zeroed(in Instruction instruction) =>
        instruction.Mnemonic is Mnemonic.Vpxor or Mnemonic.Vpxorq or Mnemonic.Vpxord
        && instruction.Op0Register == instruction.Op1Register && instruction.Op1Register == instruction.Op2Register && !instruction.HasOpMask
            ? instruction.Op0Register.GetFullRegister()
            : null;

    private static IEnumerable<string> Timing(KernelCode code)
    {
        for (int i = 0; i < code.Instructions.Count; i++)
        {
            Instruction instruction = code.Instructions[i];
            if (instruction.Mnemonic is Mnemonic.Div or Mnemonic.Idiv || instruction.IsStringInstruction || instruction.HasRepPrefix || instruction.HasRepnePrefix)
            {
                yield return $"{code.Describe(i)}: its time depends on its operands.";
            }
        }
    }

    /// <summary>Whether an access may write.</summary>
    public static bool IsWrite(OpAccess access) => access is OpAccess.Write or OpAccess.CondWrite or OpAccess.ReadWrite or OpAccess.ReadCondWrite;
}
