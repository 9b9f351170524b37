// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

internal sealed class GcmKernel(VectorShape shape, bool decrypts) : FieldKernel(shape)
{
    private const int Half = Batch / 2;

    // The members of GcmArguments.
    private const int ScheduleOffset = 0;
    private const int HashKeyOffset = 8;
    private const int AssociatedDataOffset = 16;
    private const int AssociatedDataLengthOffset = 24;
    private const int SourceOffset = 32;
    private const int DestinationOffset = 40;
    private const int LengthOffset = 48;
    private const int ScratchOffset = 56;
    private const int LengthsOffset = 64;
    private const int CounterBlockOffset = 80;
    private const int CounterOffset = 96;
    private const int FinishOffset = 100;
    private const int StateOffset = 112;
    private const int TagOffset = 128;
    private const int CountersOffset = 144;

    private static readonly AssemblerRegister64 _arguments = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;
    private static readonly AssemblerRegister64 _hashKey = r9;
    private static readonly AssemblerRegister64 _powers = r10;
    private static readonly AssemblerRegister64 _scratch = r11;

    public override string Name => decrypts ? "GcmDecrypt" : "GcmEncrypt";

    // Outside the loop of batches, rounds run in four registers at most.
    private Vector Counter => V(4);

    private Vector Reverse => V(5);

    private Vector TagMask => V(6);

    private Vector State => V(7);

    // In the loop of batches with 32 registers; with 16 the counters are in memory, and the key's register serves.
    private Vector BatchCounter => V(15);

    private Vector Text => V(Shape.IsAvx512 ? 16 : 15);

