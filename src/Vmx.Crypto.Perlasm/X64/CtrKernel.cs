// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  CTR (SP 800-38A section 6.5), a 32-bit counter modulo 2^32
//
//      void Ctr(schedule, counterBlock, source, destination, length)
//
//      Counters are kept little-endian in their word, added to there, and turned around by a permutation of bytes for each
//      register of blocks. What the loop leaves over goes through four, two and one registers, and the last bytes through a
//      half and a quarter of one, of which the last is masked.
//
//  Interleaving
//
//      Eight registers fill the AES units: two instructions a cycle, each done after four. With 32 registers there are two
//      times eight. Beside the rounds of one eight the other eight get their text, are stored, and take the next counter
//      blocks, four instructions at a time between four rounds: of four vector units AES uses two, the processor assigns
//      units in order of decoding, and a lone instruction or a long row of them would take turns of AES. With 16 registers
//      there is one eight, and counters and text stand before and after its rounds.
//
//  Measured, core cycles per byte, kernel alone, 128- and 256-bit keys, median of 41, AMD EPYC (Zen 5) at 3.7 GHz, November 2026
//
//                                        64 bytes        1 KiB           16 KiB          the AES units allow
//          Vaes512, big-endian           0.25   0.29     0.102  0.134    0.0811  0.113   0.0781  0.109
//          Vaes512, little-endian        0.223           0.096           0.0794          0.0781  0.109
//          Vaes256, big-endian           0.222  0.293    0.162  0.229    0.163   0.228   0.156   0.219
//
//      Where the code lies matters, in steps of 64 bytes: 0.080 to 0.087 at 16 KiB for 128-bit keys, 0.111 to 0.118 for 256,
//      and so does what is executed between two calls: up to 0.083, and 0.085 where nothing overlaps the call. Why is not
//      known. The permutation of bytes is what big-endian counters cost: AES and it share a unit. Short messages are entry,
//      keys and exit: 15 cycles for a block, and AesCtr adds about 22. ipsec-mb 1.3, called without checks in one run with AesCtr,
//      takes 35 and 42 cycles at 64 bytes against 37 and 41, is ahead from 128 bytes to 1 KiB (43 and 55 against 48 and 58 at
//      256), and level at 16 KiB: 0.0828 and 0.118 against 0.0823 and 0.116.
//
//  Tried and dropped, Vaes512 at 16 KiB: one eight, counters and text before and after its rounds (0.0832, 0.116; 0.107 at
//  1 KiB); the same with each kind of instruction in a row of eight (0.0857, 0.119); counters that each wait for the one before
//  (0.0817; 0.108 at 1 KiB); pairs in place of fours (0.0816); counter blocks of an eight that does not follow (0.0813,
//  0.116; 0.104 at 1 KiB); big-endian counters kept as two sums of bytes whose carries run in free bytes of the block, so
//  that no permutation is needed but four additions and ternary functions are (0.0885 without interleaving; there are too
//  few registers to interleave them).
//
internal sealed class CtrKernel(VectorShape shape, bool littleEndian) : AesKernel(shape)
{
    private const int Wide = 8;

    private static readonly AssemblerRegister64 _counterBlock = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;

    private Vector Counter => Shape.IsAvx512 ? V(16) : V(14);

    public override string Name => littleEndian ? "CtrLittleEndian32" : "CtrBigEndian32";

