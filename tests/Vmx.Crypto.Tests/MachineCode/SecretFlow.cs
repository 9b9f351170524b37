// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Perlasm.X64;

namespace Vmx.Crypto.Tests.MachineCode;

//
//  Where contents flow in a kernel
//
//      A data-flow analysis of its instructions, over all paths to a fixed point. What a register may hold is one of four:
//
//          public      computed from arguments and constants alone
//          a pointer   an argument, or one moved by a known or unknown number of bytes: it says which memory it points to
//          foreign     what the caller left there
//          secret      loaded from memory, or computed from what was
//
//      The flags are followed one by one. What is loaded through a pointer is public where the script declares it (the number
//      of rounds beside a key schedule, the lengths in a table of jobs), and secret everywhere else; constants of the kernel
//      are public.
//
//      It is a problem when a conditional branch reads a flag that is not public, when an address is formed of what is
//      neither public nor a pointer, when something not public is stored to what is declared public, when an instruction reads
//      what the caller left in a register (but to copy it to another one), and when a general or mask register still is secret
//      at the exit.
//
internal sealed class SecretFlow
{
    private static readonly Register[] _arguments = [Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9];

    private readonly KernelCode _code;
    private readonly InstructionInfoFactory _factory = new();
    private readonly State?[] _before;
    private readonly SortedSet<(int Index, string Text)> _problems = [];

    private SecretFlow(KernelCode code)
    {
        _code = code;
        _before = new State?[code.Instructions.Count];
    }

    private enum Kind
    {
        Public,
        Pointer,
        Foreign,
        Secret,
    }

    /// <summary>What a register may hold; of a pointer the region and, where it is known, how far from its beginning.</summary>
    private readonly record struct Value(Kind Kind, string? Region = null, long? Offset = null)
    {
        public static Value Public => default;

        public static Value Secret => new(Kind.Secret);

        public bool IsHarmless => Kind is Kind.Public or Kind.Pointer;

        public static Value Join(Value left, Value right) =>
            left == right ? left
            : left.Kind == Kind.Pointer && right.Kind == Kind.Pointer && left.Region == right.Region ? left with { Offset = null }
            : new Value((Kind)Math.Max((int)Plain(left), (int)Plain(right)));

        /// <summary>A result of computing with it.</summary>
        public Value Computed => new(Plain(this));

        private static Kind Plain(Value value) => value.Kind == Kind.Pointer ? Kind.Public : value.Kind;
    }

    private sealed record State(Dictionary<Register, Value> Registers, RflagsBits SecretFlags)
    {
        public Value this[Register register] => Registers.TryGetValue(register, out Value value) ? value : new Value(Kind.Foreign);
    }

    /// <summary>What does not hold, in words.</summary>
    public static IEnumerable<string> Problems(KernelCode code)
    {
        var flow = new SecretFlow(code);
        flow.Run();
        return flow._problems.Select(problem => problem.Text);
    }

    private void Run()
    {
        var start = new Dictionary<Register, Value>();
        foreach (Register argument in _arguments)
        {
            start[argument] = new Value(Kind.Pointer, argument.ToString().ToLowerInvariant(), 0);
        }
        _before[0] = new State(start, RflagsBits.None);
        var pending = new Queue<int>([0]);
        while (pending.TryDequeue(out int index))
        {
            State after = Step(index, _before[index]!);
            foreach (int successor in _code.Successors(index) ?? [])
            {
                State? joined = Join(_before[successor], after);
                if (joined is not null)
                {
                    _before[successor] = joined;
                    pending.Enqueue(successor);
                }
            }
        }
    }

    // Null when nothing new comes in.
    private static State? Join(State? old, State incoming)
    {
        if (old is null)
        {
            return incoming;
        }
        var registers = new Dictionary<Register, Value>(old.Registers);
        bool changed = false;
        foreach (Register register in old.Registers.Keys.Union(incoming.Registers.Keys))
        {
            Value joined = Value.Join(old[register], incoming[register]);
            if (joined != old[register])
            {
                registers[register] = joined;
                changed = true;
            }
        }
        RflagsBits flags = old.SecretFlags | incoming.SecretFlags;
        return changed || flags != old.SecretFlags ? new State(registers, flags) : null;
    }

