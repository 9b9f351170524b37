// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto;

/// <summary>Encrypts one GCM message (SP 800-38D section 7.1) that comes in pieces. <see cref="AesGcmCipher.CreateEncryptor"/> makes it.</summary>
/// <remarks>
/// <para>First the associated data, then the text, then the tag. Any split gives the same ciphertext and the same tag.</para>
/// <para>Not thread-safe. After the <see cref="AesGcmCipher"/> it came from is disposed, every use throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class AesGcmEncryptor : IDisposable
{
    private readonly GcmMessage _message;

    internal AesGcmEncryptor(GcmMessage message) => _message = message;

    /// <summary>The message, for tests of its limits.</summary>
    internal GcmMessage Message => _message;

    /// <summary>Adds associated data.</summary>
    /// <param name="associatedData">The next bytes of it; 2^61 - 1 in all.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">There was text already, or the message is finished.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There would be more associated data than GCM allows.</exception>
    public void AppendAssociatedData(ReadOnlySpan<byte> associatedData)
    {
        _message.CheckUsable(this);
        _message.AppendAssociatedData(this, associatedData);
    }

    /// <summary>Encrypts the next part of the text.</summary>
    /// <param name="plaintext">The next bytes of it; 2^36 - 32 in all.</param>
    /// <param name="ciphertext">Where as many bytes of ciphertext go. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="ArgumentException">The ciphertext is too short, or it overlaps the plaintext.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There would be more text than GCM allows.</exception>
    public void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        _message.CheckUsable(this);
        Arguments.CheckDestination(ciphertext.Length, plaintext.Length, nameof(ciphertext));
        Arguments.CheckOverlap(plaintext, ciphertext, nameof(ciphertext));
        _message.Transform(this, plaintext, ciphertext, encrypt: true);
    }

    /// <summary>Writes the tag and ends the message.</summary>
    /// <param name="tag">Exactly <see cref="AesGcmCipher.TagSizeInBytes"/> bytes.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="ArgumentException">The tag has a wrong length.</exception>
    public void GetTag(Span<byte> tag)
    {
        _message.CheckUsable(this);
        _message.CheckTag(tag.Length);
        _message.WriteTag(this, tag);
    }

    /// <summary>Ends the use of this object and zeroes its state. The cipher it came from stays usable.</summary>
    public void Dispose() => _message.Dispose();
}
