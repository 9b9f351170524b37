// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// HEADER

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

internal sealed partial class XtsKernel(VectorShape shape, bool inverse) : AesKernel(shape)
{
    // XtsRun.
    private const int DataUnitSizeOffset = 0;
    private const int DataUnitCountOffset = 8;
    private const int FirstTweakOffset = 16;
    private const int StepOffset = 32;
    private const int BigEndianOffset = 40;

    // XtsWorkspace.
    private const int UnitsOffset = 0;
    private const int TweakScheduleOffset = 8;
    private const int RunOffset = 16;
    private const int AheadOffset = 24;
    private const int PartOffset = 28;
    private const int NumberOffset = 32;
    private const int TweakOffset = 48;
    private const int TweaksOffset = 64;

    private const int FirstTweakRegisters = 4;

    // How many registers of blocks are in flight.
    private const int Wide = 8;
    private const int KeysOffset = 320;

    // The slots whose keys are neither added to tweaks nor kept.
    private const int ExpandedSlots = 12;

    private static readonly byte[] _reversal = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

    private static readonly AssemblerRegister64 _run = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _workspace = r8;
    private static readonly AssemblerRegister64 _tweakSchedule = r9;
    private static readonly AssemblerRegister64 _tweaksInMemory = r9;
    private static readonly AssemblerRegister64 _length = r10;

    private bool _isExpanded;

    public override string Name => inverse ? "XtsDecrypt" : "XtsEncrypt";

    protected override bool IsInverse => inverse;

    protected override Vector? KeptKey(int slot) => !Shape.IsAvx512 ? null : slot switch
    {
        0 => V(24),
        LastSlot - 1 => V(31),
        LastSlot => V(25),
        _ => null,
    };

    protected override Vector RoundKey => Shape.IsAvx512 ? V(27) : V(15);

    /// <summary>The tweaks of the blocks that come next: eight registers with AVX-512, else the first four of eight.</summary>
    private Vector[] Tweaks => Shape.IsAvx512 ? V(0..8) : V(8..12);

    /// <summary>With AVX-512, the tweaks of the blocks after those, or before.</summary>
    private Vector[] OtherTweaks => V(8..16);

    private Vector[] States => Shape.IsAvx512 ? V(16..24) : V(0..8);

    private Vector Polynomial => V(26);

    private Vector Zero => Shape.IsAvx512 ? V(30) : V(14);

    private Vector Temporary(int number) => V((Shape.IsAvx512 ? 28 : 12) + number);

    private int FirstTweaks => FirstTweakRegisters * Shape.Blocks;

    protected override void LoadRoundKey(Vector destination, int slot)
    {
        if (_isExpanded)
        {
            vmovdqu(destination, ExpandedKey(slot));
        }
        else
        {
            base.LoadRoundKey(destination, slot);
        }
    }

