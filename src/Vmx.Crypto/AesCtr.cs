// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  AES-CTR
//
//      The Advanced Encryption Standard in counter mode: the keystream is the encryption of consecutive counter blocks,
//      and encryption and decryption are both its exclusive or. There is no authentication.
//
//  References:
//
//      FIPS 197 - Advanced Encryption Standard (AES)
//
//      NIST SP 800-38A - Recommendation for Block Cipher Modes of Operation, section 6.5 and appendix B
//
//      RFC 3686 - Using Advanced Encryption Standard (AES) Counter Mode With IPsec Encapsulating Security Payload (ESP)
//
//  Parameters:
//
//      Key Size - 16, 24 or 32 bytes.
//
//      Counter Block Size - 16 bytes, of which 4, 8 or 16 count.
//
//      Input Size - As many blocks as the counter has values, from the initial counter block on: 2^36 bytes for the 32-bit
//          counters. (A 64-bit counter would last for 2^68 bytes, more than a position in a long can reach.)
//
/// <summary>AES in counter mode (SP 800-38A section 6.5), with random access.</summary>
/// <remarks>
/// <para>No two messages under one key may share a counter block: the exclusive or of their ciphertexts would be that of their
/// plaintexts. Ciphertext is not authenticated; whoever changes a bit of it changes that bit of the plaintext. Where that
/// matters, use <see cref="AesGcmCipher"/>.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed class AesCtr : IDisposable
{
    private const ulong NoLimit = ulong.MaxValue;
    private const ulong LimitOf32Bits = (1UL << 32) * Engine.BlockSize;

    private readonly Engine _engine;
    private readonly KeyMemory _keys;
    private readonly AesCtrCounter _counter;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="counter">Where the counter is in its block.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key has another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The counter is not a defined one.</exception>
    public AesCtr(ReadOnlySpan<byte> key, AesCtrCounter counter = AesCtrCounter.BigEndian128)
        : this(key, counter, EngineCatalog.Selector.Get(ModeFamily.Ctr))
    {
    }

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="counter">Where the counter is in its block.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key has another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The counter is not a defined one.</exception>
    public AesCtr(byte[] key, AesCtrCounter counter = AesCtrCounter.BigEndian128)
        : this(Arguments.NotNull(key, nameof(key)), counter)
    {
    }

    internal unsafe AesCtr(ReadOnlySpan<byte> key, AesCtrCounter counter, Engine engine)
    {
        Arguments.CheckAesKey(key.Length);
        if (counter is < AesCtrCounter.BigEndian128 or > AesCtrCounter.LittleEndian32)
        {
            Error.NotDefined(nameof(counter));
        }
        _counter = counter;
        Limit = counter is AesCtrCounter.BigEndian32 or AesCtrCounter.LittleEndian32 ? LimitOf32Bits : NoLimit;
        _engine = engine;
        _keys = new KeyMemory(engine.KeyScheduleSize);
        fixed (byte* keyPointer = key)
        {
            engine.ExpandKey(keyPointer, key.Length, _keys.Pointer, forDecryption: false);
        }
        GC.KeepAlive(_keys);
    }

    /// <summary>Where the counter is in its block.</summary>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public AesCtrCounter Counter
    {
        get
        {
            _keys.ThrowIfDisposed(this);
            return _counter;
        }
    }

    /// <summary>How many bytes of keystream there are before the counter returns to its first value.</summary>
    internal ulong Limit { get; }

    /// <summary>Whether positions, which are long, can reach <see cref="Limit"/>.</summary>
    internal bool IsLimited => Limit != NoLimit;

    /// <summary>Encrypts or decrypts a message.</summary>
    /// <param name="initialCounterBlock">The first counter block, 16 bytes. It is not changed.</param>
    /// <param name="source">The input, of any length.</param>
    /// <param name="destination">Where as many bytes of output go. It may begin at the source's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The counter block has another length, the destination is too short, or source and destination overlap.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The counter would return to its first value.</exception>
    public unsafe void Transform(ReadOnlySpan<byte> initialCounterBlock, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        _keys.ThrowIfDisposed(this);
        Arguments.CheckBlock(initialCounterBlock.Length, nameof(initialCounterBlock));
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
        if (source.IsEmpty)
        {
            return;
        }
        CheckExhaustion(0, source.Length);
        Block counterBlock = Block.Read(initialCounterBlock);
        fixed (byte* from = source, to = destination)
        {
            WholeBlocks((byte*)&counterBlock, from, to, (uint)source.Length);
        }
        Finish(this, destination[..source.Length]);
    }

    /// <summary>Encrypts or decrypts a part of a message.</summary>
    /// <param name="initialCounterBlock">The first counter block of the message, 16 bytes. It is not changed.</param>
    /// <param name="position">How many bytes of the message come before the part; also within a block.</param>
    /// <param name="source">The input, of any length.</param>
    /// <param name="destination">Where as many bytes of output go. It may begin at the source's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The counter block has another length, the destination is too short, or source and destination overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The counter would return to the value it has in the initial counter block.</exception>
    public void TransformAt(ReadOnlySpan<byte> initialCounterBlock, long position, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        _keys.ThrowIfDisposed(this);
        Arguments.CheckBlock(initialCounterBlock.Length, nameof(initialCounterBlock));
        if (position < 0)
        {
            Error.Negative(nameof(position));
        }
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
        TransformChecked(this, Block.Read(initialCounterBlock), (ulong)position, source, destination);
    }

    /// <summary>Makes a keystream: an object that remembers its position in one message.</summary>
    /// <param name="initialCounterBlock">The first counter block, 16 bytes; copied.</param>
    /// <returns>A keystream at position 0. It uses this object's key and ends with it.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The counter block has another length.</exception>
    public AesCtrKeystream CreateKeystream(ReadOnlySpan<byte> initialCounterBlock)
    {
        _keys.ThrowIfDisposed(this);
        Arguments.CheckBlock(initialCounterBlock.Length, nameof(initialCounterBlock));
        return new AesCtrKeystream(this, Block.Read(initialCounterBlock));
    }

    /// <summary>Zeroes the key. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _keys.Dispose();

    /// <summary>The first check of the objects made from this one.</summary>
    internal void ThrowIfDisposed(object owner) => _keys.ThrowIfDisposed(owner);

    /// <summary>Throws when the keystream ends before the bytes do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckExhaustion(ulong position, int length)
    {
        if (length != 0 && position + (uint)length > Limit)
        {
            Error.CounterExhausted();
        }
    }

    /// <summary>The work, after all checks but exhaustion.</summary>
    /// <remarks>
    /// The counter block comes by reference, so that it is copied as 16 bytes. By value it would come in two registers and be
    /// stored in halves, and the kernel's load of the whole would wait until all calls before have retired.
    /// </remarks>
    internal unsafe void TransformChecked(object owner, in Block initialCounterBlock, ulong position, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            return;
        }
        CheckExhaustion(position, source.Length);
        Block counterBlock = initialCounterBlock;
        fixed (byte* from = source, to = destination)
        {
            byte* counter = (byte*)&counterBlock;
            nuint start = 0;
            if (position != 0)
            {
                Advance(counter, position / Engine.BlockSize);
                if (position % Engine.BlockSize != 0)
                {
                    start = RestOfBlock(counter, (uint)position % Engine.BlockSize, from, to, (uint)source.Length);
                }
            }
            if (start != (uint)source.Length)
            {
                WholeBlocks(counter, from + start, to + start, (uint)source.Length - start);
            }
        }
        Finish(owner, destination[..source.Length]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(object owner, Span<byte> written)
    {
        if (_keys.WasDisposed)
        {
            Error.DisposedMeanwhile(owner, written);
        }
        GC.KeepAlive(_keys);
    }

    /// <summary>From within a block to its end or the input's, whichever comes first. Returns how many bytes that were.</summary>
    private unsafe nuint RestOfBlock(byte* counterBlock, uint offset, byte* source, byte* destination, uint length)
    {
        Block keystream;
        byte* key = (byte*)&keystream;
        _engine.EncryptBlocks(_keys.Pointer, counterBlock, key, 1);
        uint count = uint.Min(length, Engine.BlockSize - offset);
        for (uint i = 0; i < count; i++)
        {
            destination[i] = (byte)(source[i] ^ key[offset + i]);
        }
        keystream.Clear();
        Advance(counterBlock, 1);
        return count;
    }

    /// <summary>From the start of a block on. Engines count modulo 2^32, so a wider counter is carried here, where its low 32 bits wrap: at most once in 2^36 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void WholeBlocks(byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        bool littleEndian = _counter >= AesCtrCounter.LittleEndian128;
        uint low = littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(counterBlock, 4))
            : BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(counterBlock + 12, 4));
        ulong untilWrap = ((1UL << 32) - low) * Engine.BlockSize;
        if (length > untilWrap)
        {
            WholeBlocksAcrossWrap(counterBlock, source, destination, length, (nuint)untilWrap);
        }
        else if (littleEndian)
        {
            _engine.CtrLittleEndian32(_keys.Pointer, counterBlock, source, destination, length);
        }
        else
        {
            _engine.CtrBigEndian32(_keys.Pointer, counterBlock, source, destination, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void WholeBlocksAcrossWrap(byte* counterBlock, byte* source, byte* destination, nuint length, nuint untilWrap)
    {
        WholeBlocks(counterBlock, source, destination, untilWrap);
        Advance(counterBlock, untilWrap / Engine.BlockSize);
        WholeBlocks(counterBlock, source + untilWrap, destination + untilWrap, length - untilWrap);
    }

    /// <summary>Adds to the counter, modulo 2 to its width.</summary>
    private unsafe void Advance(byte* counterBlock, ulong blocks)
    {
        var block = new Span<byte>(counterBlock, Engine.BlockSize);
        switch (_counter)
        {
            case AesCtrCounter.BigEndian128:
                BinaryPrimitives.WriteUInt128BigEndian(block, BinaryPrimitives.ReadUInt128BigEndian(block) + blocks);
                break;
            case AesCtrCounter.BigEndian64:
                BinaryPrimitives.WriteUInt64BigEndian(block[8..], BinaryPrimitives.ReadUInt64BigEndian(block[8..]) + blocks);
                break;
            case AesCtrCounter.BigEndian32:
                BinaryPrimitives.WriteUInt32BigEndian(block[12..], BinaryPrimitives.ReadUInt32BigEndian(block[12..]) + (uint)blocks);
                break;
            case AesCtrCounter.LittleEndian128:
                BinaryPrimitives.WriteUInt128LittleEndian(block, BinaryPrimitives.ReadUInt128LittleEndian(block) + blocks);
                break;
            case AesCtrCounter.LittleEndian64:
                BinaryPrimitives.WriteUInt64LittleEndian(block, BinaryPrimitives.ReadUInt64LittleEndian(block) + blocks);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(block, BinaryPrimitives.ReadUInt32LittleEndian(block) + (uint)blocks);
                break;
        }
    }
}
