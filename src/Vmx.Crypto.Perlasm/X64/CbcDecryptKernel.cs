// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows _aesp8_cbc_decrypt8x of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold for registers of several blocks.

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  CBC decryption (SP 800-38A section 6.2)
//
//      void CbcDecrypt(schedule, chainingBlock, source, destination, blockCount)
//
//      P[i] = InvCipher(C[i]) ⊕ C[i-1]. Eight registers are in flight, and the last round adds w[0] ⊕ C[i-1] instead of w[0]
//      alone, so that it writes finished plaintext.
//
//      The ciphertext one block back is read a second time, from 16 bytes before. A permutation of registers would take a
//      turn of the AES units; a load takes none. All loads of a group come before its stores, and the one block that a
//      group in place can no longer read, the last of the group before, was put into a register in time: with AVX-512 a
//      masked load completes it, with AVX2 a blend.
//
internal sealed class CbcDecryptKernel(VectorShape shape) : AesKernel(shape)
{
    private const int Wide = 8;

    private static readonly AssemblerRegister64 _chainingBlock = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;

    // Its lowest block is the ciphertext block before those in flight.
    private Vector Chaining => Shape.IsAvx512 ? V(16) : V(14);

    public override string Name => "CbcDecrypt";

    public override string? Follows => "ppc/aesp8-ppc.pl at 9444b2d53bae";

    protected override bool IsInverse => true;

    protected override void WriteBody()
    {
        int bytes = Shape.Bytes;
        Label loop = CreateLabel(), rest = CreateLabel(), done = CreateLabel();
        LoadSchedule();
        vmovdqu(Chaining.Low(128), __[_chainingBlock]);
        if (Shape.IsAvx512)
        {
            Comment("All blocks of a register but the lowest.");
            mov(r9d, 0xFC);
            kmovd(k1, r9d);
        }
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
        LastBlocks();
        Label(ref done);
        vmovdqu(__[_chainingBlock], Chaining.Low(128));
    }

    /// <summary>Whole registers.</summary>
    private void Blocks(int registers)
    {
        Vector[] states = V(0..registers);
        Vector firstKey = Key(0);
        for (int i = 0; i < registers; i++)
        {
            vpxor(states[i], firstKey, __[_source + (i * Shape.Bytes)]);
        }
        if (Shape.IsAvx512)
        {
            Chain(0);
            for (int i = 1; i < registers; i++)
            {
                Chain(i);
            }
            vmovdqu(Chaining.Low(128), __[_source + ((registers * Shape.Bytes) - 16)]);
            MiddleRounds(states);
        }
        else
        {
            MiddleRounds(states);
        }
        Vector lastKey = Key(LastSlot);
        for (int i = 0; i < registers; i++)
        {
            if (!Shape.IsAvx512)
            {
                Chain(i);
            }
            LastRound(states[i], states[i], Chained(i));
        }
        if (!Shape.IsAvx512)
        {
            vmovdqu(Chaining.Low(128), __[_source + ((registers * Shape.Bytes) - 16)]);
        }
        for (int i = 0; i < registers; i++)
        {
            vmovdqu(__[_destination + (i * Shape.Bytes)], states[i]);
        }
        add(_source, registers * Shape.Bytes);
        add(_destination, registers * Shape.Bytes);

        // w[0] ⊕ C[i-1] of one register.
        void Chain(int i)
        {
            Vector last = Shape.IsAvx512 ? Key(LastSlot) : V(15);
            if (i != 0)
            {
                vpxor(Chained(i), last, __[_source + ((i * Shape.Bytes) - 16)]);
            }
            else if (Shape.IsAvx512)
            {
                vmovdqu64(Chaining.Z.k1, __[_source - 16]);
                vpxor(Chained(i), Chaining, last);
            }
            else
            {
                vbroadcasti128(Chained(i), __[_source]);
                vpblendd(Chained(i).Y, Chained(i).Y, Chaining.Y, 0x0F);
                vpxor(Chained(i), Chained(i), last);
            }
        }
    }

    private Vector Chained(int i) => Shape.IsAvx512 ? V(8 + i) : V(8 + (i % 6));

    /// <summary>Fewer blocks than a register has, at least one.</summary>
    private void LastBlocks()
    {
        if (Shape.IsAvx512)
        {
            Comment("One to three blocks, behind masks: of what is left, and of that without the lowest block.");
            Vector state = V(0);
            MaskBytes(k2, _length, r9);
            and(r9, -65536);
            kmovq(k3, r9);
            vmovdqu8(state.Z.k2.z, __[_source]);
            vpxor(state, state, Key(0));
            vmovdqu8(Chaining.Z.k3, __[_source - 16]);
            vpxor(Chained(0), Chaining, Key(LastSlot));
            vmovdqu(Chaining.Low(128), __[_source + _length - 16]);
            MiddleRounds(state);
            LastRound(state, state, Chained(0));
            vmovdqu8(__[_destination].k2, state.Z);
        }
        else
        {
            Comment("One block.");
            Vector state = V(0).Low(128), ciphertext = V(1).Low(128), chaining = Chaining.Low(128);
            vmovdqu(ciphertext, __[_source]);
            vpxor(state, ciphertext, Key(0, 128));
            MiddleRounds(state);
            vpxor(chaining, chaining, Key(LastSlot, 128));
            LastRound(state, state, chaining);
            vmovdqa(chaining, ciphertext);
            vmovdqu(__[_destination], state);
        }
    }
}
