// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace Vmx.Crypto.Tool.Speed;

//
//  A run of measurements
//
//      Contenders of one case take turns, sample by sample, in one process and on one core, with keys expanded and buffers
//      touched before. A sample is a number of calls that fills some ten microseconds; the core's clock is read right before
//      and right after it and the contention probe beside it. A sample beside which the core was not quiet is taken again,
//      a few times at most. Medians are reported, and how far the quartiles lie apart.
//
//      Nothing is timed before its output was compared with the first contender's. All read the same source and write the
//      same destination, so that none is better placed in memory than another.
//
internal sealed class SpeedRun
{
    private const int MaximumAttempts = 4;
    private const double ClockTolerance = 0.03;
    private const double WorthTelling = 0.1;
    private const int TieringCalls = 40;
    private const int TieringDelayMilliseconds = 120;
    private const int SingleProcessorFactor = 10;
    private const int WarmUpMilliseconds = 3;
    private const int LargestWarmUpSize = 16 * 1024;

    private readonly SpeedPlan _plan;
    private readonly CoreClock _clock = new();
    private readonly ContentionProbe _probe;
    private readonly List<SpeedResult> _results = [];
    private readonly List<string> _problems = [];
    private int _samples;
    private int _disturbed;

    private SpeedRun(SpeedPlan plan)
    {
        _plan = plan;
        _probe = new ContentionProbe(_clock);
    }

    /// <summary>Measures.</summary>
    public static SpeedTable Measure(SpeedPlan plan, IProgress<double> progress)
    {
        using var affinity = ProcessorAffinity.PinCurrentThread();
        var run = new SpeedRun(plan);
        int steps = plan.Effort.WarmUpPasses + plan.Cases.Count;
        int done = 0;
        if (plan.Effort.WarmUpPasses != 0)
        {
            run.WarmUp(() => progress.Report((double)++done / steps));
        }
        foreach (SpeedCase speedCase in plan.Cases)
        {
            run.MeasureCase(speedCase);
            progress.Report((double)++done / steps);
        }
        return new SpeedTable(ProcessorName.Get(), run._results, run._problems, [.. run.Notes()], [.. run.Peers()]);
    }