    protected override void WriteBody()
    {
        int bytes = Shape.Bytes;
        Label done = CreateLabel();
        Comment("Round keys, and the counters of the first register.");
        LoadSchedule();
        vbroadcasti128(Counter, __[_counterBlock]);
        if (!littleEndian)
        {
            vpshufb(Counter, Counter, SwapControl);
        }
        vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Range(0, Shape.Blocks)])));
        if (Shape.IsAvx512)
        {
            OverlappedGroups(done);
        }
        else
        {
            Groups(done);
        }
        foreach (int registers in (int[])[4, 2, 1])
        {
            Label less = CreateLabel();
            Comment($"What is left: {registers} whole.");
            cmp(_length, registers * bytes);
            jb(less);
            Blocks(registers);
            sub(_length, registers * bytes);
            je(done);
            Label(ref less);
        }
        WriteLastBytes(done);
        Label(ref done);
    }

    /// <summary>Eight registers at a time.</summary>
    private void Groups(Label done)
    {
        Label loop = CreateLabel(), rest = CreateLabel();
        sub(_length, Group);
        jb(rest);
        Comment("Eight registers at a time.");
        Label(ref loop);
        Blocks(Wide);
        sub(_length, Group);
        jae(loop);
        Label(ref rest);
        add(_length, Group);
        je(done);
    }

    /// <summary>Eight registers at a time, and beside their rounds the text of those before and the counter blocks of those after.</summary>
    private void OverlappedGroups(Label done)
    {
        Vector[] one = V(0..Wide), other = V(Wide..(2 * Wide));
        Label loop = CreateLabel(), single = CreateLabel(), lastOne = CreateLabel(), lastOther = CreateLabel(), rest = CreateLabel();
        cmp(_length, Group);
        jb(rest);
        sub(_length, Group);
        cmp(_length, Group);
        jb(single);
        Comment("Eight registers, and beside their rounds the counter blocks of another eight.");
        CounterBlocks(one);
        Rounds(one, () => CounterBlocks(other));
        Comment("Two times eight registers: the rounds of one eight, beside them the text and the next counter blocks of the other.");
        Label(ref loop);
        sub(_length, Group);
        cmp(_length, Group);
        jb(lastOther);
        Rounds(other, () =>
        {
            AddText(one);
            CounterBlocks(one);
        });
        Advance(Wide);
        sub(_length, Group);
        cmp(_length, Group);
        jb(lastOne);
        Rounds(one, () =>
        {
            AddText(other);
            CounterBlocks(other);
        });
        Advance(Wide);
        jmp(loop);

        Comment("The last eight.");
        Label(ref lastOther);
        Rounds(other, () => AddText(one));
        Advance(Wide);
        AddText(other);
        Advance(Wide);
        jmp(rest);
        Label(ref lastOne);
        Rounds(one, () => AddText(other));
        Advance(Wide);
        AddText(one);
        Advance(Wide);
        jmp(rest);

        Comment("Eight registers and no more.");
        Label(ref single);
        Blocks(Wide);
        Label(ref rest);
        test(_length, _length);
        je(done);
    }

    private void Rounds(Vector[] states, Action beside)
    {
        LongerKeysRounds(states);
        WeaveFours(
            Stream(() =>
            {
                LastNineMiddleRounds(states);
                foreach (Vector state in states)
                {
                    LastRound(state, state, Key(LastSlot));
                }
            }),
            Stream(beside));
    }

    /// <summary>Whole registers of text.</summary>
    private void Blocks(int registers)
    {
        Vector[] states = V(0..registers);
        CounterBlocks(states);
        MiddleRounds(states);
        Vector lastKey = Key(LastSlot);
        foreach (Vector state in states)
        {
            LastRound(state, state, lastKey);
        }
        AddText(states);
        Advance(registers);
    }

    private void AddText(Vector[] states)
    {
        for (int i = 0; i < states.Length; i += 2)
        {
            for (int j = i; j < int.Min(i + 2, states.Length); j++)
            {
                vpxor(states[j], states[j], __[_source + (j * Shape.Bytes)]);
            }
            for (int j = i; j < int.Min(i + 2, states.Length); j++)
            {
                vmovdqu(__[_destination + (j * Shape.Bytes)], states[j]);
            }
        }
    }

    private void Advance(int registers)
    {
        add(_source, registers * Shape.Bytes);
        add(_destination, registers * Shape.Bytes);
    }

    /// <summary>The next counter blocks, and the first round key added.</summary>
    private void CounterBlocks(Vector[] states)
    {
        for (int i = 0; i < states.Length; i++)
        {
            if (i == 0)
            {
                CounterBlock(states[0], Counter);
            }
            else
            {
                vpaddd(states[i], Counter, Step(i));
                CounterBlock(states[i], states[i]);
            }
        }
        vpaddd(Counter, Counter, Step(states.Length));
    }

    private void CounterBlock(Vector state, Vector counter)
    {
        Vector key = Key(0, state.Bits);
        if (littleEndian)
        {
            vpxor(state, counter, key);
        }
        else
        {
            vpshufb(state, counter, SwapControl);
            vpxor(state, state, key);
        }
    }

    private int Group => Wide * Shape.Bytes;

    // The bytes of a block, those of the counter in reverse.
    private AssemblerMemoryOperand SwapControl => Constant([.. Enumerable.Repeat((byte[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12], Shape.Blocks).SelectMany(bytes => bytes)]);

    // So many registers of blocks on.
    private AssemblerMemoryOperand Step(int registers) => Constant(Words([.. Enumerable.Repeat(registers * Shape.Blocks, Shape.Blocks)]));

    /// <summary>Fewer bytes than a register, at least one. Masked accesses would wait for stores nearby: only a partial block needs one.</summary>
    private void WriteLastBytes(Label done)
    {
        Vector state = V(0), text = V(12);
        if (Shape.IsAvx512)
        {
            WriteLastBlocks(256, done);
            WriteLastBlocks(128, done);
            Comment("The last bytes, behind a mask.");
            state = state.Low(128);
            text = text.Low(128);
            MaskBytes(k1, _length, r9);
            CounterBlock(state, Counter.Low(128));
            MiddleRounds(state);
            vmovdqu8(text.X.k1.z, __[_source]);
            vpxor(text, text, Key(LastSlot, 128));
            LastRound(state, state, text);
            vmovdqu8(__[_destination].k1, state.X);
            return;
        }
        Comment("The last bytes: two counter blocks, of which one may be whole and one may be partial.");
        Label partial = CreateLabel(), whole = CreateLabel();
        CounterBlock(state, Counter);
        MiddleRounds(state);
        LastRound(state, state, Key(LastSlot));
        cmp(_length, 16);
        jb(partial);
        vpxor(text.Low(128), state.Low(128), __[_source]);
        vmovdqu(__[_destination], text.Low(128));
        vextracti128(state.X, state.Y, 1);
        sub(_length, 16);
        je(done);
        add(_source, 16);
        add(_destination, 16);
        Label(ref partial);
        LoadPartialBlock(text.Low(128), _source, _length, r9, r10, r11);
        vpxor(text.Low(128), text.Low(128), state.Low(128));
        StorePartialBlock(_destination, text.Low(128), _length, r9, r10, r11);
    }

    /// <summary>Whole blocks, a half or a quarter of a register.</summary>
    private void WriteLastBlocks(int bits, Label done)
    {
        Label less = CreateLabel();
        Vector state = V(0).Low(bits);
        Comment(bits == 128 ? "One block." : "Two blocks.");
        cmp(_length, bits / 8);
        jb(less);
        CounterBlock(state, Counter.Low(bits));
        MiddleRounds(state);
        LastRound(state, state, Key(LastSlot, bits));
        vpxor(state, state, __[_source]);
        vmovdqu(__[_destination], state);
        sub(_length, bits / 8);
        je(done);
        add(_source, bits / 8);
        add(_destination, bits / 8);
        vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Repeat(bits / 128, Shape.Blocks)])));
        Label(ref less);
    }

    // The word of the counter in each block.
    private uint[] Words(params int[] values) => [.. values.SelectMany(value => littleEndian ? (uint[])[(uint)value, 0, 0, 0] : [0, 0, 0, (uint)value])];
}
