// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  GCM's GCTR and GHASH together (SP 800-38D sections 6.4, 6.5 and 7)
//
//      void GcmEncrypt(arguments), void GcmDecrypt(arguments): GcmArguments of the package
//
//      A whole message or a stretch of its text. A message whose blocks, with associated data and lengths, are no more than
//      there are powers of H has one reduction for all of them. A longer one comes with its associated data hashed.
//
//  Batches
//
//      AES fills two of this processor's four vector units, carry-less multiplication nearly the other two, so both have to
//      run at all times. But only some two hundred vector instructions can wait for their operands: if the rounds of eight
//      registers ended together, AES would stand idle until the next eight have started. So a batch of sixteen registers is
//      taken in quarters, and the last rounds of one quarter run beside the first rounds of the next, in rows of four
//      instructions; between them the products of two pairs of registers, three quarters behind, when their ciphertext
//      has long come back to where it can be loaded. Pair 0, which the hash so far is added to, comes after pair 3, so that the
//      reduction of the batch before has the time it takes.
//
//      Ciphertext waits for its products in the arguments' scratch, with its bytes reversed. Decryption loads each
//      register of it once, for the hash and for the text: both see the same bytes, whoever changes the source meanwhile.
//
//  Counters
//
//      A permutation of bytes costs AES half a cycle, since it shares a unit with it; words are permuted in units that are
//      free. One register holds the counters of sixteen blocks, arranged so that word j of every block belongs to register
//      j of a quarter: one addition, one permutation of bytes and one addition of the key's last word for four
//      registers, then for each a permutation of words into a copy of what the counter blocks share.
//
//  What is shorter than a batch
//
//      Halves of a batch: eight registers are encrypted, then eight are hashed beside the next eight. Then four registers, two,
//      one, and the last bytes behind a mask. Powers of H are read from where they end with H for the lengths.
//
//  Measured, core cycles per byte, 128- and 256-bit keys, encryption · decryption, kernel alone, lowest eighth of 61, AMD EPYC
//  (Zen 5), November 2026; the operations of AES and of multiplication allow 0.1035 and 0.1191:
//
//          Vaes512     1 KiB   0.181 0.207 · 0.190 0.218       16 KiB  0.119 0.139 · 0.121 0.141
//
//      and through the public types, medians: 1 KiB 0.215 0.240 · 0.210 0.236; 16 KiB 0.123 0.143 · 0.122 0.143.
//      ipsec-mb 1.3, called without checks in the same kind of run, is ahead in encryption at 256 bytes (0.397 0.467 against 0.480
//      0.539) and at 512 (0.290 0.331 against 0.331 0.353): four registers leave half of AES idle, eight are hashed with
//      nothing beside them, and a call's checks and set-up are some 35 cycles. From 1 KiB on it is behind (0.231 0.262).
//
//      A batch takes 118 and 138 cycles. All vector instructions of it fill the four units for 105 and 121; what is
//      missing goes to instructions that the processor assigned to a unit that another one needed.
//
//  Tried and dropped, Vaes512 at 16 KiB: all rounds of eight registers together (0.134, 0.156); counters turned around one
//  register at a time (0.129, 0.150 with eight together); products two quarters behind (0.150, 0.170 in encryption); rows of one
//  instruction (0.137, 0.148); other rows are within the noise of 2 %. At 1 KiB: a batch in place of two halves (0.193,
//  0.221); counters through memory from quarter to quarter (0.199, 0.225).
//
internal sealed partial class GcmKernel(VectorShape shape, bool decrypts) : FieldKernel(shape)
{
    private const int Half = Batch / 2;

    // Of the rounds that all key sizes have, those in the first half of a quarter's time; and how many instructions of a stream
    // stay together. Found by trying.
    private int FirstRounds => decrypts ? 2 : 3;

    private int ProductsTogether => decrypts ? 2 : 8;

    private const int RoundsTogether = 4;

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
    private const int FirstBlockOffset = 96;
    private const int StateOffset = 112;
    private const int TagOffset = 128;
    private const int FinishOffset = 144;

