// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

//
//  XTS of whole blocks, eight at a time
//
//  After aes_p8_xts_encrypt and aes_p8_xts_decrypt in aesp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams
//  9444b2d53bae594bc5f51a170fb69ec7efaa9d36: the chain of tweaks beside the rounds, the tweak back in its place at the end. The
//  caller encrypts the first tweak and does the ciphertext stealing, which needs single blocks only.
//
//  Eight tweaks
//
//      perlasm keeps six and doubles one tweak for each block: five instructions. Here each lane has its own tweak, which
//      goes on by eight blocks at once, that is by a multiplication by x^8: every byte moves up by one, and the top byte t is
//      reduced, t x^128 = t (x^7 + x^2 + x + 1) = 87 t. Rotating instead of moving leaves t in the lowest byte, so that 86 t, a
//      carry-less product of at most 15 bits, remains to be added: three instructions, the product, what isolates t for
//      it, and a vpermxor that rotates the one and places the other.
//
//      Tweaks stay as loaded. They are added to text as loaded, before it comes in order and after it went back.
//
internal sealed class XtsKernel(bool inverse) : AesKernel
{
    // Where byte j of memory is in a register, as loaded.
    private static int Place(int j) => (j & 15) ^ 7;

    public override string Name => inverse ? "XtsDecrypt" : "XtsEncrypt";

    public override string? Follows => Aes;

    // XTS-AES-128 and XTS-AES-256 are all there is (IEEE 1619 section 5.1).
    protected override bool HasTwelveRounds => false;

    private static Vr Rotation => V(17);

    private static Vr Reduction => V(18);

    private static Vr TopByte => V(19);

    protected override void WriteBody()
    {
        // The product of t at bits 56 to 63 of the right half has its low byte there, byte 8, and the others in byte 7.
        byte[] rotation = new byte[16];
        byte[] reduction = new byte[16];
        byte[] topByte = new byte[16];
        for (int j = 0; j < 16; j++)
        {
            rotation[Place(j)] = (byte)(((j == 0 ? 8 : j == 1 ? 7 : 0) << 4) | Place(j - 1));
        }
        reduction[15] = 0x86;
        topByte[Place(15)] = 0xFF;

        // Doubling: each byte's carry goes to the next byte, that of the last byte to the first as 87.
        (Vr tweak, Vr carry, Vr carries, Vr seven, Vr zero) = (V(0), V(1), V(2), V(3), V(4));
        byte[] carryBits = Splat(1);
        carryBits[0] = 0x87;

        Begin(savedGprs: 2, (Rotation, rotation), (Reduction, reduction), (TopByte, topByte), (carries, carryBits));
        mr(R(30), State);
        lxvd2x(Seconds[0], State);
        Comment("The tweaks of eight blocks.");
        vspltisb(seven, 7);
        vxor(zero, zero, zero);
        SwapAndAdd(tweak, Seconds[0], zero);
        foreach (Vr next in Seconds.Skip(1))
        {
            vsrab(carry, tweak, seven);
            vaddubm(tweak, tweak, tweak);
            vsldoi(carry, carry, carry, 15);
            vand(carry, carry, carries);
            vxor(tweak, tweak, carry);
            SwapAndAdd(next, tweak, zero);
        }
        ForEveryBlock(Bulk, Rest);
        Comment("The tweak of the block that would be next.");
        stxvd2x(Seconds[0], R(30));
    }

    private void Bulk()
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            Input(lane);
        }
        Rounds();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Vr tweak = Seconds[lane];
            Output(lane);
            vand(Temporary, tweak, TopByte);
            vpmsumd(Temporary, Temporary, Reduction);
            vpermxor(tweak, Temporary, tweak, Rotation);
        }
    }

    private void Rest()
    {
        ForCountedLanes(Input);
        Rounds();
        mtctr(Count);
        ForCountedLanes(lane =>
        {
            Output(lane);
            vmr(Temporary, Seconds[lane + 1]);
        });
        vmr(Seconds[0], Temporary);
    }

    private void Input(int lane)
    {
        Load(States[lane], Source, lane);
        vxor(States[lane], States[lane], Seconds[lane]);
        SwapAndAdd(States[lane], States[lane], FirstKey(inverse));
    }

    private void Rounds()
    {
        MiddleRounds(inverse, States);
        foreach (Vr state in States)
        {
            LastRound(inverse, state, state, LastKey(inverse));
        }
    }

    private void Output(int lane)
    {
        SwapAndAdd(States[lane], States[lane], Seconds[lane]);
        Store(States[lane], Destination, lane);
    }
}
