// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>CTR counters: where they wrap, where they run out, and positions.</summary>
public sealed class CtrCounterTests
{
    private const long EndOf32Bits = 1L << 36;

    private static readonly byte[] _key = TestData.Key(128);

    public static IEnumerable<TheoryDataRow<string, AesCtrCounter>> Rows =>
        from engine in TestMatrix.Engines
        from counter in Enum.GetValues<AesCtrCounter>()
        select new TheoryDataRow<string, AesCtrCounter>(engine.Name, counter);

    public static TheoryData<AesCtrCounter> Counters => [.. Enum.GetValues<AesCtrCounter>()];

    public static TheoryData<AesCtrCounter> NarrowCounters => [AesCtrCounter.BigEndian32, AesCtrCounter.LittleEndian32];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_wrap_carries_as_far_as_the_counter_reaches(string engine, AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter, TestMatrix.Engine(engine));
        byte[] source = TestData.Bytes(30, 40 * 16);
        foreach (int ones in (int[])[0, 1, 2, 4, 7, 8, 12, 15, 16])
        {
            for (int before = 0; before <= 35; before += SuiteSize.Choose(1, 7))
            {
                byte[] counterBlock = NextToWrap(counter, ones, before);
                byte[] original = [.. counterBlock];
                byte[] destination = new byte[source.Length];
                ctr.Transform(counterBlock, source, destination);
                Assert.Equal(ReferenceModes.Ctr(_key, counterBlock, CtrModes.Bits(counter), CtrModes.IsLittleEndian(counter), source), destination);
                Assert.Equal(original, counterBlock);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_position_is_where_one_long_call_would_have_come(string engine, AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter, TestMatrix.Engine(engine));
        byte[] counterBlock = CtrModes.CounterBlock(counter);
        byte[] source = TestData.Bytes(31, 200);
        using AesCtrKeystream keystream = ctr.CreateKeystream(counterBlock);
        foreach (long position in (long[])[0, 1, 15, 16, 17, 250, 255, 256, 257, 4095, (1L << 32) - 3, (1L << 35) + 5, EndOf32Bits - 200])
        {
            byte[] expected = ReferenceModes.Ctr(_key, counterBlock, CtrModes.Bits(counter), CtrModes.IsLittleEndian(counter), source, position);
            byte[] destination = new byte[source.Length];
            ctr.TransformAt(counterBlock, position, source, destination);
            Assert.Equal(expected, destination);
            keystream.Position = position;
            Assert.Equal(position, keystream.Position);
            keystream.Transform(source, destination);
            Assert.Equal(expected, destination);
            Assert.Equal(position + source.Length, keystream.Position);
        }
    }

    [Theory]
    [MemberData(nameof(NarrowCounters))]
    public void Last_block_of_a_32_bit_counter_is_the_last_and_the_next_is_refused(AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter);
        byte[] counterBlock = CtrModes.CounterBlock(counter);
        byte[] source = TestData.Bytes(32, 33);
        byte[] last = new byte[33];
        ctr.TransformAt(counterBlock, EndOf32Bits - 33, source, last);
        Assert.Equal(ReferenceModes.Ctr(_key, counterBlock, 32, CtrModes.IsLittleEndian(counter), source, EndOf32Bits - 33), last);
        byte[] destination = MatrixCase.Filled(33);
        foreach (long position in (long[])[EndOf32Bits - 32, EndOf32Bits - 1, EndOf32Bits, EndOf32Bits + 1, long.MaxValue - 40])
        {
            Assert.Throws<CryptographicException>(() => ctr.TransformAt(counterBlock, position, source, destination));
        }
        Assert.True(MatrixCase.IsUntouched(destination));
        ctr.TransformAt(counterBlock, EndOf32Bits - 1, source.AsSpan(0, 1), destination);
        Assert.Throws<CryptographicException>(() => ctr.TransformAt(counterBlock, EndOf32Bits, source.AsSpan(0, 1), destination));
    }

