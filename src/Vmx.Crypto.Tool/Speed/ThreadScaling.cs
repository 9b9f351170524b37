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
/// <param name="GigabytesPerSecond">10^9 bytes per second of all of them, in the best round.</param>
internal sealed record ThreadResult(string Mode, int Threads, double GigabytesPerSecond);

//
//  Scaling over threads
//
//      One keyed object of the public types, with the engine in use, is shared by all threads, as the library allows; every
//      thread has its own text. All wait for the last one, begin together and go on for some milliseconds; the throughput is
//      what they did together, from the first one's start to the last one's end, so that threads which only take turns on a
//      processor do not count twice. Modes and numbers of threads take turns, round by round. The best round counts: whatever else runs
//      on the machine can only slow many threads, and slows one less. Threads are not pinned: where they run is up to the
//      operating system, as in a program.
//
internal sealed class ThreadScaling
{
    /// <summary>Bytes of one thread's message or run of data units: source and destination stay in a core's first cache.</summary>
    public const int Size = 16 * 1024;

    private const int KeyBits = 128;
    private const int MostEvery = 8;

    /// <summary>Calls between two looks at the clock, which takes a tenth of the time of one call.</summary>
    private const int Batch = 8;

    /// <summary>How many times longer than one sample of the other measurements the threads run: until it ends they have to run side by side.</summary>
    private const double DurationFactor = 40;

    /// <summary>How many times more rounds than samples: a neighbour's work has to leave some of them alone.</summary>
    private const int RoundFactor = 4;

    private readonly SpeedInput[] _inputs;
    private readonly Action<SpeedInput> _call;
    private readonly TimeSpan _duration;

    private ThreadScaling(SpeedMode mode, int threads, Action<SpeedInput> call, TimeSpan duration)
    {
        var speedCase = new SpeedCase(mode, KeyBits, Size, mode == SpeedMode.XtsEncryptUnits ? SpeedModes.DataUnitSize : 0);
        _inputs = [.. Enumerable.Range(0, threads).Select(_ => new SpeedInput(speedCase))];
        _call = call;
        _duration = duration;
        Array.ForEach(_inputs, _call);
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
        TimeSpan duration = TimeSpan.FromMicroseconds(effort.SampleMicroseconds * DurationFactor);
        using var ctr = new AesCtr(key.AsSpan(0, KeyBits / 8));
        using var xts = new AesXts(key);
        using var gcm = new AesGcmCipher(key.AsSpan(0, KeyBits / 8), SpeedInput.TagSize);
        (SpeedMode Mode, int Threads, ThreadScaling Scaling)[] cases =
            [.. from mode in Modes let scaling = new ThreadScaling(mode, processors, Call(mode), duration) from count in ThreadCounts(processors) select (mode, count, scaling)];
        double[] best = new double[cases.Length];
        for (int round = 0; round < effort.Samples * RoundFactor; round++)
        {
            for (int i = 0; i < cases.Length; i++)
            {
                best[i] = Math.Max(best[i], cases[i].Scaling.Run(cases[i].Threads));
            }
        }
        return [.. cases.Zip(best, (measured, rate) => new ThreadResult(measured.Mode.Name(), measured.Threads, Figures.Round(rate)))];

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

    /// <summary>Bytes per nanosecond of a number of threads together.</summary>
    private double Run(int count)
    {
        var runs = new (long Start, long End, long Calls)[count];
        int waiting = count;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() =>
        {
            Interlocked.Decrement(ref waiting);
            // Never asleep: all have to begin within a microsecond or so.
            SpinWait spinner = default;
            while (Volatile.Read(ref waiting) != 0)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }
            runs[index] = RunOne(_inputs[index]);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return runs.Sum(run => run.Calls) * Size / Stopwatch.GetElapsedTime(runs.Min(run => run.Start), runs.Max(run => run.End)).TotalNanoseconds;
    }

    private (long Start, long End, long Calls) RunOne(SpeedInput input)
    {
        long calls = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < Batch; i++)
            {
                _call(input);
            }
            calls += Batch;
        }
        while (Stopwatch.GetElapsedTime(start) < _duration);
        return (start, Stopwatch.GetTimestamp(), calls);
    }
}
