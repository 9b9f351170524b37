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

    private static readonly AssemblerRegister64 _run = rsi;
    private static readonly AssemblerRegister64 _source = rdx;
    private static readonly AssemblerRegister64 _destination = rcx;
    private static readonly AssemblerRegister64 _workspace = r8;
    private static readonly AssemblerRegister64 _tweakSchedule = r9;
    private static readonly AssemblerRegister64 _length = r10;

    public override string Name => inverse ? "XtsDecrypt" : "XtsEncrypt";

    public override string? Follows => "ppc/aesp8-ppc.pl at 9444b2d53bae";

    /// <summary>The run (its sizes, numbers and order of bytes), what the workspace keeps of it, and the number of rounds.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory =>
    [
        new("rsi", DataUnitSizeOffset, BigEndianOffset + 1),
        new("r8", UnitsOffset, 8),
        new("r8", TweakScheduleOffset, 8, "r9"),
        new("r8", RunOffset, 8, "rsi"),
        new("r8", AheadOffset, 4),
        new("r8", PartOffset, 4),
        new("r8", NumberOffset, 16),
        Rounds("rdi"),
    ];

    protected override bool IsInverse => inverse;

    protected override bool KeepsRoundKeys => false;

    protected override Vector RoundKey => Shape.IsAvx512 ? V(28) : V(15);

    /// <summary>How many registers of blocks are in flight.</summary>
    private int Wide => Shape.IsAvx512 ? 8 : 6;

    /// <summary>The tweaks of the blocks that come next.</summary>
    private Vector[] Tweaks => V(0..Wide);

    /// <summary>With AVX-512, the tweaks of the blocks after those, or of those before.</summary>
    private Vector[] OtherTweaks => V(8..16);

    private Vector[] States => Shape.IsAvx512 ? V(16..24) : V(6..12);

    private Vector FirstKey => V(24);

    private Vector LastKey => V(25);

    private Vector Zero => Shape.IsAvx512 ? V(26) : V(14);

    private Vector Temporary(int number) => V((Shape.IsAvx512 ? 29 : 12) + number);

    private int FirstTweaks => FirstTweakRegisters * Shape.Blocks;

    protected override void WriteBody()
    {
        Label unit = CreateLabel(), unitEnd = CreateLabel(), run = CreateLabel(), nextUnit = CreateLabel(), done = CreateLabel();
        mov(ExtraRounds, __dword_ptr[Schedule + 240]);
        vpxor(Zero, Zero, Zero);
        if (Shape.IsAvx512)
        {
            Prepare();
        }
        test(_workspace, _workspace);
        jne(run);

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
        test(_workspace, _workspace);
        je(done);

        Comment("More data units, or more of this one?");
        Label part = CreateLabel(), end = CreateLabel();
        cmp(__dword_ptr[_workspace + PartOffset], 0);
        jne(part);
        dec(__qword_ptr[_workspace + UnitsOffset]);
        je(end);
        mov(_run, __[_workspace + RunOffset]);
        mov(r10d, __dword_ptr[_workspace + AheadOffset]);
        sub(r10d, 1);
        jne(nextUnit);
        mov(_tweakSchedule, __[_workspace + TweakScheduleOffset]);
        Label batch = CreateLabel();
        jmp(batch);

        Comment("A part of a data unit keeps the next block's tweak.");
        Label(ref part);
        vmovdqu(__[_workspace + TweakOffset], Tweaks[0].Low(128));
        jmp(done);

        Label(ref run);
        cmp(__dword_ptr[_workspace + PartOffset], 1);
        je(encrypt);
        vbroadcasti128(Tweaks[0], __[_workspace + TweakOffset]);
        ja(unit);

        Comment("A run of data units: their first tweaks are encrypted together.");
        mov(__[_workspace + TweakScheduleOffset], _tweakSchedule);
        mov(__[_workspace + RunOffset], _run);
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
    }

    private void Prepare()
    {
        vbroadcasti128(FirstKey, Slot(0));
        vbroadcasti128(LastKey, Slot(LastSlot));
        vbroadcasti128(V(27), Constant(0x87UL, 0));
        mov(r10d, 0xEEEE);
        kmovd(k1, r10d);
        mov(r10d, 0x1111);
        kmovd(k2, r10d);
    }

    // ---- the first tweaks -------------------------------------------------------------------------------------------

    private void ReadNumber(Vector destination)
    {
        Label littleEndian = CreateLabel();
        mov(r10, __[_run + FirstTweakOffset]);
        mov(r11, __[_run + (FirstTweakOffset + 8)]);
        cmp(__byte_ptr[_run + BigEndianOffset], 0);
        je(littleEndian);
        bswap(r10);
        bswap(r11);
        xchg(r10, r11);
        Label(ref littleEndian);
        vmovq(destination.X, r10);
        vpinsrq(destination.X, destination.X, r11, 1);
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
        vbroadcasti128(RoundKey, Constant(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
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
            vpclmulqdq(destination, source, V(27), half);
        }
        else
        {
            vpclmulqdq(destination, source, Constant(0x87UL, 0, 0x87UL, 0), half);
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

    /// <summary>From one tweak in all blocks, the tweaks of consecutive blocks.</summary>
    private void Spread(Vector tweak)
    {
        Vector carry = Temporary(0), folded = Temporary(1);
        ulong[] left = [.. Enumerable.Range(0, Shape.Blocks).SelectMany(i => (ulong[])[(ulong)i, (ulong)i])];
        vpsrlvq(carry, tweak, Constant([.. left.Select(bits => 64 - bits)]));
        vpsllvq(tweak, tweak, Constant(left));
        Fold(folded, carry, 0x01);
        vpunpcklqdq(carry, Zero, carry);
        vpxor3(tweak, carry, folded);
    }

    // ---- a data unit ------------------------------------------------------------------------------------------------

    private void DataUnit(Label unitEnd)
    {
        int bytes = Shape.Bytes;
        Label one = CreateLabel(), four = CreateLabel();
        mov(_length, __[_run + DataUnitSizeOffset]);
        Spread(Tweaks[0]);
        cmp(_length, bytes);
        jbe(one);
        for (int i = 1; i < 4; i++)
        {
            Multiply(Tweaks[i], Tweaks[0], i * Shape.Blocks);
        }
        cmp(_length, 4 * bytes);
        jbe(four);
        for (int i = 4; i < Wide; i++)
        {
            Multiply(Tweaks[i], Tweaks[0], i * Shape.Blocks);
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
            Loop256(tail, unitEnd);
        }

        Comment("What is left: at most four registers.");
        Label(ref four);
        WithoutStealing();
        Label(ref tail);
        foreach (int registers in (int[])[4, 2])
        {
            Label less = CreateLabel();
            cmp(_length, registers * bytes);
            jb(less);
            Blocks(registers);
            for (int i = registers; i < Math.Min(2 * registers, Wide); i++)
            {
                vmovdqa(Tweaks[i - registers], Tweaks[i]);
            }
            sub(_length, registers * bytes);
            Label(ref less);
        }
        Label last = CreateLabel(), lessThanOne = CreateLabel(), stealing = CreateLabel();
        jmp(last);
        Label(ref one);
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
        jmp(unitEnd);
    }

    private void Loop256(Label tail, Label unitEnd)
    {
        int bytes = Wide * Shape.Bytes;
        Label loop = CreateLabel();
        Label(ref loop);
        Iteration(Tweaks, []);
        foreach (Vector tweak in Tweaks)
        {
            Multiply(tweak, tweak, Wide * Shape.Blocks);
        }
        sub(_length, bytes);
        cmp(_length, bytes);
        jae(loop);
    }

    /// <summary>other = current · x^32.</summary>
    private List<Action> Times32(Vector[] other, Vector[] current) =>
        [.. Enumerable.Range(0, Wide / 2).Select(pair => (int[])[2 * pair, (2 * pair) + 1]).SelectMany(pair => (Action[])
        [
            () => Each(pair, i => vpshufd(Temporary(i & 1).Z.k2.z, current[i].Z, 0xFF)),
            () => Each(pair, i => Fold(Temporary(i & 1), Temporary(i & 1), 0x00)),
            () => Each(pair, i => vpshufd(other[i].Z.k1.z, current[i].Z, 0x90)),
            () => Each(pair, i => vpxor(other[i], other[i], Temporary(i & 1))),
        ])];

    /// <summary>tweaks = tweaks · x^64.</summary>
    private List<Action> Times64(Vector[] tweaks) =>
        [.. Enumerable.Range(0, Wide / 2).Select(pair => (int[])[2 * pair, (2 * pair) + 1]).SelectMany(pair => (Action[])
        [
            () => Each(pair, i => Fold(Temporary(i & 1), tweaks[i], 0x01)),
            () => Each(pair, i => vpunpcklqdq(tweaks[i], Zero, tweaks[i])),
            () => Each(pair, i => vpxor(tweaks[i], tweaks[i], Temporary(i & 1))),
        ])];

    private static void Each(int[] items, Action<int> write)
    {
        foreach (int item in items)
        {
            write(item);
        }
    }

    /// <summary>Wide registers of blocks, and beside their rounds other work in groups.</summary>
    private void Iteration(Vector[] tweaks, List<Action> beside)
    {
        Begin(tweaks, States);
        LongerKeysRounds(States);
        int gaps = 9 * Wide / 2, gap = 0, next = 0;
        for (int slot = 5; slot < LastSlot; slot++)
        {
            for (int i = 0; i < Wide; i += 2)
            {
                if (i == 0)
                {
                    Round(slot, States[0], States[1]);
                }
                else
                {
                    foreach (Vector state in States[i..(i + 2)])
                    {
                        Write(inverse ? Mnemonic.Vaesdec : Mnemonic.Vaesenc, state, state, RoundKey);
                    }
                }
                gap++;
                while (next < beside.Count && (next + 0.5) * gaps / beside.Count < gap)
                {
                    beside[next++]();
                }
            }
        }
        End(tweaks, States);
        Advance(Wide * Shape.Bytes);
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
        if (Shape.IsAvx512)
        {
            for (int i = 0; i < states.Length; i++)
            {
                vmovdqu(states[i], __[_source + (i * Shape.Bytes)]);
            }
            for (int i = 0; i < states.Length; i++)
            {
                vpxor3(states[i], tweaks[i], FirstKey);
            }
            return;
        }
        Vector key = Key(0);
        for (int i = 0; i < states.Length; i++)
        {
            vpxor(states[i], tweaks[i], key);
            vpxor(states[i], states[i], __[_source + (i * Shape.Bytes)]);
        }
    }

    private void End(Vector[] tweaks, Vector[] states)
    {
        Vector key = Shape.IsAvx512 ? LastKey : Key(LastSlot);
        for (int i = 0; i < states.Length; i += 2)
        {
            int[] pair = i + 1 < states.Length ? [i, i + 1] : [i];
            Each(pair, j => vpxor(Temporary(j & 1), tweaks[j], key));
            Each(pair, j => LastRound(states[j], states[j], Temporary(j & 1)));
        }
        for (int i = 0; i < states.Length; i++)
        {
            vmovdqu(__[_destination + (i * Shape.Bytes)], states[i]);
        }
    }

    // ---- the end of a data unit -------------------------------------------------------------------------------------

    /// <summary>Whole blocks, fewer than a register.</summary>
    private void LastBlocks()
    {
        Vector state = States[0], tweak = Tweaks[0], sum = Temporary(0);
        if (Shape.IsAvx512)
        {
            MaskBytes(k3, _length, r11);
            vmovdqu8(state.Z.k3.z, __[_source]);
            vpxor3(state, tweak, FirstKey);
            MiddleRounds(state);
            vpxor(sum, tweak, LastKey);
            LastRound(state, state, sum);
            vmovdqu8(__[_destination].k3, state.Z);
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
            LoadPartialBlock(partial, _source, _length, r11, r9, rsi);
            StorePartialBlock(_destination, block, _length, r11, r9, rsi);
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