    [Theory]
    [MemberData(nameof(NarrowCounters))]
    public void Keystream_of_a_32_bit_counter_says_what_remains_and_stays_where_it_was_when_it_refuses(AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter);
        using AesCtrKeystream keystream = ctr.CreateKeystream(CtrModes.CounterBlock(counter));
        Assert.Equal(EndOf32Bits, keystream.BytesRemaining);
        keystream.Fill(new byte[100]);
        Assert.Equal(EndOf32Bits - 100, keystream.BytesRemaining);
        keystream.Position = EndOf32Bits - 20;
        Assert.Equal(20, keystream.BytesRemaining);
        byte[] destination = MatrixCase.Filled(21);
        Assert.Throws<CryptographicException>(() => keystream.Fill(destination));
        Assert.Throws<CryptographicException>(() => keystream.Transform(new byte[21], destination));
        Assert.True(MatrixCase.IsUntouched(destination));
        Assert.Equal(EndOf32Bits - 20, keystream.Position);
        keystream.Fill(destination.AsSpan(0, 20));
        Assert.Equal(0, keystream.BytesRemaining);
        Assert.Throws<CryptographicException>(() => keystream.Fill(destination.AsSpan(0, 1)));
        keystream.Fill(default);
        keystream.Position = 0;
        Assert.Equal(EndOf32Bits, keystream.BytesRemaining);
        keystream.Fill(destination);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Counter_that_cannot_run_out_says_so(AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter);
        Assert.Equal(counter, ctr.Counter);
        using AesCtrKeystream keystream = ctr.CreateKeystream(new byte[16]);
        Assert.Equal(CtrModes.Bits(counter) == 32 ? EndOf32Bits : null, keystream.BytesRemaining);
    }

    [Fact]
    public void Position_beyond_what_a_long_holds_is_refused()
    {
        using var ctr = new AesCtr(_key);
        using AesCtrKeystream keystream = ctr.CreateKeystream(new byte[16]);
        byte[] destination = MatrixCase.Filled(32);
        keystream.Position = long.MaxValue - 10;
        Assert.Throws<CryptographicException>(() => keystream.Fill(destination));
        Assert.Equal(long.MaxValue - 10, keystream.Position);
        Assert.True(MatrixCase.IsUntouched(destination));
        keystream.Fill(destination.AsSpan(0, 10));
        Assert.Equal(ReferenceModes.Ctr(_key, new byte[16], 128, littleEndian: false, new byte[10], long.MaxValue - 10), destination[..10]);
    }

    [Fact]
    public void Negative_position_is_refused_by_name()
    {
        using var ctr = new AesCtr(_key);
        byte[] destination = MatrixCase.Filled(16);
        Assert.Equal("position", Assert.Throws<ArgumentOutOfRangeException>(() => ctr.TransformAt(new byte[16], -1, new byte[16], destination)).ParamName);
        using AesCtrKeystream keystream = ctr.CreateKeystream(new byte[16]);
        Assert.Throws<ArgumentOutOfRangeException>(() => keystream.Position = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => keystream.Position = long.MinValue);
        Assert.True(MatrixCase.IsUntouched(destination));
        Assert.Equal(0, keystream.Position);
    }

    [Fact]
    public void Counter_that_does_not_exist_is_refused() =>
        Assert.Equal("counter", Assert.ThrowsAny<ArgumentException>(() => new AesCtr(_key, (AesCtrCounter)99)).ParamName);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Any_split_of_a_keystream_gives_the_same(string engine, AesCtrCounter counter)
    {
        using var ctr = new AesCtr(_key, counter, TestMatrix.Engine(engine));
        byte[] counterBlock = CtrModes.CounterBlock(counter);
        byte[] source = TestData.Bytes(33, 1500);
        byte[] expected = ReferenceModes.Ctr(_key, counterBlock, CtrModes.Bits(counter), CtrModes.IsLittleEndian(counter), source);
        var random = new Random(34);
        for (int round = 0; round < SuiteSize.Choose(40, 5); round++)
        {
            using AesCtrKeystream keystream = ctr.CreateKeystream(counterBlock);
            byte[] destination = [.. source];
            int done = 0;
            while (done < source.Length)
            {
                int size = Math.Min(random.Next(0, round % 4 == 0 ? 20 : 300), source.Length - done);
                keystream.Transform(destination.AsSpan(done, size), destination.AsSpan(done, size));
                done += size;
            }
            Assert.Equal(expected, destination);
        }
    }

    // All ones in the lowest bytes of the counter but for the number of blocks before it wraps.
    private static byte[] NextToWrap(AesCtrCounter counter, int ones, int before)
    {
        byte[] low = TestData.Bytes(35, 16);
        for (int i = 0; i < ones; i++)
        {
            low[15 - i] = 0xFF;
        }
        if (ones != 0)
        {
            low[15] = (byte)(0xFF - before);
        }
        if (!CtrModes.IsLittleEndian(counter))
        {
            return low;
        }
        Array.Reverse(low);
        return low;
    }
}
