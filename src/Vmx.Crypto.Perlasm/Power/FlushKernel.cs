// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// Makes code that was just written visible to the instruction fetch: Power ISA 2.07 B, Book II, section 1.8. r3 is the first byte,
/// r4 the one behind the last, r5 the size of a cache line.
/// </summary>
internal sealed class FlushKernel : PowerKernel
{
    public override string Name => "Flush";

    protected override void WriteBody()
    {
        (Gpr start, Gpr end, Gpr line, Gpr address) = (R(3), R(4), R(5), R(6));
        var store = new PowerLabel();
        var invalidate = new PowerLabel();
        neg(R(0), line);
        and(start, start, R(0));
        Comment("The data cache gives up what it holds.");
        mr(address, start);
        Bind(store);
        dcbst(address);
        add(address, address, line);
        cmpld(Cr(0), address, end);
        bc(Condition.Less, Cr(0), store);
        sync();
        Comment("The instruction cache forgets what it holds.");
        mr(address, start);
        Bind(invalidate);
        icbi(address);
        add(address, address, line);
        cmpld(Cr(0), address, end);
        bc(Condition.Less, Cr(0), invalidate);
        sync();
        isync();
    }
}
