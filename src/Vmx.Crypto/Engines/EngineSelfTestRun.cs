// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines;

/// <summary>The known-answer tests of <see cref="EngineSelfTest"/> on one engine. Each returns null when it holds, else what failed.</summary>
internal sealed unsafe class EngineSelfTestRun : IDisposable
{
    private const int BlockSize = Engine.BlockSize;
    private const int Length = (67 * BlockSize) + 9;
    private const int WholeBlocks = Length / BlockSize;
    private const int KeySizeLimit = 64;

    private readonly Engine _engine;
    private readonly KeyMemory _memory;
    private readonly byte* _schedule;
    private readonly byte* _tweakSchedule;
    private readonly byte* _hashKey;
    private readonly byte* _input;
    private readonly byte* _output;
    private readonly byte* _key;
    private UInt128 _digest;

    public EngineSelfTestRun(Engine engine)
    {
        int scheduleSize = Arguments.AlignKey(engine.KeyScheduleSize);
        int hashKeySize = Arguments.AlignKey(engine.HashKeySize);
        int bufferSize = Arguments.AlignKey(Length);
        _engine = engine;
        _memory = new KeyMemory((2 * scheduleSize) + hashKeySize + (2 * bufferSize) + KeySizeLimit);
        _schedule = _memory.Pointer;
        _tweakSchedule = _schedule + scheduleSize;
        _hashKey = _tweakSchedule + scheduleSize;
        _input = _hashKey + hashKeySize;
        _output = _input + bufferSize;
        _key = _output + bufferSize;
        for (int i = 0; i < Length; i++)
        {
            _input[i] = (byte)((i * 167) ^ (i >> 8));
        }
        for (int i = 0; i < KeySizeLimit; i++)
        {
            _key[i] = (byte)i;
        }
    }

    private static ReadOnlySpan<byte> FirstCounterBlock => [0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF];

    public void Dispose() => _memory.Dispose();

    // ---- the block cipher and CBC -----------------------------------------------------------------------------------

    /// <summary>FIPS 197 appendix C: one block with each key size.</summary>
    public string? CipherExamples() =>
        CipherExample(16, [0x69, 0xC4, 0xE0, 0xD8, 0x6A, 0x7B, 0x04, 0x30, 0xD8, 0xCD, 0xB7, 0x80, 0x70, 0xB4, 0xC5, 0x5A])
        ?? CipherExample(24, [0xDD, 0xA9, 0x7C, 0xA4, 0x86, 0x4C, 0xDF, 0xE0, 0x6E, 0xAF, 0x70, 0xA0, 0xEC, 0x0D, 0x71, 0x91])
        ?? CipherExample(32, [0x8E, 0xA2, 0xB7, 0xCA, 0x51, 0x67, 0x45, 0xBF, 0xEA, 0xFC, 0x49, 0x90, 0x4B, 0x49, 0x60, 0x89]);

    private string? CipherExample(int keySize, ReadOnlySpan<byte> ciphertext)
    {
        ReadOnlySpan<byte> plaintext = [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF];
        _engine.ExpandKey(_key, keySize, _schedule, forDecryption: true);
        plaintext.CopyTo(new Span<byte>(_output, BlockSize));
        _engine.EncryptBlocks(_schedule, _output, _output, 1);
        if (!OutputIs(ciphertext))
        {
            return Failure("encryption of FIPS 197's example", keySize);
        }
        _engine.DecryptBlocks(_schedule, _output, _output, 1);
        return OutputIs(plaintext) ? null : Failure("decryption of FIPS 197's example", keySize);
    }

