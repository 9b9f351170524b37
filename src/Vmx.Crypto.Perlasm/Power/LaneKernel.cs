// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

//
//  What kernels share that take eight blocks at a time
//
//      vpermxor permutes two registers and adds them. With its control at (byte as loaded, byte in order) it brings text in
//      order and adds a value in one instruction, and with the same control it brings a result back and adds text as it was
//      loaded: so text is never permuted by itself. perlasm permutes both ways and adds apart.
//
//      One to seven blocks at the end take the same wide path: eight states are computed, of which only so many are read and
//      written. So nothing beyond the arguments is touched, and no slower loop is there.
//
internal abstract class LaneKernel : PowerKernel
{
    /// <summary>Blocks in flight.</summary>
    protected const int Lanes = 8;

    /// <summary>The states.</summary>
    protected static Vr[] States { get; } = Registers(0);

    /// <summary>A second register for each lane: text as loaded, or a tweak.</summary>
    protected static Vr[] Seconds { get; } = Registers(8);

    /// <summary>The control of vpermxor that brings its first operand from as loaded to in order or back, and takes the second as it is.</summary>
    protected static Vr Swap => V(16);

    /// <summary>That control's bytes: byte i comes from byte i ^ 7, the mirrored place in its half.</summary>
    protected static byte[] SwapControl { get; } = [.. Enumerable.Range(0, 16).Select(i => (byte)(((i ^ 7) << 4) | i))];

    /// <summary>Offsets of 16 to 112 bytes, for indexed loads and stores. Index 0 is not a register.</summary>
    protected static Gpr[] Offsets { get; } = [R(0), R(8), R(9), R(10), R(11), R(12), R(31), R(0)];

    private static Vr[] Registers(int first) => [.. Enumerable.Range(first, Lanes).Select(V)];

    protected void SetOffsets()
    {
        for (int i = 1; i < Lanes; i++)
        {
            li(Offsets[i], 16 * i);
        }
    }

    /// <summary>text = 16 bytes of a lane, as loaded.</summary>
    protected void Load(Vr text, Gpr pointer, int lane)
    {
        if (lane == 0)
        {
            lxvd2x(text, pointer);
        }
        else
        {
            lxvd2x(text, pointer, Offsets[lane]);
        }
    }

    /// <summary>16 bytes of a lane = text, as it would be loaded.</summary>
    protected void Store(Vr text, Gpr pointer, int lane)
    {
        if (lane == 0)
        {
            stxvd2x(text, pointer);
        }
        else
        {
            stxvd2x(text, pointer, Offsets[lane]);
        }
    }

    /// <summary>result = text brought from as loaded to in order, or back, plus a value that is there already.</summary>
    protected void SwapAndAdd(Vr result, Vr text, Vr value) => vpermxor(result, text, value, Swap);

    /// <summary>Runs <paramref name="bulk"/> for every eight blocks and moves the pointers; then <paramref name="rest"/>, with their number in the counter, for one to seven.</summary>
    protected void ForEveryBlock(Action bulk, Action rest, bool writes = true)
    {
        var loop = new PowerLabel();
        var tail = new PowerLabel();
        var done = new PowerLabel();
        srdi(R(4), Count, 3);
        andi_(Count, Count, 7);
        cmpdi(Cr(0), R(4), 0);
        bc(Condition.Equal, Cr(0), tail);
        mtctr(R(4));
        Comment("Eight blocks.");
        Bind(loop);
        bulk();
        addi(Source, Source, 16 * Lanes);
        if (writes)
        {
            addi(Destination, Destination, 16 * Lanes);
        }
        bdnz(loop);
        Bind(tail);
        cmpdi(Cr(0), Count, 0);
        bc(Condition.Equal, Cr(0), done);
        Comment("One to seven blocks.");
        mtctr(Count);
        rest();
        Bind(done);
    }

    /// <summary>Does something for as many lanes as the counter says, seven at most.</summary>
    protected void ForCountedLanes(Action<int> step)
    {
        var done = new PowerLabel();
        for (int lane = 0; lane < Lanes - 1; lane++)
        {
            step(lane);
            if (lane < Lanes - 2)
            {
                bdz(done);
            }
        }
        Bind(done);
    }
}
