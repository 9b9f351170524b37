// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using Vmx.Crypto.Tool.Speed.Limits;

namespace Vmx.Crypto.Tool.Speed;

//
//  A run of measurements
//
//      Contenders of one case take turns, sample by sample, in one process and on one core, with keys expanded and buffers
//      touched before. A sample is a number of calls that fills some ten microseconds, taken while the core is quiet. Medians
//      are reported, and how far the quartiles lie apart. What the processor's instructions take is measured before, in the
//      same way, and gives each case its limit.
//
//      Where keys and small results happen to lie in memory can make a short call half as long again, as steadily as if it
//      were the code. So everything is prepared several times over for each case, and the median is of all. Where a call takes
//      milliseconds, one sample of each of these is enough.
//
//      Nothing is timed before its output was compared with the first contender's. All read the same source and write the
//      same destination, so that none is better placed in memory than another.
//
internal sealed class SpeedRun
{
    private const double WorthTelling = 0.1;
    private const int TieringCalls = 40;
    private const int TieringDelayMilliseconds = 120;
    private const int SingleProcessorFactor = 10;
    private const int WarmUpMilliseconds = 3;
    private const int LargestWarmUpSize = 16 * 1024;
    private const double SlowCallNanoseconds = 5e6;

    private readonly SpeedPlan _plan;
    private readonly SpeedSampler _sampler = new();
    private readonly List<SpeedResult> _results = [];
    private readonly List<string> _problems = [];
    private readonly string? _noLimit;
    private readonly InstructionTimes? _instructions;
    private readonly ProcessorLimit? _limit;

    private SpeedRun(SpeedPlan plan)
    {
        _plan = plan;
        if (Clock.IsPlausible)
        {
            _noLimit = InstructionMeter.WhyUnsupported();
            if (_noLimit is null)
            {
                _instructions = InstructionMeter.Measure(_sampler, plan.Effort.InstructionSamples);
                _limit = new ProcessorLimit(_instructions);
            }
        }
    }

