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
    private readonly nint _expandHashKey;
    private readonly nint _extendHashKey;
    private readonly nint _ghash;
    private readonly int _powers;

    /// <summary>Makes an engine of loaded kernels.</summary>
    /// <param name="code">The kernels.</param>
    /// <param name="blocks">Blocks of a register that they are written for.</param>
    protected VaesEngine(X64Code code, int blocks)
    {
        _powers = 16 * blocks;
        _encryptBlocks = code.Entry(X64Routine.EncryptBlocks);
        _decryptBlocks = code.Entry(X64Routine.DecryptBlocks);
        _ctrBigEndian32 = code.Entry(X64Routine.CtrBigEndian32);
        _ctrLittleEndian32 = code.Entry(X64Routine.CtrLittleEndian32);
        _expandHashKey = code.Entry(X64Routine.ExpandHashKey);
        _extendHashKey = code.Entry(X64Routine.ExtendHashKey);
        _ghash = code.Entry(X64Routine.Ghash);
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

    // ---- GHASH ------------------------------------------------------------------------------------------------------
    //
    //  Powers of H, twisted, from the highest that there may be down to H; sums of their words; how many there are. The first
    //  sixteen come with the key, the others with the first message that is long enough to want them.

    private const uint FirstPowers = 16;

    public sealed override int HashKeySize => (_powers * 24) + BlockSize;

    public sealed override void ExpandHashKey(byte* subkey, byte* hashKey) => X64Code.Call(_expandHashKey, subkey, hashKey);

    public sealed override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        EnsurePowers(hashKey, length);
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(_ghash, hashKey, state, source, null, ParallelPiece);
            source += ParallelPiece;
        }
        X64Code.Call(_ghash, hashKey, state, source, null, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsurePowers(byte* hashKey, nuint bytes)
    {
        if (bytes > FirstPowers * BlockSize && *(nuint*)(hashKey + (_powers * 24)) <= FirstPowers)
        {
            X64Code.Call(_extendHashKey, hashKey);
        }
    }
}
