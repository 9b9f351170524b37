// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// CTR with a 32-bit counter, eight blocks at a time. After aes_p8_ctr32_encrypt_blocks in aesp8-ppc.pl of CRYPTOGAMS,
/// dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36. The counter block is read and never written; every path adds to
/// the same 32 bits.
/// </summary>
internal sealed class CtrKernel(bool littleEndian) : AesKernel
{
    public override string Name => littleEndian ? "CtrLittleEndian32" : "CtrBigEndian32";

    public override string? Follows => Aes;

    // In order where the counter is big-endian, as loaded where it is little-endian: there its four bytes are a word.
    private static Vr Counter => V(17);

    private static Vr One => V(18);

    protected override void WriteBody()
    {
        byte[] one = new byte[16];
        one[littleEndian ? 7 : 15] = 1;
        Begin(savedGprs: 1, (One, one));
        lxvd2x(Counter, State);
        if (!littleEndian)
        {
            vxor(Temporary, Temporary, Temporary);
            SwapAndAdd(Counter, Counter, Temporary);
        }
        ForEveryBlock(Bulk, Rest);
    }

    private void Bulk()
    {
        Keystream();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Output(lane);
        }
    }

    private void Rest()
    {
        Keystream();
        ForCountedLanes(Output);
    }

    private void Keystream()
    {
        foreach (Vr state in States)
        {
            if (littleEndian)
            {
                SwapAndAdd(state, Counter, FirstKey(inverse: false));
            }
            else
            {
                vxor(state, Counter, FirstKey(inverse: false));
            }
            vadduwm(Counter, Counter, One);
        }
        MiddleRounds(inverse: false, States);
        foreach (Vr state in States)
        {
            LastRound(inverse: false, state, state, LastKey(inverse: false));
        }
    }

    private void Output(int lane)
    {
        Load(Seconds[lane], Source, lane);
        SwapAndAdd(Seconds[lane], States[lane], Seconds[lane]);
        Store(Seconds[lane], Destination, lane);
    }
}
