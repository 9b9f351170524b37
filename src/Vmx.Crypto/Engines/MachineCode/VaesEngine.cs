// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vmx.Crypto.Engines.Intrinsics;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>The engine contract over generated x64 kernels: cuts calls into pieces of about a microsecond.</summary>
[SkipLocalsInit]
internal abstract unsafe partial class VaesEngine : Engine
{
    private const nuint ParallelPiece = 32 * 1024;
    private const nuint ChainedPiece = 2 * 1024;

    private readonly nint _encryptBlocks;
    private readonly nint _decryptBlocks;
    private readonly nint _ctrBigEndian32;
    private readonly nint _ctrLittleEndian32;
    private readonly nint _expandHashKey;
    private readonly nint _extendHashKey;
    private readonly nint _ghash;
    private readonly nint _gcmEncrypt;
    private readonly nint _gcmDecrypt;
    private readonly nint _gcmEncryptShort;
    private readonly nint _gcmDecryptShort;
    private readonly int _powers;
    private readonly int _powersCount;
    private readonly nuint _gcmPiece;
    private readonly nint _xtsEncrypt;
    private readonly nint _xtsDecrypt;
    private readonly nint _cbcEncrypt;
    private readonly nint _cbcDecrypt;
    private readonly nint _cbcEncryptMany;
    private readonly nint _expandKey128;
    private readonly nint _expandKey192;
    private readonly nint _expandKey256;

    /// <summary>Makes an engine of loaded kernels.</summary>
    /// <param name="code">The kernels.</param>
    /// <param name="blocks">Blocks of a register that they are written for.</param>
    protected VaesEngine(X64Code code, int blocks)
    {
        _cbcLanes = 8 * blocks;
        _powers = 17 * blocks;
        _powersCount = 25 * blocks * BlockSize;
        _gcmPiece = (nuint)blocks * 8 * 1024;
        _encryptBlocks = code.Entry(X64Routine.EncryptBlocks);
        _decryptBlocks = code.Entry(X64Routine.DecryptBlocks);
        _ctrBigEndian32 = code.Entry(X64Routine.CtrBigEndian32);
        _ctrLittleEndian32 = code.Entry(X64Routine.CtrLittleEndian32);
        _expandHashKey = code.Entry(X64Routine.ExpandHashKey);
        _extendHashKey = code.Entry(X64Routine.ExtendHashKey);
        _ghash = code.Entry(X64Routine.Ghash);
        _gcmEncrypt = code.Entry(X64Routine.GcmEncrypt);
        _gcmDecrypt = code.Entry(X64Routine.GcmDecrypt);
        _gcmEncryptShort = code.Entry(X64Routine.GcmEncryptShort);
        _gcmDecryptShort = code.Entry(X64Routine.GcmDecryptShort);
        _xtsEncrypt = code.Entry(X64Routine.XtsEncrypt);
        _xtsDecrypt = code.Entry(X64Routine.XtsDecrypt);
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
}
