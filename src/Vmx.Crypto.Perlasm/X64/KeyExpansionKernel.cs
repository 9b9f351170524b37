// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_set_encrypt_key and aes_p8_set_decrypt_key of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold for x64.

using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The key schedule (FIPS 197 section 5.2)
//
//      void ExpandKey(key, schedule, forDecryption)
//
//      SubWord comes from the cipher's last round, as upstream does it: a word that stands in all four columns is the same
//      before and after ShiftRows, so that this round of it is SubBytes alone, and the round constant is what it adds. One
//      permutation of bytes takes the word, rotates it and repeats it.
//
//      The four words of a step are prefix sums of the four before: with v = (a, b, c, d),
//
//          v ⊕ (v << 1 word) ⊕ (v << 2 words) ⊕ (v << 3 words) = (a, a⊕b, a⊕b⊕c, a⊕b⊕c⊕d).
//
//      All three shifts start from v, so that the sums are ready before SubWord is, and one exclusive or joins the two: a step
//      is a chain of one permutation, one round and one exclusive or.
//
internal sealed class KeyExpansionKernel(VectorShape shape, int keyBits) : AesKernel(shape)
{
    private static readonly AssemblerRegister64 _key = rdi;
    private static readonly AssemblerRegister64 _schedule = rsi;
    private static readonly AssemblerRegister64 _forDecryption = rdx;

    private readonly int _rounds = (keyBits / 32) + 6;

    private static readonly byte[] _rotatedLastWord = [.. Enumerable.Repeat((byte[])[13, 14, 15, 12], 4).SelectMany(bytes => bytes)];
    private static readonly byte[] _lastWord = [.. Enumerable.Repeat((byte[])[12, 13, 14, 15], 4).SelectMany(bytes => bytes)];
    private static readonly byte[] _rotatedSecondWord = [.. Enumerable.Repeat((byte[])[5, 6, 7, 4], 4).SelectMany(bytes => bytes)];

    public override string Name => $"ExpandKey{keyBits}";

    public override string? Follows => "ppc/aesp8-ppc.pl at 9444b2d53bae";

    /// <summary>Nothing: the key is secret, and its size is the routine's.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory => [];

    private static Vector X(int number) => new(number, 128);

    protected override void WriteBody()
    {
        int extraRounds = _rounds - 10;
        Vector zero = X(0);
        Comment("Slots without a round key, and the number of rounds beyond ten.");
        vpxor(zero, zero, zero);
        for (int slot = 1; slot < 5 - extraRounds; slot++)
        {
            vmovdqu(Key(slot, inverse: false), zero);
            vmovdqu(Key(slot, inverse: true), zero);
        }
        if (extraRounds != 0)
        {
            mov(eax, extraRounds);
            vmovd(zero.X, eax);
        }
        vmovdqu(Key(15, inverse: false), zero);
        switch (keyBits)
        {
            case 128:
                Expand128();
                break;
            case 192:
                Expand192();
                break;
            default:
                Expand256();
                break;
        }
        Invert();
    }

    private static AssemblerMemoryOperand Key(int slot, bool inverse) => __[_schedule + ((slot * 16) + (inverse ? DecryptionOffset : 0))];

    /// <summary>The slot of a round key of the cipher.</summary>
    private int SlotOf(int round) => round == 0 ? 0 : round + LastSlot - _rounds;

    private void Store(int round, Vector value) => vmovdqu(Key(SlotOf(round), inverse: false), value);

    private void Expand128()
    {
        Vector words = X(0), shuffle = X(5);
        vmovdqu(words, __[_key]);
        vmovdqu(shuffle, Constant(_rotatedLastWord));
        Store(0, words);
        for (int round = 1; round <= 10; round++)
        {
            Step(words, words, shuffle, round);
            Store(round, words);
        }
    }

    private void Expand256()
    {
        Vector even = X(0), odd = X(6), rotated = X(5), straight = X(7);
        vmovdqu(even, __[_key]);
        vmovdqu(odd, __[_key + 16]);
        vmovdqu(rotated, Constant(_rotatedLastWord));
        vmovdqu(straight, Constant(_lastWord));
        Store(0, even);
        Store(1, odd);
        for (int round = 2; round <= 14; round++)
        {
            if (round % 2 == 0)
            {
                Step(even, odd, rotated, round / 2);
                Store(round, even);
            }
            else
            {
                Step(odd, even, straight, 0);
                Store(round, odd);
            }
        }
    }

    /// <summary>Four words: their prefix sums, and SubWord of the word that the shuffle repeats.</summary>
    private void Step(Vector words, Vector previous, Vector shuffle, int constant)
    {
        Vector word = X(1), first = X(2), second = X(3), third = X(4);
        vpshufb(word, previous, shuffle);
        SubWord(word, constant);
        vpslldq(first, words, 4);
        vpslldq(second, words, 8);
        vpslldq(third, words, 12);
        vpxor(words, words, first);
        vpxor(second, second, third);
        vpxor(words, words, second);
        vpxor(words, words, word);
    }

    private void SubWord(Vector word, int constant)
    {
        uint value = 1;
        for (int i = 1; i < constant; i++)
        {
            value = ((value << 1) ^ ((value >> 7) * 0x11B)) & 0xFF;
        }
        Write(Mnemonic.Vaesenclast, word, word, Constant(Enumerable.Repeat(constant == 0 ? 0 : value, 4).ToArray()));
    }

    private void Expand192()
    {
        // Words 6i to 6i+3 of the expansion, and words 6i+4 and 6i+5 in the low half.
        Vector four = X(0), two = X(6), shuffle = X(5), word = X(1), first = X(2), second = X(3), third = X(4);
        vmovdqu(four, __[_key]);
        vmovq(two.X, __qword_ptr[_key + 16]);
        vmovdqu(shuffle, Constant(_rotatedSecondWord));
        Store(0, four);
        int next = SlotOf(1) * 16;
        for (int step = 1; step <= 8; step++)
        {
            vpshufb(word, two, shuffle);
            SubWord(word, step);
            vmovq(__qword_ptr[_schedule + next], two.X);
            vpslldq(first, four, 4);
            vpslldq(second, four, 8);
            vpslldq(third, four, 12);
            vpxor(four, four, first);
            vpxor(second, second, third);
            vpxor(four, four, second);
            if (step != 8)
            {
                Comment("Words 4 and 5 add the last of the four, of which all but SubWord is known here.");
                vpshufd(third, four, 0xFF);
                vpslldq(second, two, 4);
                vpxor(two, two, second);
                vpxor(two, two, third);
                vpxor(two, two, word);
            }
            vpxor(four, four, word);
            vmovdqu(__[_schedule + (next + 8)], four);
            next += 24;
        }
    }

    private void Invert()
    {
        Label done = CreateLabel();
        Comment("The equivalent inverse cipher's keys: InvMixColumns of all but the first and the last, in reverse.");
        test(_forDecryption, _forDecryption);
        je(done);
        for (int round = 0; round <= _rounds; round++)
        {
            Vector key = X(round % 8);
            AssemblerMemoryOperand from = Key(SlotOf(_rounds - round), inverse: false);
            if (round == 0 || round == _rounds)
            {
                vmovdqu(key, from);
            }
            else
            {
                vaesimc(key.X, from);
            }
            vmovdqu(Key(SlotOf(round), inverse: true), key);
        }
        Label(ref done);
    }
}
