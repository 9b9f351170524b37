// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  GHASH
//
//      The universal hash of GCM: the blocks of the data as the coefficients of a polynomial over GF(2^128), evaluated at the
//      hash subkey H by Horner's rule. By itself it authenticates nothing: who sees one hash can compute H.
//
//  References:
//
//      NIST SP 800-38D - Recommendation for Block Cipher Modes of Operation: Galois/Counter Mode (GCM) and GMAC, section 6.4
//
//      RFC 8452 - AES-GCM-SIV: Nonce Misuse-Resistant Authenticated Encryption, appendix A, for POLYVAL by means of GHASH
//
//  Parameters:
//
//      Hash Subkey Size - 16 bytes.
//
//      Hash Size - 16 bytes.
//
//      Input Size - Any number of whole blocks; the forms that pad take any number of bytes.
//
/// <summary>A hash subkey H for GHASH (SP 800-38D section 6.4): a building block of GCM, not a message authentication code.</summary>
/// <remarks>Thread-safe: any number of threads may use one object at once.</remarks>
public sealed class GhashKey : IDisposable
{
    /// <summary>Expands a hash subkey.</summary>
    /// <param name="hashSubkey">H, 16 bytes.</param>
    /// <exception cref="CryptographicException">The hash subkey has another size.</exception>
    public GhashKey(ReadOnlySpan<byte> hashSubkey)
        : this(hashSubkey, EngineCatalog.Selector.Get(ModeFamily.Gcm))
    {
    }

    /// <summary>Expands a hash subkey.</summary>
    /// <param name="hashSubkey">H, 16 bytes.</param>
    /// <exception cref="ArgumentNullException">The hash subkey is null.</exception>
    /// <exception cref="CryptographicException">The hash subkey has another size.</exception>
    public GhashKey(byte[] hashSubkey)
        : this(Arguments.NotNull(hashSubkey, nameof(hashSubkey)))
    {
    }

    internal unsafe GhashKey(ReadOnlySpan<byte> hashSubkey, Engine engine)
    {
        if (hashSubkey.Length != Engine.BlockSize)
        {
            Error.KeySize("16");
        }
        Engine = engine;
        Memory = new KeyMemory(engine.HashKeySize);
        fixed (byte* subkey = hashSubkey)
        {
            engine.ExpandHashKey(subkey, Memory.Pointer);
        }
        GC.KeepAlive(Memory);
    }

    internal Engine Engine { get; }

    internal KeyMemory Memory { get; }

    /// <summary>Hashes whole blocks (SP 800-38D section 6.4).</summary>
    /// <param name="paddedBlocks">A multiple of 16 bytes.</param>
    /// <param name="destination">Where the hash goes, 16 bytes. It may begin at the first byte of the blocks; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The blocks are not whole, the destination is too short, or it overlaps them.</exception>
    public unsafe void Compute(ReadOnlySpan<byte> paddedBlocks, Span<byte> destination)
    {
        Memory.ThrowIfDisposed(this);
        Arguments.CheckWholeBlocks(paddedBlocks.Length, nameof(paddedBlocks));
        Arguments.CheckDestination(destination.Length, Engine.BlockSize, nameof(destination));
        Arguments.CheckOverlap(paddedBlocks, destination, Engine.BlockSize, nameof(destination));
        Block state = default;
        fixed (byte* blocks = paddedBlocks)
        {
            Engine.Ghash(Memory.Pointer, (byte*)&state, blocks, (uint)paddedBlocks.Length);
        }
        Finish(ref state, destination);
    }

    /// <summary>Hashes associated data and data, each padded with zeros to whole blocks, and their lengths in bits: the S of SP 800-38D section 7.1 step 5.</summary>
    /// <param name="associatedData">The associated data, of any length.</param>
    /// <param name="data">The data, of any length: in GCM, the ciphertext.</param>
    /// <param name="destination">Where the hash goes, 16 bytes. It may begin at the first byte of the data; any other overlap with the data is refused.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The destination is too short or overlaps the data.</exception>
    public unsafe void Compute(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        Memory.ThrowIfDisposed(this);
        Arguments.CheckDestination(destination.Length, Engine.BlockSize, nameof(destination));
        Arguments.CheckOverlap(data, destination, Engine.BlockSize, nameof(destination));
        Block state = default;
        Block lengths = default;
        BinaryPrimitives.WriteUInt64BigEndian(lengths.Bytes, (ulong)associatedData.Length * 8);
        BinaryPrimitives.WriteUInt64BigEndian(lengths.Bytes[8..], (ulong)data.Length * 8);
        fixed (byte* first = associatedData, second = data)
        {
            byte* key = Memory.Pointer;
            Engine.Ghash(key, (byte*)&state, first, (uint)associatedData.Length);
            Engine.Ghash(key, (byte*)&state, second, (uint)data.Length);
            Engine.Ghash(key, (byte*)&state, (byte*)&lengths, Engine.BlockSize);
        }
        Finish(ref state, destination);
    }

    /// <summary>Starts a hash of data that comes in pieces.</summary>
    /// <returns>A hash of nothing yet. It uses this object's key and ends with it.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public Ghash CreateHash()
    {
        Memory.ThrowIfDisposed(this);
        return new Ghash(this);
    }

    /// <summary>Zeroes the hash subkey. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => Memory.Dispose();

    private void Finish(ref Block state, Span<byte> destination)
    {
        state.Bytes.CopyTo(destination);
        state.Clear();
        if (Memory.WasDisposed)
        {
            Error.DisposedMeanwhile(this, destination[..Engine.BlockSize]);
        }
        GC.KeepAlive(Memory);
    }
}
