// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary><see cref="AesCbc.EncryptMany"/>: many messages, each as if it were encrypted alone.</summary>
public sealed class CbcEncryptManyTests
{
    private static readonly byte[] _key = TestData.Key(192);

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Every_number_of_jobs_gives_each_message_its_own_ciphertext(string engine)
    {
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engine));
        var random = new Random(24);
        for (int count = 0; count <= 40; count++)
        {
            // Sources in any order, gaps between destinations, zero lengths.
            byte[] source = TestData.Bytes(25, 4096);
            byte[] ivs = TestData.Bytes(26, 16 * count);
            var jobs = new AesCbcJob[count];
            int offset = 3;
            for (int i = 0; i < count; i++)
            {
                int length = random.Next(0, 14) * 16;
                jobs[i] = new AesCbcJob(random.Next(0, source.Length - length + 1), offset, length);
                offset += length + random.Next(0, 3);
            }
            byte[] destination = MatrixCase.Filled(offset + 5);
            byte[] expected = [.. destination];
            for (int i = 0; i < count; i++)
            {
                ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(16 * i, 16), source.AsSpan(jobs[i].SourceOffset, jobs[i].Length)).CopyTo(expected, jobs[i].DestinationOffset);
            }
            cbc.EncryptMany(jobs, ivs, source, destination);
            Assert.Equal(expected, destination);
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Every_job_exactly_in_place_is_right(string engine)
    {
        using var cbc = new AesCbc(_key, TestMatrix.Engine(engine));
        byte[] buffer = TestData.Bytes(27, 1024);
        byte[] expected = [.. buffer];
        byte[] ivs = TestData.Bytes(28, 16 * 9);
        AesCbcJob[] jobs = [.. Enumerable.Range(0, 9).Select(i => new AesCbcJob(i * 100, i * 100, i * 16 % 96))];
        for (int i = 0; i < jobs.Length; i++)
        {
            ReferenceModes.CbcEncrypt(_key, ivs.AsSpan(16 * i, 16), expected.AsSpan(jobs[i].SourceOffset, jobs[i].Length).ToArray()).CopyTo(expected, jobs[i].DestinationOffset);
        }
        cbc.EncryptMany(jobs, ivs, buffer, buffer);
        Assert.Equal(expected, buffer);
    }

    [Fact]
    public void Wrong_jobs_are_refused_and_nothing_is_written()
    {
        Refused([new(0, 0, 16), new(16, 16, 15)]);
        Refused([new(0, 0, 16), new(16, 16, -16)]);
        Refused([new(0, 0, 16), new(-1, 16, 16)]);
        Refused([new(0, 0, 16), new(0, -16, 16)]);
        Refused([new(0, 0, 16), new(113, 16, 16)]);
        Refused([new(0, 0, 16), new(0, 113, 16)]);
        Refused([new(0, 0, 16), new(int.MaxValue - 7, 16, 16)]);
        Refused([new(0, 0, 16), new(0, int.MaxValue - 7, 16)]);
        Refused([new(0, 0, 16), new(0, 16, int.MaxValue - 15)]);
        Refused([new(0, 0, 16), new(129, 16, 0)]);

        // Destinations that touch, repeat or descend.
        Refused([new(0, 0, 32), new(32, 31, 16)]);
        Refused([new(0, 0, 16), new(16, 0, 16)]);
        Refused([new(0, 32, 16), new(16, 0, 16)]);

        static void Refused(AesCbcJob[] jobs)
        {
            using var cbc = new AesCbc(_key);
            byte[] destination = MatrixCase.Filled(128);
            Assert.ThrowsAny<ArgumentException>(() => cbc.EncryptMany(jobs, new byte[16 * jobs.Length], new byte[128], destination));
            Assert.True(MatrixCase.IsUntouched(destination), string.Join(", ", jobs));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(48)]
    public void Wrong_number_of_ivs_is_refused_by_name(int length)
    {
        using var cbc = new AesCbc(_key);
        byte[] destination = MatrixCase.Filled(32);
        Assert.Equal("ivs", Assert.ThrowsAny<ArgumentException>(() => cbc.EncryptMany([new(0, 0, 16), new(16, 16, 16)], new byte[length], new byte[32], destination)).ParamName);
        Assert.True(MatrixCase.IsUntouched(destination));
    }

    [Fact]
    public void Overlap_that_is_not_in_place_is_refused()
    {
        using var cbc = new AesCbc(_key);
        byte[] buffer = TestData.Bytes(29, 128);
        byte[] before = [.. buffer];
        byte[] ivs = new byte[32];

        // The second job writes what the first has still to read, or the other way round.
        AssertRefused([new(0, 16, 16), new(16, 32, 16)], 0, 0);
        AssertRefused([new(16, 0, 16), new(0, 16, 16)], 0, 0);
        AssertRefused([new(0, 0, 16), new(32, 48, 32)], 0, 0);

        // The same offsets in spans that start apart.
        AssertRefused([new(0, 0, 32), new(32, 32, 32)], 0, 1);
        AssertRefused([new(0, 0, 32), new(32, 32, 32)], 16, 0);

        // In place through spans that start apart.
        cbc.EncryptMany([new(16, 0, 32), new(48, 32, 16)], ivs, buffer, buffer.AsSpan(16));
        byte[] expected = [.. before];
        ReferenceModes.CbcEncrypt(_key, new byte[16], before.AsSpan(16, 32)).CopyTo(expected, 16);
        ReferenceModes.CbcEncrypt(_key, new byte[16], before.AsSpan(48, 16)).CopyTo(expected, 48);
        Assert.Equal(expected, buffer);

        void AssertRefused(AesCbcJob[] jobs, int sourceStart, int destinationStart)
        {
            Assert.ThrowsAny<ArgumentException>(() => cbc.EncryptMany(jobs, ivs, buffer.AsSpan(sourceStart, 96), buffer.AsSpan(destinationStart, 96)));
            Assert.Equal(before, buffer);
        }
    }

    [Fact]
    public void Many_jobs_are_checked_and_run_without_allocation()
    {
        using var cbc = new AesCbc(_key);
        AesCbcJob[] jobs = [.. Enumerable.Range(0, 1000).Select(i => new AesCbcJob(i * 32, i * 32, 32))];
        byte[] ivs = new byte[16 * jobs.Length];
        byte[] buffer = new byte[32 * jobs.Length];
        byte[] destination = new byte[32 * jobs.Length];
        cbc.EncryptMany(jobs, ivs, buffer, destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        cbc.EncryptMany(jobs, ivs, buffer, destination);
        cbc.EncryptMany(jobs, ivs, buffer, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
