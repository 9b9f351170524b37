// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tests.Api;

/// <summary>What happens after a call of an engine.</summary>
/// <param name="method">The method's name.</param>
/// <param name="length">The length it was called with, in its own unit.</param>
/// <param name="written">A byte that it wrote.</param>
internal unsafe delegate void AfterCall(string method, nuint length, byte* written);

/// <summary>An engine that does something after each of its calls: flips a bit of the output, or disposes the key.</summary>
/// <param name="inner">The engine that does the work.</param>
/// <param name="after">What it does.</param>
internal sealed unsafe class ObservedEngine(Engine inner, AfterCall after) : Engine
{
    public override string Name => "Observed";

    public override bool IsHardwareAccelerated => inner.IsHardwareAccelerated;

    public override int KeyScheduleSize => inner.KeyScheduleSize;

    public override int HashKeySize => inner.HashKeySize;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => inner.ExpandKey(key, keySize, schedule, forDecryption);

    public override void ExpandHashKey(byte* subkey, byte* hashKey) => inner.ExpandHashKey(subkey, hashKey);

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
    {
        inner.EncryptBlocks(schedule, source, destination, blockCount);
        after(nameof(EncryptBlocks), blockCount, destination + (blockCount * BlockSize) - 1);
    }

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
    {
        inner.DecryptBlocks(schedule, source, destination, blockCount);
        after(nameof(DecryptBlocks), blockCount, destination + (blockCount * BlockSize) - 1);
    }

    public override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        inner.CbcEncrypt(schedule, chainingBlock, source, destination, blockCount);
        after(nameof(CbcEncrypt), blockCount, destination + (blockCount * BlockSize) - 1);
    }

    public override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        inner.CbcDecrypt(schedule, chainingBlock, source, destination, blockCount);
        after(nameof(CbcDecrypt), blockCount, destination + (blockCount * BlockSize) - 1);
    }

    public override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        inner.CbcEncryptMany(schedule, jobs, jobCount, ivs, source, destination);
        after(nameof(CbcEncryptMany), (uint)jobCount, destination + jobs[jobCount - 1].DestinationOffset);
    }

    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        inner.CtrBigEndian32(schedule, counterBlock, source, destination, length);
        after(nameof(CtrBigEndian32), length, destination + length - 1);
    }

    public override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        inner.CtrLittleEndian32(schedule, counterBlock, source, destination, length);
        after(nameof(CtrLittleEndian32), length, destination + length - 1);
    }

    public override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        inner.XtsEncrypt(dataSchedule, tweakSchedule, in run, source, destination);
        after(nameof(XtsEncrypt), run.DataUnitSize, destination + (run.DataUnitSize * run.DataUnitCount) - 1);
    }

    public override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        inner.XtsDecrypt(dataSchedule, tweakSchedule, in run, source, destination);
        after(nameof(XtsDecrypt), run.DataUnitSize, destination + (run.DataUnitSize * run.DataUnitCount) - 1);
    }

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        inner.Ghash(hashKey, state, source, length);
        after(nameof(Ghash), length, state);
    }

    public override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        inner.GcmEncrypt(schedule, hashKey, counterBlock, state, source, destination, length);
        after(nameof(GcmEncrypt), length, state);
    }

    public override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        inner.GcmDecrypt(schedule, hashKey, counterBlock, state, source, destination, length);
        after(nameof(GcmDecrypt), length, state);
    }

    public override void GcmEncryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        inner.GcmEncryptMessage(schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);
        after(nameof(GcmEncryptMessage), length, tag);
    }

    public override void GcmDecryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        inner.GcmDecryptMessage(schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);
        after(nameof(GcmDecryptMessage), length, tag);
    }
}
