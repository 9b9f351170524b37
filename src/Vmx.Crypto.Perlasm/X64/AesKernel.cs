// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  What the kernels that run AES share: the layout of a key schedule, and the rounds
//
//      A schedule has 15 slots of 16 bytes. Slot 0 holds the first round key; the last ten round keys are in slots 5 to 14
//      whatever the key's size, so that their rounds are the same code for all three; what a longer key has in between is in
//      slots 3 and 4 (192 and 256 bits) and 1 and 2 (256 bits). How many rounds there are beyond ten, 0, 2 or 4, follows at
//      offset 240. A schedule that is zeroed during a call thus looks like one of ten rounds.
//
//      The schedule for decryption, of the equivalent inverse cipher (FIPS 197 section 5.3.5), is laid out alike, 256 bytes
//      on.
//
//      With 32 registers, round keys stay in registers 17 to 31, each in all blocks of its register. With 16 there is no
//      room, nor where a kernel needs them for something else: then each round loads its key, a load for every eight rounds.
//
internal abstract class AesKernel(VectorShape shape) : Kernel(shape)
{
    /// <summary>The slot of the last round key.</summary>
    protected const int LastSlot = 14;

    /// <summary>Where the number of rounds beyond ten is.</summary>
    protected const int ExtraRoundsOffset = 240;

    /// <summary>Where the slots of the equivalent inverse cipher are.</summary>
    protected const int DecryptionOffset = 256;

    private const int FirstKeyRegister = 17;

    /// <summary>The number of rounds beyond ten, during the whole routine.</summary>
    protected static AssemblerRegister32 ExtraRounds => eax;

    /// <summary>The schedule, during the whole routine.</summary>
    protected static AssemblerRegister64 Schedule => rdi;

    /// <summary>The number of rounds.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory => [Rounds("rdi")];

    /// <summary>The number of rounds of a schedule.</summary>
    /// <param name="region">The memory that the schedule is in, as <see cref="X64.PublicMemory"/> names it.</param>
    protected static PublicMemory Rounds(string region) => new(region, ExtraRoundsOffset, sizeof(int));

    /// <summary>Whether the routine uses the equivalent inverse cipher.</summary>
    protected virtual bool IsInverse => false;

    /// <summary>Whether keys of 192 bits come here.</summary>
    protected virtual bool HasTwelveRounds => true;

    /// <summary>Whether all round keys stay in registers.</summary>
    protected virtual bool KeepsRoundKeys => Shape.IsAvx512;

    /// <summary>Where a round key goes that does not stay.</summary>
    protected virtual Vector RoundKey => V(15);

    /// <summary>The register in which a round key stays, or null when it is loaded for each use.</summary>
    protected virtual Vector? KeptKey(int slot) => KeepsRoundKeys ? V(FirstKeyRegister + slot) : null;

    /// <summary>Loads a round key that does not stay.</summary>
    protected virtual void LoadRoundKey(Vector destination, int slot) => vbroadcasti128(destination, Slot(slot));

    /// <summary>Loads the number of rounds and the round keys that stay in registers.</summary>
    protected void LoadSchedule()
    {
        LoadRounds();
        for (int slot = 0; slot <= LastSlot; slot++)
        {
            if (KeptKey(slot) is Vector key)
            {
                vbroadcasti128(key, Slot(slot));
            }
        }
    }

    /// <summary>Loads the number of rounds.</summary>
    protected void LoadRounds() => mov(ExtraRounds, __dword_ptr[Schedule + ExtraRoundsOffset]);

    /// <summary>A slot of the schedule in memory.</summary>
    protected AssemblerMemoryOperand Slot(int slot) => __[Schedule + ((slot * 16) + (IsInverse ? DecryptionOffset : 0))];

    /// <summary>A round key in a register, loaded where it is not there yet.</summary>
    protected Vector Key(int slot, int? bits = null, int? register = null)
    {
        if (KeptKey(slot) is Vector kept)
        {
            return kept.Low(bits ?? Shape.Bits);
        }
        Vector key = (register is int number ? V(number) : RoundKey).Low(bits ?? Shape.Bits);
        LoadRoundKey(key, slot);
        return key;
    }

    /// <summary>The middle rounds: all but the first addition of a round key and the last round.</summary>
    protected void MiddleRounds(params ReadOnlySpan<Vector> states)
    {
        Vector[] copy = states.ToArray();
        LongerKeysRounds(copy);
        LastNineMiddleRounds(copy);
    }

    /// <summary>The middle rounds that all key sizes have.</summary>
    protected void LastNineMiddleRounds(params ReadOnlySpan<Vector> states)
    {
        for (int slot = 5; slot < LastSlot; slot++)
        {
            Round(slot, states);
        }
    }

    /// <summary>The middle rounds that only longer keys have: a branch on the size of the key.</summary>
    protected void LongerKeysRounds(params ReadOnlySpan<Vector> states)
    {
        Label ten = CreateLabel();
        Label twelve = CreateLabel();
        cmp(ExtraRounds, 2);
        jb(ten);
        if (HasTwelveRounds)
        {
            je(twelve);
        }
        Round(1, states);
        Round(2, states);
        if (HasTwelveRounds)
        {
            Label(ref twelve);
        }
        Round(3, states);
        Round(4, states);
        Label(ref ten);
    }

    /// <summary>One middle round on several registers.</summary>
    protected void Round(int slot, params ReadOnlySpan<Vector> states) => Round(Key(slot, states[0].Bits), states);

    /// <summary>One middle round on several registers, with a key in a register.</summary>
    protected void Round(Vector key, params ReadOnlySpan<Vector> states)
    {
        foreach (Vector state in states)
        {
            if (IsInverse)
            {
                vaesdec(state, state, key.Low(state.Bits));
            }
            else
            {
                vaesenc(state, state, key.Low(state.Bits));
            }
        }
    }

    /// <summary>The last round, with what is added last: the last round key, or its sum with the text.</summary>
    protected void LastRound(Vector destination, Vector state, Vector addend)
    {
        if (IsInverse)
        {
            vaesdeclast(destination, state, addend);
        }
        else
        {
            vaesenclast(destination, state, addend);
        }
    }
}
