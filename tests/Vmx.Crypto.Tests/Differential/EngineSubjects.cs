// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Every method of the engine contract as a subject of differential tests. Engines are called with pointers as the public
//  types call them; 32 bytes on either side of the destination and every argument that is not an output are checked to be
//  as they were.
//
internal static unsafe class EngineSubjects
{
    private const int BlockSize = Engine.BlockSize;
    private const int Margin = 2 * BlockSize;

    private static readonly int[] _aes = [16, 24, 32];
    private static readonly int[] _xts = [32, 64];
    private static readonly int[] _hash = [16];

    private delegate void Kernel(byte* block, byte* associatedData, byte* source, byte* destination, nuint length, byte* tag);

    public static IReadOnlyList<Subject> All { get; } =
    [
        new("EncryptBlocks", _aes, BlockSize, 0,
            m => ReferenceModes.EcbEncrypt(m.Key, m.Data),
            (engine, m) => Blocks(engine, m, encrypt: true),
            m => Libcrypto.Ecb(m.Key, m.Data, encrypt: true)),
        new("DecryptBlocks", _aes, BlockSize, 0,
            m => ReferenceModes.EcbDecrypt(m.Key, m.Data),
            (engine, m) => Blocks(engine, m, encrypt: false),
            m => Libcrypto.Ecb(m.Key, m.Data, encrypt: false)),
        new("CbcEncrypt", _aes, BlockSize, 0,
            m => WithChainingBlock(m, ReferenceModes.CbcEncrypt(m.Key, m.Block, m.Data), encrypt: true),
            (engine, m) => Cbc(engine, m, encrypt: true),
            m => WithChainingBlock(m, Libcrypto.Cbc(m.Key, m.Block, m.Data, encrypt: true), encrypt: true)),
        new("CbcDecrypt", _aes, BlockSize, 0,
            m => WithChainingBlock(m, ReferenceModes.CbcDecrypt(m.Key, m.Block, m.Data), encrypt: false),
            (engine, m) => Cbc(engine, m, encrypt: false),
            m => WithChainingBlock(m, Libcrypto.Cbc(m.Key, m.Block, m.Data, encrypt: false), encrypt: false)),
        new("CbcEncryptMany", _aes, BlockSize, 0,
            m => [.. Jobs(m).SelectMany((job, i) => ReferenceModes.CbcEncrypt(m.Key, JobIv(m, i), m.Data.AsSpan(job.SourceOffset, job.Length)))],
            CbcMany,
            m => [.. Jobs(m).SelectMany((job, i) => Libcrypto.Cbc(m.Key, JobIv(m, i), m.Data.AsSpan(job.SourceOffset, job.Length).ToArray(), encrypt: true))]),
        new("CtrBigEndian32", _aes, 1, 0,
            m => ReferenceModes.Ctr(m.Key, m.Block, 32, littleEndian: false, m.Data),
            (engine, m) => Ctr(engine, m, littleEndian: false)),
        new("CtrLittleEndian32", _aes, 1, 0,
            m => ReferenceModes.Ctr(m.Key, m.Block, 32, littleEndian: true, m.Data),
            (engine, m) => Ctr(engine, m, littleEndian: true)),
        new("XtsEncrypt", _xts, 1, BlockSize,
            m => ReferenceModes.XtsEncryptDataUnit(m.Key, m.Block, m.Data),
            (engine, m) => Xts(engine, m, encrypt: true, One(m)),
            m => Libcrypto.Xts(m.Key, m.Block, m.Data, encrypt: true)),
        new("XtsDecrypt", _xts, 1, BlockSize,
            m => ReferenceModes.XtsDecryptDataUnit(m.Key, m.Block, m.Data),
            (engine, m) => Xts(engine, m, encrypt: false, One(m)),
            m => Libcrypto.Xts(m.Key, m.Block, m.Data, encrypt: false)),
        new("Ghash", _hash, 1, 0,
            m => Hash(m.Key, m.Block, m.Data),
            Ghash),
        new("GcmEncrypt", _aes, 1, 0,
            m => Stretch(m, encrypt: true),
            (engine, m) => Gcm(engine, m, encrypt: true)),
        new("GcmDecrypt", _aes, 1, 0,
            m => Stretch(m, encrypt: false),
            (engine, m) => Gcm(engine, m, encrypt: false)),
        new("GcmEncryptMessage", _aes, 1, 0,
            m => Joined(ReferenceGcm.EncryptFrom(m.Key, m.Block, m.Data, m.AssociatedData)),
            (engine, m) => GcmMessage(engine, m, encrypt: true)),
        new("GcmDecryptMessage", _aes, 1, 0,
            Decrypted,
            (engine, m) => GcmMessage(engine, m, encrypt: false)),
    ];

    public static Subject Get(string name) => All.Single(subject => subject.Name == name);