    private State Step(int index, State before)
    {
        Instruction instruction = _code.Instructions[index];
        if (instruction.FlowControl == FlowControl.ConditionalBranch)
        {
            if ((instruction.RflagsRead & before.SecretFlags) != 0)
            {
                Report(index, "branches on contents");
            }
            return before;
        }
        if (instruction.FlowControl == FlowControl.Return)
        {
            foreach ((Register register, Value value) in before.Registers.Where(pair => pair.Value.Kind == Kind.Secret && !pair.Key.IsVectorRegister()))
            {
                Report(index, $"{register} still holds contents");
            }
            return before;
        }
        if (instruction.Mnemonic == Mnemonic.Vzeroupper)
        {
            return before;
        }

        CheckAddress(index, before);
        InstructionInfo info = _factory.GetInfo(instruction);
        Value? loaded = null;
        foreach (UsedMemory memory in info.GetUsedMemory())
        {
            Value value = Loaded(memory, before);
            loaded = loaded is { } earlier ? Value.Join(earlier, value) : value;
        }

        Value result = Result(instruction, info, before, loaded);
        var registers = new Dictionary<Register, Value>(before.Registers);
        foreach (UsedRegister used in info.GetUsedRegisters().Where(used => KernelConvention.IsWrite(used.Access)))
        {
            Register register = used.Register.GetFullRegister();
            bool isWhole = used.Access is OpAccess.Write or OpAccess.ReadWrite && !(used.Register.IsGPR8() || used.Register.IsGPR16());
            registers[register] = isWhole ? result : Value.Join(before[register], result);
        }
        if (!result.IsHarmless && info.GetUsedMemory().Any(memory => KernelConvention.IsWrite(memory.Access) && Declared(memory, before) is not null))
        {
            Report(index, "stores contents to what is declared public");
        }

        foreach (UsedRegister used in info.GetUsedRegisters().Where(used => IsRead(used.Access) && before[used.Register.GetFullRegister()].Kind == Kind.Foreign))
        {
            if (!IsConstant(instruction) && !IsCopy(instruction))
            {
                Report(index, $"reads what the caller left in {used.Register.GetFullRegister()}");
            }
        }

        // A shift by a count of zero leaves the flags as they were.
        bool mayKeepFlags = instruction.OpCount == 2 && instruction.Op1Register == Register.CL;
        RflagsBits flags = !result.IsHarmless ? before.SecretFlags | instruction.RflagsModified
            : mayKeepFlags ? before.SecretFlags
            : before.SecretFlags & ~instruction.RflagsModified;
        return new State(registers, flags);
    }

    // What an instruction computes from what it reads.
    private static Value Result(in Instruction instruction, in InstructionInfo info, State before, Value? loaded)
    {
        if (IsConstant(instruction))
        {
            return Value.Public;
        }
        if (instruction.Mnemonic == Mnemonic.Mov)
        {
            if (loaded is { } value && instruction.Op1Kind == OpKind.Memory)
            {
                return instruction.Op0Register.IsGPR64() ? value : value.Computed;
            }
            if (instruction.Op0Register.IsGPR64() && instruction.Op1Kind == OpKind.Register)
            {
                return before[instruction.Op1Register.GetFullRegister()];
            }
        }
        if (Moved(instruction, before) is { } pointer)
        {
            return pointer;
        }
        Value result = loaded?.Computed ?? Value.Public;
        foreach (UsedRegister used in info.GetUsedRegisters().Where(used => IsRead(used.Access)))
        {
            result = Value.Join(result, before[used.Register.GetFullRegister()].Computed);
        }
        return (instruction.RflagsRead & before.SecretFlags) != 0 ? Value.Secret : result;
    }

    private static bool IsRead(OpAccess access) => access is OpAccess.Read or OpAccess.CondRead or OpAccess.ReadWrite or OpAccess.ReadCondWrite;

    // From register to register: it may copy what nobody goes on to use.
    private static bool IsCopy(in Instruction instruction) =>
        instruction.Mnemonic is Mnemonic.Mov or Mnemonic.Vmovdqa or Mnemonic.Vmovdqa64 && instruction.Op0Kind == OpKind.Register && instruction.Op1Kind == OpKind.Register && !instruction.HasOpMask;

