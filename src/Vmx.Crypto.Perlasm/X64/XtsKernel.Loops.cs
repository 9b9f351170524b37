// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_xts_encrypt and aes_p8_xts_decrypt with _aesp8_xts_encrypt6x and _aesp8_xts_decrypt6x of CRYPTOGAMS
// ppc/aesp8-ppc.pl at 9444b2d53bae, retold for registers of several blocks.

using System;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The loops of XTS: eight registers of blocks, and the tweaks of those that come after
//
//      The AES units take two instructions a cycle, each done after four cycles: eight registers keep them full, and with
//      fewer (six, as upstream has) they wait. Of four vector units AES has two, and byte shuffles and shifts
//      share one of them; so here tweaks are multiplied by x^32 or x^64, which moves whole words. Instructions of the
//      other two units (permutations of words, exclusive or, carry-less products) stand in rows between whole rounds:
//      the processor assigns units in order of decoding, and one between two rounds of a pair would take a turn of AES.
//
//      With AVX-512 there are two sets of eight tweak registers. One serves the blocks in flight, while the other goes from
//      those before to those after: times x^64, a move of the low half and one product of the high half. The second set comes
//      from the first times x^32. No room is left for round keys. They are loaded, whole registers of them from the
//      workspace, where they are expanded once a call: loading 16 bytes into all blocks takes the processor three times as long.
//
//      With AVX2 both sets are in memory, and go on by x^32: words turn by one place, and the word that comes in at the lowest
//      place is taken away and added times 0x87, at once by a product with 0x86.
//
//  Tried and dropped, Vaes512 at 16 KiB, 256-bit keys unless said otherwise (0.121 as it is): round keys loaded as 16 bytes
//  (0.127); one set of tweaks that goes on by x^32 after its last use, and ten round keys in registers (0.128; 0.124 with the
//  last rounds of pairs of registers after each other; 128-bit keys 0.085 against 0.087); the multiplications in pairs of
//  instructions between pairs of rounds (0.123) or after half rounds (0.124); the tweak added after the last round instead
//  of with its key (0.122); a twelfth round key in a register (0.121). Vaes256 at 16 KiB: six registers of blocks and six of
//  tweaks that go on by x^12 (128-bit keys 0.212, 256-bit keys 0.291); round keys expanded as above, which 256-bit loads gain
//  nothing from (0.241).
//
internal sealed partial class XtsKernel
{
    private void Loop512(Label tail, Label unitEnd)
    {
        Vector[] current = Tweaks, other = OtherTweaks;
        int bytes = Wide * Shape.Bytes;
        Label loop = CreateLabel(), copy = CreateLabel(), single = CreateLabel();
        _isExpanded = true;
        cmp(__qword_ptr[_run + DataUnitSizeOffset], bytes);
        je(single);
        Iteration(current, Times32(other, current));
        sub(_length, bytes);
        cmp(_length, bytes);
        jb(copy);
        Label(ref loop);
        Iteration(other, Times64(current));
        sub(_length, bytes);
        cmp(_length, bytes);
        jb(tail);
        Iteration(current, Times64(other));
        sub(_length, bytes);
        cmp(_length, bytes);
        jae(loop);
        Label(ref copy);
        for (int i = 0; i < Wide; i++)
        {
            vmovdqa(current[i], other[i]);
        }
        jmp(tail);
        Label(ref single);
        Iteration(current, []);
        _isExpanded = false;
        jmp(unitEnd);
    }

    private void Loop256(Label tail)
    {
        int bytes = Wide * Shape.Bytes;
        Label loop = CreateLabel(), other = CreateLabel();
        vbroadcasti128(Temporary(0), Constant(0xFFFFFFFFUL, 0UL));
        vbroadcasti128(Temporary(1), Constant(0x87UL, 0x86UL));
        IterationInMemory(0, Times16);
        sub(_length, bytes);
        cmp(_length, bytes);
        jb(other);
        Label(ref loop);
        IterationInMemory(1, pair => Times32(0, pair));
        sub(_length, bytes);
        cmp(_length, bytes);
        jb(tail);
        IterationInMemory(0, pair => Times32(1, pair));
        sub(_length, bytes);
        cmp(_length, bytes);
        jae(loop);
        Label(ref other);
        lea(_tweaksInMemory, TweaksInMemory(1, 0));
        jmp(tail);
    }

    /// <summary>The second set of tweaks = the first · x^16.</summary>
    private void Times16(int[] pair)
    {
        Each(pair, i => vmovdqu(V(8 + (i & 1)), TweaksInMemory(0, i)));
        Each(pair, i => vpsrldq(V(10 + (i & 1)), V(8 + (i & 1)), 14));
        Each(pair, i => vpslldq(V(8 + (i & 1)), V(8 + (i & 1)), 2));
        Each(pair, i => vpclmulqdq(V(10 + (i & 1)), V(10 + (i & 1)), Temporary(1), 0x00));
        Each(pair, i => vpxor(V(8 + (i & 1)), V(8 + (i & 1)), V(10 + (i & 1))));
        Each(pair, i => vmovdqu(TweaksInMemory(1, i), V(8 + (i & 1))));
    }

