// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Bench;

/// <summary>CTR with a big-endian counter of 128 bits, one message.</summary>
/// <remarks>The platform has no CTR: what stands for it is what its users write, ECB of counter blocks and an exclusive or.</remarks>
[BenchmarkCategory("CTR")]
public class CtrBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.Ctr;

    private protected override SpeedOperation? Prepare(IContender contender) =>
        contender is PlatformContender ? EcbOfCounters(new SpeedInput(Case)) : base.Prepare(contender);

    private static SpeedOperation EcbOfCounters(SpeedInput input)
    {
        var aes = Aes.Create();
        aes.Key = input.Key;
        return new(count =>
        {
            for (int i = 0; i < count; i++)
            {
                EcbOfCounters(aes, input.Iv, input.Source, input.Destination);
            }
        }, input.Destination.ToArray, aes);
    }

    private static void EcbOfCounters(Aes aes, ReadOnlySpan<byte> counterBlock, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(counterBlock);
        for (int at = 0; at < destination.Length; at += 16)
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination[at..], counter++);
        }
        aes.EncryptEcb(destination, destination, PaddingMode.None);
        ReadOnlySpan<Vector<byte>> input = MemoryMarshal.Cast<byte, Vector<byte>>(source);
        Span<Vector<byte>> output = MemoryMarshal.Cast<byte, Vector<byte>>(destination);
        for (int i = 0; i < output.Length; i++)
        {
            output[i] ^= input[i];
        }
        for (int at = output.Length * Vector<byte>.Count; at < destination.Length; at++)
        {
            destination[at] ^= source[at];
        }
    }
}
