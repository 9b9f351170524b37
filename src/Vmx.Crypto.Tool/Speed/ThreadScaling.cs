// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>Throughput of a number of threads together.</summary>
/// <param name="Mode">The mode's name on the command line.</param>
/// <param name="Threads">How many threads used one keyed object.</param>
/// <param name="GigabytesPerSecond">10^9 bytes per second of all of them, median.</param>
/// <param name="Spread">Half the distance between the quartiles, as a share of the median.</param>
internal sealed record ThreadResult(string Mode, int Threads, double GigabytesPerSecond, double Spread);

//
//  Scaling over threads
//
//      One keyed object of the public types, with the engine in use, is shared by all threads, as the library allows; every
//      thread has its own text. All begin together and go on for the same time; the throughput is the sum of theirs. Numbers
//      of threads take turns, round by round, so that a change of the clock meets all of them. Threads are not pinned:
//      where they run is up to the operating system, as in a program.
//
internal sealed class ThreadScaling
{
    /// <summary>Bytes of one thread's message or run of data units: source and destination stay in a core's first cache.</summary>
    public const int Size = 16 * 1024;

    private const int KeyBits = 128;
    private const int MostEvery = 8;

    /// <summary>Threads begin some ten microseconds apart, which has to be little beside the time that they run.</summary>
    private const double MeasuredFactor = 100;

    private readonly SpeedInput[] _inputs;
    private readonly Action<SpeedInput> _call;
    private readonly TimeSpan _duration;

    private ThreadScaling(SpeedMode mode, int threads, Action<SpeedInput> call, TimeSpan duration)
    {
        var speedCase = new SpeedCase(mode, KeyBits, Size, mode == SpeedMode.XtsEncryptUnits ? SpeedModes.DataUnitSize : 0);
        _inputs = [.. Enumerable.Range(0, threads).Select(_ => new SpeedInput(speedCase))];
        _call = call;
        _duration = duration;
    }

    /// <summary>The modes that are measured.</summary>
    public static IReadOnlyList<SpeedMode> Modes { get; } = [SpeedMode.Ctr, SpeedMode.XtsEncryptUnits, SpeedMode.GcmSeal];

    /// <summary>From one thread to one for each processor: every number of them as long as there are few, else powers of two and the last.</summary>
    public static IReadOnlyList<int> ThreadCounts(int processors) =>
        [.. Enumerable.Range(1, processors).Where(count => processors <= MostEvery || int.IsPow2(count) || count == processors)];

    /// <summary>Measures every mode with every number of threads.</summary>
    /// <param name="processors">The most threads.</param>
    /// <param name="effort">How long is measured.</param>
    public static IReadOnlyList<ThreadResult> Measure(int processors, SpeedEffort effort)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeyBits / 4);
        TimeSpan duration = TimeSpan.FromMicroseconds(effort.SampleMicroseconds * MeasuredFactor);
        using var ctr = new AesCtr(key.AsSpan(0, KeyBits / 8));
        using var xts = new AesXts(key);
        using var gcm = new AesGcmCipher(key.AsSpan(0, KeyBits / 8), SpeedInput.TagSize);
        return [.. Modes.SelectMany(mode => new ThreadScaling(mode, processors, Call(mode), duration).Measure(mode, processors, effort.Samples))];

        Action<SpeedInput> Call(SpeedMode mode) => mode switch
        {
            SpeedMode.Ctr => input => ctr.Transform(input.Iv, input.Source, input.Destination),
            SpeedMode.XtsEncryptUnits => input => xts.EncryptDataUnits(input.Source, input.Destination, input.PieceSize, input.FirstDataUnit),
            _ => input => Seal(gcm, input),
        };
    }

    private static void Seal(AesGcmCipher gcm, SpeedInput input)
    {
        Span<byte> tag = stackalloc byte[SpeedInput.TagSize];
        gcm.Encrypt(input.Nonce, input.Source, input.Destination, tag);
    }

    private IEnumerable<ThreadResult> Measure(SpeedMode mode, int processors, int rounds)
    {
        IReadOnlyList<int> counts = ThreadCounts(processors);
        var rates = counts.ToDictionary(count => count, _ => new List<double>());
        Array.ForEach(_inputs, _call);
        for (int round = 0; round < rounds; round++)
        {
            foreach (int count in counts)
            {
                rates[count].Add(Run(count));
            }
        }
        return counts.Select(count => Summarize(mode, count, [.. rates[count].Order()]));
    }

    /// <summary>Bytes per nanosecond of a number of threads together.</summary>
    private double Run(int count)
    {
        double[] rates = new double[count];
        using var start = new Barrier(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() => rates[index] = RunOne(_inputs[index], start)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return rates.Sum();
    }

    private double RunOne(SpeedInput input, Barrier start)
    {
        long calls = 0;
        start.SignalAndWait();
        long began = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            _call(input);
            calls++;
            elapsed = Stopwatch.GetElapsedTime(began);
        }
        while (elapsed < _duration);
        return calls * Size / elapsed.TotalNanoseconds;
    }

    private static ThreadResult Summarize(SpeedMode mode, int count, double[] sorted)
    {
        double median = Quantile(sorted, 0.5);
        return new ThreadResult(mode.Name(), count, Figures.Round(median), Figures.Round((Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 2 / median));
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round((sorted.Length - 1) * share)];
}
