// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Every length from 0 to 4096 bytes, folded into one SHA-256 digest for each engine, mode and key size. The reference's
//  digest is computed once for all engines. When two digests differ, the first length that differs is named.
//
//  A sample takes every length to 300, which has every remainder of every width of every loop, and then a few.
//
public sealed class EveryLengthTests
{
    private const int Longest = 4096;

    private static readonly byte[] _pool = Pool();
    private static readonly ConcurrentDictionary<(string Subject, int KeySize, bool Sample), Lazy<byte[]>> _expected = new();

    public static TheoryData<string, string> EnginesAndSubjects => EnginesUnderTest.With(EngineSubjects.All);

    public static TheoryData<string, string> EnginesAndPublicSubjects => EnginesUnderTest.With(PublicSubjects.All);

    // The defaults run at the reference's own speed.
    [Theory]
    [MemberData(nameof(EnginesAndSubjects))]
    public void Every_length_is_that_of_the_reference(string engineName, string subjectName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Compare(engine, EngineSubjects.Get(subjectName), sample: !SuiteSize.IsFull || engine is ReferenceEngine);
    }

    // The public types call the kernels that the test above takes through every length.
    [Theory]
    [MemberData(nameof(EnginesAndPublicSubjects))]
    public void Sample_of_lengths_through_the_public_types_is_that_of_the_reference(string engineName, string subjectName) =>
        Compare(EnginesUnderTest.Get(engineName), PublicSubjects.Get(subjectName), sample: true);

    private static void Compare(Engine engine, Subject subject, bool sample)
    {
        foreach (int keySize in subject.KeySizes)
        {
            byte[] expected = _expected.GetOrAdd((subject.Name, keySize, sample), key =>
                new Lazy<byte[]>(() => Digest(subject, keySize, sample, subject.Expected))).Value;
            byte[] actual = Digest(subject, keySize, sample, message => ActualTwice(subject, engine, message));
            if (!actual.AsSpan().SequenceEqual(expected))
            {
                Assert.Fail($"{engine.Name}, {subject.Name}, key of {keySize} bytes: {FirstDifference(subject, engine, keySize, sample)}.");
            }
        }
    }

    private static byte[] Digest(Subject subject, int keySize, bool sample, Func<Message, byte[]> compute)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int length in Lengths(subject, sample))
        {
            hash.AppendData(compute(MessageOf(keySize, length)));
        }
        return hash.GetHashAndReset();
    }

    private static byte[] ActualTwice(Subject subject, Engine engine, Message message)
    {
        byte[] output = subject.Actual(engine, message);
        byte[] inPlace = subject.Actual(engine, message with { InPlace = true });
        Assert.True(output.AsSpan().SequenceEqual(inPlace), $"{engine.Name}, {subject.Name}: {message.Data.Length} bytes in place differ from the same not in place.");
        return output;
    }

    private static string FirstDifference(Subject subject, Engine engine, int keySize, bool sample)
    {
        foreach (int length in Lengths(subject, sample))
        {
            Message message = MessageOf(keySize, length);
            int at = subject.Expected(message).AsSpan().CommonPrefixLength(subject.Actual(engine, message));
            if (at < subject.Expected(message).Length)
            {
                return $"of {length} bytes, output byte {at} differs first";
            }
        }
        return "the digests differ and no single length does";
    }

    private static IEnumerable<int> Lengths(Subject subject, bool sample)
    {
        for (int length = 0; length <= Longest; length += sample && length >= 300 ? 16 * 37 : subject.Granularity)
        {
            if (length >= subject.Minimum)
            {
                yield return length / subject.Granularity * subject.Granularity;
            }
        }
    }

    // A key, a block and texts that depend on the length. The counter at either end of the block is so close to 2^32 that
    // it wraps within two messages of three.
    private static Message MessageOf(int keySize, int length)
    {
        byte[] block = Slice(length * 5, 16);
        if (length % 3 != 0)
        {
            uint counter = 0u - (uint)(1 + (length / 16 * (length % 7) / 7));
            BinaryPrimitives.WriteUInt32LittleEndian(block, counter);
            BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), counter);
        }
        return new Message(Slice(length * 3, keySize), block, Slice(length * 11, length % 67), Slice(length * 7, length), InPlace: false);
    }

    private static byte[] Slice(int start, int length) => _pool.AsSpan(start % Longest, length).ToArray();

    private static byte[] Pool()
    {
        byte[] pool = new byte[2 * Longest];
        new Random(197).NextBytes(pool);
        return pool;
    }
}
