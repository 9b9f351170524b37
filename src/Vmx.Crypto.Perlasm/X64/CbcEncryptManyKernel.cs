// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  CBC encryption of several messages side by side (SP 800-38A section 6.2)
//
//      void CbcEncryptMany(schedule, lanes, laneCount, -, blockCount)
//
//      lanes (CbcLanes): 32 sources, 32 destinations and 32 chaining blocks, each advanced; then working memory.
//
//      Every lane encrypts blockCount blocks, one at least, of a message of its own: 16 lanes in four or eight registers, or 32
//      in eight. As in CbcEncrypt, the last round adds w[Nr] ⊕ w[0] ⊕ P[i+1], so that the chains consist of rounds alone.
//
//      A register takes a block of each of its lanes. Messages are read and written in lines of four blocks: eight and more
//      messages at equal distances compete for few cache lines, and every line should come and go once. Lines of plaintext
//      go to working memory, registers are put together from there by loads that fill one block each, and ciphertext goes the
//      same way back. No permutation is needed, and blends of loaded blocks are done by any unit. While one group of four blocks is
//      encrypted, the lines of the next group are read and those of the group before are written, a lane after each round. What
//      four does not divide goes block by block.
//
//      All lanes read a line before they write the line before it: in place works, and two lanes may double each other.
//
//  Measured, core cycles per byte, kernel alone, 128- and 256-bit keys, AMD EPYC (Zen 5) at 3.7 GHz, November 2026
//
//          Vaes512, 16 lanes of 16 KiB   0.159  0.214    sixteen chains allow 0.156 and 0.219; the clock is known to 2 %
//          Vaes512, 16 lanes of 1 KiB    0.178  0.235
//          Vaes512, 32 lanes of 4 KiB    0.121  0.153    limit of the AES units 0.0781 and 0.109
//          Vaes512, 32 lanes of 16 KiB   0.136  0.199    1 MiB in all, which is the second cache
//          Vaes256, 16 lanes of 16 KiB   0.186  0.244    limit of the AES units 0.156 and 0.219
//
//      Sixteen messages are sixteen chains of four cycles a round: 0.156 for 128-bit keys, whatever the kernel. Only with more
//      messages is there more to gain. libipsec-mb 1.3 takes 0.196 for sixteen.
//
//  Tried and dropped: blocks read and written one by one, stored by VEXTRACTI32X4 (32 lanes: 0.124, but 1.24 where messages lie
//  a multiple of 4 KiB apart, against 0.29) or behind masks (0.14 to 0.18); lines read and written between groups, not beside
//  rounds (0.157); prefetches of lines (no gain).
//
internal sealed class CbcEncryptManyKernel(VectorShape shape) : AesKernel(shape)
{
    private const int Lanes = 32;
    private const int DestinationsOffset = Lanes * 8;
    private const int ChainingBlocksOffset = 2 * DestinationsOffset;
    private const int PlaintextOffset = ChainingBlocksOffset + (Lanes * 16);
    private const int CiphertextOffset = PlaintextOffset + (Lanes * Line);
    private const int GroupSize = 2 * Lanes * Line;

    // Bytes of a lane that are read and written at once: four blocks.
    private const int Line = 64;

    private static readonly AssemblerRegister64 _lanes = rsi;
    private static readonly AssemblerRegister64 _laneCount = rdx;
    private static readonly AssemblerRegister64 _lastBlock = r8;
    private static readonly AssemblerRegister64 _offset = r9;
    private static readonly AssemblerRegister64 _pointer = r10;

    // Where the next lines are, and the lines of this group and of the other one.
    private static readonly AssemblerRegister64 _nextOffset = r11;
    private static readonly AssemblerRegister64 _thisGroup = rcx;
    private static readonly AssemblerRegister64 _otherGroup = rdx;

    // w[0], which Vaes256 keeps beside the one key register; w[Nr] ⊕ w[0].
    private Vector FirstKey => Shape.IsAvx512 ? Key(0) : V(14);

    private Vector BothKeys => V(16);

    public override string Name => "CbcEncryptMany";

    /// <summary>Where the lanes' texts are, and the number of rounds.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory => [new("rsi", 0, ChainingBlocksOffset, "text"), Rounds("rdi")];

