// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Vmx.Crypto.Engines;

//
//  The engine contract
//
//      An engine is one way to compute AES (FIPS 197), its modes (SP 800-38A CBC and CTR, IEEE 1619 XTS) and GHASH
//      (SP 800-38D) on one kind of processor. Public types check arguments and then call exactly one engine; an engine
//      never calls back.
//
//  What every method may rely on
//
//      - Arguments are checked: lengths are right, pointers are valid for them, counters do not run out.
//      - Source and destination are identical or disjoint. Every source byte is read before the byte of the same
//        position is written.
//      - Key schedules and hash keys are memory of the sizes the engine asked for, aligned to 64 bytes.
//
//  What every method promises
//
//      - No allocation, no secret-dependent branch, no secret-dependent address.
//      - It writes the destination and the state arguments it names, nothing else.
//      - It may be called from any number of threads with the same key.
//      - When a key schedule or hash key turns to zeros, before or during the call, because another thread disposes the key,
//        the call still ends and stays within its arguments. What it computes then is wiped by the caller.
//
//  A new engine implements ExpandKey, EncryptBlocks, DecryptBlocks and Ghash and works: the other methods have defaults
//  that compose these. It gets faster one override at a time.
//
internal abstract unsafe class Engine
{
    /// <summary>The size of an AES block (FIPS 197 section 3.4), in bytes.</summary>
    public const int BlockSize = 16;

    /// <summary>The name in <see cref="EngineCatalog"/>, by which <c>VMX_CRYPTO_ENGINE</c> selects it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the processor's own AES or vector instructions do the work, or portable code does.</summary>
    public abstract bool IsHardwareAccelerated { get; }

    // ---- keys -------------------------------------------------------------------------------------------------------

    /// <summary>Bytes of memory for one expanded AES key of any size. A multiple of 16.</summary>
    public abstract int KeyScheduleSize { get; }

    /// <summary>Bytes of memory for one expanded hash subkey. A multiple of 16. The default keeps H as it is.</summary>
    public virtual int HashKeySize => BlockSize;

