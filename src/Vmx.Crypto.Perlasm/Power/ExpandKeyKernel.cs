// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

//
//  Key expansion (FIPS 197 section 5.2)
//
//  After aes_p8_set_encrypt_key in aesp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36: the
//  rotated last word in all four columns goes through vcipherlast, where ShiftRows changes nothing and the round constant is
//  the key, so that one instruction is SubWord and the addition of Rcon; the running sum of the words is three shifts by a word.
//  There is no aes_p8_set_decrypt_key: decryption reads the slots backwards.
//
//  r3 is the key, r4 the schedule, r7 the key's size in bytes.
//
internal sealed class ExpandKeyKernel : LaneKernel
{
    public override string Name => "ExpandKey";

    public override string? Follows => Aes;

    private static Gpr Schedule => R(4);

    private static Vr First => V(0);

    private static Vr Second => V(1);

    private static Vr Word => V(2);

    private static Vr Shifted => V(3);

    private static Vr RoundConstant => V(4);

    private static Vr SecondRoundConstant => V(5);

    private static Vr Rotation => V(6);

    private static Vr RotationOfSix => V(7);

    private static Vr Zero => V(8);

    private static Vr RoundKey => V(9);

    protected override void WriteBody()
    {
        var six = new PowerLabel();
        var eight = new PowerLabel();
        var done = new PowerLabel();
        LoadConstants(
            (Swap, SwapControl),
            (Rotation, Words(0x0D, 0x0E, 0x0F, 0x0C)),
            (RotationOfSix, Words(0x05, 0x06, 0x07, 0x04)),
            (RoundConstant, Words(0x01, 0, 0, 0)),
            (SecondRoundConstant, Words(0x1B, 0, 0, 0)));
        vxor(Zero, Zero, Zero);
        lxvd2x(First, Key);
        SwapAndAdd(First, First, Zero);
        Store(First, slot: 0);
        cmpdi(Cr(0), Count, 24);
        bc(Condition.Equal, Cr(0), six);
        bc(Condition.Greater, Cr(0), eight);
        Four();
        b(done);
        Bind(six);
        Six();
        b(done);
        Bind(eight);
        Eight();
        Bind(done);
    }

    private void Four()
    {
        Comment("A key of four words.");
        for (int round = 1; round <= 10; round++)
        {
            SubstituteAndRotate(First, Rotation, round);
            Sum(First, Word);
            Store(First, slot: 4 + round);
        }
        StoreRounds(10);
    }

    // Sets of six words: four in First, two on the left of Second. Two sets are three round keys.
    private void Six()
    {
        Comment("A key of six words.");
        li(R(0), 8);
        lxvd2x(Second, Key, R(0));
        SwapAndAdd(Second, Second, Zero);
        vsldoi(Second, Second, Zero, 8);
        int slot = 3;
        for (int set = 1; set <= 8; set++)
        {
            SubstituteAndRotate(Second, RotationOfSix, set);
            Sum(First, Word);
            if (set % 2 != 0)
            {
                vsldoi(RoundKey, Zero, Second, 8);
                vsldoi(RoundKey, RoundKey, First, 8);
                Store(RoundKey, slot++);
            }
            else
            {
                Store(First, slot++);
            }
            if (set < 8)
            {
                vspltw(Word, First, 3);
                vsldoi(Shifted, Zero, Second, 12);
                vxor(Second, Second, Shifted);
                vxor(Second, Second, Word);
            }
            if (set % 2 != 0)
            {
                vsldoi(RoundKey, First, Second, 8);
                Store(RoundKey, slot++);
            }
        }
        StoreRounds(12);
    }

    private void Eight()
    {
        Comment("A key of eight words.");
        li(R(0), 16);
        lxvd2x(Second, Key, R(0));
        SwapAndAdd(Second, Second, Zero);
        Store(Second, slot: 1);
        for (int pair = 1; pair <= 7; pair++)
        {
            SubstituteAndRotate(Second, Rotation, pair);
            Sum(First, Word);
            Store(First, slot: 2 * pair);
            if (pair < 7)
            {
                vspltw(Word, First, 3);
                vsbox(Word, Word);
                Sum(Second, Word);
                Store(Second, slot: (2 * pair) + 1);
            }
        }
        StoreRounds(14);
    }

    // Word = SubWord(RotWord(last word)) + Rcon in every column. Rcon doubles; after 80 comes 1B, and 36.
    private void SubstituteAndRotate(Vr words, Vr rotation, int number)
    {
        vperm(Word, words, words, rotation);
        vcipherlast(Word, Word, number < 9 ? RoundConstant : SecondRoundConstant);
        Vr constant = number < 9 ? RoundConstant : SecondRoundConstant;
        vadduwm(constant, constant, constant);
    }

    // Each word plus all words to its left, plus a word.
    private void Sum(Vr words, Vr word)
    {
        vsldoi(Shifted, Zero, words, 12);
        vxor(words, words, Shifted);
        vsldoi(Shifted, Zero, Shifted, 12);
        vxor(words, words, Shifted);
        vsldoi(Shifted, Zero, Shifted, 12);
        vxor(words, words, Shifted);
        vxor(words, words, word);
    }

    private void Store(Vr words, int slot)
    {
        li(R(0), 16 * slot);
        stvx(words, Schedule, R(0));
    }

    private void StoreRounds(int rounds)
    {
        li(R(0), rounds);
        stw(R(0), AesKernel.RoundsOffset, Schedule);
    }

    private static byte[] Words(params byte[] word) => [.. Enumerable.Repeat(word, 4).SelectMany(bytes => bytes)];
}