    protected override void WriteBody()
    {
        Label done = CreateLabel(), narrow = CreateLabel();
        LoadSchedule();
        xor(r9d, r9d);
        sub(_lastBlock, 1);
        shl(_lastBlock, 4);
        if (Shape.IsAvx512)
        {
            Comment("Masks of the second, third and fourth block of a register.");
            foreach ((AssemblerRegisterK mask, int bits) in new[] { (k1, 0x0C), (k2, 0x30), (k3, 0xC0) })
            {
                mov(r10d, bits);
                kmovd(mask, r10d);
            }
            vpxor(BothKeys, Key(0), Key(LastSlot));
            cmp(_laneCount, 16);
            jbe(narrow);
            Comment("32 lanes in eight registers.");
            Chains(8);
            jmp(done);
            Label(ref narrow);
            Comment("16 lanes in four registers.");
            Chains(4);
        }
        else
        {
            Comment("16 lanes in eight registers.");
            vbroadcasti128(FirstKey, Slot(0));
            Chains(8);
        }
        Label(ref done);
    }

    private void Chains(int registers)
    {
        Vector[] states = V(0..registers);
        Label lines = CreateLabel(), rest = CreateLabel(), loop = CreateLabel(), last = CreateLabel();
        for (int i = 0; i < registers; i++)
        {
            Gather(states[i], lane => Source(i, lane, 0));
            vpxor(states[i], states[i], __[_lanes + (ChainingBlocksOffset + (i * Shape.Bytes))]);
            vpxor(states[i], states[i], FirstKey);
        }
        int lanes = registers * Shape.Blocks;
        sub(_lastBlock, Line);
        cmp(_offset, _lastBlock);
        jg(rest);
        mov(_thisGroup, _lanes);
        lea(_otherGroup, __[_lanes + GroupSize]);
        for (int lane = 0; lane < lanes; lane++)
        {
            LoadLine(lane, _thisGroup, _offset);
        }
        Label(ref lines);
        lea(_nextOffset, __[_offset + Line]);
        cmp(_nextOffset, _lastBlock);
        cmovg(_nextOffset, _offset);
        for (int block = 0; block < Line / 16; block++)
        {
            int row = CiphertextOffset + (block * registers * Shape.Bytes);
            LongerKeysRounds(states);
            int lane = lanes / 4 * block;
            for (int slot = 5; slot < LastSlot; slot++)
            {
                Round(slot, states);
                if (slot - 5 < lanes / 4)
                {
                    Label first = CreateLabel();
                    LoadLine(lane, _otherGroup, _nextOffset);
                    test(_offset, _offset);
                    je(first);
                    StoreLine(registers, lane++, _otherGroup);
                    Label(ref first);
                }
            }
            Chain(states, (next, i) => Gather(next, lane => __[_thisGroup + (PlaintextOffset + (((i * Shape.Blocks) + lane) * Line) + (block * 16))]), (value, i) => vmovdqu(__[_thisGroup + (row + (i * Shape.Bytes))], value));
        }
        xchg(_thisGroup, _otherGroup);
        add(_offset, Line);
        cmp(_offset, _lastBlock);
        jle(lines);
        for (int lane = 0; lane < lanes; lane++)
        {
            StoreLine(registers, lane, _otherGroup);
        }

        Label(ref rest);
        add(_lastBlock, Line);
        cmp(_offset, _lastBlock);
        je(last);
        Label(ref loop);
        MiddleRounds(states);
        Chain(states, (next, i) => Gather(next, lane => Source(i, lane, 16)), Scatter);
        add(_offset, 16);
        cmp(_offset, _lastBlock);
        jb(loop);

        Label(ref last);
        MiddleRounds(states);
        Vector lastKey = Key(LastSlot);
        for (int i = 0; i < registers; i++)
        {
            LastRound(states[i], states[i], lastKey);
            Scatter(states[i], i);
            vmovdqu(__[_lanes + (ChainingBlocksOffset + (i * Shape.Bytes))], states[i]);
        }

        Comment("The pointers of the lanes go on.");
        add(_lastBlock, 16);
        vmovq(V(8).X, _lastBlock);
        Advance(registers);
    }

