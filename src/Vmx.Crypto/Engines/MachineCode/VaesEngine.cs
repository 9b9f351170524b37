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
    private const nuint ChainedPiece = 2 * 1024;

    private readonly nint _encryptBlocks;
    private readonly nint _decryptBlocks;
    private readonly nint _ctrBigEndian32;
    private readonly nint _ctrLittleEndian32;
    private readonly nint _cbcEncrypt;
    private readonly nint _cbcDecrypt;
    private readonly nint _cbcEncryptMany;
    private readonly nint _expandKey128;
    private readonly nint _expandKey192;
    private readonly nint _expandKey256;

    protected VaesEngine(X64Code code)
    {
        _encryptBlocks = code.Entry(X64Routine.EncryptBlocks);
        _decryptBlocks = code.Entry(X64Routine.DecryptBlocks);
        _ctrBigEndian32 = code.Entry(X64Routine.CtrBigEndian32);
        _ctrLittleEndian32 = code.Entry(X64Routine.CtrLittleEndian32);
        _cbcEncrypt = code.Entry(X64Routine.CbcEncrypt);
        _cbcDecrypt = code.Entry(X64Routine.CbcDecrypt);
        _cbcEncryptMany = code.Entry(X64Routine.CbcEncryptMany);
        _expandKey128 = code.Entry(X64Routine.ExpandKey128);
        _expandKey192 = code.Entry(X64Routine.ExpandKey192);
        _expandKey256 = code.Entry(X64Routine.ExpandKey256);
    }

    public sealed override bool IsHardwareAccelerated => true;

    public sealed override int KeyScheduleSize => 512;

    // ---- keys -------------------------------------------------------------------------------------------------------

    public sealed override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) =>
        X64Code.Call(keySize switch { 16 => _expandKey128, 24 => _expandKey192, _ => _expandKey256 }, key, schedule, (void*)(forDecryption ? 1 : 0));

    public sealed override int HashKeySize => GhashKernel.KeySize;

    public sealed override void ExpandHashKey(byte* subkey, byte* hashKey) => GhashKernel.ExpandKey<X86Vocabulary>(subkey, hashKey);

    public sealed override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => GhashKernel.Hash<X86Vocabulary, GhashAccumulator128>(hashKey, state, source, length);

    // ---- blocks -----------------------------------------------------------------------------------------------------

    public sealed override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => Pieces(_encryptBlocks, ParallelPiece, schedule, null, source, destination, blockCount);

    public sealed override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => Pieces(_decryptBlocks, ParallelPiece, schedule, null, source, destination, blockCount);

    /// <summary>Calls a kernel for whole blocks. What one call takes goes straight to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pieces(nint entry, nuint piece, byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        if (blockCount <= piece / BlockSize)
        {
            X64Code.Call(entry, schedule, chainingBlock, source, destination, blockCount);
        }
        else
        {
            ManyPieces(entry, piece, schedule, chainingBlock, source, destination, blockCount);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ManyPieces(nint entry, nuint piece, byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        for (; blockCount > piece / BlockSize; blockCount -= piece / BlockSize)
        {
            X64Code.Call(entry, schedule, chainingBlock, source, destination, piece / BlockSize);
            source += piece;
            destination += piece;
        }
        X64Code.Call(entry, schedule, chainingBlock, source, destination, blockCount);
    }

    // ---- CBC --------------------------------------------------------------------------------------------------------

    /// <summary>How many messages <see cref="CbcEncryptMany"/> encrypts side by side at most: 16 or 32.</summary>
    protected abstract int CbcLaneCount { get; }

    public sealed override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) => Pieces(_cbcEncrypt, ChainedPiece, schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) => Pieces(_cbcDecrypt, ParallelPiece, schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        if (jobCount <= 1)
        {
            base.CbcEncryptMany(schedule, jobs, jobCount, ivs, source, destination);
            return;
        }
        byte* memory = stackalloc byte[sizeof(CbcLanes) + CbcLanes.Alignment];
        var lanes = (CbcLanes*)((nuint)(memory + CbcLanes.Alignment - 1) & ~(nuint)(CbcLanes.Alignment - 1));
        int laneCount = jobCount <= 16 ? 16 : CbcLaneCount;
        lanes->Start(laneCount);
        int next = 0;
        for (nuint blocks = lanes->Fill(jobs, jobCount, ref next, ivs, source, destination); blocks != 0; blocks = lanes->Fill(jobs, jobCount, ref next, ivs, source, destination))
        {
            for (nuint remaining = blocks; remaining != 0;)
            {
                nuint piece = nuint.Min(remaining, CbcLanes.BlocksPerCall);
                X64Code.Call(_cbcEncryptMany, schedule, lanes, (void*)laneCount, null, piece);
                remaining -= piece;
            }
            lanes->Complete(blocks);
        }
        lanes->ClearPlaintext();
    }

    // ---- CTR --------------------------------------------------------------------------------------------------------

    public sealed override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrBigEndian32, schedule, counterBlock, source, destination, length);
        }
        else
        {
            ManyPieces(_ctrBigEndian32, schedule, counterBlock, source, destination, length, littleEndian: false);
        }
    }

    public sealed override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrLittleEndian32, schedule, counterBlock, source, destination, length);
        }
        else
        {
            ManyPieces(_ctrLittleEndian32, schedule, counterBlock, source, destination, length, littleEndian: true);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ManyPieces(nint entry, byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length, bool littleEndian)
    {
        Block counter = Block.Read(new(counterBlock, BlockSize));
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(entry, schedule, &counter, source, destination, ParallelPiece);
            if (littleEndian)
            {
                *(uint*)&counter += (uint)(ParallelPiece / BlockSize);
            }
            else
            {
                AddToCounter((byte*)&counter, (uint)(ParallelPiece / BlockSize));
            }
            source += ParallelPiece;
            destination += ParallelPiece;
        }
        X64Code.Call(entry, schedule, &counter, source, destination, length);
    }
}