    private CoreClock Clock => _sampler.Clock;

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
        return new SpeedTable(ProcessorName.Get(), run._results, run._problems, [.. run.Notes()], [.. run.Peers()])
        {
            IsIsolated = plan.IsIsolated,
            Instructions = run._instructions,
        };
    }

    private IEnumerable<string> Notes()
    {
        if (!Clock.IsPlausible)
        {
            yield return "The core's clock could not be told, so there are no cycles, only seconds.";
        }
        if (_noLimit is not null)
        {
            yield return $"What the processor allows is not told: {_noLimit}.";
        }
        if (_plan.IsIsolated)
        {
            yield return "Each call started when the one before had ended; what an empty call takes in the same place is taken off.";
        }
        foreach (PeerInfo peer in _plan.Absent)
        {
            yield return $"{peer.Peer} is not compared: {peer.Absence}";
        }
        double disturbed = (double)_sampler.Disturbed / Math.Max(1, _sampler.Taken);
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
        var problems = new List<string>();
        var samples = new Dictionary<string, List<SpeedSample>>();
        List<SpeedSample> empty = [];
        List<IContender> prepared = [];
        for (int placement = 0; placement < _plan.Effort.Placements; placement++)
        {
            List<Entrant> entrants = Prepare(speedCase, problems);
            if (_plan.IsIsolated)
            {
                entrants.Add(new Entrant(null, IsolatedCalls.Empty));
            }
            foreach (Entrant entrant in entrants)
            {
                entrant.Run = _plan.IsIsolated ? IsolatedCalls.Of(entrant.Operation) : entrant.Operation.Run;
                double nanoseconds = NanosecondsPerCall(entrant.Run);
                entrant.Count = (int)Math.Clamp(_plan.Effort.SampleMicroseconds * 1000 / nanoseconds, 1, 100_000);
                entrant.Samples = nanoseconds < SlowCallNanoseconds ? _plan.Effort.Samples / _plan.Effort.Placements : 1;
                entrant.Taken = entrant.Contender is null ? empty : samples.TryGetValue(entrant.Contender.Name, out List<SpeedSample>? known) ? known : samples[entrant.Contender.Name] = [];
            }
            for (int sample = 0; sample < entrants.Max(entrant => (int?)entrant.Samples); sample++)
            {
                foreach (Entrant entrant in entrants.Where(entrant => sample < entrant.Samples))
                {
                    entrant.Taken.Add(_sampler.Take(entrant.Run, entrant.Count));
                }
            }
            entrants.ForEach(entrant => entrant.Operation.Dispose());
            prepared.AddRange(entrants.Select(entrant => entrant.Contender).OfType<IContender>());
        }
        _problems.AddRange(problems.Distinct());
        // One that failed once has no figure, though it was right in other places.
        _results.AddRange(_plan.Contenders
            .Where(contender => prepared.Count(other => other == contender) == _plan.Effort.Placements)
            .Select(contender => Summarize(speedCase, contender, samples[contender.Name], empty)));
    }

    private double NanosecondsPerCall(Action<int> run)
    {
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < 3 && (attempt == 0 || best < SlowCallNanoseconds); attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            run(1);
            best = Math.Min(best, Clock.Elapsed(start));
        }
        return Math.Max(best, 1);
    }

    private SpeedResult Summarize(SpeedCase speedCase, IContender contender, List<SpeedSample> samples, List<SpeedSample> empty)
    {
        double[] spreadOf = Sorted(samples, sample => Clock.IsPlausible ? sample.Cycles : sample.Nanoseconds);
        double spread = (Quantile(spreadOf, 0.75) - Quantile(spreadOf, 0.25)) / 2 / Quantile(spreadOf, 0.5);
        double? cyclesPerCall = Clock.IsPlausible ? Median(sample => sample.Cycles) : null;
        double nanosecondsPerCall = Median(sample => sample.Nanoseconds);
        long bytes = speedCase.BytesPerCall;
        return new SpeedResult(
            contender.IsEngine ? contender.Name : null,
            contender.IsEngine ? null : contender.Name,
            speedCase.Mode.Name(),
            speedCase.KeyBits,
            speedCase.Size,
            bytes == 0 ? null : Round(cyclesPerCall / bytes),
            Figures.Round(bytes / nanosecondsPerCall),
            Figures.Round(spread),
            Round(cyclesPerCall),
            Figures.Round(nanosecondsPerCall),
            speedCase.DataUnitSize == 0 ? null : speedCase.DataUnitSize,
            speedCase.Mode == SpeedMode.CbcEncryptMany ? speedCase.Messages : null,
            Round(_limit?.CyclesPerCall(speedCase, _plan.IsIsolated) / bytes));

        // A short call may seem shorter than an empty one where the core was not quiet; a hundredth of a cycle is as good as none.
        double Median(Func<SpeedSample, double> figure)
        {
            double median = Quantile(Sorted(samples, figure), 0.5);
            return empty.Count == 0 ? median : Math.Max(0.01, median - Quantile(Sorted(empty, figure), 0.5));
        }
    }

    private static double[] Sorted(List<SpeedSample> samples, Func<SpeedSample, double> figure) => [.. samples.Select(figure).Order()];

    private static double? Round(double? value) => value is double known ? Figures.Round(known) : null;

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round((sorted.Length - 1) * share)];

    private sealed class Entrant(IContender? contender, SpeedOperation operation)
    {
        /// <summary>Null for the empty call.</summary>
        public IContender? Contender { get; } = contender;

        public SpeedOperation Operation { get; } = operation;

        /// <summary>What is timed.</summary>
        public Action<int> Run { get; set; } = operation.Run;

        /// <summary>How many calls are one sample.</summary>
        public int Count { get; set; } = 1;

        /// <summary>How many samples are taken of it as it lies now.</summary>
        public int Samples { get; set; } = 1;

        /// <summary>Where they go, beside those of other placements.</summary>
        public List<SpeedSample> Taken { get; set; } = [];
    }
}