    private void Advance(int registers)
    {
        Vector step = V(8), pointers = V(9);
        if (Shape.IsAvx512)
        {
            vpbroadcastq(step.Z, step.X);
        }
        else
        {
            vpbroadcastq(step.Y, step.X);
        }
        int bytes = registers * Shape.Blocks * 8;
        foreach (int offset in Enumerable.Range(0, bytes / Shape.Bytes).SelectMany(i => (int[])[i * Shape.Bytes, DestinationsOffset + (i * Shape.Bytes)]))
        {
            vpaddq(pointers, step, __[_lanes + offset]);
            vmovdqu(__[_lanes + offset], pointers);
        }
    }

    /// <summary>The last round, which adds the next block of plaintext, and the ciphertext without it.</summary>
    private void Chain(Vector[] states, Action<Vector, int> load, Action<Vector, int> store)
    {
        Vector lastKey = Shape.IsAvx512 ? BothKeys : Key(LastSlot);
        for (int i = 0; i < states.Length; i++)
        {
            Vector next = V(8 + (i % 2 * 2)), addend = V(9 + (i % 2 * 2));
            load(next, i);
            if (!Shape.IsAvx512)
            {
                vpxor(next, next, FirstKey);
            }
            vpxor(addend, next, lastKey);
            LastRound(states[i], states[i], addend);
            if (Shape.IsAvx512)
            {
                vpxor3(next, states[i], FirstKey);
            }
            else
            {
                vpxor(next, next, states[i]);
            }
            store(next, i);
        }
    }

    /// <summary>Four blocks of plaintext of a lane, from the one after the offset on.</summary>
    private void LoadLine(int lane, AssemblerRegister64 group, AssemblerRegister64 offset)
    {
        Vector text = V(13);
        mov(_pointer, __qword_ptr[_lanes + (8 * lane)]);
        for (int part = 0; part < Line; part += Shape.Bytes)
        {
            vmovdqu(text, __[_pointer + offset + (part + 16)]);
            vmovdqu(__[group + (PlaintextOffset + (lane * Line) + part)], text);
        }
    }

    /// <summary>The four blocks of ciphertext of a lane before the offset, put together from four rows.</summary>
    private void StoreLine(int registers, int lane, AssemblerRegister64 group)
    {
        Vector text = V(12);
        int row = registers * Shape.Bytes;
        mov(_pointer, __qword_ptr[_lanes + (DestinationsOffset + (8 * lane))]);
        for (int part = 0; part < Line; part += Shape.Bytes)
        {
            int first = CiphertextOffset + (lane * 16) + (part / 16 * row);
            Gather(text, block => __[group + (first + (block * row))]);
            vmovdqu(__[_pointer + _offset + (part - Line)], text);
        }
    }

    /// <summary>Puts a register together from blocks in memory: loads alone, and blends that any unit does.</summary>
    private void Gather(Vector destination, Func<int, AssemblerMemoryOperand> block)
    {
        for (int i = 0; i < Shape.Blocks; i++)
        {
            if (i == 0)
            {
                vmovdqu(destination.Low(128), block(i));
            }
            else if (Shape.IsAvx512)
            {
                vbroadcasti64x2(Masked(destination, i), block(i));
            }
            else
            {
                vinserti128(destination.Y, destination.Y, block(i), 1);
            }
        }
    }

    /// <summary>Where a block of one lane of a register is.</summary>
    private AssemblerMemoryOperand Source(int register, int lane, int displacement)
    {
        AssemblerRegister64 pointer = _pointer;
        mov(pointer, __qword_ptr[_lanes + (8 * ((register * Shape.Blocks) + lane))]);
        return __[pointer + _offset + displacement];
    }

    /// <summary>Stores the block of each lane of a register.</summary>
    private void Scatter(Vector source, int register)
    {
        for (int i = 0; i < Shape.Blocks; i++)
        {
            AssemblerRegister64 pointer = _pointer;
            mov(pointer, __qword_ptr[_lanes + (DestinationsOffset + (8 * ((register * Shape.Blocks) + i)))]);
            AssemblerMemoryOperand block = __[pointer + _offset];
            if (i == 0)
            {
                vmovdqu(block, source.Low(128));
            }
            else if (Shape.IsAvx512)
            {
                vextracti32x4(block, source.Z, (byte)i);
            }
            else
            {
                vextracti128(block, source.Y, 1);
            }
        }
    }

    private static AssemblerRegisterZMM Masked(Vector register, int block) => block switch
    {
        1 => register.Z.k1,
        2 => register.Z.k2,
        _ => register.Z.k3,
    };
}
