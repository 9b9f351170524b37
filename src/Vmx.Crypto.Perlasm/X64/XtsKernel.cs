// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_xts_encrypt and aes_p8_xts_decrypt with _aesp8_xts_encrypt6x and _aesp8_xts_decrypt6x of CRYPTOGAMS
// ppc/aesp8-ppc.pl at 9444b2d53bae, retold for registers of several blocks. Runs of data units
// and the multiplication of tweaks are our own.

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  XTS-AES (IEEE 1619 section 5)
//
//      void Xts(schedule, run, source, destination, workspace, tweakSchedule)
//
//      Block j of a data unit is encrypted between two additions of its tweak T·α^j. The first addition takes w[0] along, the
//      second is added together with w[Nr], so that the last round writes finished output. The run says how many data
//      units, how long, and their numbers (XtsRun); the workspace is memory of the caller (XtsWorkspace). With a count of
//      one the run is one data unit. With a count of zero it is a part of one: the first, or a later one whose tweak is in
//      the workspace, where the tweak of the block after it is left. A part that others follow is whole groups of eight
//      registers, two at least. With more, the first tweaks of 16 data units (8 with AVX2) are encrypted together.
//
//      Eight registers of blocks are in flight; what they leave over goes through four, two and one, then a part of one.
//      Ciphertext stealing (sections 5.3.2 and 5.4.2) takes the last whole block and the partial one by themselves, with
//      their tweaks in order or, for decryption, in reverse.
//
//  The multiplications by powers of α and the loops of eight registers are in the files beside this one.
//
//  Measured in core cycles per byte, kernel alone, 128- and 256-bit keys, median of 41, AMD EPYC (Zen 5) at 3.7 GHz,
//  November 2026; "run" is 32 KiB of data units of that size:
//
//                    64 bytes        1 KiB           16 KiB          run of 512      run of 4 KiB    the AES units allow
//          Vaes512   0.47  0.66      0.153 0.203     0.087  0.121    0.111  0.145    0.092  0.127    0.0781  0.109
//          Vaes256   0.73  1.09      0.242 0.319     0.175  0.240    0.242  0.306    0.184  0.245    0.156   0.219
//
//  A data unit by itself waits for its encrypted tweak: at 64 bytes two encryptions of one block after each other, and of
//  100 bytes three, since stealing encrypts twice. Little of that overlaps with the call before. Through the public method
//  each call takes 25 to 33 cycles more: with a 256-bit key a data unit of 64 bytes takes about 75 cycles, where a kernel
//  called from C takes 49.
//
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
    private const int NumberOffset = 16;
    private const int TweakOffset = 32;
    private const int AheadOffset = 48;
    private const int PartOffset = 52;
    private const int TweaksOffset = 64;
    private const int LongerOffset = 320;

    // How many registers of blocks are in flight, and how many of first tweaks are encrypted together.
    private const int Wide = 8;
    private const int FirstTweakRegisters = 4;

    // The slots whose keys are neither added together with tweaks nor kept in registers.
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

    public override string? Follows => "ppc/aesp8-ppc.pl at 9444b2d53bae";

    // All of the run; in the workspace the units left, a copy of the pointer to Key2, the next number, and which part it is.
    public override IReadOnlyList<PublicMemory> PublicMemory =>
    [
        .. base.PublicMemory,
        new("rsi", 0, BigEndianOffset + 1),
        new("r8", UnitsOffset, sizeof(ulong)),
        new("r8", TweakScheduleOffset, sizeof(ulong), PointsTo: "r9"),
        new("r8", NumberOffset, 2 * sizeof(ulong)),
        new("r8", AheadOffset, 2 * sizeof(int)),
    ];

    public override string Name => inverse ? "XtsDecrypt" : "XtsEncrypt";

    protected override bool IsInverse => inverse;

    // XTS-AES-128 and XTS-AES-256 are all there is (IEEE 1619 section 5.1).
    protected override bool HasTwelveRounds => false;

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
            vmovdqu(__[_workspace + (LongerOffset + offset)], Zero);
        }
        Label(ref none);
    }

    private static AssemblerMemoryOperand ExpandedKey(int slot) => __[_workspace + (LongerOffset + ((slot - 1) * 64))];

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
}
