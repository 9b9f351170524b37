// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>Batches of sixteen registers, and halves of one.</summary>
internal sealed partial class GcmKernel
{
    private void WriteBatchesAndHalves()
    {
        Label halves = CreateLabel(), restore = CreateLabel();
        mov(_scratch, __[_arguments + ScratchOffset]);
        vmovdqu(__[_arguments + StateOffset], State.Low(128));
        Comment("Counters by word: those of the same word of all blocks belong to one register.");
        vbroadcasti128(First, __[_arguments + CounterBlockOffset]);
        vpshufb(First, First, Reverse);
        vpshufd(First, First, 0);
        vpbroadcastd(Second, __dword_ptr[_arguments + FirstBlockOffset]);
        vpaddd(First, First, Second);
        vpaddd(First, First, Constant([.. Enumerable.Range(0, 4 * Shape.Blocks).Select(i => (uint)((i % 4 * Shape.Blocks) + (i / 4)))]));
        if (Shape.IsAvx512)
        {
            mov(eax, 0x8888);
            kmovd(k1, eax);
            LoadRounds();
            LoadBase();
        }
        cmp(_length, (Powers - 1) * 16);
        jbe(halves);
        vmovdqu(__[_arguments + CountersOffset], First);
        WriteBatches();
        cmp(_length, Half * Shape.Bytes);
        jb(restore);
        vmovdqu(First, __[_arguments + CountersOffset]);
        Label(ref halves);
        WriteHalves();

        Label(ref restore);
        Comment("The counters of what is left; their first word is the first register's.");
        vmovdqu(State.Low(128), __[_arguments + StateOffset]);
        vmovdqu(Reverse, ReverseBytes);
        vbroadcasti128(Counter, __[_arguments + CounterBlockOffset]);
        vpshufb(Counter, Counter, Reverse);
        vmovdqu(First, __[_arguments + CountersOffset]);
        if (Shape.IsAvx512)
        {
            kshiftrw(k2, k1, 3);
            vpshufd(Counter, First, 0xE4, k2);
            vbroadcasti128(V(17), Slot(0));
        }
        else
        {
            vpblendd(Counter, Counter, First, 0x11);
        }
    }

    private void WriteBatches()
    {
        Label loop = CreateLabel(), end = CreateLabel();
        int batch = Batch * Shape.Bytes;
        Comment("The first batch: nothing to hash but what it makes itself.");
        Step(0, finishes: false, []);
        Step(1, finishes: true, []);
        Step(2, finishes: true, []);
        Step(3, finishes: true, [1, 2]);
        sub(_length, 2 * batch);
        jb(end);
        Label(ref loop);
        Comment("A batch, a quarter at a time. Beside it the products of the batch before.");
        Step(0, finishes: true, [3, 0]);
        Step(1, finishes: true, [4, 5]);
        Step(2, finishes: true, [6, 7]);
        Step(3, finishes: true, [1, 2]);
        sub(_length, batch);
        jae(loop);
        Label(ref end);
        add(_length, batch);
        Comment("The end of the last batch, and its products.");
        Weave((Stream(() => Finish(3, V(4..8))), RoundsTogether), (Stream(() => Hash([3, 0])), ProductsTogether));
        Advance(Batch);
        Hash([4, 5]);
        Hash([6, 7]);
        ClearSums();
    }

    /// <summary>One or two halves of a batch; their blocks have one reduction with all that is left.</summary>
    private void WriteHalves()
    {
        Label one = CreateLabel(), done = CreateLabel();
        PowersOfRest();
        mov(_scratch, __[_arguments + ScratchOffset]);
        Comment("Half a batch.");
        EncryptHalf(0, []);
        cmp(_length, Half * Shape.Bytes);
        jb(one);
        Comment("Another half; beside it the products of the first, then its own.");
        EncryptHalf(Half, Stream(() => HashHalf(0)));
        HashHalf(Half);
        jmp(done);
        Label(ref one);
        HashHalf(0);
        Label(ref done);
        Clear(First);
        vmovdqu(__[_arguments + StateOffset], First.Low(128));
    }

    private void EncryptHalf(int first, IReadOnlyList<Instruction> beside)
    {
        Vector[] states = V(0..Half);
        if (first == 0)
        {
            WriteCounterBlocks([states[..4], states[4..]]);
            vmovdqu(__[_arguments + CountersOffset], First);
        }
        else
        {
            CounterBlocksOfQuarters(states[..4], states[4..]);
        }
        LongerKeysRounds(states);
        Weave(
            (Stream(() =>
            {
                LastNineMiddleRounds(states);
                Vector lastKey = Key(LastSlot);
                foreach (Vector state in states)
                {
                    LastRound(state, state, lastKey);
                }
                for (int i = 0; i < Half; i++)
                {
                    AddText(states[i], i);
                    Vector ciphertext = decrypts ? Text : states[i];
                    vpshufb(ciphertext, ciphertext, ReverseBytes);
                    vmovdqu(__[_scratch + ((first + i) * Shape.Bytes)], ciphertext);
                }
            }), RoundsTogether),
            (beside, 2));
        Advance(Half);
        sub(_length, Half * Shape.Bytes);
    }

