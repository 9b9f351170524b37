// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_xts_encrypt and aes_p8_xts_decrypt with _aesp8_xts_encrypt6x and _aesp8_xts_decrypt6x of CRYPTOGAMS
// ppc/aesp8-ppc.pl at 9444b2d53bae, retold for registers of several blocks.

using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The tweaks of XTS (IEEE 1619 section 5.2)
//
//      A tweak is a polynomial over GF(2), its bits from the lowest of the first byte on, modulo x^128 + x^7 + x^2 + x + 1. What
//      a multiplication by x^n moves beyond x^127 comes back times 0x87. For n below 57 two shifts of 64-bit words do it:
//
//          T·x^n = (low << n, high << n) + (0, low >> 64-n) + (high >> 64-n)·0x87
//
//      with a carry-less product for the last term. From one tweak in all blocks of a register, shifts by other numbers of bits
//      in each word give the tweaks of any consecutive blocks in one step; the registers of a data unit do not wait for each
//      other.
//
internal sealed partial class XtsKernel
{
    // ---- the first tweaks -------------------------------------------------------------------------------------------

    /// <summary>Reads a tweak's number in two words, as the caller wrote it: a load of both at once would wait for the stores.</summary>
    private void ReadNumber(Vector destination)
    {
        Label littleEndian = CreateLabel();
        vmovq(destination.X, __qword_ptr[_run + FirstTweakOffset]);
        vpinsrq(destination.X, destination.X, __qword_ptr[_run + (FirstTweakOffset + 8)], 1);
        cmp(__byte_ptr[_run + BigEndianOffset], 0);
        je(littleEndian);
        Write(Mnemonic.Vpshufb, destination, destination, Constant(_reversal));
        Label(ref littleEndian);
    }

    /// <summary>Writes the next numbers to the workspace, and encrypts them there.</summary>
    private void EncryptFirstTweaks()
    {
        mov(_length, __[_workspace + NumberOffset]);
        mov(r11, __[_workspace + (NumberOffset + 8)]);
        for (int i = 0; i < FirstTweaks; i++)
        {
            mov(__[_workspace + (TweaksOffset + (i * 16))], _length);
            mov(__[_workspace + (TweaksOffset + (i * 16) + 8)], r11);
            add(_length, __[_run + StepOffset]);
            adc(r11, 0);
        }
        mov(__[_workspace + NumberOffset], _length);
        mov(__[_workspace + (NumberOffset + 8)], r11);
        Vector[] tweaks = States[..FirstTweakRegisters];
        for (int i = 0; i < FirstTweakRegisters; i++)
        {
            vmovdqu(tweaks[i], __[_workspace + (TweaksOffset + (i * Shape.Bytes))]);
        }
        Label littleEndian = CreateLabel();
        cmp(__byte_ptr[_run + BigEndianOffset], 0);
        je(littleEndian);
        vbroadcasti128(RoundKey, Constant(_reversal));
        foreach (Vector tweak in tweaks)
        {
            vpshufb(tweak, tweak, RoundKey);
        }
        Label(ref littleEndian);
        EncryptTweaks(tweaks);
        for (int i = 0; i < FirstTweakRegisters; i++)
        {
            vmovdqu(__[_workspace + (TweaksOffset + (i * Shape.Bytes))], tweaks[i]);
        }
    }

    /// <summary>Encrypts blocks with Key2.</summary>
    private void EncryptTweaks(params Vector[] tweaks)
    {
        Label ten = CreateLabel();
        Step(Mnemonic.Vpxor, 0);
        cmp(ExtraRounds, 2);
        jb(ten);
        for (int slot = 1; slot < 5; slot++)
        {
            Step(Mnemonic.Vaesenc, slot);
        }
        Label(ref ten);
        for (int slot = 5; slot < LastSlot; slot++)
        {
            Step(Mnemonic.Vaesenc, slot);
        }
        Step(Mnemonic.Vaesenclast, LastSlot);

        void Step(Mnemonic mnemonic, int slot)
        {
            AssemblerMemoryOperand key = __[_tweakSchedule + (slot * 16)];
            if (tweaks[0].Bits == 128)
            {
                Write(mnemonic, tweaks[0], tweaks[0], key);
                return;
            }
            vbroadcasti128(RoundKey, key);
            foreach (Vector tweak in tweaks)
            {
                Write(mnemonic, tweak, tweak, RoundKey);
            }
        }
    }

    // ---- multiplication by powers of alpha --------------------------------------------------------------------------

    /// <summary>The product of one half of each block, 0 the low and 1 the high one, with 0x87.</summary>
    private void Fold(Vector destination, Vector source, byte half)
    {
        if (Shape.IsAvx512)
        {
            vpclmulqdq(destination, source, Polynomial, half);
        }
        else
        {
            vpclmulqdq(destination, source, Constant(0x87UL, 0UL, 0x87UL, 0UL), half);
        }
    }

    /// <summary>From a data unit's first tweak in all blocks, the tweaks of the blocks of one register.</summary>
    private void Spread(Vector destination, Vector first, int register)
    {
        Vector carry = Temporary(0), folded = Temporary(1);
        ulong[] left = [.. Enumerable.Range(register * Shape.Blocks, Shape.Blocks).SelectMany(i => (ulong[])[(ulong)i, (ulong)i])];
        vpsrlvq(carry, first, Constant([.. left.Select(bits => 64 - bits)]));
        vpsllvq(destination, first, Constant(left));
        Fold(folded, carry, 0x01);
        vpunpcklqdq(carry, Zero, carry);
        vpxor3(destination, carry, folded);
    }
}
