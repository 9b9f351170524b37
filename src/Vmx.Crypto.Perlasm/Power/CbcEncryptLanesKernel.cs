// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Perlasm.Power;

//
//  CBC encryption of eight messages side by side
//
//  SP 800-38A section 6.2, once in each lane: r4 leads to the eight chaining blocks, r5 to eight pointers to plaintext and eight
//  to ciphertext, and every lane takes the same number of blocks. All lanes are read before one is written, so two lanes may
//  be given the same message: they write the same.
//
//  A lane keeps C + k0, the last ciphertext block with the first round key added: the next state is that plus the plaintext, one
//  vpermxor, and C comes out of it with the bytes of k0 as loaded, another one.
//
internal sealed class CbcEncryptLanesKernel : AesKernel
{
    private const int FirstPointer = 16;

    public override string Name => "CbcEncryptLanes";

    private static Gpr Offset => Count;

    private static Vr FirstAndLastKey => V(17);

    private static Vr FirstKeyAsLoaded => V(18);

    protected override void WriteBody()
    {
        var loop = new PowerLabel();
        Begin(savedGprs: 32 - FirstPointer);
        vxor(FirstAndLastKey, FirstKey(inverse: false), LastKey(inverse: false));
        vxor(Temporary, Temporary, Temporary);
        SwapAndAdd(FirstKeyAsLoaded, FirstKey(inverse: false), Temporary);
        for (int lane = 0; lane < Lanes; lane++)
        {
            Load(Seconds[lane], State, lane);
            SwapAndAdd(States[lane], Seconds[lane], FirstKey(inverse: false));
        }
        Comment("Eight pointers to plaintext, eight to ciphertext.");
        for (int i = 0; i < 2 * Lanes; i++)
        {
            ld(R(FirstPointer + i), 8 * i, Source);
        }
        mtctr(Count);
        li(Offset, 0);
        Bind(loop);
        for (int lane = 0; lane < Lanes; lane++)
        {
            lxvd2x(Seconds[lane], R(FirstPointer + lane), Offset);
            SwapAndAdd(States[lane], Seconds[lane], States[lane]);
        }
        MiddleRounds(inverse: false, States);
        foreach (Vr state in States)
        {
            LastRound(inverse: false, state, state, FirstAndLastKey);
        }
        for (int lane = 0; lane < Lanes; lane++)
        {
            SwapAndAdd(Seconds[lane], States[lane], FirstKeyAsLoaded);
            stxvd2x(Seconds[lane], R(FirstPointer + Lanes + lane), Offset);
        }
        addi(Offset, Offset, 16);
        bdnz(loop);
        Comment("The chaining blocks.");
        SetOffsets();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Store(Seconds[lane], State, lane);
        }
    }
}
