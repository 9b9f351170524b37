// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Hazmat;

//
//  AES, one block at a time
//
//      The block cipher by itself: a building block for modes and protocols that this package does not have (header
//      protection in QUIC, for instance), not a mode. Whole messages encrypted this way would be in ECB, which shows equal
//      blocks as equal.
//
//  References:
//
//      FIPS 197 - Advanced Encryption Standard (AES), sections 5.1 and 5.3
//
//  Parameters:
//
//      Key Size - 16, 24 or 32 bytes.
//
//      Input Size - Any number of whole blocks of 16 bytes.
//
/// <summary>The AES block cipher by itself (FIPS 197): a building block for other modes, unsafe as one.</summary>
/// <remarks>
/// <para>Every block is encrypted by itself, so that equal blocks of plaintext give equal blocks of ciphertext. For messages,
/// use <see cref="AesGcmCipher"/>; for other needs, the other modes of this package.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed class AesBlock : IDisposable
{
    private readonly Engine _engine;
    private readonly KeyMemory _keys;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key has another size.</exception>
    public AesBlock(ReadOnlySpan<byte> key)
        : this(key, EngineCatalog.Selector.Get(ModeFamily.Block))
    {
    }

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key has another size.</exception>
    public AesBlock(byte[] key)
        : this(Arguments.NotNull(key, nameof(key)))
    {
    }

    internal unsafe AesBlock(ReadOnlySpan<byte> key, Engine engine)
    {
        Arguments.CheckAesKey(key.Length);
        _engine = engine;
        _keys = new KeyMemory(engine.KeyScheduleSize);
        fixed (byte* keyPointer = key)
        {
            engine.ExpandKey(keyPointer, key.Length, _keys.Pointer, forDecryption: true);
        }
        GC.KeepAlive(_keys);
    }

    /// <summary>Encrypts whole blocks, each by itself (FIPS 197 section 5.1).</summary>
    /// <param name="source">The plaintext: a multiple of 16 bytes.</param>
    /// <param name="destination">Where as many bytes of ciphertext go. It may begin at the source's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The source is not whole blocks, the destination is too short, or they overlap.</exception>
    public unsafe void EncryptBlocks(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Check(source, destination);
        fixed (byte* from = source, to = destination)
        {
            _engine.EncryptBlocks(_keys.Pointer, from, to, (uint)source.Length / Engine.BlockSize);
        }
        Finish(destination[..source.Length]);
    }

    /// <summary>Decrypts whole blocks, each by itself (FIPS 197 section 5.3).</summary>
    /// <param name="source">The ciphertext: a multiple of 16 bytes.</param>
    /// <param name="destination">Where as many bytes of plaintext go. It may begin at the source's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The source is not whole blocks, the destination is too short, or they overlap.</exception>
    public unsafe void DecryptBlocks(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Check(source, destination);
        fixed (byte* from = source, to = destination)
        {
            _engine.DecryptBlocks(_keys.Pointer, from, to, (uint)source.Length / Engine.BlockSize);
        }
        Finish(destination[..source.Length]);
    }

    /// <summary>Zeroes the key. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _keys.Dispose();

    private void Check(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        _keys.ThrowIfDisposed(this);
        Arguments.CheckWholeBlocks(source.Length, nameof(source));
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
    }

    private void Finish(Span<byte> written)
    {
        if (_keys.WasDisposed)
        {
            Error.DisposedMeanwhile(this, written);
        }
        GC.KeepAlive(_keys);
    }
}