    protected override void WriteBody()
    {
        Label unit = CreateLabel(), unitEnd = CreateLabel(), several = CreateLabel(), nextUnit = CreateLabel(), done = CreateLabel();
        LoadSchedule();
        Clear(Zero);
        if (Shape.IsAvx512)
        {
            Prepare();
        }
        cmp(__qword_ptr[_run + DataUnitCountOffset], 1);
        jne(several);

        Comment("One data unit: its tweak, encrypted.");
        Label encrypt = CreateLabel();
        Label(ref encrypt);
        Vector first = Tweaks[0].Low(128);
        ReadNumber(first);
        EncryptTweaks(first);
        if (Shape.IsAvx512)
        {
            vshufi32x4(Tweaks[0].Z, Tweaks[0].Z, Tweaks[0].Z, 0);
        }
        else
        {
            vinserti128(Tweaks[0].Y, Tweaks[0].Y, Tweaks[0].X, 1);
        }
        Label(ref unit);
        DataUnit(unitEnd);
        Label(ref unitEnd);
        cmp(__qword_ptr[_run + DataUnitCountOffset], 1);
        je(done);

        Comment("More data units, or more of this one?");
        Label part = CreateLabel(), end = CreateLabel(), batch = CreateLabel(), run = CreateLabel();
        jb(part);
        dec(__qword_ptr[_workspace + UnitsOffset]);
        je(end);
        mov(r10d, __dword_ptr[_workspace + AheadOffset]);
        sub(r10d, 1);
        jne(nextUnit);
        mov(_tweakSchedule, __[_workspace + TweakScheduleOffset]);
        jmp(batch);

        Comment("A part of a data unit keeps the next block's tweak.");
        Label(ref part);
        vmovdqu(__[_workspace + TweakOffset], Tweaks[0].Low(128));
        jmp(done);

        Label(ref several);
        ja(run);
        cmp(__dword_ptr[_workspace + PartOffset], 0);
        je(encrypt);
        vbroadcasti128(Tweaks[0], __[_workspace + TweakOffset]);
        jmp(unit);

        Comment("A run of data units: their first tweaks are encrypted together.");
        Label(ref run);
        mov(__[_workspace + TweakScheduleOffset], _tweakSchedule);
        mov(r10, __[_run + FirstTweakOffset]);
        mov(r11, __[_run + (FirstTweakOffset + 8)]);
        mov(__[_workspace + NumberOffset], r10);
        mov(__[_workspace + (NumberOffset + 8)], r11);
        mov(r10, __[_run + DataUnitCountOffset]);
        mov(__[_workspace + UnitsOffset], r10);
        Label(ref batch);
        EncryptFirstTweaks();
        mov(r10d, FirstTweaks);
        Label(ref nextUnit);
        mov(__dword_ptr[_workspace + AheadOffset], r10d);
        shl(r10d, 4);
        neg(r10);
        vbroadcasti128(Tweaks[0], __[_workspace + r10 + (TweaksOffset + (FirstTweaks * 16))]);
        jmp(unit);

        Label(ref end);
        for (int i = 0; i < FirstTweakRegisters; i++)
        {
            vmovdqu(__[_workspace + (TweaksOffset + (i * Shape.Bytes))], Zero);
        }
        Label(ref done);
        ClearWorkspace();
    }

    private void Prepare()
    {
        vbroadcasti128(Polynomial, Constant(0x87UL, 0UL));
        mov(r10d, 0xEEEE);
        kmovd(k1, r10d);
        mov(r10d, 0x1111);
        kmovd(k2, r10d);
        Label none = CreateLabel();
        cmp(__qword_ptr[_run + DataUnitSizeOffset], Wide * Shape.Bytes);
        jb(none);
        for (int slot = 1; slot <= ExpandedSlots; slot++)
        {
            vbroadcasti128(RoundKey, Slot(slot));
            vmovdqu(ExpandedKey(slot), RoundKey);
        }
        Label(ref none);
    }

    /// <summary>Clears what longer data units keep in the workspace: expanded keys or tweaks.</summary>
    private void ClearWorkspace()
    {
        Label none = CreateLabel();
        cmp(__qword_ptr[_run + DataUnitSizeOffset], Shape.IsAvx512 ? (Wide * Shape.Bytes) - 1 : 4 * Shape.Bytes);
        jbe(none);
        for (int offset = 0; offset < (Shape.IsAvx512 ? ExpandedSlots * 64 : 2 * Wide * Shape.Bytes); offset += Shape.Bytes)
        {
            vmovdqu(__[_workspace + (KeysOffset + offset)], Zero);
        }
        Label(ref none);
    }

    private static AssemblerMemoryOperand ExpandedKey(int slot) => __[_workspace + (KeysOffset + ((slot - 1) * 64))];

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
        Label ten = CreateLabel(), twelve = CreateLabel();
        Step(Mnemonic.Vpxor, 0);
        cmp(ExtraRounds, 2);
        jb(ten);
        je(twelve);
        Step(Mnemonic.Vaesenc, 1);
        Step(Mnemonic.Vaesenc, 2);
        Label(ref twelve);
        Step(Mnemonic.Vaesenc, 3);
        Step(Mnemonic.Vaesenc, 4);
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

