// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Perlasm.Power;

//
//  What the AES kernels share: the layout of the key schedule, and the rounds of eight blocks
//
//  After aesp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36: eight blocks in flight, round
//  keys in registers, the first round key folded into the making of the state, the last block functions writing finished
//  output.
//
//  Key schedule
//
//      15 slots of 16 bytes in the order of the registers, then the number of rounds at byte 240. Round key 0 is in slot 0, the
//      others end at slot 14 whatever the key's size, so that a loop finds the last ten in the same registers for all sizes and
//      inserts the first two or four of a longer key from memory. Decryption reads the same slots backwards: vncipher takes
//      the round keys of encryption as they are (FIPS 197 section 5.3).
//
internal abstract class AesKernel : LaneKernel
{
    public const int RoundsOffset = 240;
    protected const int LastSlot = 14;
    private const int FirstResidentSlot = 5;

    /// <summary>A round key on its way from memory, and what else lives for a moment.</summary>
    protected static Vr Temporary => V(20);

    private static ConditionField KeySize => Cr(6);

    /// <summary>A round key that stays in its register: slot 0, or 5 to 14.</summary>
    protected static Vr RoundKey(int slot) => slot == 0 ? V(21) : slot >= FirstResidentSlot ? V(22 + slot - FirstResidentSlot) : throw new ArgumentOutOfRangeException(nameof(slot));

    /// <summary>The round key that is added before the first round.</summary>
    protected static Vr FirstKey(bool inverse) => RoundKey(inverse ? LastSlot : 0);

    /// <summary>The round key that the last round adds.</summary>
    protected static Vr LastKey(bool inverse) => RoundKey(inverse ? 0 : LastSlot);

    /// <summary>Frame, constants, offsets, round keys; the comparison of the number of rounds with 12 stays in cr6.</summary>
    protected void Begin(int savedGprs, params (Vr Register, byte[] Bytes)[] constants) => Begin(savedGprs, residentKeys: true, constants);

    /// <summary>The same, with no more than the first round key in a register.</summary>
    protected void Begin(int savedGprs, bool residentKeys, params (Vr Register, byte[] Bytes)[] constants)
    {
        Prologue(savesVectors: true, savedGprs);
        LoadConstants([(Swap, SwapControl), .. constants]);
        PreparePointers();
        LoadKeys(residentKeys);
    }

    /// <summary>Whether keys of 192 bits come here.</summary>
    protected virtual bool HasTwelveRounds => true;

    /// <summary>Moves arguments out of the registers that will hold offsets.</summary>
    protected virtual void PreparePointers()
    {
    }

    /// <summary>The round key of one of the nine rounds that all key sizes have, encrypting: in its register, or brought there.</summary>
    protected virtual Vr KeyForRound(int slot) => RoundKey(slot);

    /// <summary>The offsets, the resident round keys and the comparison of the number of rounds.</summary>
    private void LoadKeys(bool residentKeys)
    {
        Comment("The round keys that stay in registers, and which of the others there are.");
        lwz(R(0), RoundsOffset, Key);
        cmpwi(KeySize, R(0), 12);
        lvx(RoundKey(0), Key);
        for (int slot = FirstResidentSlot; residentKeys && slot <= LastSlot; slot++)
        {
            li(R(0), 16 * slot);
            lvx(RoundKey(slot), Key, R(0));
        }
        SetOffsets();
    }

    /// <summary>One round of a state.</summary>
    protected void Round(bool inverse, Vr state, Vr key)
    {
        if (inverse)
        {
            vncipher(state, state, key);
        }
        else
        {
            vcipher(state, state, key);
        }
    }

    /// <summary>The last round of a state.</summary>
    protected void LastRound(bool inverse, Vr result, Vr state, Vr key)
    {
        if (inverse)
        {
            vncipherlast(result, state, key);
        }
        else
        {
            vcipherlast(result, state, key);
        }
    }

    /// <summary>
    /// Every round but the last. Steps of other work, which use no state, are spread over the nine rounds that all key sizes have.
    /// </summary>
    protected void MiddleRounds(bool inverse, IReadOnlyList<Vr> states, params IReadOnlyList<Action> between)
    {
        if (inverse)
        {
            CommonRounds(inverse, states, between);
            AdditionalRounds(inverse, states, 4, 3, 2, 1);
        }
        else
        {
            AdditionalRounds(inverse, states, 1, 2, 3, 4);
            CommonRounds(inverse, states, between);
        }
    }

    private void CommonRounds(bool inverse, IReadOnlyList<Vr> states, IReadOnlyList<Action> between)
    {
        int written = 0;
        int rounds = LastSlot - FirstResidentSlot;
        for (int round = 0; round < rounds; round++)
        {
            Vr key = KeyForRound(inverse ? LastSlot - 1 - round : FirstResidentSlot + round);
            for (int i = 0; i < states.Count; i++)
            {
                Round(inverse, states[i], key);
                for (; written < between.Count * ((round * states.Count) + i + 1) / (rounds * states.Count); written++)
                {
                    between[written]();
                }
            }
        }
    }

    // Encryption comes to the rounds of the longest keys first, decryption last.
    private void AdditionalRounds(bool inverse, IReadOnlyList<Vr> states, params int[] slots)
    {
        var twelve = new PowerLabel();
        var ten = new PowerLabel();
        bc(Condition.Less, KeySize, ten);
        if (HasTwelveRounds && !inverse)
        {
            bc(Condition.Equal, KeySize, twelve);
        }
        for (int i = 0; i < slots.Length; i++)
        {
            if (HasTwelveRounds && i == 2)
            {
                if (inverse)
                {
                    bc(Condition.Equal, KeySize, ten);
                }
                else
                {
                    Bind(twelve);
                }
            }
            lvx(Temporary, Key, Offsets[slots[i]]);
            foreach (Vr state in states)
            {
                Round(inverse, state, Temporary);
            }
        }
        Bind(ten);
    }
}