    /// <summary>SP 800-38A section F.2.1.</summary>
    public string? CbcExample()
    {
        ReadOnlySpan<byte> key = [0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F, 0x3C];
        ReadOnlySpan<byte> plaintext =
        [
            0x6B, 0xC1, 0xBE, 0xE2, 0x2E, 0x40, 0x9F, 0x96, 0xE9, 0x3D, 0x7E, 0x11, 0x73, 0x93, 0x17, 0x2A,
            0xAE, 0x2D, 0x8A, 0x57, 0x1E, 0x03, 0xAC, 0x9C, 0x9E, 0xB7, 0x6F, 0xAC, 0x45, 0xAF, 0x8E, 0x51,
        ];
        ReadOnlySpan<byte> ciphertext =
        [
            0x76, 0x49, 0xAB, 0xAC, 0x81, 0x19, 0xB2, 0x46, 0xCE, 0xE9, 0x8E, 0x9B, 0x12, 0xE9, 0x19, 0x7D,
            0x50, 0x86, 0xCB, 0x9B, 0x50, 0x72, 0x19, 0xEE, 0x95, 0xDB, 0x11, 0x3A, 0x91, 0x76, 0x78, 0xB2,
        ];
        byte* chainingBlock = stackalloc byte[BlockSize];
        fixed (byte* keyPointer = key)
        {
            _engine.ExpandKey(keyPointer, key.Length, _schedule, forDecryption: true);
        }
        plaintext.CopyTo(new Span<byte>(_output, plaintext.Length));
        new ReadOnlySpan<byte>(_key, BlockSize).CopyTo(new Span<byte>(chainingBlock, BlockSize));
        _engine.CbcEncrypt(_schedule, chainingBlock, _output, _output, 2);
        if (!OutputIs(ciphertext))
        {
            return Failure("CBC encryption of SP 800-38A's example", key.Length);
        }
        new ReadOnlySpan<byte>(_key, BlockSize).CopyTo(new Span<byte>(chainingBlock, BlockSize));
        _engine.CbcDecrypt(_schedule, chainingBlock, _output, _output, 2);
        return OutputIs(plaintext) ? null : Failure("CBC decryption of SP 800-38A's example", key.Length);
    }

    /// <summary>67 blocks by themselves, as one CBC message and as nine; decryption of the first 1 to 17 blocks and of all.</summary>
    public string? Block(int keySize, UInt128 answer)
    {
        ReadOnlySpan<AesCbcJob> jobs =
        [
            new(0, 0, 0),
            new(0, 0, 1 * BlockSize),
            new(1 * BlockSize, 1 * BlockSize, 2 * BlockSize),
            new(3 * BlockSize, 3 * BlockSize, 5 * BlockSize),
            new(8 * BlockSize, 8 * BlockSize, 8 * BlockSize),
            new(16 * BlockSize, 16 * BlockSize, 3 * BlockSize),
            new(19 * BlockSize, 19 * BlockSize, 13 * BlockSize),
            new(32 * BlockSize, 32 * BlockSize, 1 * BlockSize),
            new(33 * BlockSize, 33 * BlockSize, 34 * BlockSize),
        ];
        byte* chainingBlock = stackalloc byte[BlockSize];
        _digest = default;
        _engine.ExpandKey(_key, keySize, _schedule, forDecryption: true);

        _engine.EncryptBlocks(_schedule, _input, _output, WholeBlocks);
        Absorb(_output, WholeBlocks * BlockSize);
        _engine.DecryptBlocks(_schedule, _output, _output, WholeBlocks);
        if (!OutputIsInput(WholeBlocks * BlockSize))
        {
            return Failure("decryption of many blocks", keySize);
        }

        for (int blocks = 0; blocks <= WholeBlocks; blocks = blocks == 17 ? WholeBlocks : blocks + 1)
        {
            FirstCounterBlock.CopyTo(new Span<byte>(chainingBlock, BlockSize));
            _engine.CbcEncrypt(_schedule, chainingBlock, _input, _output, (uint)blocks);
            if (blocks == WholeBlocks)
            {
                Absorb(_output, WholeBlocks * BlockSize);
            }
            FirstCounterBlock.CopyTo(new Span<byte>(chainingBlock, BlockSize));
            _engine.CbcDecrypt(_schedule, chainingBlock, _output, _output, (uint)blocks);
            if (!OutputIsInput(blocks * BlockSize))
            {
                return Failure("CBC decryption", keySize);
            }
        }

        fixed (AesCbcJob* first = jobs)
        {
            _engine.CbcEncryptMany(_schedule, first, jobs.Length, _input, _input, _output);
        }
        Absorb(_output, WholeBlocks * BlockSize);
        return _digest == answer ? null : Failure("encryption of many blocks", keySize);
    }

    // ---- CTR --------------------------------------------------------------------------------------------------------