    protected override void WriteBody()
    {
        Label noAssociatedData = CreateLabel(), noBatch = CreateLabel(), rest = CreateLabel(), finish = CreateLabel(), reduce = CreateLabel(), store = CreateLabel(), done = CreateLabel();
        mov(_arguments, rdi);
        mov(Schedule, __[_arguments + ScheduleOffset]);
        mov(_hashKey, __[_arguments + HashKeyOffset]);
        vmovdqu(Reverse, ReverseBytes);
        vmovdqu(State.Low(128), __[_arguments + StateOffset]);
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        ClearSums();

        Comment("Associated data: only where all blocks together have one reduction.");
        mov(_length, __[_arguments + AssociatedDataLengthOffset]);
        test(_length, _length);
        je(noAssociatedData);
        mov(_source, __[_arguments + AssociatedDataOffset]);
        mov(rax, __[_arguments + LengthOffset]);
        add(rax, 15);
        and(rax, -16);
        mov(ecx, __dword_ptr[_arguments + FinishOffset]);
        add(rax, rcx);
        lea(_powers, __[_length + 15]);
        and(_powers, -16);
        add(_powers, rax);
        neg(_powers);
        lea(_powers, __[_hashKey + _powers + (Powers * 16)]);
        AbsorbRest(new GhashInput(_source, _length, _powers, rax, rcx, r11), State, Reverse);
        Label(ref noAssociatedData);

        mov(_source, __[_arguments + SourceOffset]);
        mov(_destination, __[_arguments + DestinationOffset]);
        mov(_length, __[_arguments + LengthOffset]);
        LoadSchedule();
        Comment("The counters of the first register, with their bytes reversed.");
        vmovdqu(Counter.Low(128), __[_arguments + CounterBlockOffset]);
        vpshufb(Counter.Low(128), Counter.Low(128), Reverse.Low(128));
        vmovd(First.X, __dword_ptr[_arguments + CounterOffset]);
        vpaddd(Counter.Low(128), Counter.Low(128), First.Low(128));
        vbroadcasti128(Counter);
        vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Range(0, Shape.Blocks)])));

        cmp(_length, Batch * Shape.Bytes);
        jb(noBatch);
        WriteBatches();
        Label(ref noBatch);

        Comment("What is left: four registers, two, one, and the last bytes.");
        lea(_powers, __[_length + 15]);
        and(_powers, -16);
        mov(r11d, __dword_ptr[_arguments + FinishOffset]);
        add(_powers, r11);
        je(store);
        neg(_powers);
        lea(_powers, __[_hashKey + _powers + (Powers * 16)]);
        WriteRest();

        Comment("The lengths, and the tag.");
        cmp(__dword_ptr[_arguments + FinishOffset], 0);
        je(reduce);
        vmovdqu(First.Low(128), __[_arguments + LengthsOffset]);
        vpxor(First.Low(128), First.Low(128), State.Low(128));
        Multiply(First.Low(128), __[_hashKey + ((Powers - 1) * 16)]);
        vmovdqu(TagMask.Low(128), __[_arguments + CounterBlockOffset]);
        vpxor(TagMask.Low(128), TagMask.Low(128), Key(0, 128));
        MiddleRounds(TagMask.Low(128));
        LastRound(TagMask.Low(128), TagMask.Low(128), Key(LastSlot, 128));
        Reduce(State);
        AddUpBlocks(State, First);
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        vpxor(State.Low(128), State.Low(128), TagMask.Low(128));
        vmovdqu(__[_arguments + TagOffset], State.Low(128));
        Clear(State);
        vmovdqu(__[_arguments + StateOffset], State.Low(128));
        jmp(done);

        Label(ref reduce);
        Reduce(State);
        AddUpBlocks(State, First);
        Label(ref store);
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        vmovdqu(__[_arguments + StateOffset], State.Low(128));
        Label(ref done);
    }

    private void WriteRest()
    {
        Label last = CreateLabel(), done = CreateLabel(), four = CreateLabel(), less4 = CreateLabel();
        Label(ref four);
        cmp(_length, 4 * Shape.Bytes);
        jb(less4);
        Registers(4);
        jmp(four);
        Label(ref less4);
        foreach (int registers in (int[])[2, 1])
        {
            Label less = CreateLabel();
            cmp(_length, registers * Shape.Bytes);
            jb(less);
            Registers(registers);
            Label(ref less);
        }
        test(_length, _length);
        je(done);
        if (Shape.IsAvx512)
        {
            CounterBlocks(V(0));
            MiddleRounds(V(0));
            LastRound(V(0), V(0), Key(LastSlot));
            MaskBytes(k1, _length, _length);
            vmovdqu8(Text.Z.k1.z, __[_source]);
            vpxor(V(0), V(0), Text);
            vmovdqu8(__[_destination].k1, V(0).Z);
            if (decrypts)
            {
                vpshufb(V(0), Text, Reverse);
            }
            else
            {
                vmovdqu8(V(0).Z.k1.z, V(0).Z);
                vpshufb(V(0), V(0), Reverse);
            }
            vpxor(V(0), V(0), State);
            Clear(State);
            Multiply(V(0), __[_powers]);
        }
        else
        {
            Label partial = CreateLabel();
            CounterBlocks(V(0));
            MiddleRounds(V(0));
            LastRound(V(0), V(0), Key(LastSlot));
            cmp(_length, 16);
            jb(partial);
            vmovdqu(Text.Low(128), __[_source]);
            vpxor(V(1).Low(128), V(0).Low(128), Text.Low(128));
            vmovdqu(__[_destination], V(1).Low(128));
            AbsorbBlock(decrypts ? Text.Low(128) : V(1).Low(128));
            vextracti128(V(0).X, V(0).Y, 1);
            add(_source, 16);
            add(_destination, 16);
            add(_powers, 16);
            sub(_length, 16);
            je(done);
            Label(ref partial);
            LoadPartialBlock(Text.Low(128), _source, _length, rax, _hashKey, r11);
            vpxor(V(1).Low(128), V(0).Low(128), Text.Low(128));
            StorePartialBlock(_destination, V(1).Low(128), _length, rax, _hashKey, r11);
            if (!decrypts)
            {
                Comment("Zeros behind the ciphertext.");
                lea(r11, Constant([.. Enumerable.Repeat((byte)0xFF, 16), .. new byte[16]]));
                sub(r11, _length);
                vmovdqu(Text.Low(128), __[r11 + 16]);
                vpand(V(1).Low(128), V(1).Low(128), Text.Low(128));
            }
            AbsorbBlock(decrypts ? Text.Low(128) : V(1).Low(128));
            mov(_hashKey, __[_arguments + HashKeyOffset]);
            LoadRounds();
        }
        Label(ref done);

        void AbsorbBlock(Vector block)
        {
            vpshufb(V(2).Low(128), block, Reverse.Low(128));
            vpxor(V(2).Low(128), V(2).Low(128), State.Low(128));
            Clear(State);
            Multiply(V(2).Low(128), __[_powers]);
        }
    }

    /// <summary>Whole registers of text, encrypted and hashed.</summary>
    private void Registers(int count)
    {
        Vector[] states = V(0..count);
        foreach (Vector state in states)
        {
            CounterBlocks(state);
        }
        MiddleRounds(states);
        Vector lastKey = Key(LastSlot);
        foreach (Vector state in states)
        {
            LastRound(state, state, lastKey);
        }
        for (int i = 0; i < count; i++)
        {
            AddText(states[i], i);
            vpshufb(states[i], decrypts ? Text : states[i], Reverse);
            if (i == 0)
            {
                vpxor(states[i], states[i], State);
                Clear(State);
            }
            Multiply(states[i], __[_powers + (i * Shape.Bytes)]);
        }
        add(_source, count * Shape.Bytes);
        add(_destination, count * Shape.Bytes);
        add(_powers, count * Shape.Bytes);
        sub(_length, count * Shape.Bytes);
    }

    /// <summary>Makes keystream into text; decryption leaves the ciphertext in <see cref="Text"/>.</summary>
    private void AddText(Vector state, int register)
    {
        if (decrypts)
        {
            vmovdqu(Text, __[_source + (register * Shape.Bytes)]);
            vpxor(state, state, Text);
        }
        else
        {
            vpxor(state, state, __[_source + (register * Shape.Bytes)]);
        }
        vmovdqu(__[_destination + (register * Shape.Bytes)], state);
    }

    /// <summary>The next counter blocks, and the first round key added.</summary>
    private void CounterBlocks(Vector state)
    {
        vpshufb(state, Counter, Reverse);
        vpxor(state, state, Key(0));
        vpaddd(Counter, Counter, Constant(Words([.. Enumerable.Repeat(Shape.Blocks, Shape.Blocks)])));
    }

    // ---- batches ----------------------------------------------------------------------------------------------------

    private void WriteBatches()
    {
        Label loop = CreateLabel(), end = CreateLabel();
        int batch = Batch * Shape.Bytes;
        mov(_scratch, __[_arguments + ScratchOffset]);
        vmovdqu(__[_arguments + StateOffset], State.Low(128));
        if (Shape.IsAvx512)
        {
            vmovdqa(BatchCounter, Counter);
        }
        else
        {
            vmovdqu(__[_arguments + CountersOffset], Counter);
        }
        Comment("The first half of the first batch.");
        EncryptHalf(0, []);
        Label(ref loop);
        Comment("The second half of a batch; beside it the products of the first.");
        EncryptHalf(Half, Stream(() => HashHalf([1, 2, 3, 0])));
        add(_source, batch);
        add(_destination, batch);
        sub(_length, batch);
        cmp(_length, batch);
        jb(end);
        Comment("The first half of the next batch; beside it the products of the second half of the last one, and their reduction.");
        EncryptHalf(0, Stream(() =>
        {
            HashHalf([4, 5, 6, 7]);
            Reduce(First);
            AddUpBlocks(First, Second);
            vmovdqu(__[_arguments + StateOffset], First.Low(128));
        }));
        jmp(loop);
        Label(ref end);
        Comment("The products of the second half of the last batch.");
        HashHalf([4, 5, 6, 7]);
        Reduce(State);
        AddUpBlocks(State, First);
        ClearSums();
        vmovdqu(Reverse, ReverseBytes);
        if (Shape.IsAvx512)
        {
            vmovdqa(Counter, BatchCounter);
        }
        else
        {
            vmovdqu(Counter, __[_arguments + CountersOffset]);
        }
    }

    private void EncryptHalf(int first, IReadOnlyList<Instruction> beside)
    {
        Vector[] states = V(0..Half);
        for (int i = 0; i < Half; i++)
        {
            AssemblerMemoryOperand step = Constant(Words([.. Enumerable.Repeat(i * Shape.Blocks, Shape.Blocks)]));
            if (Shape.IsAvx512)
            {
                vpaddd(states[i], BatchCounter, step);
            }
            else
            {
                vmovdqu(states[i], __[_arguments + CountersOffset]);
                vpaddd(states[i], states[i], step);
            }
        }
        Vector next = Shape.IsAvx512 ? BatchCounter : Text;
        if (!Shape.IsAvx512)
        {
            vmovdqu(next, __[_arguments + CountersOffset]);
        }
        vpaddd(next, next, Constant(Words([.. Enumerable.Repeat(Half * Shape.Blocks, Shape.Blocks)])));
        if (!Shape.IsAvx512)
        {
            vmovdqu(__[_arguments + CountersOffset], next);
        }
        foreach (Vector state in states)
        {
            vpshufb(state, state, ReverseBytes);
        }
        Vector firstKey = Key(0);
        foreach (Vector state in states)
        {
            vpxor(state, state, firstKey);
        }
        LongerKeysRounds(states);
        Weave(beside, Stream(() =>
        {
            LastNineMiddleRounds(states);
            Vector lastKey = Key(LastSlot);
            foreach (Vector state in states)
            {
                LastRound(state, state, lastKey);
            }
            for (int i = 0; i < Half; i++)
            {
                AddText(states[i], first + i);
                Vector ciphertext = decrypts ? Text : states[i];
                vpshufb(ciphertext, ciphertext, ReverseBytes);
                vmovdqu(__[_scratch + ((first + i) * Shape.Bytes)], ciphertext);
            }
        }));
    }

    private void HashHalf(int[] pairs)
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
        }
    }

    // The word of the counter in each block whose bytes are reversed.
    private static uint[] Words(params int[] values) => [.. values.SelectMany(value => (uint[])[(uint)value, 0, 0, 0])];
}
