// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.Portable;
using Xunit;

namespace Vmx.Crypto.Tests.Engines;

/// <summary>The modes that the portable engine does its own way, against single blocks.</summary>
public sealed unsafe class PortableEngineTests : IDisposable
{
    private const int BlockSize = 16;
    private const int MaximumBlocks = 70;

    private static readonly PortableEngine _engine = new();

    private readonly byte* _schedule = (byte*)NativeMemory.AlignedAlloc((nuint)_engine.KeyScheduleSize, 64);

    public PortableEngineTests() => Expand(PortableDefinitions.Bytes(16, 1));

    public void Dispose() => NativeMemory.AlignedFree(_schedule);

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Every_count_of_blocks_agrees_with_blocks_one_by_one(int keySize)
    {
        Expand(PortableDefinitions.Bytes(keySize, keySize));
        byte[] blocks = PortableDefinitions.Bytes(MaximumBlocks * BlockSize, 2);
        for (int count = 0; count <= MaximumBlocks; count++)
        {
            byte[] data = (byte[])blocks.Clone();
            fixed (byte* pointer = data)
            {
                _engine.EncryptBlocks(_schedule, pointer, pointer, (nuint)count);
                for (int i = 0; i < count; i++)
                {
                    Assert.Equal(Encrypt(blocks.AsSpan(i * BlockSize, BlockSize)), data[(i * BlockSize)..((i + 1) * BlockSize)]);
                }
                _engine.DecryptBlocks(_schedule, pointer, pointer, (nuint)count);
            }
            Assert.Equal(blocks, data);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cbc_decryption_undoes_cbc_encryption_of_every_count_of_blocks(bool inPlace)
    {
        byte[] plaintext = PortableDefinitions.Bytes(MaximumBlocks * BlockSize, 3);
        byte[] iv = PortableDefinitions.Bytes(BlockSize, 4);
        byte[] ciphertext = Cbc(iv, plaintext);
        for (int count = 0; count <= MaximumBlocks; count++)
        {
            byte[] chainingBlock = (byte[])iv.Clone();
            byte[] source = (byte[])ciphertext.Clone();
            byte[] destination = inPlace ? source : new byte[source.Length];
            fixed (byte* chainingPointer = chainingBlock, sourcePointer = source, destinationPointer = destination)
            {
                _engine.CbcDecrypt(_schedule, chainingPointer, sourcePointer, destinationPointer, (nuint)count);
            }
            Assert.Equal(plaintext[..(count * BlockSize)], destination[..(count * BlockSize)]);
            Assert.Equal((inPlace ? ciphertext : new byte[source.Length])[(count * BlockSize)..], destination[(count * BlockSize)..]);
            Assert.Equal(count == 0 ? iv : ciphertext[((count - 1) * BlockSize)..(count * BlockSize)], chainingBlock);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Cbc_encryption_of_many_messages_of_unequal_length_agrees_with_one_by_one(int count)
    {
        var random = new Random(count);
        byte[] ivs = PortableDefinitions.Bytes(count * BlockSize, 5);
        var jobs = new AesCbcJob[count];
        int size = 0;
        for (int i = 0; i < count; i++)
        {
            int length = random.Next(12) * BlockSize;
            jobs[i] = new AesCbcJob(size, size, length);
            size += length + random.Next(20);
        }
        byte[] source = PortableDefinitions.Bytes(size + 1, 6);
        byte[] expected = (byte[])source.Clone();
        for (int i = 0; i < count; i++)
        {
            Cbc(ivs[(i * BlockSize)..((i + 1) * BlockSize)], source[jobs[i].SourceOffset..(jobs[i].SourceOffset + jobs[i].Length)]).CopyTo(expected, jobs[i].DestinationOffset);
        }
        fixed (AesCbcJob* jobPointer = jobs)
        fixed (byte* ivPointer = ivs, pointer = source)
        {
            _engine.CbcEncryptMany(_schedule, jobPointer, count, ivPointer, pointer, pointer);
        }
        Assert.Equal(expected, source);
    }

    public static IEnumerable<TheoryDataRow<bool, uint>> Counters
    {
        get
        {
            foreach (bool littleEndian in new[] { false, true })
            {
                yield return (littleEndian, 0u);
                yield return (littleEndian, 0xFFu);
                yield return (littleEndian, 0x12FFFFF0u);
                yield return (littleEndian, uint.MaxValue - 20);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Ctr_of_every_length_agrees_with_single_blocks(bool littleEndian, uint counter)
    {
        byte[] counterBlock = PortableDefinitions.Bytes(BlockSize, 7);
        byte[] source = PortableDefinitions.Bytes(MaximumBlocks * BlockSize, 8);
        byte[] expected = new byte[source.Length];
        for (int i = 0; i < MaximumBlocks; i++)
        {
            WriteCounter(counterBlock, littleEndian, counter + (uint)i);
            byte[] keystream = Encrypt(counterBlock);
            for (int j = 0; j < BlockSize; j++)
            {
                expected[(i * BlockSize) + j] = (byte)(source[(i * BlockSize) + j] ^ keystream[j]);
            }
        }
        WriteCounter(counterBlock, littleEndian, counter);
        for (int length = 0; length <= source.Length; length++)
        {
            byte[] data = (byte[])source.Clone();
            fixed (byte* counterPointer = counterBlock, pointer = data)
            {
                if (littleEndian)
                {
                    _engine.CtrLittleEndian32(_schedule, counterPointer, pointer, pointer, (nuint)length);
                }
                else
                {
                    _engine.CtrBigEndian32(_schedule, counterPointer, pointer, pointer, (nuint)length);
                }
            }
            Assert.Equal(expected[..length], data[..length]);
            Assert.Equal(source[length..], data[length..]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(600)]
    public void Gcm_messages_around_the_short_ones_agree_with_ctr_and_bitwise_ghash(int associatedDataLength)
    {
        byte[] subkey = Encrypt(new byte[BlockSize]);
        byte[] preCounterBlock = PortableDefinitions.Bytes(BlockSize, 9);
        WriteCounter(preCounterBlock, littleEndian: false, uint.MaxValue - 3);
        byte[] associatedData = PortableDefinitions.Bytes(associatedDataLength, 10);
        byte[] plaintext = PortableDefinitions.Bytes(34 * BlockSize, 11);
        byte* hashKey = (byte*)NativeMemory.AlignedAlloc((nuint)_engine.HashKeySize, 64);
        fixed (byte* subkeyPointer = subkey)
        {
            _engine.ExpandHashKey(subkeyPointer, hashKey);
        }
        for (int length = 0; length <= plaintext.Length; length += length % 40 == 0 ? 1 : 13)
        {
            byte[] ciphertext = plaintext[..length];
            byte[] message = plaintext[..length];
            byte[] tag = new byte[BlockSize];
            byte[] decryptedTag = new byte[BlockSize];
            byte[] firstCounterBlock = (byte[])preCounterBlock.Clone();
            WriteCounter(firstCounterBlock, littleEndian: false, uint.MaxValue - 2);
            fixed (byte* counterPointer = firstCounterBlock, pointer = ciphertext)
            {
                _engine.CtrBigEndian32(_schedule, counterPointer, pointer, pointer, (nuint)length);
            }
            byte[] expectedTag = PortableDefinitions.Ghash(subkey, PortableDefinitions.Ghash(subkey, new byte[BlockSize], associatedData), ciphertext);
            byte[] lengths = new byte[BlockSize];
            BinaryPrimitives.WriteUInt64BigEndian(lengths, (ulong)associatedDataLength * 8);
            BinaryPrimitives.WriteUInt64BigEndian(lengths.AsSpan(8), (ulong)length * 8);
            expectedTag = PortableDefinitions.Ghash(subkey, expectedTag, lengths);
            byte[] tagMask = Encrypt(preCounterBlock);
            for (int i = 0; i < BlockSize; i++)
            {
                expectedTag[i] ^= tagMask[i];
            }
            fixed (byte* counterPointer = preCounterBlock, associatedPointer = associatedData, pointer = message, tagPointer = tag, decryptedTagPointer = decryptedTag)
            {
                _engine.GcmEncryptMessage(_schedule, hashKey, counterPointer, associatedPointer, (nuint)associatedDataLength, pointer, pointer, (nuint)length, tagPointer);
                Assert.Equal(ciphertext, message);
                _engine.GcmDecryptMessage(_schedule, hashKey, counterPointer, associatedPointer, (nuint)associatedDataLength, pointer, pointer, (nuint)length, decryptedTagPointer);
            }
            Assert.Equal(plaintext[..length], message);
            Assert.Equal(expectedTag, tag);
            Assert.Equal(expectedTag, decryptedTag);
        }
        NativeMemory.AlignedFree(hashKey);
    }

    private static void WriteCounter(byte[] block, bool littleEndian, uint counter)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block, counter);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), counter);
        }
    }

    private void Expand(byte[] key)
    {
        fixed (byte* pointer = key)
        {
            _engine.ExpandKey(pointer, key.Length, _schedule, forDecryption: true);
        }
    }

    private byte[] Encrypt(ReadOnlySpan<byte> block)
    {
        byte[] result = new byte[BlockSize];
        fixed (byte* source = block, destination = result)
        {
            _engine.EncryptBlocks(_schedule, source, destination, 1);
        }
        return result;
    }

    // SP 800-38A section 6.2, block by block.
    private byte[] Cbc(byte[] iv, byte[] plaintext)
    {
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] chainingBlock = (byte[])iv.Clone();
        for (int offset = 0; offset < plaintext.Length; offset += BlockSize)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                chainingBlock[i] ^= plaintext[offset + i];
            }
            chainingBlock = Encrypt(chainingBlock);
            chainingBlock.CopyTo(ciphertext, offset);
        }
        return ciphertext;
    }
}
