// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using CsCheck;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Support;

namespace Vmx.Crypto.Tests.Differential;

//
//  What random inputs are made of. Short messages are as likely as long ones, and one counter block in two stands within
//  300 blocks of a wrap: of 32, 64 or 128 bits, big-endian or little-endian.
//
internal static class Generators
{
    private const int BlocksBeforeWrap = 300;

    public static Gen<int> Length { get; } = Gen.OneOf(Gen.Int[0, 64], Gen.Int[0, 300], Gen.Int[0, 2200]);

    public static Gen<byte[]> Block { get; } = Bytes(16);

    public static Gen<byte[]> CounterBlock { get; } =
        from block in Block
        from bits in Gen.OneOf(0, 0, 0, 32, 64, 128)
        from littleEndian in Gen.Bool
        from before in Gen.Int[1, BlocksBeforeWrap]
        select NextToWrap(block, bits, littleEndian, before);

    public static Gen<byte[]> AesKey { get; } = Key([16, 24, 32]);

    public static Gen<byte[]> AssociatedData { get; } = Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 600]).SelectMany(Bytes);

    /// <summary>Where a message is cut: pieces of 1 to 64 blocks, as bytes.</summary>
    public static Gen<int[]> BlockSplits { get; } = Gen.Int[1, 64].Select(blocks => blocks * Engine.BlockSize).Array[1, 12];

    public static Gen<byte[]> Bytes(int length) => Gen.Byte.Array[length];

    public static Gen<byte[]> Key(int[] sizes) => Gen.OneOf(sizes).SelectMany(Bytes);

    public static Gen<Message> Message(Subject subject) => Message(subject, Length);

    public static Gen<Message> Message(Subject subject, Gen<int> lengths) =>
        from key in Key(subject.KeySizes)
        from block in CounterBlock
        from associatedData in AssociatedData
        from data in lengths.Select(length => Math.Max(length / subject.Granularity * subject.Granularity, subject.Minimum)).SelectMany(Bytes)
        from inPlace in Gen.Bool
        select new Message(key, block, associatedData, data, inPlace);

    /// <summary>How many inputs one test takes.</summary>
    public static int Iterations(Engine? engine) => engine is ReferenceEngine ? SuiteSize.Choose(full: 30, sample: 8) : SuiteSize.Choose(full: 150, sample: 15);

    /// <summary>Cuts a message into pieces of the given lengths, the last of which has what is left.</summary>
    public static IEnumerable<Range> Cut(int length, int[] pieces)
    {
        int at = 0;
        foreach (int piece in pieces)
        {
            int end = Math.Min(at + piece, length);
            yield return at..end;
            at = end;
        }
        yield return at..length;
    }

    private static byte[] NextToWrap(byte[] block, int bits, bool littleEndian, int before)
    {
        byte[] result = [.. block];
        if (bits != 0)
        {
            Span<byte> counter = littleEndian ? result.AsSpan(0, bits / 8) : result.AsSpan(16 - (bits / 8));
            counter.Fill(0xFF);
            if (littleEndian)
            {
                BinaryPrimitives.WriteInt32LittleEndian(counter, -before);
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(counter[^4..], -before);
            }
        }
        return result;
    }
}