    // Zeros and ones that do not depend on what the register held.
    private static bool IsConstant(in Instruction instruction) => instruction.Mnemonic switch
    {
        Mnemonic.Xor or Mnemonic.Sub => instruction.Op0Kind == OpKind.Register && instruction.Op1Kind == OpKind.Register && instruction.Op0Register == instruction.Op1Register,
        Mnemonic.Vpternlogd or Mnemonic.Vpternlogq => instruction.GetImmediate(3) is 0x00 or 0xFF && !instruction.HasOpMask,
        Mnemonic.Vpcmpeqd or Mnemonic.Vpcmpeqq or Mnemonic.Vpcmpeqb => instruction.Op1Register == instruction.Op2Register && instruction.Op2Kind == OpKind.Register && !instruction.HasOpMask,
        Mnemonic.Or => instruction.Op0Kind == OpKind.Register && instruction.Op1Kind != OpKind.Register && instruction.Op1Kind != OpKind.Memory && instruction.GetImmediate(1) == ulong.MaxValue,
        Mnemonic.Vpxor or Mnemonic.Vpxord or Mnemonic.Vpxorq or Mnemonic.Kxorq or Mnemonic.Kxord or Mnemonic.Kxorw =>
            instruction.Op2Kind == OpKind.Register && instruction.Op1Register == instruction.Op2Register && !instruction.HasOpMask,
        _ => false,
    };

    // A pointer moved by something public.
    private static Value? Moved(in Instruction instruction, State before)
    {
        if (!instruction.Op0Register.IsGPR64())
        {
            return null;
        }
        if (instruction.Mnemonic is Mnemonic.Add or Mnemonic.Sub && instruction.Op1Kind != OpKind.Memory)
        {
            Value left = before[instruction.Op0Register];
            if (instruction.Op1Kind == OpKind.Register)
            {
                Value right = before[instruction.Op1Register];
                return left.Kind == Kind.Pointer && right.Kind == Kind.Public ? left with { Offset = null }
                    : left.Kind == Kind.Public && right.Kind == Kind.Pointer && instruction.Mnemonic == Mnemonic.Add ? right with { Offset = null }
                    : null;
            }
            long distance = (long)instruction.GetImmediate(1);
            return left.Kind == Kind.Pointer ? left with { Offset = left.Offset + (instruction.Mnemonic == Mnemonic.Add ? distance : -distance) } : null;
        }
        if (instruction.Mnemonic == Mnemonic.Lea && instruction.MemoryBase.IsGPR64())
        {
            Value start = before[instruction.MemoryBase];
            return start.Kind != Kind.Pointer ? null
                : instruction.MemoryIndex == Register.None ? start with { Offset = start.Offset + (long)instruction.MemoryDisplacement64 }
                : before[instruction.MemoryIndex].Kind is Kind.Public ? start with { Offset = null }
                : null;
        }
        return null;
    }

    // Whether an address may be used: of a load, a store, a prefetch. lea computes one and accesses nothing; nor does a nop.
    private void CheckAddress(int index, State before)
    {
        Instruction instruction = _code.Instructions[index];
        if (instruction.Mnemonic is Mnemonic.Lea or Mnemonic.Nop)
        {
            return;
        }
        foreach (Register register in (Register[])[instruction.MemoryBase, instruction.MemoryIndex])
        {
            if (register is not (Register.None or Register.RIP) && before[register.GetFullRegister()] is { IsHarmless: false } value)
            {
                Report(index, $"forms an address of {register}, which is {(value.Kind == Kind.Secret ? "computed from contents" : "nobody's")}");
            }
        }
    }

    // What a load gives. Constants of the kernel have no base register, or rip.
    private Value Loaded(in UsedMemory memory, State before)
    {
        bool isLoad = IsRead(memory.Access);
        bool isConstant = memory.Base is Register.RIP or Register.None && memory.Index == Register.None;
        return !isLoad || isConstant ? Value.Public
            : Declared(memory, before) is not { } declared ? Value.Secret
            : declared.PointsTo is { } region ? new Value(Kind.Pointer, region, 0)
            : Value.Public;
    }

    // The declaration that covers an access, if there is one.
    private PublicMemory? Declared(in UsedMemory memory, State before)
    {
        if (memory.Base == Register.None || before[memory.Base.GetFullRegister()] is not { Kind: Kind.Pointer } pointer)
        {
            return null;
        }
        long? first = memory.Index == Register.None ? pointer.Offset + (long)memory.Displacement : null;
        int size = memory.MemorySize.GetSize();
        return _code.PublicMemory.FirstOrDefault(declared => declared.Region == pointer.Region
            && (declared.Size == PublicMemory.Everything || (first is { } offset && offset >= declared.First && offset + size <= declared.First + declared.Size)));
    }

    private void Report(int index, string problem) => _problems.Add((index, $"{_code.Describe(index)}: {problem}."));
}
