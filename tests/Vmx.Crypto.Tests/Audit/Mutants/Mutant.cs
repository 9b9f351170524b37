// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tests.Audit.Mutants;

//
//  An engine with one mistake
//
//      The block functions and GHASH are those of a right engine; everything else is composed of them by the defaults of
//      Engine, so that a mistake in one method shows in every mode that is composed of it. A mutant overrides one method.
//
internal unsafe class Mutant(string name) : Engine
{
    private readonly Engine _right = EngineCatalog.Selector.Supported[0];

    public override string Name => name;

    public override bool IsHardwareAccelerated => false;

    public override int KeyScheduleSize => _right.KeyScheduleSize;

    public override int HashKeySize => _right.HashKeySize;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => _right.ExpandKey(key, keySize, schedule, forDecryption);

    public override void ExpandHashKey(byte* subkey, byte* hashKey) => _right.ExpandHashKey(subkey, hashKey);

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => _right.EncryptBlocks(schedule, source, destination, blockCount);

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => _right.DecryptBlocks(schedule, source, destination, blockCount);

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => _right.Ghash(hashKey, state, source, length);

    /// <summary>CTR as the defaults have it, from a counter that is some blocks further and counts in all 128 bits.</summary>
    protected void WideCtr(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        byte* block = stackalloc byte[BlockSize];
        UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(counterBlock, BlockSize));
        for (nuint offset = 0; offset < length; offset += BlockSize)
        {
            BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(block, BlockSize), counter++);
            base.CtrBigEndian32(schedule, block, source + offset, destination + offset, nuint.Min(BlockSize, length - offset));
        }
    }
}

/// <summary>OpenSSL's e9f148c935 for three days: fewer than eight blocks count in 128 bits, more in 32.</summary>
internal sealed unsafe class CounterWidthMutant() : Mutant("counter-width")
{
    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length < 8 * BlockSize)
        {
            WideCtr(schedule, counterBlock, source, destination, length);
            return;
        }
        base.CtrBigEndian32(schedule, counterBlock, source, destination, length);
    }
}

/// <summary>OpenSSL's 44a563dde1, corrected in 345c99b665: GCM's counter carries beyond its 32 bits.</summary>
internal sealed unsafe class GcmCounterMutant() : Mutant("gcm-counter")
{
    public override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        WideCtr(schedule, counterBlock, source, destination, length);
        Ghash(hashKey, state, destination, length);
    }
}

/// <summary>The place of the mistake that f643deac41 corrected: after eight blocks, tails of two and of three. Here they count from one too far.</summary>
internal sealed unsafe class CtrTailMutant() : Mutant("ctr-tail")
{
    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        nuint whole = length & ~(nuint)127;
        nuint tail = (length - whole + BlockSize - 1) / BlockSize;
        base.CtrBigEndian32(schedule, counterBlock, source, destination, whole == 0 ? length : whole);
        if (whole != 0)
        {
            byte* block = stackalloc byte[BlockSize];
            new ReadOnlySpan<byte>(counterBlock, BlockSize).CopyTo(new Span<byte>(block, BlockSize));
            AddToCounter(block, (uint)(whole / BlockSize) + (tail is 2 or 3 ? 1u : 0));
            base.CtrBigEndian32(schedule, block, source + whole, destination + whole, length - whole);
        }
    }
}

/// <summary>The bytes after the last whole block stay as they are.</summary>
internal sealed unsafe class DroppedTailMutant() : Mutant("dropped-tail")
{
    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        nuint whole = length & ~(nuint)15;
        base.CtrBigEndian32(schedule, counterBlock, source, destination, whole);
        new ReadOnlySpan<byte>(source + whole, (int)(length - whole)).CopyTo(new Span<byte>(destination + whole, (int)(length - whole)));
    }
}

/// <summary>GHASH whose product is never reduced: what passes the end of the field's elements is lost.</summary>
internal sealed unsafe class UnreducedGhashMutant() : Mutant("unreduced-ghash")
{
    public override int HashKeySize => BlockSize;

    public override void ExpandHashKey(byte* subkey, byte* hashKey) => new ReadOnlySpan<byte>(subkey, BlockSize).CopyTo(new Span<byte>(hashKey, BlockSize));

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        Span<byte> hash = new(state, BlockSize);
        for (nuint offset = 0; offset < length; offset += BlockSize)
        {
            for (int index = 0; index < BlockSize && offset + (nuint)index < length; index++)
            {
                hash[index] ^= source[offset + (nuint)index];
            }
            UInt128 factor = BinaryPrimitives.ReadUInt128BigEndian(hash);
            UInt128 shifted = BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(hashKey, BlockSize));
            UInt128 product = 0;
            for (int bit = 127; bit >= 0; bit--, shifted >>= 1)
            {
                product ^= ((factor >> bit) & 1) == 0 ? 0 : shifted;
            }
            BinaryPrimitives.WriteUInt128BigEndian(hash, product);
        }
    }
}

/// <summary>Decryption that steals with the tweaks in encryption's order.</summary>
internal sealed unsafe class StealingOrderMutant() : Mutant("stealing-order")
{
    public override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        nuint partial = run.DataUnitSize % BlockSize;
        if (partial == 0)
        {
            base.XtsDecrypt(dataSchedule, tweakSchedule, in run, source, destination);
            return;
        }
        nuint whole = run.DataUnitSize - BlockSize - partial;
        byte* tweak = stackalloc byte[2 * BlockSize];
        byte* last = stackalloc byte[2 * BlockSize];
        for (nuint unit = 0; unit < run.DataUnitCount; unit++, source += run.DataUnitSize, destination += run.DataUnitSize)
        {
            run.WriteTweak(unit, tweak);
            EncryptBlocks(tweakSchedule, tweak, tweak, 1);
            for (nuint offset = 0; offset < whole; offset += BlockSize)
            {
                Block(dataSchedule, source + offset, tweak, destination + offset);
                DoubleTweak(tweak, tweak);
            }
            DoubleTweak(tweak, tweak + BlockSize);
            Block(dataSchedule, source + whole, tweak, last);
            new ReadOnlySpan<byte>(last, BlockSize).CopyTo(new Span<byte>(last + BlockSize, BlockSize));
            new ReadOnlySpan<byte>(source + whole + BlockSize, (int)partial).CopyTo(new Span<byte>(last, BlockSize));
            new ReadOnlySpan<byte>(last + BlockSize, (int)partial).CopyTo(new Span<byte>(destination + whole + BlockSize, (int)partial));
            Block(dataSchedule, last, tweak + BlockSize, destination + whole);
        }
    }

    private void Block(byte* schedule, byte* source, byte* tweak, byte* destination)
    {
        ExclusiveOr(source, tweak, destination, BlockSize);
        DecryptBlocks(schedule, destination, destination, 1);
        ExclusiveOr(destination, tweak, destination, BlockSize);
    }
}

/// <summary>Every data unit of a run has the tweak of the first.</summary>
internal sealed unsafe class TweakStepMutant() : Mutant("tweak-step")
{
    public override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        base.XtsEncrypt(dataSchedule, tweakSchedule, run with { Step = 0 }, source, destination);
}
