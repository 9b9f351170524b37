// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Api;

/// <summary>Counters of every width and order next to their wraps, positions, and exhaustion.</summary>
public sealed class CtrTests
{
    private static readonly byte[] _key = [.. "0123456789ABCDEF"u8];

    public static TheoryData<AesCtrCounter> Counters => [.. Enum.GetValues<AesCtrCounter>()];

    [Theory]
    [MemberData(nameof(Counters))]
    public void Any_position_and_length_next_to_a_wrap(AesCtrCounter counter)
    {
        (int bits, bool littleEndian) = Shape(counter);
        using var cipher = new AesCtr(_key, counter);
        var random = new Random((int)counter);
        for (int round = 0; round < 60; round++)
        {
            byte[] initial = new byte[16];
            random.NextBytes(initial);
            int ones = random.Next(3) switch { 0 => 4, 1 => 8, _ => 16 };
            (littleEndian ? initial.AsSpan(0, ones) : initial.AsSpan(16 - ones)).Fill(0xFF);
            initial[littleEndian ? 0 : 15] = (byte)random.Next(0xE0, 0x100);
            byte[] before = [.. initial];
            byte[] source = new byte[1200];
            random.NextBytes(source);
            byte[] expected = ReferenceModes.Ctr(_key, initial, bits, littleEndian, source);
            byte[] actual = new byte[1200];
            cipher.Transform(initial, source, actual);
            Assert.Equal(expected, actual);

            int position = random.Next(1200);
            int length = random.Next(1200 - position + 1);
            byte[] part = source.AsSpan(position, length).ToArray();
            cipher.TransformAt(initial, position, part, part);
            Assert.Equal(expected.AsSpan(position, length).ToArray(), part);

            using AesCtrKeystream keystream = cipher.CreateKeystream(initial);
            for (int done = 0, piece; done < 1200; done += piece)
            {
                piece = int.Min(random.Next(70), 1200 - done);
                keystream.Transform(source.AsSpan(done, piece), actual.AsSpan(done));
            }
            Assert.Equal(expected, actual);
            Assert.Equal(1200, keystream.Position);
            keystream.Position = position;
            keystream.Fill(part);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(expected[position + i], part[i] ^ source[position + i]);
            }
            Assert.Equal(before, initial);
        }
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Distant_positions(AesCtrCounter counter)
    {
        (int bits, bool littleEndian) = Shape(counter);
        using var cipher = new AesCtr(_key, counter);
        byte[] initial = [.. "fedcba9876543210"u8];
        byte[] source = new byte[100];
        foreach (long position in new[] { (1L << 36) - 133, (1L << 36) - 100, (1L << 36) - 16, 1L << 36, (1L << 62) + 7, long.MaxValue - 100 })
        {
            byte[] actual = new byte[100];
            if (bits == 32 && position > (1L << 36) - 100)
            {
                actual.AsSpan().Fill(0xA5);
                Assert.Throws<CryptographicException>(() => cipher.TransformAt(initial, position, source, actual));
                Assert.Equal(-1, actual.AsSpan().IndexOfAnyExcept((byte)0xA5));
                cipher.TransformAt(initial, position, default, actual);
            }
            else
            {
                cipher.TransformAt(initial, position, source, actual);
                Assert.Equal(ReferenceModes.Ctr(_key, initial, bits, littleEndian, source, position), actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Keystream_tells_what_remains(AesCtrCounter counter)
    {
        using var cipher = new AesCtr(_key, counter);
        using AesCtrKeystream keystream = cipher.CreateKeystream(new byte[16]);
        byte[] buffer = new byte[16];
        buffer.AsSpan().Fill(0xA5);
        if (Shape(counter).Bits != 32)
        {
            Assert.Null(keystream.BytesRemaining);
            keystream.Position = long.MaxValue - 15;
            Assert.Throws<CryptographicException>(() => keystream.Transform(buffer, buffer));
            Assert.Throws<CryptographicException>(() => keystream.Fill(buffer));
            Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0xA5));
            keystream.Transform(buffer.AsSpan(0, 15), buffer);
            Assert.Equal(long.MaxValue, keystream.Position);
            return;
        }
        Assert.Equal(1L << 36, keystream.BytesRemaining);
        keystream.Position = (1L << 36) - 15;
        Assert.Equal(15, keystream.BytesRemaining);
        Assert.Throws<CryptographicException>(() => keystream.Transform(buffer, buffer));
        Assert.Throws<CryptographicException>(() => keystream.Fill(buffer));
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0xA5));
        Assert.Equal(15, keystream.BytesRemaining);
        keystream.Fill(buffer.AsSpan(0, 15));
        Assert.Equal(0, keystream.BytesRemaining);
        keystream.Position = long.MaxValue;
        Assert.Equal(0, keystream.BytesRemaining);
        Assert.Throws<ArgumentOutOfRangeException>(() => keystream.Position = -1);
    }

    private static (int Bits, bool LittleEndian) Shape(AesCtrCounter counter) => counter switch
    {
        AesCtrCounter.BigEndian128 => (128, false),
        AesCtrCounter.BigEndian64 => (64, false),
        AesCtrCounter.BigEndian32 => (32, false),
        AesCtrCounter.LittleEndian128 => (128, true),
        AesCtrCounter.LittleEndian64 => (64, true),
        _ => (32, true),
    };
}
