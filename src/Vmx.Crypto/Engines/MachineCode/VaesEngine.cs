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
    private readonly nint _gcmEncrypt;
    private readonly nint _gcmDecrypt;
    private readonly int _powers;
    private readonly int _powersCount;
    private readonly nuint _gcmPiece;

    /// <summary>Makes an engine of loaded kernels.</summary>
    /// <param name="code">The kernels.</param>
    /// <param name="blocks">Blocks of a register that they are written for.</param>
    protected VaesEngine(X64Code code, int blocks)
    {
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

    public sealed override int HashKeySize => _powersCount + BlockSize;

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
        if (bytes > FirstPowers * BlockSize && *(nuint*)(hashKey + _powersCount) <= FirstPowers)
        {
            X64Code.Call(_extendHashKey, hashKey);
        }
    }

    // ---- GCM --------------------------------------------------------------------------------------------------------

    private const int ScratchSize = 1024;
    private const int ScratchAlignment = 64;

    public sealed override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length) =>
        GcmStretch(_gcmEncrypt, schedule, hashKey, counterBlock, state, source, destination, length);

    public sealed override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length) =>
        GcmStretch(_gcmDecrypt, schedule, hashKey, counterBlock, state, source, destination, length);

    public sealed override void GcmEncryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag) =>
        GcmMessage(_gcmEncrypt, schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);

    public sealed override void GcmDecryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag) =>
        GcmMessage(_gcmDecrypt, schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GcmMessage(nint entry, byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        GcmArguments arguments;
        arguments.Schedule = schedule;
        arguments.HashKey = hashKey;
        arguments.CounterBlock = *(Block*)preCounterBlock;
        arguments.FirstBlock = 1;
        arguments.State = default;
        arguments.Source = source;
        arguments.Destination = destination;
        arguments.AssociatedData = associatedData;
        arguments.AssociatedDataLength = associatedDataLength;
        arguments.TextBits = (ulong)length * 8;
        arguments.AssociatedDataBits = (ulong)associatedDataLength * 8;

        // Rounded up to blocks, and the block of lengths. No sum of lengths in memory overflows.
        nuint hashed = ((associatedDataLength + 15) & ~(nuint)15) + ((length + 15) & ~(nuint)15) + BlockSize;
        EnsurePowers(hashKey, hashed);
        if (hashed <= (nuint)_powers * BlockSize)
        {
            arguments.Length = length;
            arguments.LengthsSize = BlockSize;
            X64Code.Call(entry, &arguments);
        }
        else
        {
            if (associatedDataLength != 0)
            {
                Ghash(hashKey, (byte*)&arguments.State, associatedData, associatedDataLength);
                arguments.AssociatedDataLength = 0;
            }
            GcmPieces(entry, &arguments, length, BlockSize);
        }
        *(Block*)tag = arguments.Tag;
    }

    private void GcmStretch(nint entry, byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        GcmArguments arguments;
        arguments.Schedule = schedule;
        arguments.HashKey = hashKey;
        arguments.CounterBlock = *(Block*)counterBlock;
        arguments.FirstBlock = 0;
        arguments.State = *(Block*)state;
        arguments.Source = source;
        arguments.Destination = destination;
        arguments.AssociatedDataLength = 0;
        EnsurePowers(hashKey, length);
        GcmPieces(entry, &arguments, length, lengthsSize: 0);
        *(Block*)state = arguments.State;
        arguments.State.Clear();
    }

    // The scratch holds ciphertext only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GcmPieces(nint entry, GcmArguments* arguments, nuint length, uint lengthsSize)
    {
        byte* scratch = stackalloc byte[ScratchSize + ScratchAlignment];
        arguments->Scratch = (byte*)(((nuint)scratch + ScratchAlignment - 1) & ~(nuint)(ScratchAlignment - 1));
        arguments->LengthsSize = 0;
        arguments->Length = _gcmPiece;
        for (; length > _gcmPiece; length -= _gcmPiece)
        {
            X64Code.Call(entry, arguments);
            arguments->FirstBlock += (uint)(_gcmPiece / BlockSize);
            arguments->Source += _gcmPiece;
            arguments->Destination += _gcmPiece;
        }
        arguments->Length = length;
        arguments->LengthsSize = lengthsSize;
        X64Code.Call(entry, arguments);
    }
}