    /// <summary>XTS of a whole run of data units, for which a message alone does not say enough.</summary>
    public static byte[] Xts(Engine engine, Message message, bool encrypt, XtsRun run)
    {
        int half = message.Key.Length / 2;
        using var data = ExpandedKey.ForAes(engine, message.Key.AsSpan(0, half), forDecryption: !encrypt);
        using var tweak = ExpandedKey.ForAes(engine, message.Key.AsSpan(half), forDecryption: false);
        return Run(message, false, (_, _, source, destination, _, _) =>
        {
            if (encrypt)
            {
                engine.XtsEncrypt(data.Pointer, tweak.Pointer, in run, source, destination);
            }
            else
            {
                engine.XtsDecrypt(data.Pointer, tweak.Pointer, in run, source, destination);
            }
        });
    }

    private static XtsRun One(Message message) =>
        new((nuint)message.Data.Length, 1, BinaryPrimitives.ReadUInt128LittleEndian(message.Block), 1, BigEndian: false);

    private static byte[] Blocks(Engine engine, Message message, bool encrypt)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: !encrypt);
        return Run(message, false, (_, _, source, destination, length, _) =>
        {
            if (encrypt)
            {
                engine.EncryptBlocks(key.Pointer, source, destination, length / BlockSize);
            }
            else
            {
                engine.DecryptBlocks(key.Pointer, source, destination, length / BlockSize);
            }
        });
    }

    private static byte[] Cbc(Engine engine, Message message, bool encrypt)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: !encrypt);
        return Run(message, true, (block, _, source, destination, length, _) =>
        {
            if (encrypt)
            {
                engine.CbcEncrypt(key.Pointer, block, source, destination, length / BlockSize);
            }
            else
            {
                engine.CbcDecrypt(key.Pointer, block, source, destination, length / BlockSize);
            }
        });
    }

    private static byte[] CbcMany(Engine engine, Message message)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: false);
        AesCbcJob[] jobs = Jobs(message);
        byte[] ivs = [.. jobs.SelectMany((_, i) => JobIv(message, i))];
        return Run(message, false, (_, _, source, destination, _, _) =>
        {
            fixed (AesCbcJob* jobsPointer = jobs)
            {
                fixed (byte* ivsPointer = ivs)
                {
                    engine.CbcEncryptMany(key.Pointer, jobsPointer, jobs.Length, ivsPointer, source, destination);
                }
            }
        });
    }

    private static byte[] Ctr(Engine engine, Message message, bool littleEndian)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: false);
        return Run(message, false, (block, _, source, destination, length, _) =>
        {
            if (littleEndian)
            {
                engine.CtrLittleEndian32(key.Pointer, block, source, destination, length);
            }
            else
            {
                engine.CtrBigEndian32(key.Pointer, block, source, destination, length);
            }
        });
    }

    private static byte[] Ghash(Engine engine, Message message)
    {
        using var hashKey = ExpandedKey.ForGhash(engine, message.Key);
        byte[] state = [.. message.Block];
        fixed (byte* statePointer = state, data = message.Data)
        {
            engine.Ghash(hashKey.Pointer, statePointer, data, (nuint)message.Data.Length);
        }
        return state;
    }

    private static byte[] Gcm(Engine engine, Message message, bool encrypt)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: false);
        using var hashKey = ExpandedKey.ForGhash(engine, ReferenceGcm.HashSubkey(message.Key));
        return Run(message, false, (block, _, source, destination, length, tag) =>
        {
            HashSoFar(message).CopyTo(new Span<byte>(tag, BlockSize));
            if (encrypt)
            {
                engine.GcmEncrypt(key.Pointer, hashKey.Pointer, block, tag, source, destination, length);
            }
            else
            {
                engine.GcmDecrypt(key.Pointer, hashKey.Pointer, block, tag, source, destination, length);
            }
        }, hasTag: true);
    }

    private static byte[] GcmMessage(Engine engine, Message message, bool encrypt)
    {
        using var key = ExpandedKey.ForAes(engine, message.Key, forDecryption: false);
        using var hashKey = ExpandedKey.ForGhash(engine, ReferenceGcm.HashSubkey(message.Key));
        nuint associatedLength = (nuint)message.AssociatedData.Length;
        return Run(message, false, (block, associatedData, source, destination, length, tag) =>
        {
            if (encrypt)
            {
                engine.GcmEncryptMessage(key.Pointer, hashKey.Pointer, block, associatedData, associatedLength, source, destination, length, tag);
            }
            else
            {
                engine.GcmDecryptMessage(key.Pointer, hashKey.Pointer, block, associatedData, associatedLength, source, destination, length, tag);
            }
        }, hasTag: true);
    }

    // Calls a kernel and returns what it wrote: the text, then the block if it is an output, then the tag if there is one.
    private static byte[] Run(Message message, bool writesBlock, Kernel kernel, bool hasTag = false)
    {
        int length = message.Data.Length;
        byte[] buffer = new byte[Margin + length + Margin];
        buffer.AsSpan().Fill(0xA5);
        byte[] source = [.. message.Data];
        byte[] block = [.. message.Block];
        byte[] tag = new byte[BlockSize];
        if (message.InPlace)
        {
            source.CopyTo(buffer, Margin);
        }
        fixed (byte* blockPointer = block, associatedData = message.AssociatedData, sourcePointer = source, bufferPointer = buffer, tagPointer = tag)
        {
            byte* destination = bufferPointer + Margin;
            kernel(blockPointer, associatedData, message.InPlace ? destination : sourcePointer, destination, (nuint)length, tagPointer);
        }
        Assert.True(source.AsSpan().SequenceEqual(message.Data), "The source was written.");
        Assert.True(writesBlock || block.AsSpan().SequenceEqual(message.Block), "The block is an input and was written.");
        Assert.False(buffer.AsSpan(0, Margin).ContainsAnyExcept((byte)0xA5), "Something was written before the destination.");
        Assert.False(buffer.AsSpan(Margin + length).ContainsAnyExcept((byte)0xA5), "Something was written after the destination.");
        return [.. buffer.AsSpan(Margin, length), .. writesBlock ? block : [], .. hasTag ? tag : []];
    }

    private static byte[] WithChainingBlock(Message message, byte[] output, bool encrypt)
    {
        byte[] ciphertext = encrypt ? output : message.Data;
        return [.. output, .. ciphertext.Length == 0 ? message.Block : ciphertext[^BlockSize..]];
    }

    // Messages of 0, 1, 2, 3, … blocks until the data is used up; the sizes wander so that lanes run empty at different times.
    private static AesCbcJob[] Jobs(Message message)
    {
        var jobs = new List<AesCbcJob>();
        for (int at = 0, i = message.Block[0]; at < message.Data.Length || jobs.Count == 0; i += 1 + (i % 3))
        {
            int length = Math.Min(i % 11 * BlockSize, message.Data.Length - at);
            jobs.Add(new AesCbcJob(at, at, length));
            at += length;
        }
        return [.. jobs];
    }

    private static byte[] JobIv(Message message, int job)
    {
        byte[] iv = [.. message.Block];
        iv[15] += (byte)job;
        return iv;
    }

    private static byte[] Stretch(Message message, bool encrypt)
    {
        byte[] output = ReferenceModes.Ctr(message.Key, message.Block, 32, littleEndian: false, message.Data);
        return [.. output, .. Hash(ReferenceGcm.HashSubkey(message.Key), HashSoFar(message), encrypt ? output : message.Data)];
    }

    // A stretch of a GCM message has no associated data, but a hash of what was before it: what stands there is taken as that.
    private static byte[] HashSoFar(Message message)
    {
        byte[] state = new byte[BlockSize];
        message.AssociatedData.AsSpan(0, Math.Min(BlockSize, message.AssociatedData.Length)).CopyTo(state);
        return state;
    }

    // The tag of a ciphertext is that of its plaintext encrypted again.
    private static byte[] Decrypted(Message message)
    {
        byte[] plaintext = ReferenceModes.Ctr(message.Key, message.Block, 32, littleEndian: false, message.Data, position: BlockSize);
        return [.. plaintext, .. ReferenceGcm.EncryptFrom(message.Key, message.Block, plaintext, message.AssociatedData).Tag];
    }

    private static byte[] Hash(byte[] hashSubkey, byte[] state, byte[] data)
    {
        byte[] result = [.. state];
        ReferenceGhash.Append(hashSubkey, result, data);
        return result;
    }

    private static byte[] Joined((byte[] Text, byte[] Tag) output) => [.. output.Text, .. output.Tag];

    // Keeps the memory until the call that uses it has ended.
    private sealed class ExpandedKey(int size) : IDisposable
    {
        private readonly KeyMemory _memory = new(size);

        public byte* Pointer => _memory.Pointer;

        public static ExpandedKey ForAes(Engine engine, ReadOnlySpan<byte> key, bool forDecryption)
        {
            var result = new ExpandedKey(engine.KeyScheduleSize);
            fixed (byte* pointer = key)
            {
                engine.ExpandKey(pointer, key.Length, result.Pointer, forDecryption);
            }
            return result;
        }

        public static ExpandedKey ForGhash(Engine engine, byte[] subkey)
        {
            var result = new ExpandedKey(engine.HashKeySize);
            fixed (byte* pointer = subkey)
            {
                engine.ExpandHashKey(pointer, result.Pointer);
            }
            return result;
        }

        public void Dispose() => _memory.Dispose();
    }
}
