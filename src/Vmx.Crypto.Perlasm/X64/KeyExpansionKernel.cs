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
//      The four words of a step are prefix sums of the four before: with v = (a, b, c, d) and u = v ⊕ (v << 1 word),
//
//          u ⊕ (u << 2 words) = (a, a⊕b, a⊕b⊕c, a⊕b⊕c⊕d),
//
//      ready when SubWord is, so that a step is a chain of one permutation, one round and one exclusive or. The last two words
//      of a 192-bit key's step would wait for the four: they add up the last of the four without SubWord, and SubWord at the end.
//
//      For decryption each key goes through InvMixColumns on its way to memory.
//
//  Measured, core cycles for a key of 128, 192 and 256 bits, median of 41, AMD EPYC (Zen 5) at 3.7 GHz, November 2026, keys that
//  do not depend on one another and, in parentheses, keys that do
//
//          for encryption                      35      42      50
//          for both directions                 42      51      55      (120      -       130)
//          libipsec-mb 1.3, both directions    44      58      54      (126      -       133)
//          libgcrypt, setkey                   132
//          libcrypto 3, key into a context     230
//
//      256-bit keys, both directions, one after the other: 2 % behind libipsec-mb, which does not zero unused slots.
//
//  Tried and dropped: three shifts of v instead of two (47 and 54 for 128 bits, 55 and 68 for 256); InvMixColumns of keys read
//  back from memory (6 to 12 cycles more); AESKEYGENASSIST in place of permutation and round (within 1 cycle).
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

    private static Vector Word => X(1);

    private static Vector Shifted => X(8);

    private static Vector Inverse => X(4);

    private Vector Zero => V(9);

    protected override void WriteBody()
    {
        Label withInverse = CreateLabel(), done = CreateLabel();
        test(_forDecryption, _forDecryption);
        jne(withInverse);
        Comment("For encryption alone.");
        Expand(inverse: false);
        jmp(done);
        Label(ref withInverse);
        Comment("With the keys of the equivalent inverse cipher: InvMixColumns of all but the first and the last, in reverse.");
        Expand(inverse: true);
        Label(ref done);
    }

    private void Expand(bool inverse)
    {
        int extraRounds = _rounds - 10;
        vpxor(Zero, Zero, Zero);
        int unused = (4 - extraRounds) * 16;
        int width = int.Min(unused, Shape.Bytes);
        for (int offset = 0; offset < unused; offset += width)
        {
            vmovdqu(__[_schedule + (16 + offset)], Zero.Low(8 * width));
            if (inverse)
            {
                vmovdqu(__[_schedule + (DecryptionOffset + 16 + offset)], Zero.Low(8 * width));
            }
        }
        mov(eax, extraRounds);
        vmovd(Word.X, eax);
        vmovdqu(Key(15, inverse: false), Word);
        switch (keyBits)
        {
            case 128:
                Expand128(inverse);
                break;
            case 192:
                Expand192(inverse);
                break;
            default:
                Expand256(inverse);
                break;
        }
    }

    private static AssemblerMemoryOperand Key(int slot, bool inverse) => __[_schedule + ((slot * 16) + (inverse ? DecryptionOffset : 0))];

    /// <summary>The slot of a round key of the cipher.</summary>
    private int SlotOf(int round) => round == 0 ? 0 : round + LastSlot - _rounds;

    private void Store(int round, Vector value, bool inverse)
    {
        vmovdqu(Key(SlotOf(round), inverse: false), value);
        if (inverse)
        {
            StoreInverse(round, value);
        }
    }

    private void StoreInverse(int round, Vector value)
    {
        Vector key = value;
        if (round != 0 && round != _rounds)
        {
            key = Inverse;
            vaesimc(key.X, value.X);
        }
        vmovdqu(Key(SlotOf(_rounds - round), inverse: true), key);
    }

    private void Expand128(bool inverse)
    {
        Vector words = X(0), shuffle = X(5);
        vmovdqu(words, __[_key]);
        vmovdqu(shuffle, Constant(_rotatedLastWord));
        Store(0, words, inverse);
        for (int round = 1; round <= 10; round++)
        {
            Step(words, words, shuffle, round);
            Store(round, words, inverse);
        }
    }

    private void Expand256(bool inverse)
    {
        Vector even = X(0), odd = X(6), rotated = X(5), straight = X(7);
        vmovdqu(even, __[_key]);
        vmovdqu(odd, __[_key + 16]);
        vmovdqu(rotated, Constant(_rotatedLastWord));
        vmovdqu(straight, Constant(_lastWord));
        Store(0, even, inverse);
        Store(1, odd, inverse);
        for (int round = 2; round <= 14; round++)
        {
            if (round % 2 == 0)
            {
                Step(even, odd, rotated, round / 2);
                Store(round, even, inverse);
            }
            else
            {
                Step(odd, even, straight, 0);
                Store(round, odd, inverse);
            }
        }
    }

    /// <summary>Four words: their prefix sums, and SubWord of the word that the shuffle repeats.</summary>
    private void Step(Vector words, Vector previous, Vector shuffle, int constant)
    {
        vpshufb(Word, previous, shuffle);
        SubWord(Word, constant);
        vpslldq(Shifted, words, 4);
        vpxor(words, words, Shifted);
        vpunpcklqdq(Shifted, Zero.Low(128), words);
        if (keyBits == 128)
        {
            vpxor3(words, Shifted, Word);
        }
        else
        {
            // These four words are a step old: their sums need not wait for SubWord.
            vpxor(words, words, Shifted);
            vpxor(words, words, Word);
        }
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

    private void Expand192(bool inverse)
    {
        // Words 6i to 6i+3 of the expansion, and words 6i+4 and 6i+5 in the low half.
        Vector four = X(0), two = X(6), shuffle = X(5), last = X(3);
        vmovdqu(four, __[_key]);
        vmovq(two.X, __qword_ptr[_key + 16]);
        vmovdqu(shuffle, Constant(_rotatedSecondWord));
        Store(0, four, inverse);
        int next = SlotOf(1) * 16;
        for (int step = 1; step <= 8; step++)
        {
            vpshufb(Word, two, shuffle);
            SubWord(Word, step);
            vmovq(__qword_ptr[_schedule + next], two.X);
            vpslldq(Shifted, four, 4);
            vpxor(four, four, Shifted);
            vpunpcklqdq(Shifted, Zero.Low(128), four);
            if (step != 8)
            {
                // Words 4 and 5 add the last of the four, of which all but SubWord is known here.
                vpxor(last, four, Shifted);
                vpshufd(last, last, 0xFF);
                vpslldq(X(2), two, 4);
                vpxor(two, two, X(2));
                vpxor3(two, last, Word);
            }
            vpxor3(four, Shifted, Word);
            vmovdqu(__[_schedule + (next + 8)], four);
            next += 24;
        }
        if (inverse)
        {
            for (int round = 0; round <= _rounds; round++)
            {
                vmovdqu(Inverse, Key(SlotOf(round), inverse: false));
                StoreInverse(round, Inverse);
            }
        }
    }
}