    // Behind a batch of ciphertext in the scratch, aligned: what is stored and loaded again in every quarter must not cross a
    // cache line.
    private const int CountersOffset = 1024;
    private const int HashSoFarOffset = 1088;

    private static AssemblerMemoryOperand Counters => __[_scratch + CountersOffset];

    private static AssemblerMemoryOperand HashSoFar => __[_scratch + HashSoFarOffset];

    private static readonly AssemblerRegister64 _arguments = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _length = r8;
    private static readonly AssemblerRegister64 _hashKey = r9;
    private static readonly AssemblerRegister64 _powers = r10;
    private static readonly AssemblerRegister64 _scratch = r11;

    public override string Name => decrypts ? "GcmDecrypt" : "GcmEncrypt";

    /// <summary>The pointers, lengths and counts of GcmArguments, and the number of rounds.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory =>
    [
        new("rdi", ScheduleOffset, 8, "schedule"),
        new("rdi", HashKeyOffset, 8, "hashKey"),
        new("rdi", AssociatedDataOffset, 8, "associatedData"),
        new("rdi", AssociatedDataLengthOffset, 8),
        new("rdi", SourceOffset, 8, "source"),
        new("rdi", DestinationOffset, 8, "destination"),
        new("rdi", LengthOffset, 8),
        new("rdi", ScratchOffset, 8, "scratch"),
        new("rdi", FinishOffset, 8),
        Rounds("schedule"),
    ];

    // Outside the loop of batches, rounds run in four registers at most.
    private Vector Counter => V(4);

    private Vector Reverse => V(5);

    private Vector TagMask => V(6);

    private Vector State => V(7);

    private Vector Text => V(Shape.IsAvx512 ? 16 : 15);

    protected override void WriteBody()
    {
        Label noAssociatedData = CreateLabel(), rest = CreateLabel(), reduce = CreateLabel(), done = CreateLabel();
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
        vbroadcasti128(Counter, __[_arguments + CounterBlockOffset]);
        vbroadcasti128(First, __[_arguments + FirstBlockOffset]);
        vpaddd(First, First, Constant(Words([.. Enumerable.Range(0, Shape.Blocks)])));
        vpshufb(Counter, Counter, Reverse);
        vpaddd(Counter, Counter, First);

        cmp(_length, Half * Shape.Bytes);
        jb(rest);
        WriteBatchesAndHalves();
        Label(ref rest);

        Comment("What is left: four registers, two, one, and the last bytes.");
        PowersOfRest();
        je(reduce);
        WriteRest();

        Comment("The lengths, and the tag.");
        cmp(__dword_ptr[_arguments + FinishOffset], 0);
        je(reduce);
        vmovq(First.X, __qword_ptr[_arguments + LengthsOffset]);
        vpinsrq(First.X, First.X, __qword_ptr[_arguments + LengthsOffset + 8], 1);
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

        Comment("The hash so far, for the next stretch: zero where something was hashed, and then the sums are it.");
        Label(ref reduce);
        Reduce(First);
        AddUpBlocks(First, Second);
        vpxor(State.Low(128), State.Low(128), First.Low(128));
        vpshufb(State.Low(128), State.Low(128), Reverse.Low(128));
        vmovdqu(__[_arguments + StateOffset], State.Low(128));
        Label(ref done);
    }

    /// <summary>Where the powers of H begin for what is left and the lengths; the flags say whether there is anything.</summary>
    private void PowersOfRest()
    {
        lea(r11, __[_length + 15]);
        and(r11, -16);
        add(r11, __[_arguments + FinishOffset]);
        lea(_powers, __[_hashKey + (Powers * 16)]);
        sub(_powers, r11);
        test(r11, r11);
    }

    private void WriteRest()
    {
        Label done = CreateLabel(), four = CreateLabel(), less4 = CreateLabel();
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

    // The word of the counter in each block whose bytes are reversed.
    private static uint[] Words(params int[] values) => [.. values.SelectMany(value => (uint[])[(uint)value, 0, 0, 0])];
}
