// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Bench;

/// <summary>AES-128-CTR with a big-endian counter of 128 bits, one message.</summary>
/// <remarks>The platform has no CTR: what stands for it is what its users write, ECB of counter blocks and an exclusive or.</remarks>
public class CtrBenchmark : ModeBenchmark
{
    private readonly byte[] _key = RandomBytes(16);
    private readonly byte[] _counterBlock = RandomBytes(16);

    protected override IEnumerable<string> Peers => [Reference, Platform, BouncyCastle];

    private protected override Action CreateOurs(Engine engine)
    {
        var aes = new AesCtr(_key, AesCtrCounter.BigEndian128, engine);
        byte[] source = RandomBytes(Size);
        byte[] destination = new byte[Size];
        return () => aes.Transform(_counterBlock, source, destination);
    }

    protected override Action CreatePeer(string name)
    {
        byte[] source = RandomBytes(Size);
        byte[] destination = new byte[Size];
        switch (name)
        {
            case Reference:
                return () => ReferenceModes.Ctr(_key, _counterBlock, 128, littleEndian: false, source);
            case Platform:
                var aes = Aes.Create();
                aes.Key = _key;
                return () => EcbOfCounters(aes, _counterBlock, source, destination);
            case BouncyCastle:
                var parameters = new ParametersWithIV(new KeyParameter(_key), _counterBlock);
                var cipher = new BufferedBlockCipher(new SicBlockCipher(AesUtilities.CreateEngine()));
                return () =>
                {
                    cipher.Init(true, parameters);
                    cipher.DoFinal(source, destination);
                };
            default:
                throw Unknown(name);
        }
    }

    private static void EcbOfCounters(Aes aes, byte[] counterBlock, byte[] source, byte[] destination)
    {
        UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(counterBlock);
        for (int at = 0; at < destination.Length; at += 16)
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination.AsSpan(at), counter++);
        }
        aes.EncryptEcb(destination, destination, PaddingMode.None);
        Span<Vector<byte>> output = MemoryMarshal.Cast<byte, Vector<byte>>(destination.AsSpan());
        Span<Vector<byte>> input = MemoryMarshal.Cast<byte, Vector<byte>>(source.AsSpan());
        for (int i = 0; i < output.Length; i++)
        {
            output[i] ^= input[i];
        }
    }
}