    /// <summary>Both counters, wrapping after 16 blocks; every length up to 50 and the longest.</summary>
    public string? Ctr(int keySize, UInt128 answer)
    {
        _digest = default;
        _engine.ExpandKey(_key, keySize, _schedule, forDecryption: false);
        return Ctr(keySize, littleEndian: false)
            ?? Ctr(keySize, littleEndian: true)
            ?? (_digest == answer ? null : Failure("CTR", keySize));
    }

    private string? Ctr(int keySize, bool littleEndian)
    {
        byte* counterBlock = stackalloc byte[BlockSize];
        WriteCounterBlock(counterBlock, littleEndian);
        Transform(_input, Length);
        Absorb(_output, Length);
        for (int length = Length; length >= 0; length = length == Length ? 50 : length - 1)
        {
            Transform(_output, length);
            if (!OutputIsInput(length))
            {
                return Failure("CTR decryption", keySize);
            }
            Transform(_output, length);
        }
        return null;

        void Transform(byte* source, int length)
        {
            if (littleEndian)
            {
                _engine.CtrLittleEndian32(_schedule, counterBlock, source, _output, (uint)length);
            }
            else
            {
                _engine.CtrBigEndian32(_schedule, counterBlock, source, _output, (uint)length);
            }
        }
    }

    // ---- XTS --------------------------------------------------------------------------------------------------------

    /// <summary>Single data units of lengths that steal and that do not, and two runs, one of them big-endian with a step that carries.</summary>
    public string? Xts(int keySize, UInt128 answer)
    {
        ReadOnlySpan<ushort> sizes = [16, 17, 31, 32, 33, 48, 113, 128, 129, 145, 255, Length];
        _digest = default;
        _engine.ExpandKey(_key, keySize, _schedule, forDecryption: true);
        _engine.ExpandKey(_key + keySize, keySize, _tweakSchedule, forDecryption: false);
        foreach (ushort size in sizes)
        {
            if (!Xts(new XtsRun(size, 1, 0x123456789A, 0, BigEndian: false)))
            {
                return Failure("XTS decryption of one data unit", keySize);
            }
        }
        if (!Xts(new XtsRun(160, 6, 0x123456789A, 1, BigEndian: false)) || !Xts(new XtsRun(200, 5, ulong.MaxValue - 1, 3, BigEndian: true)))
        {
            return Failure("XTS decryption of several data units", keySize);
        }
        return _digest == answer ? null : Failure("XTS encryption", keySize);
    }

    private bool Xts(in XtsRun run)
    {
        int length = (int)(run.DataUnitSize * run.DataUnitCount);
        _engine.XtsEncrypt(_schedule, _tweakSchedule, in run, _input, _output);
        Absorb(_output, length);
        _engine.XtsDecrypt(_schedule, _tweakSchedule, in run, _output, _output);
        return OutputIsInput(length);
    }

    // ---- GHASH and GCM ----------------------------------------------------------------------------------------------

    /// <summary>Test case 2 of the GCM paper.</summary>
    public string? GhashExample()
    {
        ReadOnlySpan<byte> subkey = [0x66, 0xE9, 0x4B, 0xD4, 0xEF, 0x8A, 0x2C, 0x3B, 0x88, 0x4C, 0xFA, 0x59, 0xCA, 0x34, 0x2B, 0x2E];
        ReadOnlySpan<byte> blocks =
        [
            0x03, 0x88, 0xDA, 0xCE, 0x60, 0xB6, 0xA3, 0x92, 0xF3, 0x28, 0xC2, 0xB9, 0x71, 0xB2, 0xFE, 0x78,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80,
        ];
        new Span<byte>(_output, BlockSize).Clear();
        fixed (byte* subkeyPointer = subkey, source = blocks)
        {
            _engine.ExpandHashKey(subkeyPointer, _hashKey);
            _engine.Ghash(_hashKey, _output, source, (uint)blocks.Length);
        }
        return OutputIs([0xF3, 0x8C, 0xBB, 0x1A, 0xD6, 0x92, 0x23, 0xDC, 0xC3, 0x45, 0x7A, 0xE5, 0xB6, 0xB0, 0xF8, 0x85])
            ? null
            : "GHASH of the GCM paper's example";
    }

