// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Vmx.Crypto.Tool.Speed;

//
//  Is the core ours?
//
//      A neighbour on the sibling hardware thread takes vector pipes away, unseen by any counter of this process. A short
//      loop that fills those pipes takes the same number of cycles whenever the core is quiet; when it takes more than a few
//      per cent over its best readings, what is measured beside it is not to be trusted.
//
internal sealed class ContentionProbe(CoreClock clock)
{
    private const int Rounds = 2048;
    private const double Tolerance = 1.05;

    /// <summary>One reading in ten is below it: a single reading of a disturbed clock must not set the mark for all others.</summary>
    private const int BestShare = 10;

    private readonly List<double> _readings = [];
    private Vector128<byte> _sink;

    /// <summary>Runs the loop and tells its nanoseconds.</summary>
    public double Time()
    {
        long start = Stopwatch.GetTimestamp();
        _sink = Fill(_sink);
        return clock.Elapsed(start);
    }

    /// <summary>Whether the loop took about as many cycles as in its best readings.</summary>
    public bool IsQuiet(double cycles)
    {
        int place = _readings.BinarySearch(cycles);
        _readings.Insert(place < 0 ? ~place : place, cycles);
        return cycles <= _readings[_readings.Count / BestShare] * Tolerance;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<byte> Fill(Vector128<byte> a)
    {
        Vector128<byte> b = a + Vector128.Create((byte)1);
        Vector128<byte> c = a + Vector128.Create((byte)2);
        Vector128<byte> d = a + Vector128.Create((byte)3);
        Vector128<byte> e = a + Vector128.Create((byte)4);
        Vector128<byte> f = a + Vector128.Create((byte)5);
        Vector128<byte> g = a + Vector128.Create((byte)6);
        Vector128<byte> h = a + Vector128.Create((byte)7);
        for (int i = 0; i < Rounds; i++)
        {
            a = Step(a);
            b = Step(b);
            c = Step(c);
            d = Step(d);
            e = Step(e);
            f = Step(f);
            g = Step(g);
            h = Step(h);
        }
        return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Step(Vector128<byte> value)
    {
        if (X86Aes.IsSupported)
        {
            return X86Aes.Encrypt(value, Vector128<byte>.Zero);
        }
        return ArmAes.IsSupported ? ArmAes.Encrypt(value, Vector128<byte>.Zero) : value + (value ^ Vector128<byte>.AllBitsSet);
    }
}
