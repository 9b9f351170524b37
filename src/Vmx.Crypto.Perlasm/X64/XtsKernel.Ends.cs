// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_xts_encrypt and aes_p8_xts_decrypt with _aesp8_xts_encrypt6x and _aesp8_xts_decrypt6x of CRYPTOGAMS
// ppc/aesp8-ppc.pl at 9444b2d53bae, retold for registers of several blocks.

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The end of a data unit in XTS: blocks that fill no register, and ciphertext stealing (IEEE 1619 sections 5.3.2 and 5.4.2)
//
//      The last whole block P[m-1] becomes CC = E(P[m-1] ⊕ T[m-1]) ⊕ T[m-1]. Its first bytes are the partial block of
//      ciphertext; the partial block of plaintext takes their place, and what results is encrypted with T[m] to the last whole
//      block. Decryption takes T[m] first and T[m-1] second.
//
internal sealed partial class XtsKernel
{
    /// <summary>Whole blocks, fewer than a register.</summary>
    private void LastBlocks()
    {
        Vector state = States[0], tweak = Tweaks[0], sum = Temporary(0);
        if (Shape.IsAvx512)
        {
            // By their size and not behind a mask: a masked access counts as one to all its bytes, and one that meets a
            // store to others of them waits for it.
            Label loadOne = CreateLabel(), loaded = CreateLabel(), storeOne = CreateLabel(), stored = CreateLabel();
            test(r10b, 32);
            je(loadOne);
            vmovdqu(state.Low(256), __[_source]);
            test(r10b, 16);
            je(loaded);
            vinserti32x4(state.Z, state.Z, __[_source + 32], 2);
            jmp(loaded);
            Label(ref loadOne);
            vmovdqu(state.Low(128), __[_source]);
            Label(ref loaded);
            vpxor3(state, tweak, Key(0));
            MiddleRounds(state);
            vpxor(sum, tweak, Key(LastSlot));
            LastRound(state, state, sum);
            test(r10b, 32);
            je(storeOne);
            vmovdqu(__[_destination], state.Low(256));
            test(r10b, 16);
            je(stored);
            vextracti32x4(__[_destination + 32], state.Z, 2);
            jmp(stored);
            Label(ref storeOne);
            vmovdqu(__[_destination], state.Low(128));
            Label(ref stored);
            Comment("The next tweak becomes the first one.");
            shr(_length, 3);
            or(r11, -1);
            shlx(r11, r11, _length);
            kmovd(k3, r11d);
            vpcompressq(tweak.Z.k3.z, tweak.Z);
            lea(_length, __[_length * 8]);
            add(_source, _length);
            add(_destination, _length);
            return;
        }
        Vector block = state.Low(128);
        vpxor(block, tweak.Low(128), Key(0, 128));
        vpxor(block, block, __[_source]);
        MiddleRounds(block);
        vpxor(sum.Low(128), tweak.Low(128), Key(LastSlot, 128));
        LastRound(block, block, sum.Low(128));
        vmovdqu(__[_destination], block);
        vextracti128(tweak.X, tweak.Y, 1);
        Advance(16);
    }

    /// <summary>Ciphertext stealing (IEEE 1619 sections 5.3.2 and 5.4.2).</summary>
    private void Steal()
    {
        Vector own = Tweaks[0].Low(128), next = Tweaks[1].Low(128), block = States[0].Low(128), partial = States[1].Low(128);
        Comment("Stealing: the next tweak.");
        // Doubling loses the highest bits of both 64-bit words: that of the low one goes to bit 64, that of the high one is 0x87.
        vpshufd(next, own, 0x13);
        vpsrad(next.X, next.X, 31);
        Write(Mnemonic.Vpand, next, next, Constant(0x87UL, 1));
        vpaddq(partial, own, own);
        vpxor(next, next, partial);
        vmovdqu(block, __[_source]);
        OneBlock(block, inverse ? next : own);
        Comment("The partial block takes the first bytes of the block before it and gives it its own in exchange.");
        Advance(16);
        if (Shape.IsAvx512)
        {
            MaskBytes(k3, _length, r11);
            vmovdqu8(partial.X.k3.z, __[_source]);
            vmovdqu8(__[_destination].k3, block.X);
            vmovdqu8(block.X.k3, partial.X);
        }
        else
        {
            LoadPartialBlock(partial, _source, _length, r11, r9, rax);
            StorePartialBlock(_destination, block, _length, r11, r9, rax);
            LoadSchedule();
            lea(r11, Constant(0, 0, ulong.MaxValue, ulong.MaxValue));
            sub(r11, _length);
            Write(Mnemonic.Vpand, block, block, __[r11 + 16]);
            vpxor(block, block, partial);
        }
        OneBlock(block, inverse ? own : next);
        vmovdqu(__[_destination - 16], block);
        add(_source, _length);
        add(_destination, _length);
    }

    private void OneBlock(Vector block, Vector tweak)
    {
        vpxor(block, block, tweak);
        vpxor(block, block, Key(0, 128));
        MiddleRounds([block]);
        Vector sum = Temporary(0).Low(128);
        vpxor(sum, tweak, Key(LastSlot, 128));
        LastRound(block, block, sum);
    }
}
