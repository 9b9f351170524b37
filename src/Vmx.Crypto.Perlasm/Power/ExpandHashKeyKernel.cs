// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System;
using System.Linq;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// The powers of the hash subkey. After gcm_init_p8 in ghashp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams
/// 9444b2d53bae594bc5f51a170fb69ec7efaa9d36, which goes to the fourth power and keeps each with its halves apart. r3 is the hash
/// key, r4 the subkey.
/// </summary>
internal sealed class ExpandHashKeyKernel : LaneKernel
{
    private static readonly GhashSteps.Assignment _registers = new(
        Low: V(8), Middle: V(9), High: V(10), PackedLow: V(11), PackedHigh: V(12), PackedSum: V(13),
        PackLow: V(14), PackHigh: V(15), SwapHalves: V(17), Polynomial: V(18));

    private readonly GhashSteps _steps;

    public ExpandHashKeyKernel() => _steps = new GhashSteps(this, _registers);

    public override string Name => "ExpandHashKey";

    public override string? Follows => Ghash;

    private static Vr Zero => V(19);

    protected override void WriteBody()
    {
        Vr[] powers = States;
        Vr subkey = powers[0];
        Vr carry = _registers.PackedLow;
        Vr one = _registers.PackedHigh;
        Vr twist = _registers.PackedSum;
        LoadConstants(
            (Swap, SwapControl),
            (_registers.SwapHalves, GhashSteps.SwapHalvesControl),
            (_registers.Polynomial, GhashSteps.PolynomialConstant),
            (twist, [0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            (_registers.PackLow, [.. Enumerable.Range(8, 8).Concat(Enumerable.Range(24, 8)).Select(i => (byte)i)]),
            (_registers.PackHigh, [.. Enumerable.Range(0, 8).Concat(Enumerable.Range(16, 8)).Select(i => (byte)i)]));
        vxor(Zero, Zero, Zero);

        Comment("H multiplied by x: one bit to the left, the bit that falls out reduced.");
        lxvd2x(subkey, State);
        SwapAndAdd(subkey, subkey, Zero);
        vspltb(carry, subkey, 0);
        vspltisb(one, 7);
        vsrab(carry, carry, one);
        vand(carry, carry, twist);
        vspltisb(one, 1);
        vsl(subkey, subkey, one);
        vxor(subkey, subkey, carry);

        Comment("Its powers, each the one before times H.");
        (Vr low, Vr swapped, Vr high) = (_registers.PackedHigh, _registers.PackedSum, V(16));
        vsldoi(swapped, subkey, subkey, 8);
        vsldoi(low, Zero, swapped, 8);
        vsldoi(high, swapped, Zero, 8);
        for (int i = 1; i < powers.Length; i++)
        {
            vpmsumd(_registers.Low, powers[i - 1], low);
            vpmsumd(_registers.Middle, powers[i - 1], swapped);
            vpmsumd(_registers.High, powers[i - 1], high);
            foreach (Action step in _steps.ReduceParts(powers[i]))
            {
                step();
            }
        }

        Comment("Packed by pairs: (8, 7), (6, 5), (4, 3), (2, 1).");
        for (int pair = 0; pair < Lanes / 2; pair++)
        {
            Vr first = powers[Lanes - 1 - (2 * pair)];
            Vr second = powers[Lanes - 2 - (2 * pair)];
            vperm(_registers.Low, first, second, _registers.PackLow);
            vperm(_registers.High, first, second, _registers.PackHigh);
            vxor(_registers.Middle, _registers.Low, _registers.High);
            StorePacked(_registers.Low, 3 * pair);
            StorePacked(_registers.High, (3 * pair) + 1);
            StorePacked(_registers.Middle, (3 * pair) + 2);
        }
    }

    private void StorePacked(Vr packed, int slot)
    {
        li(R(0), 16 * slot);
        stvx(packed, Key, R(0));
    }
}
