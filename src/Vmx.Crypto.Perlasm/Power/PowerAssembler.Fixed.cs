// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Perlasm.Power;

// Integer, branch and cache instructions: Power ISA 2.07 B, Book I, chapters 2 and 3; Book II, chapter 4.
internal abstract partial class PowerAssembler
{
    // ---- arithmetic and logic ---------------------------------------------------------------------------------------

    public void li(Gpr target, int value) => Immediate(14, target.Number, 0, Checked(value, short.MinValue, short.MaxValue), $"li {target},{value}");

    public void lis(Gpr target, int value) => Immediate(15, target.Number, 0, Checked(value, short.MinValue, short.MaxValue), $"lis {target},{value}");

    public void addi(Gpr target, Gpr a, int value) => Immediate(14, target.Number, Base(a).Number, Checked(value, short.MinValue, short.MaxValue), $"addi {target},{a},{value}");

    public void ori(Gpr target, Gpr source, int value) => Immediate(24, source.Number, target.Number, Checked(value, 0, ushort.MaxValue), $"ori {target},{source},{value}");

    /// <summary>Sets cr0, too.</summary>
    public void andi_(Gpr target, Gpr source, int value) => Immediate(28, source.Number, target.Number, Checked(value, 0, ushort.MaxValue), $"andi. {target},{source},{value}");

    public void add(Gpr target, Gpr a, Gpr b) => Emit(Word(31, target.Number, a.Number, b.Number, 266 << 1), $"add {target},{a},{b}");

    /// <summary>target = b - a.</summary>
    public void subf(Gpr target, Gpr a, Gpr b) => Emit(Word(31, target.Number, a.Number, b.Number, 40 << 1), $"subf {target},{a},{b}");

    public void neg(Gpr target, Gpr a) => Emit(Word(31, target.Number, a.Number, 0, 104 << 1), $"neg {target},{a}");

    public void and(Gpr target, Gpr a, Gpr b) => Emit(Word(31, a.Number, target.Number, b.Number, 28 << 1), $"and {target},{a},{b}");

    public void mr(Gpr target, Gpr source) => Emit(Word(31, source.Number, target.Number, source.Number, 444 << 1), $"mr {target},{source}");

    public void srdi(Gpr target, Gpr source, int bits) => Rotate(0, target, source, (64 - Checked(bits, 1, 63)) & 63, bits, $"srdi {target},{source},{bits}");

    public void sldi(Gpr target, Gpr source, int bits) => Rotate(1, target, source, Checked(bits, 1, 63), 63 - bits, $"sldi {target},{source},{bits}");

    // ---- comparison -------------------------------------------------------------------------------------------------

    public void cmpdi(ConditionField field, Gpr a, int value) => Immediate(11, (field.Number << 2) | 1, a.Number, Checked(value, short.MinValue, short.MaxValue), $"cmpdi {field},{a},{value}");

    public void cmpwi(ConditionField field, Gpr a, int value) => Immediate(11, field.Number << 2, a.Number, Checked(value, short.MinValue, short.MaxValue), $"cmpwi {field},{a},{value}");

    public void cmpld(ConditionField field, Gpr a, Gpr b) => Emit(Word(31, (field.Number << 2) | 1, a.Number, b.Number, 32 << 1), $"cmpld {field},{a},{b}");

    // ---- memory -----------------------------------------------------------------------------------------------------

    public void lwz(Gpr target, int displacement, Gpr @base) => Immediate(32, target.Number, Base(@base).Number, Checked(displacement, short.MinValue, short.MaxValue), $"lwz {target},{displacement}({@base})");

    public void stw(Gpr source, int displacement, Gpr @base) => Immediate(36, source.Number, Base(@base).Number, Checked(displacement, short.MinValue, short.MaxValue), $"stw {source},{displacement}({@base})");

    public void ld(Gpr target, int displacement, Gpr @base) => Doubleword(58, 0, target, displacement, @base);

    public void std(Gpr source, int displacement, Gpr @base) => Doubleword(62, 0, source, displacement, @base);

