// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

/// <summary>A GHASH (SP 800-38D section 6.4) of data that comes in pieces. <see cref="GhashKey.CreateHash"/> makes it.</summary>
/// <remarks>
/// <para>Any split gives the same hash. No lengths are hashed unless they are appended.</para>
/// <para>Not thread-safe. After the <see cref="GhashKey"/> it came from is disposed, every use throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class Ghash : IDisposable
{
    private readonly GhashKey _key;
    private BufferedGhash _hash;
    private bool _disposed;

    internal Ghash(GhashKey key) => _key = key;

    /// <summary>Adds data.</summary>
    /// <param name="source">The next bytes of it, of any length.</param>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    public unsafe void Append(ReadOnlySpan<byte> source)
    {
        ThrowIfDisposed();
        fixed (byte* data = source)
        {
            _hash.Append(_key.Engine, _key.Memory.Pointer, data, (uint)source.Length);
        }
        Finish(default);
    }

    /// <summary>Adds zeros up to the next whole block; none where the data is whole blocks already.</summary>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    public unsafe void PadToBlock()
    {
        ThrowIfDisposed();
        _hash.Pad(_key.Engine, _key.Memory.Pointer);
        Finish(default);
    }

    /// <summary>Writes the hash of the data so far, as if a partial block were completed with zeros, and changes nothing.</summary>
    /// <param name="destination">Where it goes, 16 bytes.</param>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public unsafe void GetCurrentHash(Span<byte> destination)
    {
        ThrowIfDisposed();
        Arguments.CheckDestination(destination.Length, Engine.BlockSize, nameof(destination));
        BufferedGhash copy = _hash;
        copy.Pad(_key.Engine, _key.Memory.Pointer);
        copy.State.Bytes.CopyTo(destination);
        copy.Clear();
        Finish(destination[..Engine.BlockSize]);
    }

    /// <summary>Writes the hash of the data, as if a partial block were completed with zeros, and starts again.</summary>
    /// <param name="destination">Where it goes, 16 bytes.</param>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void GetHashAndReset(Span<byte> destination)
    {
        GetCurrentHash(destination);
        _hash.Clear();
    }

    /// <summary>Forgets the data and starts again.</summary>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    public void Reset()
    {
        ThrowIfDisposed();
        _hash.Clear();
    }

    /// <summary>Ends the use of this object and zeroes its state. The key it came from stays usable.</summary>
    public void Dispose()
    {
        _disposed = true;
        _hash.Clear();
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
        {
            Error.Disposed(this);
        }
        _key.Memory.ThrowIfDisposed(this);
    }

    private void Finish(Span<byte> written)
    {
        if (_key.Memory.WasDisposed)
        {
            Error.DisposedMeanwhile(this, written);
        }
        GC.KeepAlive(_key.Memory);
    }
}
