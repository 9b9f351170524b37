// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto;

/// <summary>Computes or verifies the tag of one GMAC message (SP 800-38D) that comes in pieces. <see cref="AesGmac.CreateHash"/> makes it.</summary>
/// <remarks>
/// <para>Any split gives the same tag. Not thread-safe. After the <see cref="AesGmac"/> it came from is disposed, every use throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class AesGmacHash : IDisposable
{
    private readonly GcmMessage _message;

    internal AesGmacHash(GcmMessage message) => _message = message;

    /// <summary>Adds to the message.</summary>
    /// <param name="source">The next bytes of it; 2^61 - 1 in all.</param>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The message would be longer than GMAC allows.</exception>
    public void Append(ReadOnlySpan<byte> source)
    {
        _message.CheckUsable(this);
        _message.AppendAssociatedData(this, source);
    }

    /// <summary>Writes the tag and ends the message.</summary>
    /// <param name="tag">Exactly as many bytes as the constructor of the <see cref="AesGmac"/> was told.</param>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="ArgumentException">The tag has a wrong length.</exception>
    public void GetTag(Span<byte> tag)
    {
        _message.CheckUsable(this);
        _message.CheckTag(tag.Length);
        _message.WriteTag(this, tag);
    }

    /// <summary>Ends the message and says whether it is authentic, in constant time.</summary>
    /// <param name="tag">Exactly as many bytes as the constructor of the <see cref="AesGmac"/> was told.</param>
    /// <returns>Whether the tag matches.</returns>
    /// <exception cref="ObjectDisposedException">The object or the key it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="ArgumentException">The tag has a wrong length.</exception>
    public bool VerifyTag(ReadOnlySpan<byte> tag)
    {
        _message.CheckUsable(this);
        _message.CheckTag(tag.Length);
        return _message.VerifyTag(this, tag);
    }

    /// <summary>Ends the use of this object and zeroes its state. The key it came from stays usable.</summary>
    public void Dispose() => _message.Dispose();
}