    /// <summary>Expands a key (FIPS 197 section 5.2).</summary>
    /// <param name="key">The key.</param>
    /// <param name="keySize">16, 24 or 32 bytes.</param>
    /// <param name="schedule">Where <see cref="KeyScheduleSize"/> bytes go; their layout is the engine's own.</param>
    /// <param name="forDecryption">Whether <see cref="DecryptBlocks"/>, <see cref="CbcDecrypt"/> and <see cref="XtsDecrypt"/> will be used with it too.</param>
    public abstract void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption);

    /// <summary>Prepares a hash subkey H: its powers, or whatever <see cref="Ghash"/> wants.</summary>
    /// <param name="subkey">H, 16 bytes as SP 800-38D writes them.</param>
    /// <param name="hashKey">Where <see cref="HashKeySize"/> bytes go.</param>
    public virtual void ExpandHashKey(byte* subkey, byte* hashKey) =>
        Unsafe.CopyBlockUnaligned(hashKey, subkey, BlockSize);

    // ---- blocks and CBC ---------------------------------------------------------------------------------------------

    /// <summary>Encrypts whole blocks, each by itself (FIPS 197 section 5.1).</summary>
    public abstract void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount);

    /// <summary>Decrypts whole blocks, each by itself (FIPS 197 section 5.3).</summary>
    public abstract void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount);

    /// <summary>CBC encryption of whole blocks (SP 800-38A section 6.2).</summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="chainingBlock">The 16 bytes of the IV on entry, of the last ciphertext block on return.</param>
    /// <param name="source">The plaintext.</param>
    /// <param name="destination">Where the ciphertext goes.</param>
    /// <param name="blockCount">How many blocks; zero changes nothing.</param>
    public virtual void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        for (nuint i = 0; i < blockCount; i++)
        {
            ExclusiveOr(chainingBlock, source + (i * BlockSize), chainingBlock, BlockSize);
            EncryptBlocks(schedule, chainingBlock, chainingBlock, 1);
            Unsafe.CopyBlockUnaligned(destination + (i * BlockSize), chainingBlock, BlockSize);
        }
    }

    /// <summary>CBC decryption of whole blocks (SP 800-38A section 6.2). The parameters are <see cref="CbcEncrypt"/>'s.</summary>
    public virtual void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        byte* ciphertext = stackalloc byte[BlockSize * Batch];
        while (blockCount != 0)
        {
            nuint blocks = nuint.Min(blockCount, Batch);
            nuint bytes = blocks * BlockSize;
            Unsafe.CopyBlockUnaligned(ciphertext, source, (uint)bytes);
            DecryptBlocks(schedule, source, destination, blocks);
            ExclusiveOr(destination, chainingBlock, destination, BlockSize);
            ExclusiveOr(destination + BlockSize, ciphertext, destination + BlockSize, bytes - BlockSize);
            Unsafe.CopyBlockUnaligned(chainingBlock, ciphertext + bytes - BlockSize, BlockSize);
            source += bytes;
            destination += bytes;
            blockCount -= blocks;
        }
    }

    /// <summary>CBC encryption of many independent messages under one key.</summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="jobs">The messages: offsets into source and destination, and lengths that are whole blocks (zero allowed).</param>
    /// <param name="jobCount">How many there are.</param>
    /// <param name="ivs">16 bytes for each job.</param>
    /// <param name="source">What <see cref="AesCbcJob.SourceOffset"/> counts from.</param>
    /// <param name="destination">What <see cref="AesCbcJob.DestinationOffset"/> counts from.</param>
    public virtual void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        byte* chainingBlock = stackalloc byte[BlockSize];
        for (int i = 0; i < jobCount; i++)
        {
            Unsafe.CopyBlockUnaligned(chainingBlock, ivs + ((nint)i * BlockSize), BlockSize);
            CbcEncrypt(schedule, chainingBlock, source + jobs[i].SourceOffset, destination + jobs[i].DestinationOffset, (uint)jobs[i].Length / BlockSize);
        }
    }

    // ---- CTR --------------------------------------------------------------------------------------------------------

    /// <summary>
    /// CTR (SP 800-38A section 6.5) with the counter in the last four bytes of the block, big-endian, modulo 2^32. Wider
    /// counters are the caller's: it splits a message where the low 32 bits wrap.
    /// </summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="counterBlock">The first counter block, 16 bytes, never written.</param>
    /// <param name="source">The input.</param>
    /// <param name="destination">Where the output goes.</param>
    /// <param name="length">Bytes; the last block may be partial.</param>
    public virtual void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        Ctr(schedule, counterBlock, source, destination, length, littleEndian: false);

    /// <summary>As <see cref="CtrBigEndian32"/> with the counter in the first four bytes, little-endian.</summary>
    public virtual void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        Ctr(schedule, counterBlock, source, destination, length, littleEndian: true);

    private void Ctr(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length, bool littleEndian)
    {
        byte* keystream = stackalloc byte[BlockSize * Batch];
        uint counter = littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(counterBlock, 4))
            : BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(counterBlock + 12, 4));
        while (length != 0)
        {
            nuint bytes = nuint.Min(length, BlockSize * Batch);
            nuint blocks = (bytes + BlockSize - 1) / BlockSize;
            for (nuint i = 0; i < blocks; i++)
            {
                byte* block = keystream + (i * BlockSize);
                Unsafe.CopyBlockUnaligned(block, counterBlock, BlockSize);
                if (littleEndian)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(block, 4), counter);
                }
                else
                {
                    BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + 12, 4), counter);
                }
                counter++;
            }
            EncryptBlocks(schedule, keystream, keystream, blocks);
            ExclusiveOr(source, keystream, destination, bytes);
            source += bytes;
            destination += bytes;
            length -= bytes;
        }
        CryptographicOperations.ZeroMemory(new Span<byte>(keystream, BlockSize * Batch));
    }

    // ---- XTS --------------------------------------------------------------------------------------------------------

    /// <summary>XTS-AES encryption of a run of data units (IEEE 1619 section 5.3), with ciphertext stealing.</summary>
    /// <param name="dataSchedule">Key1, expanded.</param>
    /// <param name="tweakSchedule">Key2, expanded.</param>
    /// <param name="run">How many data units, their size and their tweaks.</param>
    /// <param name="source">The plaintext, <see cref="XtsRun.DataUnitSize"/> × <see cref="XtsRun.DataUnitCount"/> bytes.</param>
    /// <param name="destination">Where as many bytes of ciphertext go.</param>
    public virtual void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(dataSchedule, tweakSchedule, in run, source, destination, encrypt: true);

    /// <summary>XTS-AES decryption (IEEE 1619 section 5.4). The parameters are <see cref="XtsEncrypt"/>'s.</summary>
    public virtual void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(dataSchedule, tweakSchedule, in run, source, destination, encrypt: false);

    private void Xts(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination, bool encrypt)
    {
        byte* tweaks = stackalloc byte[BlockSize * (Batch + 1)];
        for (nuint unit = 0; unit < run.DataUnitCount; unit++)
        {
            run.WriteTweak(unit, tweaks);
            EncryptBlocks(tweakSchedule, tweaks, tweaks, 1);
            nuint partial = run.DataUnitSize % BlockSize;
            nuint remaining = (run.DataUnitSize / BlockSize) - (partial == 0 ? 0u : 1u);
            while (remaining != 0)
            {
                nuint blocks = nuint.Min(remaining, Batch);
                for (nuint i = 1; i <= blocks; i++)
                {
                    DoubleTweak(tweaks + ((i - 1) * BlockSize), tweaks + (i * BlockSize));
                }
                nuint bytes = blocks * BlockSize;
                ExclusiveOr(source, tweaks, destination, bytes);
                Blocks(destination, blocks);
                ExclusiveOr(destination, tweaks, destination, bytes);
                Unsafe.CopyBlockUnaligned(tweaks, tweaks + bytes, BlockSize);
                source += bytes;
                destination += bytes;
                remaining -= blocks;
            }
            if (partial != 0)
            {
                Steal(partial);
                source += BlockSize + partial;
                destination += BlockSize + partial;
            }
        }
        CryptographicOperations.ZeroMemory(new Span<byte>(tweaks, BlockSize * (Batch + 1)));

        void Blocks(byte* data, nuint count)
        {
            if (encrypt)
            {
                EncryptBlocks(dataSchedule, data, data, count);
            }
            else
            {
                DecryptBlocks(dataSchedule, data, data, count);
            }
        }

        // IEEE 1619 sections 5.3.2 and 5.4.2: the last whole block and the partial one after it. Encryption takes their
        // tweaks in order, decryption in reverse.
        void Steal(nuint partial)
        {
            byte* last = stackalloc byte[2 * BlockSize];
            DoubleTweak(tweaks, tweaks + BlockSize);
            byte* first = encrypt ? tweaks : tweaks + BlockSize;
            byte* second = encrypt ? tweaks + BlockSize : tweaks;
            ExclusiveOr(source, first, last, BlockSize);
            Blocks(last, 1);
            ExclusiveOr(last, first, last, BlockSize);
            Unsafe.CopyBlockUnaligned(last + BlockSize, last, BlockSize);
            Unsafe.CopyBlockUnaligned(last, source + BlockSize, (uint)partial);
            Unsafe.CopyBlockUnaligned(destination + BlockSize, last + BlockSize, (uint)partial);
            ExclusiveOr(last, second, last, BlockSize);
            Blocks(last, 1);
            ExclusiveOr(last, second, destination, BlockSize);
            CryptographicOperations.ZeroMemory(new Span<byte>(last, 2 * BlockSize));
        }
    }

    // ---- GHASH and GCM ----------------------------------------------------------------------------------------------

    /// <summary>GHASH (SP 800-38D section 6.4) of further data.</summary>
    /// <param name="hashKey">The expanded hash subkey.</param>
    /// <param name="state">The 16 bytes of the hash so far, updated.</param>
    /// <param name="source">The data.</param>
    /// <param name="length">Bytes; a partial last block is taken as padded with zeros.</param>
    public abstract void Ghash(byte* hashKey, byte* state, byte* source, nuint length);

    /// <summary>GCTR and GHASH of one stretch of a message: encrypts, then hashes the ciphertext.</summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="hashKey">The expanded hash subkey.</param>
    /// <param name="counterBlock">The counter block of the first block of text, 16 bytes, never written.</param>
    /// <param name="state">The 16 bytes of the hash so far, updated.</param>
    /// <param name="source">The plaintext.</param>
    /// <param name="destination">Where the ciphertext goes.</param>
    /// <param name="length">Bytes; a partial last block is hashed as padded with zeros.</param>
    public virtual void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        CtrBigEndian32(schedule, counterBlock, source, destination, length);
        Ghash(hashKey, state, destination, length);
    }

    /// <summary>
    /// As <see cref="GcmEncrypt"/> for the other direction: hashes the ciphertext that it decrypts. The bytes that are hashed
    /// are the bytes that are decrypted, also when somebody else changes the source meanwhile.
    /// </summary>
    public virtual void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        byte* block = stackalloc byte[BlockSize * Batch];
        byte* counter = stackalloc byte[BlockSize];
        Unsafe.CopyBlockUnaligned(counter, counterBlock, BlockSize);
        while (length != 0)
        {
            nuint bytes = nuint.Min(length, BlockSize * Batch);
            Unsafe.CopyBlockUnaligned(block, source, (uint)bytes);
            Ghash(hashKey, state, block, bytes);
            CtrBigEndian32(schedule, counter, block, destination, bytes);
            AddToCounter(counter, Batch);
            source += bytes;
            destination += bytes;
            length -= bytes;
        }
    }

    /// <summary>One whole GCM message (SP 800-38D section 7.1): the text and the full tag.</summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="hashKey">The expanded hash subkey.</param>
    /// <param name="preCounterBlock">J0, 16 bytes, never written.</param>
    /// <param name="associatedData">The additional authenticated data. It may lie in the destination: all of it is read before anything is written.</param>
    /// <param name="associatedDataLength">Its bytes.</param>
    /// <param name="source">The plaintext.</param>
    /// <param name="destination">Where the ciphertext goes.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="tag">Where the 16 bytes of the untruncated tag go. May not touch the other arguments.</param>
    public virtual void GcmEncryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        byte* counterBlock = stackalloc byte[BlockSize];
        byte* state = stackalloc byte[BlockSize];
        Start(hashKey, preCounterBlock, counterBlock, state, associatedData, associatedDataLength);
        GcmEncrypt(schedule, hashKey, counterBlock, state, source, destination, length);
        GcmFinish(schedule, hashKey, preCounterBlock, state, associatedDataLength, length, tag);
    }

    /// <summary>
    /// As <see cref="GcmEncryptMessage"/> for the other direction (SP 800-38D section 7.2): writes the plaintext and the tag
    /// that the ciphertext should have had. The caller compares, and zeroes the plaintext when they differ.
    /// </summary>
    public virtual void GcmDecryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        byte* counterBlock = stackalloc byte[BlockSize];
        byte* state = stackalloc byte[BlockSize];
        Start(hashKey, preCounterBlock, counterBlock, state, associatedData, associatedDataLength);
        GcmDecrypt(schedule, hashKey, counterBlock, state, source, destination, length);
        GcmFinish(schedule, hashKey, preCounterBlock, state, associatedDataLength, length, tag);
    }

    private void Start(byte* hashKey, byte* preCounterBlock, byte* counterBlock, byte* state, byte* associatedData, nuint associatedDataLength)
    {
        Unsafe.CopyBlockUnaligned(counterBlock, preCounterBlock, BlockSize);
        AddToCounter(counterBlock, 1);
        Unsafe.InitBlockUnaligned(state, 0, BlockSize);
        Ghash(hashKey, state, associatedData, associatedDataLength);
    }

    /// <summary>The end of a GCM message (SP 800-38D section 7.1 steps 5 and 6): hashes the two lengths and masks the hash with the encrypted J0.</summary>
    /// <param name="schedule">The expanded key.</param>
    /// <param name="hashKey">The expanded hash subkey.</param>
    /// <param name="preCounterBlock">J0, 16 bytes, never written.</param>
    /// <param name="state">The hash of associated data and ciphertext, each padded; overwritten.</param>
    /// <param name="associatedDataLength">Bytes of associated data.</param>
    /// <param name="length">Bytes of ciphertext.</param>
    /// <param name="tag">Where the 16 bytes of the untruncated tag go.</param>
    public void GcmFinish(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* state, ulong associatedDataLength, ulong length, byte* tag)
    {
        byte* lengths = stackalloc byte[BlockSize];
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(lengths, 8), associatedDataLength * 8);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(lengths + 8, 8), length * 8);
        Ghash(hashKey, state, lengths, BlockSize);
        EncryptBlocks(schedule, preCounterBlock, tag, 1);
        ExclusiveOr(tag, state, tag, BlockSize);
    }

    // ---- what the defaults share ------------------------------------------------------------------------------------

    /// <summary>How many blocks the defaults hand to the block functions at once; enough to fill any engine's bulk loop.</summary>
    protected const int Batch = 32;

    /// <summary>Adds to a big-endian 32-bit counter in a block's last word: inc32 of SP 800-38D section 6.2, repeated.</summary>
    internal static void AddToCounter(byte* counterBlock, uint blocks)
    {
        var last = new Span<byte>(counterBlock + 12, 4);
        BinaryPrimitives.WriteUInt32BigEndian(last, BinaryPrimitives.ReadUInt32BigEndian(last) + blocks);
    }

    /// <summary>Multiplies a tweak by the primitive element α of GF(2^128) (IEEE 1619 section 5.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void DoubleTweak(byte* tweak, byte* result)
    {
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(tweak, 8));
        ulong high = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(tweak + 8, 8));
        ulong carry = (ulong)((long)high >> 63) & 0x87;
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(result, 8), (low << 1) ^ carry);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(result + 8, 8), (high << 1) | (low >> 63));
    }

    /// <summary>destination = left ⊕ right. The destination may be either of them.</summary>
    private protected static void ExclusiveOr(byte* left, byte* right, byte* destination, nuint length)
    {
        nuint i = 0;
        for (; i + BlockSize <= length; i += BlockSize)
        {
            (Vector128.Load(left + i) ^ Vector128.Load(right + i)).Store(destination + i);
        }
        for (; i < length; i++)
        {
            destination[i] = (byte)(left[i] ^ right[i]);
        }
    }
}

