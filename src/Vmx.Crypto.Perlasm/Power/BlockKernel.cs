// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// Blocks by themselves, and CBC decryption: eight at a time. After aes_p8_encrypt, aes_p8_decrypt and the eight-block path of
/// aes_p8_cbc_encrypt in aesp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36.
/// </summary>
internal sealed class BlockKernel(string name, bool inverse, bool chained) : AesKernel
{
    public override string Name => name;

    public override string? Follows => Aes;

    // The ciphertext block before the first of eight, as loaded.
    private static Vr Chaining => V(17);

    private static Vr Zero => V(18);

    protected override void WriteBody()
    {
        Begin(savedGprs: 2);
        if (chained)
        {
            mr(R(30), State);
            lxvd2x(Chaining, State);
        }
        else
        {
            vxor(Zero, Zero, Zero);
        }
        ForEveryBlock(Bulk, Rest);
        if (chained)
        {
            stxvd2x(Chaining, R(30));
        }
    }

    private void Bulk()
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            Input(lane);
        }
        MiddleRounds(inverse, States);
        foreach (Vr state in States)
        {
            LastRound(inverse, state, state, LastKey(inverse));
        }
        for (int lane = 0; lane < Lanes; lane++)
        {
            Output(lane);
        }
        if (chained)
        {
            vmr(Chaining, Seconds[Lanes - 1]);
        }
    }

    private void Rest()
    {
        ForCountedLanes(Input);
        MiddleRounds(inverse, States);
        foreach (Vr state in States[..(Lanes - 1)])
        {
            LastRound(inverse, state, state, LastKey(inverse));
        }
        mtctr(Count);
        ForCountedLanes(lane =>
        {
            Output(lane);
            if (chained)
            {
                vmr(Chaining, Seconds[lane]);
            }
        });
    }

    private void Input(int lane)
    {
        Load(Seconds[lane], Source, lane);
        SwapAndAdd(States[lane], Seconds[lane], FirstKey(inverse));
    }

    // CBC: P = D(C) + the ciphertext block before.
    private void Output(int lane)
    {
        if (chained)
        {
            SwapAndAdd(States[lane], States[lane], lane == 0 ? Chaining : Seconds[lane - 1]);
        }
        else
        {
            SwapAndAdd(States[lane], States[lane], Zero);
        }
        Store(States[lane], Destination, lane);
    }
}