    private void HashHalf(int first)
    {
        for (int i = first; i < first + Half; i += 2)
        {
            vmovdqu(First, __[_scratch + (i * Shape.Bytes)]);
            vmovdqu(Second, __[_scratch + ((i + 1) * Shape.Bytes)]);
            if (i == 0)
            {
                vmovdqu(Third.Low(128), __[_arguments + StateOffset]);
                vpxor(First, First, Third);
            }
            MultiplyPair(__[_powers + (i * Shape.Bytes)], __[_powers + ((i + 1) * Shape.Bytes)]);
        }
    }

    /// <summary>Starts one quarter of a batch, finishes the one before, and hashes two pairs of registers of earlier ones.</summary>
    private void Step(int quarter, bool finishes, int[] pairs)
    {
        Vector[] starting = V((quarter % 2 * 4)..((quarter % 2 * 4) + 4)), finishing = V((4 - (quarter % 2 * 4))..(8 - (quarter % 2 * 4)));
        CounterBlocksOfQuarters(starting);
        LongerKeysRounds(starting);
        Weave(
            (Stream(() => StartRounds(starting)), RoundsTogether),
            (finishes ? Stream(() => Finish((quarter + 3) % 4, finishing)) : [], RoundsTogether),
            (Stream(() => Hash(pairs)), ProductsTogether));
        if (finishes && quarter == 0)
        {
            Advance(Batch);
        }
    }

    private void StartRounds(Vector[] states)
    {
        for (int slot = 5; slot < 5 + FirstRounds; slot++)
        {
            Round(Key(slot, register: 14), states);
        }
    }

    /// <summary>The other rounds of a quarter, its text, and its ciphertext for the hash.</summary>
    private void Finish(int quarter, Vector[] states)
    {
        for (int slot = 5 + FirstRounds; slot < LastSlot; slot++)
        {
            Round(slot, states);
        }
        Vector lastKey = Key(LastSlot);
        foreach (Vector state in states)
        {
            LastRound(state, state, lastKey);
        }
        for (int i = 0; i < 4; i++)
        {
            int register = (quarter * 4) + i;
            AddText(states[i], register);
            Vector ciphertext = decrypts ? Text : states[i];
            vpshufb(ciphertext, ciphertext, ReverseBytes);
            vmovdqu(__[_scratch + (register * Shape.Bytes)], ciphertext);
        }
    }

    private void Advance(int registers)
    {
        add(_source, registers * Shape.Bytes);
        add(_destination, registers * Shape.Bytes);
    }

    /// <summary>The next counter blocks of some quarters of a batch, and the first round key added. Changes all four registers of products.</summary>
    private void CounterBlocksOfQuarters(params Vector[][] quarters)
    {
        vmovdqu(First, __[_arguments + CountersOffset]);
        WriteCounterBlocks(quarters);
        vmovdqu(__[_arguments + CountersOffset], First);
    }

    /// <summary>As <see cref="CounterBlocksOfQuarters"/>, from the counters in <see cref="First"/> and to there.</summary>
    private void WriteCounterBlocks(Vector[][] quarters)
    {
        if (!Shape.IsAvx512)
        {
            LoadBase();
        }
        foreach (Vector[] states in quarters)
        {
            vpshufb(Fourth, First, Constant([.. Enumerable.Range(0, Shape.Bytes).Select(i => (byte)(i ^ 3))]));
            vpaddd(First, First, Constant([.. Enumerable.Repeat((uint)(4 * Shape.Blocks), 4 * Shape.Blocks)]));
            vpxor(Fourth, Fourth, CounterWord);
            for (int i = 0; i < 4; i++)
            {
                byte order = (byte)(i << 6);
                if (Shape.IsAvx512)
                {
                    vmovdqa(states[i], BatchBase);
                    vpshufd(states[i], Fourth, order, k1);
                }
                else
                {
                    vpshufd(states[i], Fourth, order);
                    vpblendd(states[i], states[i], BatchBase, 0x77);
                }
            }
        }
    }

    private Vector CounterWord => Shape.IsAvx512 ? V(17) : Second;

    private Vector BatchBase => Shape.IsAvx512 ? V(15) : Third;

    private void LoadBase()
    {
        Vector key = Key(0);
        vbroadcasti128(BatchBase, __[_arguments + CounterBlockOffset]);
        vpxor(BatchBase, BatchBase, key);
        vpshufd(CounterWord, key, 0xFF);
    }

    private void Hash(int[] pairs)
    {
        foreach (int pair in pairs)
        {
            vmovdqu(First, __[_scratch + (2 * pair * Shape.Bytes)]);
            vmovdqu(Second, __[_scratch + (((2 * pair) + 1) * Shape.Bytes)]);
            if (pair == 0)
            {
                vmovdqu(Third.Low(128), __[_arguments + StateOffset]);
                vpxor(First, First, Third);
            }
            MultiplyPair(_hashKey, pair, starts: pair == 1);
            if (pair == 7)
            {
                Reduce(First);
                AddUpBlocks(First, Second);
                vmovdqu(__[_arguments + StateOffset], First.Low(128));
            }
        }
    }
}
