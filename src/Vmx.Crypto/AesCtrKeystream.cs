// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto;

/// <summary>The keystream of one CTR message (SP 800-38A section 6.5) and a position in it. <see cref="AesCtr.CreateKeystream"/> makes it.</summary>
/// <remarks>
/// <para>Any split of a message gives the same output. Setting <see cref="Position"/> costs nothing.</para>
/// <para>Not thread-safe. After the <see cref="AesCtr"/> it came from is disposed, every use throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class AesCtrKeystream : IDisposable
{
    private readonly AesCtr _cipher;
    private Block _initialCounterBlock;
    private long _position;
    private bool _disposed;

    internal AesCtrKeystream(AesCtr cipher, Block initialCounterBlock)
    {
        _cipher = cipher;
        _initialCounterBlock = initialCounterBlock;
    }

    /// <summary>How many bytes of keystream come before the next one. It may be set behind the keystream's end; only its use throws there.</summary>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Position
    {
        get
        {
            ThrowIfDisposed();
            return _position;
        }
        set
        {
            ThrowIfDisposed();
            if (value < 0)
            {
                Error.Negative(nameof(value));
            }
            _position = value;
        }
    }

    /// <summary>How many bytes of keystream are left before the counter returns to its first value; null when it cannot before <see cref="Position"/> ends.</summary>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    public long? BytesRemaining
    {
        get
        {
            ThrowIfDisposed();
            return _cipher.IsLimited ? long.Max(0, (long)_cipher.Limit - _position) : null;
        }
    }

    /// <summary>Encrypts or decrypts the next bytes of the message.</summary>
    /// <param name="source">The input, of any length.</param>
    /// <param name="destination">Where as many bytes of output go. It may begin at the source's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="ArgumentException">The destination is too short, or source and destination overlap.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The counter would return to its first value, or the position pass 2^63 - 1.</exception>
    public void Transform(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ThrowIfDisposed();
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
        if (source.Length > long.MaxValue - _position)
        {
            Error.PositionExhausted();
        }
        _cipher.TransformChecked(this, _initialCounterBlock, (ulong)_position, source, destination);
        _position += source.Length;
    }

    /// <summary>Writes the next bytes of the keystream itself.</summary>
    /// <param name="destination">Where they go; all of it is filled.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The counter would return to its first value, or the position pass 2^63 - 1.</exception>
    public void Fill(Span<byte> destination)
    {
        ThrowIfDisposed();
        if (destination.Length > long.MaxValue - _position)
        {
            Error.PositionExhausted();
        }
        _cipher.CheckExhaustion((ulong)_position, destination.Length);
        destination.Clear();
        _cipher.TransformChecked(this, _initialCounterBlock, (ulong)_position, destination, destination);
        _position += destination.Length;
    }

    /// <summary>Ends the use of this keystream. The cipher it came from stays usable.</summary>
    public void Dispose()
    {
        _disposed = true;
        _initialCounterBlock.Clear();
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
        {
            Error.Disposed(this);
        }
        _cipher.ThrowIfDisposed(this);
    }
}
