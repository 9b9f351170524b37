// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  GCM messages of up to sixteen blocks, the block of lengths included
//
//      void GcmEncryptShort(schedule, hashKey, source, destination, length, arguments)
//
//      arguments: 0 J0; 16 associated data, 24 its length in bytes; 32 the tag, written.
//
//      With messages of 64 bytes it is not the pipes that count but how many instructions a message has, since so many of
//      them are in flight: that decides how many messages overlap. So all blocks are encrypted at once, J0 with them, in
//      one to four registers whose last one is masked; a round key is loaded when its round comes; products start
//      the sums instead of being added to zeros; and there is one reduction, for associated data, text and lengths.
//
//  Measured, core cycles a message without associated data through the public types, 128- and 256-bit keys, medians, AMD EPYC
//  (Zen 5), November 2026:
//
//                                      16 bytes    64 bytes    128 bytes   256 bytes
//          encryption                  77  87      76  86      83  92      114 132
//          decryption                  55  63      55  63      62  69      101 108
//
//      Encryption takes longer because its hash waits for its rounds: some 130 cycles pass from the nonce to the tag, and
//      not quite two messages are in flight. The kernel alone takes 45 cycles at 64 bytes; what surrounds it is some 120
//      instructions of argument checks and the call. ipsec-mb 1.3, called from C# without checks in the same kind of run, takes 83 97
//      for 64 bytes; it is ahead at 16 (70 83 against 82 91) and 32 bytes (76 88 against 83 91), where it works on one block
//      and this kernel on four.
//
//  Tried and dropped: the kernel for long messages (97 cycles at 64 bytes); a mask for whole registers too (77 and 56 cycles).
//
internal sealed class ShortGcmKernel(VectorShape shape, bool decrypts) : FieldKernel(shape)
{
    private const int MostRegisters = 4;

    private static readonly AssemblerRegister64 _hashKey = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;
    private static readonly AssemblerRegister64 _arguments = r9;
    private static readonly AssemblerRegister64 _powers = r10;

    public override string Name => decrypts ? "GcmDecryptShort" : "GcmEncryptShort";

    /// <summary>Where the associated data are and how many, and the number of rounds.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory => [new("r9", 16, 8, "associatedData"), new("r9", 24, 8), Rounds("rdi")];

    protected override bool KeepsRoundKeys => false;

    private Vector TagMask => V(4);

    private Vector Counter => V(5);

    private Vector Reverse => V(6);

    protected override void WriteBody()
    {
        Label hashed = CreateLabel();
        Label[] cases = new Label[MostRegisters + 1];
        for (int i = 0; i <= MostRegisters; i++)
        {
            cases[i] = CreateLabel();
        }
        Label associatedData = CreateLabel(), text = CreateLabel();
        Comment("Counters, with their bytes reversed.");
        vbroadcasti128(Counter, __[_arguments]);
        vmovdqu(Reverse, ReverseBytes);
        LoadRounds();
        vpshufb(Counter, Counter, Reverse);
        vpaddd(Counter, Counter, Constant(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0));

        Comment("The lengths in bits, multiplied with H: these products start the sums.");
        mov(r11, __[_arguments + 24]);
        lea(r10, __[_length * 8]);
        vmovq(First.X, r10);
        lea(r10, __[r11 * 8]);
        vpinsrq(First.X, First.X, r10, 1);
        vmovdqu(Second.Low(128), __[_hashKey + ((Powers - 1) * 16)]);
        vpclmulqdq(Low.Low(128), First.Low(128), Second.Low(128), 0x00);
        vpclmulqdq(High.Low(128), First.Low(128), Second.Low(128), 0x11);
        vpshufd(Third.Low(128), First.Low(128), 0x4E);
        vpshufd(Fourth.Low(128), Second.Low(128), 0x4E);
        vpxor(First.Low(128), First.Low(128), Third.Low(128));
        vpxor(Second.Low(128), Second.Low(128), Fourth.Low(128));
        vpclmulqdq(Middle.Low(128), First.Low(128), Second.Low(128), 0x00);

        Comment("Powers of H for the text: the last of them, before the lengths', is H^2.");
        PowersOfText();
        test(r11, r11);
        jne(associatedData);
        Label(ref text);

        Comment("By the number of registers.");
        cmp(_length, 64);
        ja(cases[2]);
        test(_length, _length);
        jne(cases[1]);
        Text(0);
        jmp(hashed);
        Label(ref cases[1]);
        Text(1);
        jmp(hashed);
        Label(ref cases[2]);
        cmp(_length, 128);
        ja(cases[3]);
        Text(2);
        jmp(hashed);
        Label(ref cases[3]);
        cmp(_length, 192);
        ja(cases[4]);
        Text(3);
        jmp(hashed);
        Label(ref cases[4]);
        Text(4);

        Label(ref hashed);
        Reduce(First);
        AddUpBlocks(First, Second);
        vpshufb(First.Low(128), First.Low(128), Reverse.Low(128));
        vpxor(First.Low(128), First.Low(128), TagMask.Low(128));
        vmovdqu(__[_arguments + 32], First.Low(128));
        Label done = CreateLabel();
        jmp(done);

        Label(ref associatedData);
        Comment("Associated data: registers of it, the last one masked, with the powers before the text's.");
        Label loop = CreateLabel(), last = CreateLabel();
        lea(rax, __[r11 + 15]);
        and(rax, -16);
        sub(_powers, rax);
        mov(rax, __[_arguments + 16]);
        sub(r11, 64);
        jbe(last);
        Label(ref loop);
        vmovdqu(First, __[rax]);
        vpshufb(First, First, Reverse);
        Multiply(First, __[_powers]);
        add(rax, 64);
        add(_powers, 64);
        sub(r11, 64);
        ja(loop);
        Label(ref last);
        add(r11, 64);
        MaskBytes(k1, r11, r11);
        vmovdqu8(First.Z.k1.z, __[rax]);
        vpshufb(First, First, Reverse);
        Multiply(First, __[_powers]);
        PowersOfText();
        LoadRounds();
        jmp(text);
        Label(ref done);
    }

