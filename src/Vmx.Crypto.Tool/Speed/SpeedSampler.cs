// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics;

namespace Vmx.Crypto.Tool.Speed;

//
//  Samples of a quiet core
//
//      A sample is a number of calls. The core's clock is read right before and right after it and the contention probe
//      beside it. A sample beside which the core was not quiet is taken again, a few times at most.
//
internal sealed class SpeedSampler
{
    private const int MaximumAttempts = 4;
    private const double ClockTolerance = 0.03;

    private readonly ContentionProbe _probe;

    public SpeedSampler() => _probe = new ContentionProbe(Clock);

    /// <summary>The core's clock.</summary>
    public CoreClock Clock { get; } = new();

    /// <summary>How many samples were taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Beside how many of them the core was never quiet.</summary>
    public int Disturbed { get; private set; }

    /// <summary>Takes one sample.</summary>
    /// <param name="run">Makes as many calls as it is told.</param>
    /// <param name="count">How many calls.</param>
    public SpeedSample Take(Action<int> run, int count)
    {
        SpeedSample sample = default;
        double quietest = double.PositiveInfinity;
        Taken++;
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            double before = Clock.Read();
            double probe = _probe.Time();
            long start = Stopwatch.GetTimestamp();
            run(count);
            double elapsed = Clock.Elapsed(start);
            probe = Math.Max(probe, _probe.Time());
            double after = Clock.Read();

            double gigahertz = (before + after) / 2;
            bool isSteady = Math.Abs(before - after) <= gigahertz * ClockTolerance;
            double probeCycles = isSteady ? probe * gigahertz : double.MaxValue;
            if (probeCycles < quietest)
            {
                quietest = probeCycles;
                sample = new SpeedSample(elapsed / count, gigahertz);
            }
            if (isSteady && _probe.IsQuiet(probeCycles))
            {
                return sample;
            }
        }
        Disturbed++;
        return sample;
    }
}

/// <summary>One sample.</summary>
/// <param name="Nanoseconds">Nanoseconds of one call.</param>
/// <param name="Gigahertz">The core's clock beside it.</param>
internal readonly record struct SpeedSample(double Nanoseconds, double Gigahertz)
{
    /// <summary>Core cycles of one call.</summary>
    public double Cycles => Nanoseconds * Gigahertz;
}