/// <summary>
/// A run of equal XTS data units and the numbers that their tweaks are made of (IEEE 1619 section 5.1). Machine code reads it
/// as it lies in memory.
/// </summary>
/// <param name="DataUnitSize">Bytes of each unit, 16 or more.</param>
/// <param name="DataUnitCount">How many units.</param>
/// <param name="FirstTweak">The first unit's tweak as a number.</param>
/// <param name="Step">What is added to it from one unit to the next. The caller has checked that no tweak passes 2^128 - 1.</param>
/// <param name="BigEndian">Whether the tweak's number is written big-endian; IEEE 1619 writes it little-endian.</param>
internal readonly record struct XtsRun(nuint DataUnitSize, nuint DataUnitCount, UInt128 FirstTweak, ulong Step, bool BigEndian)
{
    /// <summary>Some of the units.</summary>
    public XtsRun Slice(nuint firstUnit, nuint count)
    {
        Debug.Assert(firstUnit + count <= DataUnitCount);
        return this with { DataUnitCount = count, FirstTweak = FirstTweak + ((UInt128)Step * (UInt128)firstUnit) };
    }

    /// <summary>Writes the 16 bytes of the tweak of one unit, not yet encrypted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void WriteTweak(nuint unit, byte* destination)
    {
        Debug.Assert(unit < DataUnitCount);
        UInt128 tweak = FirstTweak + ((UInt128)Step * (UInt128)unit);
        UInt128 ordered = BigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(tweak) : tweak;
        Unsafe.WriteUnaligned(destination, ordered);
    }
}
