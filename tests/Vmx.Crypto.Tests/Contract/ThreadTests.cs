// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Vmx.Crypto.Tests.Api;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>One keyed object and many threads; one keyed object and a thread that disposes it.</summary>
public sealed class ThreadTests
{
    [Theory]
    [MemberData(nameof(TestMatrix.Rows), MemberType = typeof(TestMatrix))]
    public void Sixteen_threads_share_one_object(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        int rounds = SuiteSize.Choose(20, 3);
        RunOnThreads(16, thread =>
        {
            int length = row.LengthFrom(64 * thread);
            byte[] source = MatrixCase.Source(length);
            byte[] destination = new byte[row.Mode.ResultSize(length)];
            (byte[] result, byte[] expectedTag) = row.Expected(length);
            for (int i = 0; i < rounds; i++)
            {
                byte[] tag = row.TagArgument(length);
                destination.AsSpan().Fill(MatrixCase.Untouched);
                row.Run(source, destination, tag);
                Assert.Equal(result, destination);
                Assert.Equal(expectedTag, tag);
            }
        });
    }

    /// <summary>The key is disposed by the engine itself, after each of its calls in turn: no run escapes the last check.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.Rows), MemberType = typeof(TestMatrix))]
    public void Dispose_after_any_call_of_the_engine_wipes_the_result_and_throws(string engine, string entryPoint)
    {
        EntryPoint found = TestMatrix.EntryPoint(entryPoint);
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in (int[])[16, 1000])
        {
            int length = row.LengthFrom(from);
            for (int disposeAfter = 1; ; disposeAfter++)
            {
                IDisposable? cipher = null;
                int calls = 0;
                int last = disposeAfter;
                unsafe
                {
                    cipher = found.Create(new ObservedEngine(TestMatrix.Engine(engine), (_, _, _) =>
                    {
                        if (cipher is not null && ++calls == last)
                        {
                            OtherThread.Run(cipher.Dispose);
                        }
                    }), row.Key);
                }
                calls = 0;
                byte[] destination = MatrixCase.Filled(row.Mode.ResultSize(length));
                byte[] tag = row.TagArgument(length);
                if (Record.Exception(() => found.Run(cipher, MatrixCase.Source(length), destination, tag)) is not Exception exception)
                {
                    Assert.True(calls < last, $"disposed after call {last} of the engine and not told");
                    Assert.True(last > 1, "the engine was not called");
                    break;
                }
                Assert.IsType<ObjectDisposedException>(exception);
                AssertNotWrong(row, destination, tag, length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.Rows), MemberType = typeof(TestMatrix))]
    public void Dispose_by_another_thread_leaves_a_right_result_or_none(string engine, string entryPoint)
    {
        const int LongestRace = 1_000_000;
        int iterations = SuiteSize.Choose(20, 3);
        int timesDisposed = 0;
        Exception? failure = null;
        using var turn = new Barrier(2);
        MatrixCase? row = null;
        RunOnThreads(2, thread =>
        {
            for (int i = 0; i < iterations && failure is null; i++)
            {
                if (thread == 0)
                {
                    row = MatrixCase.Create(engine, entryPoint);
                    turn.SignalAndWait();
                    Thread.SpinWait(i * 40);
                    row.Dispose();
                    turn.SignalAndWait();
                    continue;
                }
                turn.SignalAndWait();
                int length = row!.LengthFrom(i % 3 == 0 ? 16 : 2048);
                byte[] source = MatrixCase.Source(length);
                byte[] destination = new byte[row.Mode.ResultSize(length)];
                try
                {
                    // The dispose always comes; the bound only keeps a failure from lasting for ever.
                    for (int call = 0; call < LongestRace; call++)
                    {
                        byte[] tag = row.TagArgument(length);
                        destination.AsSpan().Fill(MatrixCase.Untouched);
                        try
                        {
                            row.Run(source, destination, tag);
                        }
                        catch (ObjectDisposedException)
                        {
                            timesDisposed++;
                            AssertNotWrong(row, destination, tag, length);
                            break;
                        }
                        Assert.Equal(row.Expected(length).Result, destination);
                        Assert.Equal(row.Expected(length).Tag, tag);
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
                turn.SignalAndWait();
            }
        });
        Assert.Null(failure);
        Assert.Equal(iterations, timesDisposed);
    }

    private static void AssertNotWrong(MatrixCase row, byte[] destination, byte[] tag, int length)
    {
        AssertWiped(destination, row.Expected(length).Result);
        if (!row.Mode.TagIsInput)
        {
            AssertWiped(tag, row.Expected(length).Tag);
        }

        // What a disposed key wrote is wiped, or nothing was written. An entry point of several calls may have finished the
        // one that writes the text before the key went; a stream may have passed on some of its pieces.
        void AssertWiped(byte[] output, byte[] expected)
        {
            bool allowed = MatrixCase.IsUntouched(output)
                || !output.AsSpan().ContainsAnyExcept((byte)0)
                || (!row.EntryPoint.IsDirect && output.Where((value, i) => value != expected[i]).All(value => value is 0 or MatrixCase.Untouched));
            Assert.True(allowed, $"{row.EntryPoint}, length {length}: what a disposed key wrote was not wiped");
        }
    }

    private static void RunOnThreads(int count, Action<int> body)
    {
        var failures = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() =>
        {
            try
            {
                body(index);
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        if (!failures.IsEmpty)
        {
            throw new AggregateException(failures);
        }
    }
}