    /// <summary>GHASH, whole messages and one stretch of a message, the counter wrapping after 15 blocks of text.</summary>
    public string? Gcm(int keySize, UInt128 answer)
    {
        byte* tags = stackalloc byte[3 * BlockSize];
        byte* subkey = tags;
        _digest = default;
        _engine.ExpandKey(_key, keySize, _schedule, forDecryption: false);
        new Span<byte>(subkey, BlockSize).Clear();
        _engine.EncryptBlocks(_schedule, subkey, subkey, 1);
        _engine.ExpandHashKey(subkey, _hashKey);

        ReadOnlySpan<ushort> hashLengths = [1, 15, 16, 17, 64, 129, 400, Length];
        foreach (ushort length in hashLengths)
        {
            new Span<byte>(tags, BlockSize).Clear();
            _engine.Ghash(_hashKey, tags, _input, length);
            Absorb(tags, BlockSize);
        }

        byte* counterBlock = stackalloc byte[BlockSize];
        WriteCounterBlock(counterBlock, littleEndian: false);
        ReadOnlySpan<ushort> messageLengths = [0, 1, 16, 33, 128, 145, 400, Length];
        foreach (ushort length in messageLengths)
        {
            uint associatedDataLength = length % 37u;
            _engine.GcmEncryptMessage(_schedule, _hashKey, counterBlock, _input, associatedDataLength, _input, _output, length, tags);
            Absorb(_output, length);
            Absorb(tags, BlockSize);
            _engine.GcmDecryptMessage(_schedule, _hashKey, counterBlock, _input, associatedDataLength, _output, _output, length, tags + BlockSize);
            if (!OutputIsInput(length) || !AreEqual(tags, tags + BlockSize, BlockSize))
            {
                return Failure("GCM decryption", keySize);
            }
        }

        new ReadOnlySpan<byte>(_input, BlockSize).CopyTo(new Span<byte>(tags, BlockSize));
        new ReadOnlySpan<byte>(_input, BlockSize).CopyTo(new Span<byte>(tags + BlockSize, BlockSize));
        _engine.GcmEncrypt(_schedule, _hashKey, counterBlock, tags, _input, _output, Length);
        Absorb(_output, Length);
        Absorb(tags, BlockSize);
        _engine.GcmDecrypt(_schedule, _hashKey, counterBlock, tags + BlockSize, _output, _output, Length);
        if (!OutputIsInput(Length) || !AreEqual(tags, tags + BlockSize, BlockSize))
        {
            return Failure("decryption of a stretch of GCM", keySize);
        }
        return _digest == answer ? null : Failure("GCM encryption", keySize);
    }

    // ---- what they share --------------------------------------------------------------------------------------------

    private static string Failure(string what, int keySize) => $"{what}, AES-{keySize * 8}";

    /// <summary>A counter block whose 32-bit counter wraps after 16 blocks.</summary>
    private static void WriteCounterBlock(byte* counterBlock, bool littleEndian)
    {
        var block = new Span<byte>(counterBlock, BlockSize);
        FirstCounterBlock.CopyTo(block);
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block, 0xFFFFFFF0);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(block[12..], 0xFFFFFFF0);
        }
    }

    /// <summary>Takes further output into the digest, the last block padded with zeros. A rotation and an odd multiplier carry every bit of every block on.</summary>
    private void Absorb(byte* data, int length)
    {
        byte* block = stackalloc byte[BlockSize];
        for (int i = 0; i < length; i += BlockSize)
        {
            Unsafe.InitBlockUnaligned(block, 0, BlockSize);
            Unsafe.CopyBlockUnaligned(block, data + i, (uint)int.Min(length - i, BlockSize));
            UInt128 value = BinaryPrimitives.ReadUInt128LittleEndian(new ReadOnlySpan<byte>(block, BlockSize));
            _digest = UInt128.RotateLeft(_digest ^ value, 64) * 0x9E3779B97F4A7C15;
        }
    }

    private bool OutputIs(ReadOnlySpan<byte> expected) => new ReadOnlySpan<byte>(_output, expected.Length).SequenceEqual(expected);

    private bool OutputIsInput(int length) => AreEqual(_output, _input, length);

    private static bool AreEqual(byte* left, byte* right, int length) =>
        new ReadOnlySpan<byte>(left, length).SequenceEqual(new ReadOnlySpan<byte>(right, length));
}
