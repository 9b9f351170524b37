// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

//
//  A POWER kernel: a script that writes one routine
//
//  The convention of every kernel
//
//      - ELFv2's: arguments in r3 to r9, as the routine's list in the package says. Nothing is returned. No table of
//        contents: r2 is neither read nor written, and r12 need not hold the entry.
//      - It calls nothing. What it must keep (v20 to v31, r26 to r31) goes to a regular stack frame with a back chain. The
//        link register is only borrowed to learn where the code is.
//      - It uses v0 to v31, r0, r3 to r12, cr0, cr6 and the counter.
//      - At the exit every volatile vector register that it wrote is zeroed, and the others hold what they held: keys,
//        tweaks, keystream, H and text are gone. Nothing of the kind is ever in the frame.
//      - It branches on numbers of blocks and of rounds, never on contents.
//      - The code may lie at any multiple of 16 bytes. Constants follow it.
//
//  How bytes lie in registers
//
//      The manual numbers the bytes of a register from the left, and so do the comments of the scripts. The AES and the
//      carry-less instructions want the first byte of a block on the left ("in order"). lxvd2x leaves the two halves in place
//      and reverses each ("as loaded"). lvx reverses all sixteen, which does not matter for what stvx wrote; constants are
//      laid down reversed for it.
//
internal abstract class PowerKernel : PowerAssembler
{
    private const int FrameHeader = 32;
    private const int FirstSavedVector = 20;

    private readonly List<byte[]> _constants = [];
    private readonly SortedDictionary<int, string> _comments = [];
    private readonly PowerLabel _constantsLabel = new();
    private int _savedGprs;
    private bool _savesVectors;

    /// <summary>The routine's name: that of the generated member.</summary>
    public abstract string Name { get; }

    /// <summary>The CRYPTOGAMS module that the script follows, with its pin, or null where it is our own.</summary>
    public virtual string? Follows => null;

    protected const string Aes = "ppc/aesp8-ppc.pl at 9444b2d53bae";

    protected const string Ghash = "ppc/ghashp8-ppc.pl at 9444b2d53bae";

    /// <summary>The argument registers, by the names that the scripts use.</summary>
    protected static Gpr Key => R(3);

    protected static Gpr State => R(4);

    protected static Gpr Source => R(5);

    protected static Gpr Destination => R(6);

    protected static Gpr Count => R(7);

    /// <summary>Writes the routine, up to where it would return.</summary>
    protected abstract void WriteBody();

    /// <summary>Writes the kernel and assembles it.</summary>
    public AssembledPowerKernel Assemble()
    {
        WriteBody();
        Epilogue();
        blr();
        while (Position % 16 != 0)
        {
            nop();
        }
        Bind(_constantsLabel);
        byte[] code = Encode();
        byte[] bytes = [.. code, .. _constants.SelectMany(constant => constant.Reverse())];
        return new AssembledPowerKernel(Name, Follows, bytes, code.Length, Texts, Targets, _comments);
    }

    /// <summary>A remark that the listing shows before the next instruction.</summary>
    protected void Comment(string text) =>
        _comments[Position] = _comments.TryGetValue(Position, out string? earlier) ? $"{earlier}\n{text}" : text;

    // ---- the frame --------------------------------------------------------------------------------------------------

    /// <summary>Makes the frame: v20 to v31, and the last general-purpose registers.</summary>
    protected void Prologue(bool savesVectors, int savedGprs)
    {
        _savesVectors = savesVectors;
        _savedGprs = savedGprs;
        int size = FrameSize;
        if (size == 0)
        {
            return;
        }
        Comment("The registers to keep.");
        stdu(R(1), -size, R(1));
        for (int i = 0; i < savedGprs; i++)
        {
            std(R(31 - i), size - 8 - (8 * i), R(1));
        }
        SavedVectors(stvx);
    }

    private int FrameSize => _savesVectors || _savedGprs != 0 ? FrameHeader + (_savesVectors ? 16 * (32 - FirstSavedVector) : 0) + (((8 * _savedGprs) + 15) & ~15) : 0;

    private void Epilogue()
    {
        Comment("Nothing secret stays in a register.");
        foreach (int number in WrittenVectors.Where(number => number < FirstSavedVector).ToArray())
        {
            vxor(V(number), V(number), V(number));
        }
        if (!_savesVectors && WrittenVectors.Any(number => number >= FirstSavedVector))
        {
            throw new InvalidOperationException($"{Name} writes registers that it does not save.");
        }
        if (FrameSize != 0)
        {
            SavedVectors(lvx);
            for (int i = 0; i < _savedGprs; i++)
            {
                ld(R(31 - i), FrameSize - 8 - (8 * i), R(1));
            }
            addi(R(1), R(1), FrameSize);
        }
    }

    private void SavedVectors(Action<Vr, Gpr, Gpr> move)
    {
        for (int number = FirstSavedVector; _savesVectors && number < 32; number++)
        {
            li(R(12), FrameHeader + (16 * (number - FirstSavedVector)));
            move(V(number), R(1), R(12));
        }
    }

    // ---- constants --------------------------------------------------------------------------------------------------

    /// <summary>Loads constants, given as bytes from the left. Changes r0, r11 and r12.</summary>
    protected void LoadConstants(params (Vr Register, byte[] Bytes)[] constants)
    {
        Comment("Where this is, and the constants behind it.");
        var here = new PowerLabel();
        mflr(R(0));
        bcl(here);
        Bind(here);
        mflr(R(11));
        mtlr(R(0));
        foreach ((Vr register, byte[] bytes) in constants)
        {
            Address(R(12), R(11), here, _constantsLabel, 16 * Constant(bytes));
            lvx(register, R(12));
        }
    }

    private int Constant(byte[] bytes)
    {
        int index = _constants.FindIndex(constant => constant.AsSpan().SequenceEqual(bytes));
        if (index < 0)
        {
            index = _constants.Count;
            _constants.Add(bytes);
        }
        return index;
    }

    /// <summary>Sixteen equal bytes.</summary>
    protected static byte[] Splat(byte value) => [.. Enumerable.Repeat(value, 16)];
}
