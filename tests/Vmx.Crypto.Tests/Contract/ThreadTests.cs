// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
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

    [Theory]
    [MemberData(nameof(TestMatrix.Rows), MemberType = typeof(TestMatrix))]
    public void Dispose_during_use_leaves_a_right_result_or_none(string engine, string entryPoint)
    {
        int iterations = SuiteSize.Choose(60, 5);
        int timesDisposed = 0;
        for (int i = 0; i < iterations; i++)
        {
            using var row = MatrixCase.Create(engine, entryPoint);
            int length = row.LengthFrom(i % 3 == 0 ? 16 : 2048);
            bool started = false;
            RunOnThreads(2, thread =>
            {
                if (thread == 0)
                {
                    while (!Volatile.Read(ref started))
                    {
                        Thread.SpinWait(1);
                    }
                    Thread.SpinWait(i * 16 % 700);
                    row.Dispose();
                    return;
                }
                byte[] source = MatrixCase.Source(length);
                byte[] destination = new byte[row.Mode.ResultSize(length)];
                // The dispose always comes: the bound only keeps a failure from lasting for ever.
                for (int call = 0; call < 1_000_000; call++)
                {
                    byte[] tag = row.TagArgument(length);
                    destination.AsSpan().Fill(MatrixCase.Untouched);
                    Volatile.Write(ref started, true);
                    try
                    {
                        row.Run(source, destination, tag);
                    }
                    catch (ObjectDisposedException)
                    {
                        timesDisposed++;
                        AssertRightOrWiped(row, destination, row.Expected(length).Result, $"length {length}");
                        if (!row.Mode.TagIsInput)
                        {
                            AssertRightOrWiped(row, tag, row.Expected(length).Tag, $"tag, length {length}");
                        }
                        return;
                    }
                    Assert.Equal(row.Expected(length).Result, destination);
                    Assert.Equal(row.Expected(length).Tag, tag);
                }
            });
        }
        Assert.Equal(iterations, timesDisposed);
    }

    // An entry point that takes several calls may have finished the one that writes the text before the key went.
    private static void AssertRightOrWiped(MatrixCase row, byte[] output, byte[] expected, string what)
    {
        bool isPiecemeal = row.EntryPoint is { IsDirect: false };
        bool allowed = MatrixCase.IsUntouched(output)
            || !output.AsSpan().ContainsAnyExcept((byte)0)
            || (isPiecemeal && output.AsSpan().SequenceEqual(expected));
        Assert.True(allowed, $"{row.EntryPoint}, {what}: what a disposed key wrote was not wiped");
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
