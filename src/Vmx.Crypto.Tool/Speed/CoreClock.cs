// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Tool.Speed;

//
//  The core's clock
//
//      Neither the stopwatch nor a time stamp counter runs at the clock of the core. An addition of two registers takes one
//      cycle on every processor that matters here, and additions that depend on each other cannot overlap; so a chain of
//      them is the clock. It is timed right before and right after each sample.
//
//      Whether the chain is what it should be is checked once: a chain of dependent multiplications, which take 2 to 5
//      cycles, has to take 2 to 6 times as long, and the clock has to be one that a processor can have. Where that does not
//      hold (an emulator, an optimiser that saw through the chain) there are no cycles, only seconds.
//
internal sealed class CoreClock
{
    private const int ChainLength = 16_384;
    private const int Unroll = 16;

    /// <summary>A core that others use may look implausible for a moment.</summary>
    private const int Attempts = 3;
    private const double LowestGigahertz = 0.4;
    private const double HighestGigahertz = 8;
    private const double LowestMultiplyRatio = 1.8;
    private const double HighestMultiplyRatio = 6;

    /// <summary>How often the chain runs in one reading: more often where the stopwatch is coarse.</summary>
    private static readonly int _repeats = Stopwatch.Frequency >= 100_000_000 ? 1 : 8;

    private readonly double _overhead;
    private long _sink = 1;

    public CoreClock()
    {
        for (int i = 0; i < 100; i++)
        {
            _ = Read();
        }
        _overhead = Enumerable.Range(0, 101).Select(_ => Elapsed(Stopwatch.GetTimestamp())).Min();
        for (int attempt = 0; attempt < Attempts && !IsPlausible; attempt++)
        {
            double gigahertz = Median([.. Enumerable.Range(0, 31).Select(_ => Read())]);
            double multiplication = Median([.. Enumerable.Range(0, 31).Select(_ => TimeMultiplications())]) * gigahertz / ChainLength;
            IsPlausible = gigahertz is > LowestGigahertz and < HighestGigahertz
                && multiplication is > LowestMultiplyRatio and < HighestMultiplyRatio;
        }
    }

    /// <summary>Whether cycles can be told at all.</summary>
    public bool IsPlausible { get; }

    /// <summary>The core's clock now, in cycles per nanosecond.</summary>
    public double Read()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _repeats; i++)
        {
            _sink = Add(_sink, _sink | 1);
        }
        return _repeats * ChainLength / Elapsed(start);
    }

    /// <summary>Nanoseconds since a time stamp, without what reading the stopwatch takes.</summary>
    public double Elapsed(long start) => ((Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency)) - _overhead;

    private double TimeMultiplications()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _repeats; i++)
        {
            _sink = Multiply(_sink, _sink | 1);
        }
        return Elapsed(start) / _repeats;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    // The summand is only known at run time, so that no two additions become one.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Add(long value, long summand)
    {
        for (int i = 0; i < ChainLength / Unroll; i++)
        {
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
            value += summand;
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Multiply(long value, long factor)
    {
        for (int i = 0; i < ChainLength / 4; i++)
        {
            value *= factor;
            value *= factor;
            value *= factor;
            value *= factor;
        }
        return value;
    }
}
