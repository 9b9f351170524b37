// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>What every entry point promises of its source and destination, on every engine.</summary>
public sealed class EntryPointTests
{
    /// <summary>Short, around every batch size of an engine, and long; each is rounded up to what the mode takes.</summary>
    private static readonly int[] _lengths = [0, 1, 16, 17, 33, 48, 64, 100, 128, 144, 255, 256, 257, 272, 528, 1000, 4097];

    public static TheoryData<int> OverlapLengths => [16, 48, 100, 1008, 8192];

    [Theory]
    [MemberData(nameof(TestMatrix.KeyRows), MemberType = typeof(TestMatrix))]
    public void Result_is_the_references(string engine, string entryPoint, int keyBits)
    {
        using var row = MatrixCase.Create(engine, entryPoint, keyBits);
        foreach (int from in _lengths)
        {
            int length = row.LengthFrom(from);
            byte[] destination = MatrixCase.Filled(row.Mode.ResultSize(length));
            byte[] tag = row.TagArgument(length);
            row.Run(MatrixCase.Source(length), destination, tag);
            Assert.Equal(row.Expected(length).Result, destination);
            Assert.Equal(row.Expected(length).Tag, tag);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.Rows), MemberType = typeof(TestMatrix))]
    public void Object_that_was_used_gives_the_same_again(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        int length = row.LengthFrom(100);
        for (int i = 0; i < 3; i++)
        {
            byte[] destination = MatrixCase.Filled(row.Mode.ResultSize(length));
            row.Run(MatrixCase.Source(length), destination, row.TagArgument(length));
            Assert.Equal(row.Expected(length).Result, destination);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.DestinationRows), MemberType = typeof(TestMatrix))]
    public void Longer_destination_keeps_its_tail(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in _lengths)
        {
            int length = row.LengthFrom(from);
            int size = row.Mode.ResultSize(length);
            byte[] destination = MatrixCase.Filled(size + 77);
            row.Run(MatrixCase.Source(length), destination, row.TagArgument(length));
            Assert.Equal(row.Expected(length).Result, destination[..size]);
            Assert.True(MatrixCase.IsUntouched(destination.AsSpan(size)), $"length {length}");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.DestinationRows), MemberType = typeof(TestMatrix))]
    public void Destination_that_is_too_short_is_refused_by_name_and_not_written(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in _lengths)
        {
            int length = row.LengthFrom(from);
            int size = row.Mode.ResultSize(length);
            foreach (int tooShort in (int[])[0, size / 2, size - 1])
            {
                if (size == 0)
                {
                    continue;
                }
                byte[] destination = MatrixCase.Filled(tooShort);
                byte[] tag = row.TagArgument(length);
                byte[] source = MatrixCase.Source(length);
                if (row.EntryPoint.ReturnsFalseWhenShort)
                {
                    // The row itself checks the result and the number of bytes.
                    row.Run(source, destination, tag);
                }
                else
                {
                    ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => row.Run(source, destination, tag));
                    Assert.Equal(row.EntryPoint.DestinationName, exception.ParamName);
                }
                Assert.True(MatrixCase.IsUntouched(destination), $"length {length}, destination {tooShort}");
                Assert.Equal(row.TagArgument(length), tag);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.OverlapRows), MemberType = typeof(TestMatrix))]
    public void In_place_is_right(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in _lengths)
        {
            int length = row.LengthFrom(from);
            byte[] buffer = [.. MatrixCase.Source(length), .. MatrixCase.Filled(40)];
            byte[] tag = row.TagArgument(length);
            row.Run(buffer.AsSpan(0, length), buffer, tag);
            Assert.Equal(row.Expected(length).Result, buffer[..length]);
            Assert.Equal(row.Expected(length).Tag, tag);
            Assert.True(MatrixCase.IsUntouched(buffer.AsSpan(length)), $"length {length}");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.OverlapRows), MemberType = typeof(TestMatrix))]
    public void Destination_that_overlaps_the_source_is_refused_unless_both_start_together(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in OverlapLengths)
        {
            int length = row.LengthFrom(from);
            for (int offset = -33; offset <= 33; offset++)
            {
                CheckOverlap(row, length, offset, length);
            }
            foreach (int offset in (int[])[64, 127, 128, 256, (length / 2) + 1, length - 15, length - 1, length, length + 1])
            {
                CheckOverlap(row, length, offset, length);
                CheckOverlap(row, length, -offset, length);
            }
            // What counts is what will be written, not how long the destination is.
            CheckOverlap(row, length, -length, length + 50);
            CheckOverlap(row, length, -length - 1, 2 * length);
            CheckOverlap(row, length, -1, length + 50);
            CheckOverlap(row, length, 0, length + 50);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.OverlapRows), MemberType = typeof(TestMatrix))]
    public void Empty_source_overlaps_nothing_and_writes_nothing(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        byte[] buffer = MatrixCase.Filled(64);
        byte[] tag = row.TagArgument(0);
        row.Run(buffer.AsSpan(20, 0), buffer.AsSpan(10, 30), tag);
        row.Run(default, default, row.TagArgument(0));
        Assert.True(MatrixCase.IsUntouched(buffer));
        Assert.Equal(row.Expected(0).Tag, tag);
    }

    [Theory]
    [MemberData(nameof(TestMatrix.HashRows), MemberType = typeof(TestMatrix))]
    public void Hash_over_its_own_source_is_right_or_refused(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        int length = row.LengthFrom(96);
        int size = row.Mode.ResultSize(length);
        for (int offset = -size; offset <= length; offset++)
        {
            byte[] buffer = MatrixCase.Filled(length + (2 * size));
            MatrixCase.Source(length).CopyTo(buffer, size);
            byte[] before = [.. buffer];
            try
            {
                row.Run(buffer.AsSpan(size, length), buffer.AsSpan(size + offset, size), row.TagArgument(length));
                Assert.Equal(row.Expected(length).Result, buffer[(size + offset)..][..size]);
            }
            catch (ArgumentException)
            {
                Assert.Equal(before, buffer);
            }
        }
    }

    private static void CheckOverlap(MatrixCase row, int length, int offset, int destinationLength)
    {
        int start = length + 300;
        byte[] buffer = MatrixCase.Filled((2 * start) + length + destinationLength);
        MatrixCase.Source(length).CopyTo(buffer, start);
        byte[] before = [.. buffer];
        byte[] tag = row.TagArgument(length);
        void Run() => row.Run(buffer.AsSpan(start, length), buffer.AsSpan(start + offset, destinationLength), tag);
        int reach = row.EntryPoint.ComparesWholeSpans && offset < 0 ? destinationLength : length;
        if (offset == 0 || Math.Abs(offset) >= reach)
        {
            Run();
            row.Expected(length).Result.CopyTo(before, start + offset);
            Assert.True(before.AsSpan().SequenceEqual(buffer), $"length {length}, offset {offset}");
            Assert.Equal(row.Expected(length).Tag, tag);
        }
        else
        {
            try
            {
                Run();
                Assert.Fail($"length {length}, offset {offset} was not refused");
            }
            catch (ArgumentException exception)
            {
                Assert.NotNull(exception.ParamName);
                Assert.True(before.AsSpan().SequenceEqual(buffer), $"length {length}, offset {offset} wrote before it threw");
                Assert.Equal(row.TagArgument(length), tag);
            }
        }
    }
}