    /// <summary>A set of tweaks, times x^32. The highest word, turned to the lowest place, is taken away there and added times 0x87.</summary>
    private void Times32(int set, int[] pair)
    {
        Each(pair, i => vmovdqu(V(8 + (i & 1)), TweaksInMemory(set, i)));
        Each(pair, i => vpshufd(V(8 + (i & 1)), V(8 + (i & 1)), 0x93));
        Each(pair, i => vpand(V(10 + (i & 1)), V(8 + (i & 1)), Temporary(0)));
        Each(pair, i => vpclmulqdq(V(10 + (i & 1)), V(10 + (i & 1)), Temporary(1), 0x10));
        Each(pair, i => vpxor(V(8 + (i & 1)), V(8 + (i & 1)), V(10 + (i & 1))));
        Each(pair, i => vmovdqu(TweaksInMemory(set, i), V(8 + (i & 1))));
    }

    /// <summary>As <see cref="Iteration"/>, with the tweaks in memory.</summary>
    private void IterationInMemory(int set, Action<int[]> beside)
    {
        Vector first = Key(0);
        for (int i = 0; i < Wide; i++)
        {
            vpxor(States[i], first, __[_source + (i * Shape.Bytes)]);
        }
        for (int i = 0; i < Wide; i++)
        {
            vpxor(States[i], States[i], TweaksInMemory(set, i));
        }
        Rounds(Pairs(beside));
        Vector last = Key(LastSlot);
        foreach (int[] pair in Enumerable.Range(0, Wide).Chunk(2))
        {
            Each(pair, i => LastRound(States[i], States[i], last));
            Each(pair, i => vpxor(States[i], States[i], TweaksInMemory(set, i)));
            Each(pair, i => vmovdqu(__[_destination + (i * Shape.Bytes)], States[i]));
        }
        Advance(Wide * Shape.Bytes);
    }

    private AssemblerMemoryOperand TweaksInMemory(int set, int register) => __[_workspace + (LongerOffset + (set * Wide * Shape.Bytes) + (register * Shape.Bytes))];

    /// <summary>Loads four registers of tweaks, from one of the set that comes next.</summary>
    private void LoadTweaks(int from)
    {
        for (int i = 0; i < 4; i++)
        {
            vmovdqu(Tweaks[i], __[_tweaksInMemory + ((from + i) * Shape.Bytes)]);
        }
    }

    /// <summary>With AVX-512, the pairs of other = current · x^32.</summary>
    private Action[] Times32(Vector[] other, Vector[] current) => Pairs(pair =>
    {
        Each(pair, i => vpshufd(Temporary(i & 1).Z.k2.z, current[i].Z, 0xFF));
        Each(pair, i => Fold(Temporary(i & 1), Temporary(i & 1), 0x00));
        Each(pair, i => vpshufd(other[i].Z.k1.z, current[i].Z, 0x90));
        Each(pair, i => vpxor(other[i], other[i], Temporary(i & 1)));
    });

    /// <summary>The pairs of tweaks = tweaks · x^64.</summary>
    private Action[] Times64(Vector[] tweaks) => Pairs(pair =>
    {
        Each(pair, i => Fold(Temporary(i & 1), tweaks[i], 0x01));
        Each(pair, i => vpunpcklqdq(tweaks[i], Zero, tweaks[i]));
        Each(pair, i => vpxor(tweaks[i], tweaks[i], Temporary(i & 1)));
    });

    private static Action[] Pairs(Action<int[]> write) => [.. Enumerable.Range(0, Wide).Chunk(2).Select(pair => (Action)(() => write(pair)))];

    /// <summary>Wide registers of blocks, and other work spread over the rounds that all key sizes have.</summary>
    private void Iteration(Vector[] tweaks, Action[] beside)
    {
        Begin(tweaks, States);
        Rounds(beside);
        End(tweaks, States);
        Advance(Wide * Shape.Bytes);
    }

    /// <summary>The middle rounds of all states, and other work in rows between them.</summary>
    private void Rounds(Action[] beside)
    {
        LongerKeysRounds(States);
        int rounds = 0, next = 0;
        for (int slot = 5; slot < LastSlot; slot++)
        {
            Round(slot, States);
            rounds++;
            while (next < beside.Length && ((2 * next) + 1) * 9 < 2 * rounds * beside.Length)
            {
                beside[next++]();
            }
        }
    }

    private static void Each(int[] items, Action<int> write)
    {
        foreach (int item in items)
        {
            write(item);
        }
    }
}