    /// <summary>Stores and leaves the address in the base register.</summary>
    public void stdu(Gpr source, int displacement, Gpr @base) => Doubleword(62, 1, source, displacement, @base);

    // ---- branches ---------------------------------------------------------------------------------------------------

    public void b(PowerLabel target) => Branch(18u << 26, target, 26, "b");

    public void bl(PowerLabel target) => Branch((18u << 26) | 1, target, 26, "bl");

    /// <summary>Branches where the condition holds.</summary>
    public void bc(Condition condition, ConditionField field, PowerLabel target)
    {
        int branchOptions = condition >= Condition.NotLess ? 4 : 12;
        string name = condition switch
        {
            Condition.Less => "blt",
            Condition.Greater => "bgt",
            Condition.Equal => "beq",
            Condition.Overflow => "bso",
            Condition.NotLess => "bge",
            Condition.NotGreater => "ble",
            Condition.NotEqual => "bne",
            Condition.NotOverflow => "bns",
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "bc: there is no such condition."),
        };
        Branch(Word(16, branchOptions, (field.Number << 2) | ((int)condition & 3), 0, 0), target, 16, $"{name} {field},");
    }

    /// <summary>Decrements the counter and branches while it is not zero.</summary>
    public void bdnz(PowerLabel target) => Branch(Word(16, 16, 0, 0, 0), target, 16, "bdnz");

    /// <summary>Decrements the counter and branches when it is zero.</summary>
    public void bdz(PowerLabel target) => Branch(Word(16, 18, 0, 0, 0), target, 16, "bdz");

    /// <summary>Branches and links in the form that only asks where the code is: the link stack of the processor is left alone.</summary>
    public void bcl(PowerLabel target) => Branch(Word(16, 20, 31, 0, 1), target, 16, "bcl 20,31,");

    public void blr() => Emit(0x4E800020, "blr");

    public void bctrl() => Emit(0x4E800421, "bctrl");

    // ---- special registers, the system, the caches ------------------------------------------------------------------

    public void mflr(Gpr target) => Emit(Word(31, target.Number, 8, 0, 339 << 1), $"mflr {target}");

    public void mtlr(Gpr source) => Emit(Word(31, source.Number, 8, 0, 467 << 1), $"mtlr {source}");

    public void mtctr(Gpr source) => Emit(Word(31, source.Number, 9, 0, 467 << 1), $"mtctr {source}");

    public void sc() => Emit(0x44000002, "sc");

    public void dcbst(Gpr address) => Emit(Word(31, 0, 0, address.Number, 54 << 1), $"dcbst 0,{address}");

    public void icbi(Gpr address) => Emit(Word(31, 0, 0, address.Number, 982 << 1), $"icbi 0,{address}");

    public void sync() => Emit(0x7C0004AC, "sync");

    public void isync() => Emit(0x4C00012C, "isync");

    public void nop() => Emit(0x60000000, "nop");

    // ---- forms ------------------------------------------------------------------------------------------------------

    private static uint Word(int opcode, int first, int second, int third, int rest) =>
        ((uint)opcode << 26) | ((uint)first << 21) | ((uint)second << 16) | ((uint)third << 11) | (uint)rest;

    private void Immediate(int opcode, int first, int second, int value, string text) => Emit(Word(opcode, first, second, 0, value & 0xFFFF), text);

    private void Doubleword(int opcode, int extended, Gpr register, int displacement, Gpr @base, [CallerMemberName] string? name = null) =>
        Emit(Word(opcode, register.Number, Base(@base, name).Number, 0, (Checked(displacement, short.MinValue, short.MaxValue, 4, instruction: name) & 0xFFFF) | extended), $"{name} {register},{displacement}({@base})");

    // The rotation has six bits in two places, and so has the end of the mask.
    private void Rotate(int extended, Gpr target, Gpr source, int shift, int mask, string text) =>
        Emit(Word(30, source.Number, target.Number, shift & 31, ((mask & 31) << 6) | (mask & 32) | (extended << 2) | ((shift >> 5) << 1)), text);
}
