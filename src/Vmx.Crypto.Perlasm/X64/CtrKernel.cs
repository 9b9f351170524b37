// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  CTR (SP 800-38A section 6.5), a 32-bit counter modulo 2^32
//
//      void Ctr(schedule, counterBlock, source, destination, length)
//
//      Eight registers of counter blocks are in flight. The counters are kept little-endian in their word, added to there,
//      and turned around by a permutation of bytes for each register of blocks. The plaintext is added to the last round key,
//      so that the last round writes finished output. What the loop of eight leaves over goes through the same code with
//      four, two and one registers, and the last bytes through one register behind a mask.
//
internal sealed class CtrKernel(VectorShape shape, bool littleEndian) : AesKernel(shape)
{
    private const int Wide = 8;

    private static readonly AssemblerRegister64 _counterBlock = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;

    private Vector Counter => V(14);

    private Vector Swap => V(13);

    private Vector Text => V(12);

    public override string Name => littleEndian ? "CtrLittleEndian32" : "CtrBigEndian32";

    protected override void WriteBody()
    {
        int bytes = Shape.Bytes;
        Comment("Round keys, and the counters of the first register.");
        LoadSchedule();
        vbroadcasti128(Counter, __[_counterBlock]);
        if (!littleEndian)
        {
            vbroadcasti128(Swap, Constant(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12));
            vpshufb(Counter, Counter, Swap);
        }
        vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Range(0, Shape.Blocks)])));

        Label loop = CreateLabel(), rest = CreateLabel(), done = CreateLabel();
        sub(_length, Wide * bytes);
        jb(rest);
        Comment("Eight registers at a time.");
        Label(ref loop);
        Blocks(Wide);
        sub(_length, Wide * bytes);
        jae(loop);

        Label(ref rest);
        add(_length, Wide * bytes);
        je(done);
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

    /// <summary>Whole registers of text.</summary>
    private void Blocks(int registers)
    {
        Vector[] states = V(0..registers);
        foreach (Vector state in states)
        {
            CounterBlocks(state);
            vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Repeat(Shape.Blocks, Shape.Blocks)])));
        }
        MiddleRounds(states);
        Vector lastKey = Key(LastSlot);
        for (int i = 0; i < registers; i++)
        {
            vpxor(Text, lastKey, __[_source + (i * Shape.Bytes)]);
            LastRound(states[i], states[i], Text);
            vmovdqu(__[_destination + (i * Shape.Bytes)], states[i]);
        }
        add(_source, registers * Shape.Bytes);
        add(_destination, registers * Shape.Bytes);
    }

    /// <summary>The next counter blocks, and the first round key added.</summary>
    private void CounterBlocks(Vector state)
    {
        Vector key = Key(0, state.Bits);
        if (littleEndian)
        {
            vpxor(state, Counter.Low(state.Bits), key);
        }
        else
        {
            vpshufb(state, Counter.Low(state.Bits), Swap.Low(state.Bits));
            vpxor(state, state, key);
        }
    }

    /// <summary>Fewer bytes than a register, at least one.</summary>
    private void WriteLastBytes(Label done)
    {
        Vector state = V(0);
        if (Shape.IsAvx512)
        {
            Comment("The last bytes, behind a mask.");
            MaskBytes(k1, _length, r9);
            CounterBlocks(state);
            MiddleRounds(state);
            vmovdqu8(Text.Z.k1.z, __[_source]);
            vpxor(Text, Text, Key(LastSlot));
            LastRound(state, state, Text);
            vmovdqu8(__[_destination].k1, state.Z);
            return;
        }
        Comment("The last bytes: two counter blocks, of which one may be whole and one may be partial.");
        Label partial = CreateLabel(), whole = CreateLabel();
        CounterBlocks(state);
        MiddleRounds(state);
        LastRound(state, state, Key(LastSlot));
        cmp(_length, 16);
        jb(partial);
        vpxor(Text.Low(128), state.Low(128), __[_source]);
        vmovdqu(__[_destination], Text.Low(128));
        vextracti128(state.X, state.Y, 1);
        sub(_length, 16);
        je(done);
        add(_source, 16);
        add(_destination, 16);
        Label(ref partial);
        LoadPartialBlock(Text.Low(128), _source, _length, r9, r10, r11);
        vpxor(Text.Low(128), Text.Low(128), state.Low(128));
        StorePartialBlock(_destination, Text.Low(128), _length, r9, r10, r11);
    }

    // The word of the counter in each block.
    private uint[] Words(params int[] values) => [.. values.SelectMany(value => littleEndian ? (uint[])[(uint)value, 0, 0, 0] : [0, 0, 0, (uint)value])];
}