    private IEnumerable<string> Notes()
    {
        if (!_clock.IsPlausible)
        {
            yield return "The core's clock could not be told, so there are no cycles, only seconds.";
        }
        foreach (PeerInfo peer in _plan.Absent)
        {
            yield return $"{peer.Peer} is not compared: {peer.Absence}";
        }
        double disturbed = _samples == 0 ? 0 : (double)_disturbed / _samples;
        if (disturbed > WorthTelling)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Something else kept the core busy beside {disturbed * 100:F0} % of the samples: take the figures with care.");
        }
    }

    private IEnumerable<PeerInfo> Peers() =>
        [.. _plan.Contenders.Where(contender => contender.Version is not null).Select(contender => new PeerInfo(contender.Name, contender.Version, null)), .. _plan.Absent];

    private List<Entrant> Prepare(SpeedCase speedCase, List<string> problems)
    {
        var input = new SpeedInput(speedCase);
        var entrants = new List<Entrant>();
        byte[]? expected = null;
        foreach (IContender contender in _plan.Contenders)
        {
            string? problem;
            try
            {
                problem = TryPrepare(contender, input, ref expected, entrants);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whatever a contender throws is that contender's failure; the others are still compared.
                problem = $"{exception.GetType().Name}: {exception.Message}";
            }
            if (problem is not null)
            {
                problems.Add($"{contender.Name}, {speedCase}: {problem}");
            }
        }
        return entrants;
    }

    private string? TryPrepare(IContender contender, SpeedInput input, ref byte[]? expected, List<Entrant> entrants)
    {
        SpeedOperation? operation = contender.Prepare(input);
        if (operation is null)
        {
            return null;
        }
        // What an earlier one wrote must not stand for what this one has to write.
        input.Destination.Span.Clear();
        operation.Run(1);
        byte[] output = operation.Output;
        expected ??= output;
        if (output.AsSpan().SequenceEqual(expected))
        {
            entrants.Add(new Entrant(contender, operation));
            return null;
        }
        operation.Dispose();
        return $"the output differs from {_plan.Contenders[0].Name}'s.";
    }

    // The runtime counts a method's calls once no new method has come for a tenth of a second, compiles it anew after
    // thirty, in two steps when it profiles, and does so on another thread: hence several passes with pauses. A process that
    // was given a single processor has to wait ten times as long.
    private void WarmUp(Action passDone)
    {
        SpeedCase[] cases = [.. _plan.Cases.Where(speedCase => speedCase.Size <= LargestWarmUpSize)];
        List<Entrant> entrants = [.. (cases.Length == 0 ? _plan.Cases : cases).SelectMany(speedCase => Prepare(speedCase, []))];
        int pause = TieringDelayMilliseconds * (Environment.ProcessorCount == 1 ? SingleProcessorFactor : 1);
        for (int pass = 0; pass < _plan.Effort.WarmUpPasses; pass++)
        {
            foreach (Entrant entrant in entrants)
            {
                long start = Stopwatch.GetTimestamp();
                for (int call = 0; call < TieringCalls && Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds; call++)
                {
                    entrant.Operation.Run(1);
                }
            }
            Thread.Sleep(pause);
            passDone();
        }
        entrants.ForEach(entrant => entrant.Operation.Dispose());
    }

    private void MeasureCase(SpeedCase speedCase)
    {
        List<Entrant> entrants = Prepare(speedCase, _problems);
        entrants.ForEach(entrant => entrant.Count = CallsPerSample(entrant.Operation));
        for (int sample = 0; sample < _plan.Effort.Samples; sample++)
        {
            foreach (Entrant entrant in entrants)
            {
                entrant.Samples.Add(Take(entrant));
            }
        }
        foreach (Entrant entrant in entrants)
        {
            _results.Add(Summarize(speedCase, entrant));
            entrant.Operation.Dispose();
        }
    }

    private int CallsPerSample(SpeedOperation operation)
    {
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            operation.Run(1);
            best = Math.Min(best, _clock.Elapsed(start));
        }
        return (int)Math.Clamp(_plan.Effort.SampleMicroseconds * 1000 / Math.Max(best, 1), 1, 100_000);
    }

    private Sample Take(Entrant entrant)
    {
        Sample sample = default;
        double quietest = double.PositiveInfinity;
        _samples++;
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            double before = _clock.Read();
            double probe = _probe.Time();
            long start = Stopwatch.GetTimestamp();
            entrant.Operation.Run(entrant.Count);
            double elapsed = _clock.Elapsed(start);
            probe = Math.Max(probe, _probe.Time());
            double after = _clock.Read();

            double gigahertz = (before + after) / 2;
            bool isSteady = Math.Abs(before - after) <= gigahertz * ClockTolerance;
            double probeCycles = isSteady ? probe * gigahertz : double.MaxValue;
            if (probeCycles < quietest)
            {
                quietest = probeCycles;
                sample = new Sample(elapsed / entrant.Count, gigahertz);
            }
            if (isSteady && _probe.IsQuiet(probeCycles))
            {
                return sample;
            }
        }
        _disturbed++;
        return sample;
    }

    private SpeedResult Summarize(SpeedCase speedCase, Entrant entrant)
    {
        double[] cycles = [.. entrant.Samples.Select(sample => sample.Nanoseconds * sample.Gigahertz).Order()];
        double[] nanoseconds = [.. entrant.Samples.Select(sample => sample.Nanoseconds).Order()];
        double[] spreadOf = _clock.IsPlausible ? cycles : nanoseconds;
        double spread = (Quantile(spreadOf, 0.75) - Quantile(spreadOf, 0.25)) / 2 / Quantile(spreadOf, 0.5);
        double? cyclesPerCall = _clock.IsPlausible ? Quantile(cycles, 0.5) : null;
        double nanosecondsPerCall = Quantile(nanoseconds, 0.5);
        long bytes = speedCase.BytesPerCall;
        return new SpeedResult(
            entrant.Contender.IsEngine ? entrant.Contender.Name : null,
            entrant.Contender.IsEngine ? null : entrant.Contender.Name,
            speedCase.Mode.Name(),
            speedCase.KeyBits,
            speedCase.Size,
            bytes == 0 ? null : Round(cyclesPerCall / bytes),
            Figures.Round(bytes / nanosecondsPerCall),
            Figures.Round(spread),
            Round(cyclesPerCall),
            Figures.Round(nanosecondsPerCall),
            speedCase.DataUnitSize == 0 ? null : speedCase.DataUnitSize,
            speedCase.Mode == SpeedMode.CbcEncryptMany ? speedCase.Messages : null);
    }

    private static double? Round(double? value) => value is double known ? Figures.Round(known) : null;

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round((sorted.Length - 1) * share)];

    private sealed class Entrant(IContender contender, SpeedOperation operation)
    {
        public IContender Contender { get; } = contender;

        public SpeedOperation Operation { get; } = operation;

        public int Count { get; set; } = 1;

        public List<Sample> Samples { get; } = [];
    }

    /// <summary>One sample: nanoseconds of one call, and the core's clock beside it.</summary>
    private readonly record struct Sample(double Nanoseconds, double Gigahertz);
}
