// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  Blocks by themselves (FIPS 197 sections 5.1 and 5.3)
//
//      void Blocks(schedule, -, source, destination, blockCount)
//
//      Eight registers at a time, then four, two and one, then what is left of one register.
//
internal sealed class BlockKernel(VectorShape shape, bool inverse) : AesKernel(shape)
{
    private const int Wide = 8;

    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;

    public override string Name => inverse ? "DecryptBlocks" : "EncryptBlocks";

    protected override bool IsInverse => inverse;

    protected override void WriteBody()
    {
        int bytes = Shape.Bytes;
        Label loop = CreateLabel(), rest = CreateLabel(), done = CreateLabel();
        LoadSchedule();
        shl(_length, 4);
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
        WriteLastBlocks();
        Label(ref done);
    }

    private void Blocks(int registers)
    {
        Vector[] states = V(0..registers);
        Vector firstKey = Key(0);
        for (int i = 0; i < registers; i++)
        {
            vpxor(states[i], firstKey, __[_source + (i * Shape.Bytes)]);
        }
        MiddleRounds(states);
        Vector lastKey = Key(LastSlot);
        for (int i = 0; i < registers; i++)
        {
            LastRound(states[i], states[i], lastKey);
            vmovdqu(__[_destination + (i * Shape.Bytes)], states[i]);
        }
        add(_source, registers * Shape.Bytes);
        add(_destination, registers * Shape.Bytes);
    }

    private void WriteLastBlocks()
    {
        Vector state = Shape.IsAvx512 ? V(0) : V(0).Low(128);
        if (Shape.IsAvx512)
        {
            Comment("One to three blocks, behind a mask.");
            MaskBytes(k1, _length, r9);
            vmovdqu8(state.Z.k1.z, __[_source]);
        }
        else
        {
            Comment("One block.");
            vmovdqu(state, __[_source]);
        }
        vpxor(state, state, Key(0, state.Bits));
        MiddleRounds(state);
        LastRound(state, state, Key(LastSlot, state.Bits));
        if (Shape.IsAvx512)
        {
            vmovdqu8(__[_destination].k1, state.Z);
        }
        else
        {
            vmovdqu(__[_destination], state);
        }
    }
}