    private void PowersOfText()
    {
        lea(_powers, __[_length + 15]);
        and(_powers, -16);
        neg(_powers);
        lea(_powers, __[_hashKey + _powers + ((Powers - 1) * 16)]);
    }

    /// <summary>All of the text, and J0.</summary>
    private void Text(int registers)
    {
        Vector[] states = V(0..registers);
        Vector tagMask = TagMask.Low(128);
        foreach (Vector state in states)
        {
            vpshufb(state, Counter, Reverse);
            if (state != states[^1])
            {
                vpaddd(Counter, Counter, Constant(4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0));
            }
        }
        Vector key = Key(0);
        vpxor(tagMask, key.Low(128), __[_arguments]);
        foreach (Vector state in states)
        {
            vpxor(state, state, key);
        }
        LongerKeysRounds([.. states, tagMask]);
        LastNineMiddleRounds([.. states, tagMask]);
        key = Key(LastSlot);
        LastRound(tagMask, tagMask, key.Low(128));
        if (registers == 0)
        {
            return;
        }
        foreach (Vector state in states)
        {
            LastRound(state, state, key);
        }
        for (int i = 0; i < registers - 1; i++)
        {
            vmovdqu(First, __[_source + (i * 64)]);
            vpxor(states[i], states[i], First);
            vmovdqu(__[_destination + (i * 64)], states[i]);
            Hash(i);
        }

        // A masked access waits for stores beside it, so a whole register goes without. The last of four never is whole:
        // with the lengths there are 16 blocks at most.
        int last = registers - 1;
        bool canBeWhole = registers < MostRegisters;
        Label masked = CreateLabel(), done = CreateLabel();
        lea(rax, __[_length - (registers * 64)]);
        if (canBeWhole)
        {
            test(rax, rax);
            jne(masked);
            vmovdqu(First, __[_source + (last * 64)]);
            vpxor(states[last], states[last], First);
            vmovdqu(__[_destination + (last * 64)], states[last]);
            jmp(done);
            Label(ref masked);
        }
        add(rax, 64);
        MaskBytes(k1, rax, rax);
        vmovdqu8(First.Z.k1.z, __[_source + (last * 64)]);
        vpxor(states[last], states[last], First);
        vmovdqu8(__[_destination + (last * 64)].k1, states[last].Z);
        if (!decrypts)
        {
            vmovdqu8(states[last].Z.k1.z, states[last].Z);
        }
        if (canBeWhole)
        {
            Label(ref done);
        }
        Hash(last);

        void Hash(int i)
        {
            Vector ciphertext = decrypts ? First : states[i];
            vpshufb(ciphertext, ciphertext, Reverse);
            Multiply(ciphertext, __[_powers + (i * 64)]);
        }
    }

    private AssemblerMemoryOperand Constant(params int[] words) => base.Constant([.. Array.ConvertAll(words, word => (uint)word)]);
}
