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
//  Measured, core cycles per byte, kernel alone, 128- and 256-bit keys, median of 41, AMD EPYC (Zen 5) at 3.7 GHz, November 2026
//
//                                        64 bytes        1 KiB           16 KiB          the AES units allow
//          Vaes512                       0.238  0.294    0.087  0.119    0.0804  0.113   0.0781  0.109
//          Vaes512 in place              0.31            0.087  0.119    0.0807  0.113
//          Vaes256                       0.37   0.46     0.158  0.222    0.156   0.222   0.156   0.219
//
//      DecryptBlocks takes 0.0804 and 0.112: the chaining is free. libipsec-mb 1.3 takes 0.0799 and 0.118 at 16 KiB, 0.091 at
//      1 KiB; through AesCbc, whose checks and call are some 30 cycles, it is ahead up to 512 bytes (27 cycles against 42 at
//      16, 27 against 44 at 64, 50 against 57 at 512).
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
        foreach (int bits in Shape.IsAvx512 ? (int[])[256, 128] : [128])
        {
            LastBlocks(bits, done);
        }
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

    /// <summary>What is left of a register, a half or a quarter of it at a time: masked accesses would wait for stores nearby.</summary>
    private void LastBlocks(int bits, Label done)
    {
        Label less = CreateLabel();
        Vector state = V(0).Low(bits), chained = Chained(0).Low(bits), chaining = Chaining.Low(128);
        Comment(bits == 128 ? "One block." : "Two blocks.");
        if (bits != 128)
        {
            cmp(_length, bits / 8);
            jb(less);
        }
        vpxor(state, Key(0, bits), __[_source]);
        if (bits == 128)
        {
            vmovdqa(chained, chaining);
        }
        else
        {
            vinserti32x4(chained.Y, Chaining.Y, __[_source], 1);
        }
        vmovdqu(chaining, __[_source + ((bits / 8) - 16)]);
        MiddleRounds(state);
        vpxor(chained, chained, Key(LastSlot, bits));
        LastRound(state, state, chained);
        vmovdqu(__[_destination], state);
        if (bits != 128)
        {
            sub(_length, bits / 8);
            je(done);
            add(_source, bits / 8);
            add(_destination, bits / 8);
            Label(ref less);
        }
    }
}