    /// <summary>The product of the high halves with what x^128 is reduced to.</summary>
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

    /// <summary>Multiplies by x^n, n less than 57.</summary>
    private void Multiply(Vector destination, Vector source, int power)
    {
        Vector carry = Temporary(0), folded = Temporary(1);
        vpsrlq(carry, source, (byte)(64 - power));
        vpsllq(destination, source, (byte)power);
        Fold(folded, carry, 0x01);
        vpunpcklqdq(carry, Zero, carry);
        vpxor3(destination, carry, folded);
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

    // ---- a data unit ------------------------------------------------------------------------------------------------

    private void DataUnit(Label unitEnd)
    {
        int bytes = Shape.Bytes;
        Label one = CreateLabel(), four = CreateLabel();
        mov(_length, __[_run + DataUnitSizeOffset]);
        cmp(_length, bytes);
        jbe(one);
        for (int i = 1; i < 4; i++)
        {
            Spread(Tweaks[i], Tweaks[0], i);
        }
        cmp(_length, 4 * bytes);
        jbe(four);
        for (int i = 4; i < Wide; i++)
        {
            Vector tweak = Shape.IsAvx512 ? Tweaks[i] : States[i];
            Spread(tweak, Tweaks[0], i);
            if (!Shape.IsAvx512)
            {
                vmovdqu(TweaksInMemory(0, i), tweak);
            }
        }
        Spread(Tweaks[0], Tweaks[0], 0);
        if (!Shape.IsAvx512)
        {
            for (int i = 0; i < 4; i++)
            {
                vmovdqu(TweaksInMemory(0, i), Tweaks[i]);
            }
            lea(_tweaksInMemory, TweaksInMemory(0, 0));
        }
        WithoutStealing();
        cmp(_length, Wide * bytes);
        Label tail = CreateLabel();
        jb(tail);
        if (Shape.IsAvx512)
        {
            Loop512(tail, unitEnd);
        }
        else
        {
            Loop256(tail);
        }

        if (!Shape.IsAvx512)
        {
            Comment("What is left: the first half of eight registers.");
            Label half = CreateLabel();
            Label(ref tail);
            LoadTweaks(0);
            cmp(_length, 4 * bytes);
            jb(half);
            Blocks(4);
            sub(_length, 4 * bytes);
            LoadTweaks(4);
            jmp(half);
            tail = half;
        }
        Comment("What is left: at most four registers.");
        Label(ref four);
        Spread(Tweaks[0], Tweaks[0], 0);
        WithoutStealing();
        Label(ref tail);
        foreach (int registers in (int[])[4, 2])
        {
            Label less = CreateLabel();
            cmp(_length, registers * bytes);
            jb(less);
            Blocks(registers);
            for (int i = registers; i < Math.Min(2 * registers, Tweaks.Length); i++)
            {
                vmovdqa(Tweaks[i - registers], Tweaks[i]);
            }
            sub(_length, registers * bytes);
            Label(ref less);
        }
        Label last = CreateLabel(), lessThanOne = CreateLabel(), stealing = CreateLabel();
        jmp(last);
        Label(ref one);
        Spread(Tweaks[0], Tweaks[0], 0);
        WithoutStealing();
        Label(ref last);
        cmp(_length, bytes);
        jb(lessThanOne);
        Blocks(1);
        vmovdqa(Tweaks[0], Tweaks[1]);
        sub(_length, bytes);
        Label(ref lessThanOne);
        test(_length, _length);
        je(stealing);
        LastBlocks();
        Label(ref stealing);
        mov(_length, __[_run + DataUnitSizeOffset]);
        and(_length, 15);
        je(unitEnd);
        Steal();
    }

    /// <summary>Leaves the last whole block to the stealing where there is one.</summary>
    private void WithoutStealing()
    {
        mov(r11, _length);
        and(r11, 15);
        sub(_length, r11);
        neg(r11);
        sbb(r11, r11);
        and(r11, 16);
        sub(_length, r11);
    }

    private void Advance(int bytes)
    {
        add(_source, bytes);
        add(_destination, bytes);
    }

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

    private AssemblerMemoryOperand TweaksInMemory(int set, int register) => __[_workspace + (KeysOffset + (set * Wide * Shape.Bytes) + (register * Shape.Bytes))];

    private void LoadTweaks(int from)
    {
        for (int i = 0; i < 4; i++)
        {
            vmovdqu(Tweaks[i], __[_tweaksInMemory + ((from + i) * Shape.Bytes)]);
        }
    }

    /// <summary>The pairs of other = current · x^32.</summary>
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

    private Action[] Pairs(Action<int[]> write) => [.. Enumerable.Range(0, Wide).Chunk(2).Select(pair => (Action)(() => write(pair)))];

    /// <summary>Wide registers of blocks, and other work spread over the rounds that all key sizes have.</summary>
    private void Iteration(Vector[] tweaks, Action[] beside)
    {
        Begin(tweaks, States);
        Rounds(beside);
        End(tweaks, States);
        Advance(Wide * Shape.Bytes);
    }

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

    private void Blocks(int registers)
    {
        Begin(Tweaks[..registers], States[..registers]);
        MiddleRounds(States.AsSpan(0, registers));
        End(Tweaks[..registers], States[..registers]);
        Advance(registers * Shape.Bytes);
    }

    private void Begin(Vector[] tweaks, Vector[] states)
    {
        Vector key = Key(0);
        for (int i = 0; i < states.Length; i++)
        {
            if (Shape.IsAvx512)
            {
                vmovdqu(states[i], __[_source + (i * Shape.Bytes)]);
            }
            else
            {
                vpxor(states[i], key, __[_source + (i * Shape.Bytes)]);
            }
        }
        for (int i = 0; i < states.Length; i++)
        {
            if (Shape.IsAvx512)
            {
                vpxor3(states[i], tweaks[i], key);
            }
            else
            {
                vpxor(states[i], states[i], tweaks[i]);
            }
        }
    }

    private void End(Vector[] tweaks, Vector[] states)
    {
        Vector key = Key(LastSlot);
        for (int i = 0; i < states.Length; i += 2)
        {
            int[] pair = i + 1 < states.Length ? [i, i + 1] : [i];
            Each(pair, j => vpxor(Temporary(j & 1), tweaks[j], key));
            Each(pair, j => LastRound(states[j], states[j], Temporary(j & 1)));
            Each(pair, j => vmovdqu(__[_destination + (j * Shape.Bytes)], states[j]));
        }
    }

    // ---- the end of a data unit -------------------------------------------------------------------------------------

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
        // The sign of the highest word goes to bit 0 times 0x87, that of word 1 to bit 64.
        vpshufd(next, own, 0x13);
        vpsrad(next.X, next.X, 31);
        Write(Mnemonic.Vpand, next, next, Constant(0x87UL, 1));
        vpaddq(partial, own, own);
        vpxor(next, next, partial);
        if (inverse)
        {
            OneBlock(block, next, () => vmovdqu(block, __[_source]));
        }
        else
        {
            OneBlock(block, own, () => vmovdqu(block, __[_source]));
        }
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
        OneBlock(block, inverse ? own : next, null);
        vmovdqu(__[_destination - 16], block);
        add(_source, _length);
        add(_destination, _length);
    }

    private void OneBlock(Vector block, Vector tweak, Action? load)
    {
        load?.Invoke();
        vpxor(block, block, tweak);
        vpxor(block, block, Key(0, 128));
        MiddleRounds([block]);
        Vector sum = Temporary(0).Low(128);
        vpxor(sum, tweak, Key(LastSlot, 128));
        LastRound(block, block, sum);
    }
}
