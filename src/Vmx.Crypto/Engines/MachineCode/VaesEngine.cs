// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using Vmx.Crypto.Engines.Intrinsics;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>The engine contract over generated x64 kernels: cuts calls into pieces of about a microsecond.</summary>
[SkipLocalsInit]
internal abstract unsafe class VaesEngine : Engine
{
    private const nuint ParallelPiece = 32 * 1024;

    private readonly nint _encryptBlocks;
    private readonly nint _decryptBlocks;
    private readonly nint _ctrBigEndian32;
    private readonly nint _ctrLittleEndian32;
    private readonly nint _xtsEncrypt;
    private readonly nint _xtsDecrypt;

    protected VaesEngine(X64Code code)
    {
        _encryptBlocks = code.Entry(X64Routine.EncryptBlocks);
        _decryptBlocks = code.Entry(X64Routine.DecryptBlocks);
        _ctrBigEndian32 = code.Entry(X64Routine.CtrBigEndian32);
        _ctrLittleEndian32 = code.Entry(X64Routine.CtrLittleEndian32);
        _xtsEncrypt = code.Entry(X64Routine.XtsEncrypt);
        _xtsDecrypt = code.Entry(X64Routine.XtsDecrypt);
    }

    public sealed override bool IsHardwareAccelerated => true;

    public sealed override int KeyScheduleSize => 512;

    // ---- keys -------------------------------------------------------------------------------------------------------

    public sealed override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption)
    {
        byte* plain = stackalloc byte[KeySchedule.Size];
        KeySchedule.Expand<X86Vocabulary>(key, keySize, plain, forDecryption);
        int rounds = KeySchedule.Rounds(plain);
        *(int*)(schedule + 240) = rounds - 10;
        for (int direction = 0; direction <= (forDecryption ? 256 : 0); direction += 256)
        {
            for (int round = 0; round <= rounds; round++)
            {
                int slot = round == 0 ? 0 : round + 14 - rounds;
                Unsafe.CopyBlockUnaligned(schedule + direction + (slot * BlockSize), plain + direction + (round * BlockSize), BlockSize);
            }
        }
    }

    public sealed override int HashKeySize => GhashKernel.KeySize;

    public sealed override void ExpandHashKey(byte* subkey, byte* hashKey) => GhashKernel.ExpandKey<X86Vocabulary>(subkey, hashKey);

    public sealed override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => GhashKernel.Hash<X86Vocabulary, GhashAccumulator128>(hashKey, state, source, length);

    // ---- blocks -----------------------------------------------------------------------------------------------------

    public sealed override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => Blocks(_encryptBlocks, schedule, source, destination, blockCount);

    public sealed override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => Blocks(_decryptBlocks, schedule, source, destination, blockCount);

    private static void Blocks(nint entry, byte* schedule, byte* source, byte* destination, nuint blockCount)
    {
        for (; blockCount > ParallelPiece / BlockSize; blockCount -= ParallelPiece / BlockSize)
        {
            X64Code.Call(entry, schedule, null, source, destination, ParallelPiece / BlockSize);
            source += ParallelPiece;
            destination += ParallelPiece;
        }
        X64Code.Call(entry, schedule, null, source, destination, blockCount);
    }

    // ---- CTR --------------------------------------------------------------------------------------------------------

    public sealed override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrBigEndian32, schedule, counterBlock, source, destination, length);
            return;
        }
        Block counter = Block.Read(new(counterBlock, BlockSize));
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(_ctrBigEndian32, schedule, &counter, source, destination, ParallelPiece);
            AddToCounter((byte*)&counter, (uint)(ParallelPiece / BlockSize));
            source += ParallelPiece;
            destination += ParallelPiece;
        }
        X64Code.Call(_ctrBigEndian32, schedule, &counter, source, destination, length);
    }

    public sealed override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrLittleEndian32, schedule, counterBlock, source, destination, length);
            return;
        }
        Block counter = Block.Read(new(counterBlock, BlockSize));
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(_ctrLittleEndian32, schedule, &counter, source, destination, ParallelPiece);
            *(uint*)&counter += (uint)(ParallelPiece / BlockSize);
            source += ParallelPiece;
            destination += ParallelPiece;
        }
        X64Code.Call(_ctrLittleEndian32, schedule, &counter, source, destination, length);
    }

    // ---- XTS --------------------------------------------------------------------------------------------------------

    // Short data units take longer than their bytes do.
    private const nuint MaxUnitsOfPiece = 128;

    public sealed override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(_xtsEncrypt, dataSchedule, tweakSchedule, in run, source, destination);

    public sealed override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(_xtsDecrypt, dataSchedule, tweakSchedule, in run, source, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xts(nint entry, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        if (run.DataUnitCount == 1 && run.DataUnitSize <= ParallelPiece)
        {
            XtsWorkspace workspace;
            fixed (XtsRun* pointer = &run)
            {
                X64Code.Call(entry, dataSchedule, pointer, source, destination, (nuint)(&workspace), tweakSchedule);
            }
        }
        else
        {
            XtsPieces(entry, dataSchedule, tweakSchedule, in run, source, destination);
        }
    }

    private static void XtsPieces(nint entry, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        XtsWorkspace workspace;
        nuint size = run.DataUnitSize;
        if (size <= ParallelPiece)
        {
            nuint most = nuint.Min(ParallelPiece / size, MaxUnitsOfPiece);
            for (nuint done = 0; done < run.DataUnitCount; done += most)
            {
                XtsRun piece = run.Slice(done, nuint.Min(most, run.DataUnitCount - done));
                X64Code.Call(entry, dataSchedule, &piece, source, destination, (nuint)(&workspace), tweakSchedule);
                source += most * size;
                destination += most * size;
            }
            return;
        }
        for (nuint unit = 0; unit < run.DataUnitCount; unit++)
        {
            workspace.Part = XtsPart.First;
            for (nuint remaining = size; remaining != 0;)
            {
                // The last piece is at least a block, so that it can be the one that steals. A count of zero says: a part.
                nuint length = remaining >= ParallelPiece + BlockSize ? ParallelPiece : remaining;
                XtsRun part = run.Slice(unit, 0) with { DataUnitSize = length };
                X64Code.Call(entry, dataSchedule, &part, source, destination, (nuint)(&workspace), tweakSchedule);
                workspace.Part = XtsPart.Later;
                source += length;
                destination += length;
                remaining -= length;
            }
        }
        workspace.Tweak = default;
    }
}
