// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

using System;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// GHASH of whole blocks, eight with each reduction. After gcm_ghash_p8 in ghashp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams
/// 9444b2d53bae594bc5f51a170fb69ec7efaa9d36. r3 is the hash key: for the pairs of powers (8, 7), (6, 5), (4, 3), (2, 1) the packed
/// low halves, high halves and sums.
/// </summary>
internal sealed class GhashKernel : LaneKernel
{
    private static readonly GhashSteps.Assignment _registers = new(
        Low: V(8), Middle: V(9), High: V(10), PackedLow: V(11), PackedHigh: V(12), PackedSum: V(13),
        PackLow: V(14), PackHigh: V(15), SwapHalves: V(17), Polynomial: V(18));

    private readonly GhashSteps _steps;

    public GhashKernel() => _steps = new GhashSteps(this, _registers);

    public override string Name => "Ghash";

    public override string? Follows => Ghash;

    // The hash so far, in order.
    private static Vr Hash => V(19);

    protected override void WriteBody()
    {
        Prologue(savesVectors: true, savedGprs: 2);
        LoadConstants(
            (Swap, SwapControl),
            (_registers.PackLow, GhashSteps.PackLowControl),
            (_registers.PackHigh, GhashSteps.PackHighControl),
            (_registers.SwapHalves, GhashSteps.SwapHalvesControl),
            (_registers.Polynomial, GhashSteps.PolynomialConstant));
        Comment("The powers of H.");
        for (int i = 0; i < 12; i++)
        {
            li(R(0), 16 * i);
            lvx(V(20 + i), Key, R(0));
        }
        SetOffsets();
        mr(R(30), State);
        vxor(_registers.Low, _registers.Low, _registers.Low);
        lxvd2x(Hash, State);
        SwapAndAdd(Hash, Hash, _registers.Low);
        ForEveryBlock(Bulk, Rest, writes: false);
        vxor(_registers.Low, _registers.Low, _registers.Low);
        SwapAndAdd(Hash, Hash, _registers.Low);
        stxvd2x(Hash, R(30));
    }

    private void Bulk()
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            Load(States[lane], Source, lane);
        }
        SwapAndAdd(States[0], Hash, States[0]);
        Multiply();
    }

    // Zero blocks before the first change nothing, so the last blocks are put at the end of eight: the powers fit them.
    private void Rest()
    {
        var multiply = new PowerLabel();
        foreach (Vr state in States)
        {
            vxor(state, state, state);
        }
        sldi(R(4), Count, 4);
        add(R(4), R(4), Source);
        addi(R(4), R(4), -16 * Lanes);
        for (int lane = Lanes - 1; lane > 0; lane--)
        {
            var another = new PowerLabel();
            Load(States[lane], R(4), lane);
            if (lane > 1)
            {
                bdnz(another);
            }
            SwapAndAdd(States[lane], Hash, States[lane]);
            if (lane > 1)
            {
                b(multiply);
                Bind(another);
            }
        }
        Bind(multiply);
        Multiply();
    }

    private void Multiply()
    {
        for (int pair = 0; pair < Lanes / 2; pair++)
        {
            int first = 20 + (3 * pair);
            foreach (Action step in _steps.Products(States[2 * pair], States[(2 * pair) + 1], pair == 0, number => V(first + number)))
            {
                step();
            }
        }
        foreach (Action step in _steps.Reduce(Hash))
        {
            step();
        }
    }
}
