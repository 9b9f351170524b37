// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  The engine contract over the generated POWER kernels
//
//      Kernels take whole blocks. What is left of a message goes through a block of working memory here: it is copied in,
//      processed as a whole block and copied out, so nothing beyond the arguments is read or written. Calls are cut
//      into pieces, because the collector waits for each.
//
[SkipLocalsInit]
internal sealed unsafe class Power8Engine(IPower8Kernels kernels) : Engine
{
    public const string EngineName = "Power8";

    private const int Lanes = 8;
    private const int Group = Lanes * BlockSize;
    private const nuint ParallelPiece = 16 * 1024;
    private const nuint SerialPiece = 2 * 1024;

    public override string Name => EngineName;

    public override bool IsHardwareAccelerated => true;

    /// <summary>Null when this process can run the engine, else why not.</summary>
    public static string? WhyUnsupported() => Power8Processor.WhyUnsupported() ?? ExecutableMemory.WhyForbidden();

    // ---- keys -------------------------------------------------------------------------------------------------------

    public override int KeyScheduleSize => 256;

    public override int HashKeySize => 192;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) =>
        kernels.Call(Power8Routine.ExpandKey, key, schedule, null, null, (uint)keySize);

    public override void ExpandHashKey(byte* subkey, byte* hashKey) =>
        kernels.Call(Power8Routine.ExpandHashKey, hashKey, subkey, null, null, 0);

    // ---- blocks and CBC ---------------------------------------------------------------------------------------------

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        Blocks(Power8Routine.EncryptBlocks, schedule, null, source, destination, blockCount, ParallelPiece);

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        Blocks(Power8Routine.DecryptBlocks, schedule, null, source, destination, blockCount, ParallelPiece);

    public override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) =>
        Blocks(Power8Routine.CbcEncrypt, schedule, chainingBlock, source, destination, blockCount, SerialPiece);

    public override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) =>
        Blocks(Power8Routine.CbcDecrypt, schedule, chainingBlock, source, destination, blockCount, ParallelPiece);

    /// <summary>Calls a routine that advances its state by itself.</summary>
    private void Blocks(Power8Routine routine, byte* key, byte* state, byte* source, byte* destination, nuint blockCount, nuint piece)
    {
        while (blockCount != 0)
        {
            nuint blocks = nuint.Min(blockCount, piece / BlockSize);
            kernels.Call(routine, key, state, source, destination, blocks);
            source += blocks * BlockSize;
            destination += blocks * BlockSize;
            blockCount -= blocks;
        }
    }

    // Eight messages at a time, one in each lane. A lane whose message ends takes the next one. Where there is none any more it
    // runs along with another lane: all lanes read before one writes, and both write the same.
    public override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        byte* chainingBlocks = stackalloc byte[Group];
        byte** pointers = stackalloc byte*[2 * Lanes];
        nuint* remaining = stackalloc nuint[Lanes];
        new Span<nuint>(remaining, Lanes).Clear();
        int next = 0;
        while (true)
        {
            int leader = -1;
            nuint blocks = SerialPiece / BlockSize;
            for (int lane = 0; lane < Lanes; lane++)
            {
                for (; remaining[lane] == 0 && next < jobCount; next++)
                {
                    remaining[lane] = (uint)jobs[next].Length / BlockSize;
                    pointers[lane] = source + jobs[next].SourceOffset;
                    pointers[Lanes + lane] = destination + jobs[next].DestinationOffset;
                    Unsafe.CopyBlockUnaligned(chainingBlocks + (lane * BlockSize), ivs + ((nint)next * BlockSize), BlockSize);
                }
                if (remaining[lane] != 0)
                {
                    leader = lane;
                    blocks = nuint.Min(blocks, remaining[lane]);
                }
            }
            if (leader < 0)
            {
                return;
            }
            for (int lane = 0; lane < Lanes; lane++)
            {
                if (remaining[lane] == 0)
                {
                    pointers[lane] = pointers[leader];
                    pointers[Lanes + lane] = pointers[Lanes + leader];
                    Unsafe.CopyBlockUnaligned(chainingBlocks + (lane * BlockSize), chainingBlocks + (leader * BlockSize), BlockSize);
                }
            }
            kernels.Call(Power8Routine.CbcEncryptLanes, schedule, chainingBlocks, pointers, null, blocks);
            for (int lane = 0; lane < Lanes; lane++)
            {
                if (remaining[lane] != 0)
                {
                    remaining[lane] -= blocks;
                    pointers[lane] += blocks * BlockSize;
                    pointers[Lanes + lane] += blocks * BlockSize;
                }
            }
        }
    }

    // ---- CTR --------------------------------------------------------------------------------------------------------

    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        Ctr(Power8Routine.CtrBigEndian32, schedule, counterBlock, source, destination, length);

    public override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        Ctr(Power8Routine.CtrLittleEndian32, schedule, counterBlock, source, destination, length);

    private void Ctr(Power8Routine routine, byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        byte* counter = stackalloc byte[BlockSize];
        Unsafe.CopyBlockUnaligned(counter, counterBlock, BlockSize);
        while (length >= BlockSize)
        {
            nuint blocks = nuint.Min(length, ParallelPiece) / BlockSize;
            kernels.Call(routine, schedule, counter, source, destination, blocks);
            Advance((uint)blocks);
            source += blocks * BlockSize;
            destination += blocks * BlockSize;
            length -= blocks * BlockSize;
        }
        if (length != 0)
        {
            byte* block = stackalloc byte[BlockSize];
            Unsafe.InitBlockUnaligned(block, 0, BlockSize);
            Unsafe.CopyBlockUnaligned(block, source, (uint)length);
            kernels.Call(routine, schedule, counter, block, block, 1);
            Unsafe.CopyBlockUnaligned(destination, block, (uint)length);
            Wipe(block, BlockSize);
        }

        void Advance(uint blocks)
        {
            if (routine == Power8Routine.CtrLittleEndian32)
            {
                *(uint*)counter += blocks;
            }
            else
            {
                AddToCounter(counter, blocks);
            }
        }
    }

    // ---- XTS --------------------------------------------------------------------------------------------------------

    public override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(Power8Routine.XtsEncrypt, dataSchedule, tweakSchedule, in run, source, destination);

    public override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(Power8Routine.XtsDecrypt, dataSchedule, tweakSchedule, in run, source, destination);

    // The tweaks of eight data units are encrypted at once.
    private void Xts(Power8Routine routine, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        byte* tweaks = stackalloc byte[Group];
        nuint partial = run.DataUnitSize % BlockSize;
        nuint whole = (run.DataUnitSize / BlockSize) - (partial == 0 ? 0u : 1u);
        for (nuint unit = 0; unit < run.DataUnitCount; unit++)
        {
            byte* tweak = tweaks + (unit % Lanes * BlockSize);
            if (unit % Lanes == 0)
            {
                nuint units = nuint.Min(Lanes, run.DataUnitCount - unit);
                for (nuint i = 0; i < units; i++)
                {
                    run.WriteTweak(unit + i, tweaks + (i * BlockSize));
                }
                kernels.Call(Power8Routine.EncryptBlocks, tweakSchedule, null, tweaks, tweaks, units);
            }
            Blocks(routine, dataSchedule, tweak, source, destination, whole, ParallelPiece);
            source += whole * BlockSize;
            destination += whole * BlockSize;
            if (partial != 0)
            {
                Steal(routine, dataSchedule, tweak, source, destination, partial);
                source += BlockSize + partial;
                destination += BlockSize + partial;
            }
        }
        Wipe(tweaks, Group);
    }

    // IEEE 1619 sections 5.3.2 and 5.4.2: the last whole block and the partial one after it. Encryption takes their tweaks in
    // order, decryption in reverse. A call moves its tweak on, so each has its own copy.
    private void Steal(Power8Routine routine, byte* schedule, byte* tweak, byte* source, byte* destination, nuint partial)
    {
        byte* memory = stackalloc byte[4 * BlockSize];
        byte* block = memory + (2 * BlockSize);
        byte* stolen = memory + (3 * BlockSize);
        byte* first = routine == Power8Routine.XtsEncrypt ? memory : memory + BlockSize;
        byte* second = routine == Power8Routine.XtsEncrypt ? memory + BlockSize : memory;
        Unsafe.CopyBlockUnaligned(memory, tweak, BlockSize);
        DoubleTweak(memory, memory + BlockSize);
        kernels.Call(routine, schedule, first, source, block, 1);
        Unsafe.CopyBlockUnaligned(stolen, block, BlockSize);
        Unsafe.CopyBlockUnaligned(block, source + BlockSize, (uint)partial);
        Unsafe.CopyBlockUnaligned(destination + BlockSize, stolen, (uint)partial);
        kernels.Call(routine, schedule, second, block, destination, 1);
        Wipe(memory, 4 * BlockSize);
    }

    // ---- GHASH and GCM ----------------------------------------------------------------------------------------------

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        Blocks(Power8Routine.Ghash, hashKey, state, source, null, length / BlockSize, ParallelPiece);
        nuint partial = length % BlockSize;
        if (partial != 0)
        {
            byte* block = stackalloc byte[BlockSize];
            Unsafe.InitBlockUnaligned(block, 0, BlockSize);
            Unsafe.CopyBlockUnaligned(block, source + (length - partial), (uint)partial);
            kernels.Call(Power8Routine.Ghash, hashKey, state, block, null, 1);
            Wipe(block, BlockSize);
        }
    }

    public override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        byte* counter = stackalloc byte[BlockSize];
        nuint done = Groups(Power8Routine.GcmEncrypt, schedule, hashKey, counterBlock, state, source, destination, length, counter);
        base.GcmEncrypt(schedule, hashKey, counter, state, source + done, destination + done, length - done);
    }

    public override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        byte* counter = stackalloc byte[BlockSize];
        nuint done = Groups(Power8Routine.GcmDecrypt, schedule, hashKey, counterBlock, state, source, destination, length, counter);
        base.GcmDecrypt(schedule, hashKey, counter, state, source + done, destination + done, length - done);
    }

    /// <summary>Groups of eight blocks. Leaves the counter block of what follows them, and returns their bytes.</summary>
    private nuint Groups(Power8Routine routine, byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length, byte* counter)
    {
        Unsafe.CopyBlockUnaligned(counter, counterBlock, BlockSize);
        nuint done = 0;
        while (length - done >= Group)
        {
            nuint groups = nuint.Min(length - done, ParallelPiece) / Group;
            kernels.Call(routine, schedule, counter, source + done, destination + done, groups, hashKey, state);
            AddToCounter(counter, (uint)groups * Lanes);
            done += groups * Group;
        }
        return done;
    }

    private static void Wipe(byte* memory, int size) => CryptographicOperations.ZeroMemory(new Span<byte>(memory, size));
}
