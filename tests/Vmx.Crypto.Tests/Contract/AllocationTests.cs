// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>No span path allocates.</summary>
public sealed class AllocationTests
{
    [Theory]
    [MemberData(nameof(TestMatrix.DirectRows), MemberType = typeof(TestMatrix))]
    public void Call_allocates_nothing(string engine, string entryPoint)
    {
        using var row = MatrixCase.Create(engine, entryPoint);
        foreach (int from in (int[])[0, 100, 5000])
        {
            int length = row.LengthFrom(from);
            byte[] source = MatrixCase.Source(length);
            byte[] destination = new byte[row.Mode.ResultSize(length)];
            byte[] tag = row.TagArgument(length);
            AssertNoAllocation(() => row.Run(source, destination, tag));
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Incremental_objects_allocate_nothing_after_they_are_made(string engineName)
    {
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        byte[] text = TestData.Bytes(8, 333);
        byte[] output = new byte[333];
        byte[] block = new byte[16];
        using var ctr = new AesCtr(TestData.Key(128), AesCtrCounter.BigEndian128, engine);
        using AesCtrKeystream keystream = ctr.CreateKeystream(block);
        AssertNoAllocation(() =>
        {
            keystream.Transform(text, output);
            keystream.Fill(output);
            keystream.Position = 5;
        });
        using var ghashKey = new GhashKey(TestData.Key(128), engine);
        using Ghash hash = ghashKey.CreateHash();
        AssertNoAllocation(() =>
        {
            hash.Append(text);
            hash.GetCurrentHash(block);
            hash.PadToBlock();
            hash.GetHashAndReset(block);
        });
        using var gmac = new AesGmac(TestData.Key(128), 16, AesGcmOptions.None, engine);
        using AesGmacHash gmacHash = gmac.CreateHash(TestData.Bytes(9, 12));
        AssertNoAllocation(() => gmacHash.Append(text));
        using var gcm = new AesGcmCipher(TestData.Key(128), 16, AesGcmOptions.None, engine);
        using AesGcmEncryptor encryptor = gcm.CreateEncryptor(TestData.Bytes(9, 12));
        AssertNoAllocation(() => encryptor.Encrypt(text, output));
        using AesGcmDecryptor decryptor = gcm.CreateDecryptor(TestData.Bytes(9, 12));
        AssertNoAllocation(() => decryptor.DecryptUnverified(text, output));
        using AesGcmDecryptor verifier = gcm.CreateDecryptor(TestData.Bytes(9, 12));
        AssertNoAllocation(() => verifier.AppendCiphertext(text));
        AssertNoAllocation(() => Assert.False(gcm.TryDecrypt(block.AsSpan(0, 12), text, block, output)));
    }

    // What a call allocates it allocates every time. What surrounds it may allocate once: the runtime when a lock of the
    // emulated processor's harness is first waited for.
    private static void AssertNoAllocation(Action action)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least != 0; attempt++)
        {
            least = Math.Min(least, Allocated(action));
        }
        Assert.Equal(0, least);
    }

    private static long Allocated(Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
        {
            action();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
