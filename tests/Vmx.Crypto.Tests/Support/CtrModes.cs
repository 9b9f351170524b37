// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tests.Support;

/// <summary>CTR (SP 800-38A section 6.5) with every counter that there is.</summary>
internal static class CtrModes
{
    /// <summary>Where in the keystream the entry points begin that can begin anywhere.</summary>
    private const long Position = 75;

    private static readonly byte[] _counterBlock = CounterBlock(AesCtrCounter.BigEndian128);

    private static readonly Mode _ctr = Create(AesCtrCounter.BigEndian128, "ctr", 0);
    private static readonly Mode _ctrAt = Create(AesCtrCounter.BigEndian128, "ctr-at", Position);

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        .. Enum.GetValues<AesCtrCounter>().Where(counter => counter != AesCtrCounter.BigEndian128)
            .Select(counter => Transform($"AesCtr.Transform({counter})", counter, Create(counter, $"ctr({counter})", 0))),
        Transform("AesCtr.Transform", AesCtrCounter.BigEndian128, _ctr),
        new()
        {
            Name = "AesCtr.TransformAt",
            Mode = _ctrAt,
            Create = CreateCtr,
            Run = (cipher, source, destination, _) => ((AesCtr)cipher).TransformAt(_counterBlock, Position, source, destination),
            Covers = ["AesCtr.TransformAt"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "AesCtrKeystream.Transform",
            Mode = _ctrAt,
            Create = CreateCtr,
            Run = (cipher, source, destination, _) =>
            {
                using AesCtrKeystream keystream = ((AesCtr)cipher).CreateKeystream(_counterBlock);
                keystream.Position = Position;
                keystream.Transform(source, destination);
            },
            Covers = ["AesCtr.CreateKeystream", "AesCtrKeystream.Transform", "AesCtrKeystream.Position"],
            DestinationName = "destination",
            IsDirect = false,
        },
        new()
        {
            Name = "AesCtrKeystream.Fill",
            Mode = _ctr,
            Create = CreateCtr,
            Run = (cipher, source, destination, _) =>
            {
                using AesCtrKeystream keystream = ((AesCtr)cipher).CreateKeystream(_counterBlock);
                byte[] bytes = new byte[source.Length];
                keystream.Fill(bytes);
                for (int i = 0; i < bytes.Length; i++)
                {
                    destination[i] = (byte)(source[i] ^ bytes[i]);
                }
            },
            Covers = ["AesCtrKeystream.Fill"],
            IsDirect = false,
            CopiesText = true,
        },
    ];

    /// <summary>
    /// A counter block whose low 32 bits wrap after sixteen blocks; bits 32 to 63 are all ones, so that a 64-bit counter wraps
    /// there, too, and a 128-bit counter carries on.
    /// </summary>
    public static byte[] CounterBlock(AesCtrCounter counter)
    {
        byte[] block = TestData.Bytes(3, Engine.BlockSize);
        byte[] low = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0];
        if (IsLittleEndian(counter))
        {
            Array.Reverse(low);
            low.CopyTo(block, 0);
        }
        else
        {
            low.CopyTo(block, 8);
        }
        return block;
    }

    public static bool IsLittleEndian(AesCtrCounter counter) =>
        counter is AesCtrCounter.LittleEndian32 or AesCtrCounter.LittleEndian64 or AesCtrCounter.LittleEndian128;

    /// <summary>Bits of a counter.</summary>
    public static int Bits(AesCtrCounter counter) => counter switch
    {
        AesCtrCounter.BigEndian32 or AesCtrCounter.LittleEndian32 => 32,
        AesCtrCounter.BigEndian64 or AesCtrCounter.LittleEndian64 => 64,
        _ => 128,
    };

    private static AesCtr CreateCtr(Engine engine, byte[] key) => new(key, AesCtrCounter.BigEndian128, engine);

    private static Mode Create(AesCtrCounter counter, string name, long position) => new()
    {
        Name = name,
        KeyBits = [128, 192, 256],
        Accepts = _ => true,
        Reference = (key, source) => (ReferenceModes.Ctr(key, CounterBlock(counter), Bits(counter), IsLittleEndian(counter), source, position), []),
    };

    private static EntryPoint Transform(string name, AesCtrCounter counter, Mode mode)
    {
        byte[] counterBlock = CounterBlock(counter);
        return new EntryPoint
        {
            Name = name,
            Mode = mode,
            Create = (engine, key) => new AesCtr(key, counter, engine),
            Run = (cipher, source, destination, _) => ((AesCtr)cipher).Transform(counterBlock, source, destination),
            Covers = ["AesCtr.Transform"],
            DestinationName = "destination",
        };
    }
}
