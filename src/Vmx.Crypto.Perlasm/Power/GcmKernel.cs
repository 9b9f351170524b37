// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Perlasm.Power;

//
//  GCM of groups of eight blocks: CTR and GHASH interleaved
//
//  Our own arrangement of what CtrKernel and GhashKernel do. The products of one group of ciphertext are spread over the
//  rounds of eight counter blocks: of the same group when decrypting, whose ciphertext is there from the start and is read
//  once, for both; of the group before when encrypting. Ciphertext goes from register to register, never by memory.
//
//  There are not enough registers for the round keys and the powers of H: they are read where they are used.
//
//  r3 is the key schedule, r4 the counter block, r7 the number of groups, r8 the hash key, r9 the hash, updated.
//
internal sealed class GcmKernel : AesKernel
{
    private static readonly GhashSteps.Assignment _registers = new(
        Low: V(25), Middle: V(26), High: V(27), PackedLow: V(28), PackedHigh: V(29), PackedSum: V(30),
        PackLow: V(22), PackHigh: V(23), SwapHalves: V(24), Polynomial: V(19));

    private readonly bool _decrypts;
    private readonly GhashSteps _steps;

    public GcmKernel(bool decrypts)
    {
        _decrypts = decrypts;
        _steps = new GhashSteps(this, _registers);
    }

    public override string Name => _decrypts ? "GcmDecrypt" : "GcmEncrypt";

    private static Vr Counter => V(17);

    private static Vr One => V(18);

    private static Vr PowerOfH => V(31);

    // The hash so far, in order. It is needed before the first product and after the last step of the reduction only.
    private static Vr Hash => _registers.Low;

    private static Gpr Hashed => R(30);

    private static Gpr UpperKey => R(29);

    private static Gpr HashKey => R(28);

    private static Gpr UpperHashKey => R(27);

    protected override void WriteBody()
    {
        byte[] one = new byte[16];
        one[15] = 1;
        Begin(
            savedGprs: 5,
            residentKeys: false,
            (One, one),
            (_registers.PackLow, GhashSteps.PackLowControl),
            (_registers.PackHigh, GhashSteps.PackHighControl),
            (_registers.SwapHalves, GhashSteps.SwapHalvesControl),
            (_registers.Polynomial, GhashSteps.PolynomialConstant));
        vxor(Temporary, Temporary, Temporary);
        lxvd2x(Counter, State);
        SwapAndAdd(Counter, Counter, Temporary);
        lxvd2x(Hash, Hashed);
        SwapAndAdd(Hash, Hash, Temporary);
        mtctr(Count);
        var loop = new PowerLabel();
        if (_decrypts)
        {
            Bind(loop);
            for (int lane = 0; lane < Lanes; lane++)
            {
                Load(Seconds[lane], Source, lane);
            }
            Keystream([.. HashSteps()]);
            Output(loads: false);
            Advance();
            bdnz(loop);
        }
        else
        {
            var last = new PowerLabel();
            Keystream([]);
            Output(loads: true);
            Advance();
            bdz(last);
            Bind(loop);
            Keystream([.. HashSteps()]);
            Output(loads: true);
            Advance();
            bdnz(loop);
            Bind(last);
            Comment("The last group's products.");
            foreach (Action step in HashSteps())
            {
                step();
            }
        }
        vxor(Temporary, Temporary, Temporary);
        SwapAndAdd(Hash, Hash, Temporary);
        stxvd2x(Hash, Hashed);
    }

    private void Keystream(IReadOnlyList<Action> between)
    {
        foreach (Vr state in States)
        {
            vxor(state, Counter, FirstKey(inverse: false));
            vadduwm(Counter, Counter, One);
        }
        MiddleRounds(inverse: false, States, between);
    }

    private void Output(bool loads)
    {
        LoadKey(LastSlot);
        for (int lane = 0; lane < Lanes; lane++)
        {
            Vr text = loads ? Seconds[lane] : States[lane];
            LastRound(inverse: false, States[lane], States[lane], Temporary);
            if (loads)
            {
                Load(Seconds[lane], Source, lane);
            }
            SwapAndAdd(text, States[lane], Seconds[lane]);
            Store(text, Destination, lane);
        }
    }

    private void Advance()
    {
        addi(Source, Source, 16 * Lanes);
        addi(Destination, Destination, 16 * Lanes);
    }

    private IEnumerable<Action> HashSteps()
    {
        // Decryption still needs the first block of ciphertext as it was: the keystream is added to it at the end.
        Vr first = _registers.PackedSum;
        yield return () => SwapAndAdd(first, Hash, Seconds[0]);
        for (int pair = 0; pair < Lanes / 2; pair++)
        {
            int slot = 3 * pair;
            foreach (Action step in _steps.Products(pair == 0 ? first : Seconds[2 * pair], Seconds[(2 * pair) + 1], pair == 0, _ => PowerOfH, number => LoadPower(slot + number)))
            {
                yield return step;
            }
        }
        foreach (Action step in _steps.Reduce(Hash))
        {
            yield return step;
        }
    }

    private void LoadPower(int slot)
    {
        Gpr table = slot < Lanes ? HashKey : UpperHashKey;
        if (slot % Lanes == 0)
        {
            lvx(PowerOfH, table);
        }
        else
        {
            lvx(PowerOfH, table, Offsets[slot % Lanes]);
        }
    }

    protected override void PreparePointers()
    {
        mr(Hashed, R(9));
        mr(HashKey, R(8));
        addi(UpperHashKey, R(8), 16 * Lanes);
        addi(UpperKey, Key, 16 * Lanes);
    }

    protected override Vr KeyForRound(int slot)
    {
        LoadKey(slot);
        return Temporary;
    }

    private void LoadKey(int slot)
    {
        if (slot == Lanes)
        {
            lvx(Temporary, UpperKey);
        }
        else
        {
            lvx(Temporary, slot < Lanes ? Key : UpperKey, Offsets[slot % Lanes]);
        }
    }
}
