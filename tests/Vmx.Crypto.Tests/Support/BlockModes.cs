// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tests.Support;

/// <summary>The block cipher itself and CBC (SP 800-38A sections 6.1 and 6.2).</summary>
internal static class BlockModes
{
    private static readonly byte[] _iv = TestData.Bytes(1, Engine.BlockSize);

    private static readonly int[] _keyBits = [128, 192, 256];

    private static Mode Ecb(string name, Func<byte[], byte[], byte[]> reference) => new()
    {
        Name = name,
        KeyBits = _keyBits,
        Accepts = IsWholeBlocks,
        Reference = (key, source) => (reference(key, source), []),
    };

    private static readonly Mode _ecbEncrypt = Ecb("ecb-enc", (key, source) => ReferenceModes.EcbEncrypt(key, source));
    private static readonly Mode _ecbDecrypt = Ecb("ecb-dec", (key, source) => ReferenceModes.EcbDecrypt(key, source));
    private static readonly Mode _cbcEncrypt = Ecb("cbc-enc", (key, source) => ReferenceModes.CbcEncrypt(key, _iv, source));
    private static readonly Mode _cbcDecrypt = Ecb("cbc-dec", (key, source) => ReferenceModes.CbcDecrypt(key, _iv, source));
    private static readonly Mode _cbcEncryptMany = Ecb("cbc-enc-many", EncryptManyByReference);

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        new()
        {
            Name = "AesBlock.EncryptBlocks",
            Mode = _ecbEncrypt,
            Create = CreateBlock,
            Run = (cipher, source, destination, _) => ((AesBlock)cipher).EncryptBlocks(source, destination),
            Covers = ["AesBlock.EncryptBlocks"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "AesBlock.DecryptBlocks",
            Mode = _ecbDecrypt,
            Create = CreateBlock,
            Run = (cipher, source, destination, _) => ((AesBlock)cipher).DecryptBlocks(source, destination),
            Covers = ["AesBlock.DecryptBlocks"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "AesCbc.Encrypt",
            Mode = _cbcEncrypt,
            Create = CreateCbc,
            Run = (cipher, source, destination, _) => Require(((AesCbc)cipher).Encrypt(source, _iv, destination, PaddingMode.None) == source.Length),
            Covers = ["AesCbc.Encrypt"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "AesCbc.TryEncrypt",
            Mode = _cbcEncrypt,
            Create = CreateCbc,
            Run = (cipher, source, destination, _) =>
            {
                bool done = ((AesCbc)cipher).TryEncrypt(source, _iv, destination, out int bytesWritten, PaddingMode.None);
                Require(done == (destination.Length >= source.Length) && bytesWritten == (done ? source.Length : 0));
            },
            Covers = ["AesCbc.TryEncrypt"],
            DestinationName = "destination",
            ReturnsFalseWhenShort = true,
        },
        new()
        {
            Name = "AesCbc.Decrypt",
            Mode = _cbcDecrypt,
            Create = CreateCbc,
            Run = (cipher, source, destination, _) => Require(((AesCbc)cipher).Decrypt(source, _iv, destination, PaddingMode.None) == source.Length),
            Covers = ["AesCbc.Decrypt"],
            DestinationName = "destination",
        },
        new()
        {
            Name = "AesCbc.TryDecrypt",
            Mode = _cbcDecrypt,
            Create = CreateCbc,
            Run = (cipher, source, destination, _) =>
            {
                bool done = ((AesCbc)cipher).TryDecrypt(source, _iv, destination, out int bytesWritten, PaddingMode.None);
                Require(done == (destination.Length >= source.Length) && bytesWritten == (done ? source.Length : 0));
            },
            Covers = ["AesCbc.TryDecrypt"],
            DestinationName = "destination",
            ReturnsFalseWhenShort = true,
        },
        new()
        {
            Name = "AesCbc.EncryptMany",
            Mode = _cbcEncryptMany,
            Create = CreateCbc,
            Run = (cipher, source, destination, _) =>
            {
                Span<AesCbcJob> jobs = stackalloc AesCbcJob[JobCount];
                Span<byte> ivs = stackalloc byte[JobCount * Engine.BlockSize];
                CutJobs(source.Length, jobs, ivs);
                ((AesCbc)cipher).EncryptMany(jobs, ivs, source, destination);
            },
            Covers = ["AesCbc.EncryptMany"],
            DestinationName = "destination",
            ComparesWholeSpans = true,
        },
    ];

    // Eleven jobs: more than any engine runs side by side, not a multiple of it, their lengths uneven and some of them zero.
    private const int JobCount = 11;

    private static AesBlock CreateBlock(Engine engine, byte[] key) => new(key, engine);

    private static AesCbc CreateCbc(Engine engine, byte[] key) => new(key, engine);

    private static bool IsWholeBlocks(int length) => length % Engine.BlockSize == 0;

    private static void CutJobs(int length, Span<AesCbcJob> jobs, Span<byte> ivs)
    {
        TestData.Fill(2, ivs);
        int blocks = length / Engine.BlockSize;
        int offset = 0;
        for (int i = 0; i < jobs.Length; i++)
        {
            int end = i == jobs.Length - 1 ? blocks : blocks * (i + 1) * (i + 2) / (JobCount * (JobCount + 1)) & ~(i % 3 == 1 ? 1 : 0);
            int size = (Math.Max(end * Engine.BlockSize, offset)) - offset;
            jobs[i] = new AesCbcJob(offset, offset, size);
            offset += size;
        }
    }

    private static byte[] EncryptManyByReference(byte[] key, byte[] source)
    {
        var jobs = new AesCbcJob[JobCount];
        byte[] ivs = new byte[JobCount * Engine.BlockSize];
        CutJobs(source.Length, jobs, ivs);
        byte[] result = new byte[source.Length];
        for (int i = 0; i < JobCount; i++)
        {
            ReadOnlySpan<byte> plaintext = source.AsSpan(jobs[i].SourceOffset, jobs[i].Length);
            ReferenceModes.CbcEncrypt(key, ivs.AsSpan(i * Engine.BlockSize, Engine.BlockSize), plaintext).CopyTo(result, jobs[i].DestinationOffset);
        }
        return result;
    }

    internal static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("The call reports another number of bytes than it should.");
        }
    }
}
