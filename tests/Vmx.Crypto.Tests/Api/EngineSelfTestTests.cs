// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Differential;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Api;

/// <summary>The self-test passes on every engine of this machine and on the reference, and sees the faults that kernels have.</summary>
public sealed class EngineSelfTestTests
{
    public static TheoryData<string> Families => [.. Enum.GetNames<ModeFamily>()];

    /// <summary>A method of the engine and the lengths, in blocks or in bytes, for which its last byte of output is wrong.</summary>
    public static TheoryData<string, string, int, int> Faults => new()
    {
        { "Block", nameof(Engine.EncryptBlocks), 1, 1 },
        { "Block", nameof(Engine.EncryptBlocks), 64, 1000 },
        { "Block", nameof(Engine.DecryptBlocks), 1, 1 },
        { "Block", nameof(Engine.DecryptBlocks), 64, 1000 },
        { "Block", nameof(Engine.CbcEncrypt), 2, 2 },
        { "Block", nameof(Engine.CbcEncrypt), 64, 1000 },
        { "Block", nameof(Engine.CbcDecrypt), 1, 1 },
        { "Block", nameof(Engine.CbcDecrypt), 7, 7 },
        { "Block", nameof(Engine.CbcDecrypt), 17, 17 },
        { "Block", nameof(Engine.CbcDecrypt), 64, 1000 },
        { "Block", nameof(Engine.CbcEncryptMany), 0, 1000 },
        { "Ctr", nameof(Engine.CtrBigEndian32), 1, 15 },
        { "Ctr", nameof(Engine.CtrBigEndian32), 33, 33 },
        { "Ctr", nameof(Engine.CtrBigEndian32), 1024, 2000 },
        { "Ctr", nameof(Engine.CtrLittleEndian32), 1, 15 },
        { "Ctr", nameof(Engine.CtrLittleEndian32), 1024, 2000 },
        { "Xts", nameof(Engine.XtsEncrypt), 16, 16 },
        { "Xts", nameof(Engine.XtsEncrypt), 17, 31 },
        { "Xts", nameof(Engine.XtsEncrypt), 1024, 2000 },
        { "Xts", nameof(Engine.XtsDecrypt), 16, 16 },
        { "Xts", nameof(Engine.XtsDecrypt), 17, 31 },
        { "Xts", nameof(Engine.XtsDecrypt), 160, 160 },
        { "Xts", nameof(Engine.XtsDecrypt), 1024, 2000 },
        { "Gcm", nameof(Engine.Ghash), 1, 15 },
        { "Gcm", nameof(Engine.Ghash), 1024, 2000 },
        { "Gcm", nameof(Engine.GcmEncrypt), 1, 2000 },
        { "Gcm", nameof(Engine.GcmDecrypt), 1, 2000 },
        { "Gcm", nameof(Engine.GcmEncryptMessage), 0, 0 },
        { "Gcm", nameof(Engine.GcmEncryptMessage), 1024, 2000 },
        { "Gcm", nameof(Engine.GcmDecryptMessage), 0, 0 },
        { "Gcm", nameof(Engine.GcmDecryptMessage), 1024, 2000 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Supported_engines_pass(string family)
    {
        foreach (Engine engine in TestMatrix.Engines)
        {
            Assert.Null(EngineSelfTest.Run(engine, Enum.Parse<ModeFamily>(family)));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Reference_passes(string family) =>
        Assert.Null(EngineSelfTest.Run(new ReferenceEngine(), Enum.Parse<ModeFamily>(family)));

    [Theory]
    [MemberData(nameof(Faults))]
    public unsafe void Faulty_engine_fails(string family, string method, int shortest, int longest)
    {
        var engine = new ObservedEngine(TestMatrix.Engines[0], (called, length, written) =>
        {
            if (called == method && length >= (nuint)shortest && length <= (nuint)longest)
            {
                *written ^= 0x10;
            }
        });
        string? failure = EngineSelfTest.Run(engine, Enum.Parse<ModeFamily>(family));
        Assert.NotNull(failure);
        Assert.DoesNotContain("threw", failure, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Throwing_engine_is_reported(string family) =>
        Assert.Contains("threw NotSupportedException", EngineSelfTest.Run(new ThrowingEngine(), Enum.Parse<ModeFamily>(family)), StringComparison.Ordinal);

    private sealed unsafe class ThrowingEngine : Engine
    {
        public override string Name => nameof(ThrowingEngine);

        public override bool IsHardwareAccelerated => false;

        public override int KeyScheduleSize => BlockSize;

        public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => throw new NotSupportedException();

        public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

        public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

        public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => throw new NotSupportedException();
    }
}
