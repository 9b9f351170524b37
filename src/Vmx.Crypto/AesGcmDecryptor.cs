// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto;

/// <summary>Decrypts or verifies one GCM message (SP 800-38D section 7.2) that comes in pieces. <see cref="AesGcmCipher.CreateDecryptor"/> makes it.</summary>
/// <remarks>
/// <para>First the associated data, then the text, then the tag. The text goes through <see cref="AppendCiphertext"/>, which only
/// hashes it, or through <see cref="DecryptUnverified"/>, which hands out plaintext before anybody knows whether it is authentic:
/// nothing may be done with that plaintext until <see cref="VerifyTag"/> has returned true. Two passes with two decryptors, one to
/// verify and one to decrypt, avoid that.</para>
/// <para>Not thread-safe. After the <see cref="AesGcmCipher"/> it came from is disposed, every use throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class AesGcmDecryptor : IDisposable
{
    private readonly GcmMessage _message;
    private bool _decrypts;

    internal AesGcmDecryptor(GcmMessage message) => _message = message;

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

    /// <summary>Hashes the next part of the text without decrypting it.</summary>
    /// <param name="ciphertext">The next bytes of it; 2^36 - 32 in all.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished, or part of it was decrypted.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There would be more text than GCM allows.</exception>
    public void AppendCiphertext(ReadOnlySpan<byte> ciphertext)
    {
        CheckText(decrypts: false);
        _message.AppendCiphertext(this, ciphertext);
    }

    /// <summary>Decrypts the next part of the text. What it writes is not authenticated until <see cref="VerifyTag"/> returns true.</summary>
    /// <param name="ciphertext">The next bytes of it; 2^36 - 32 in all.</param>
    /// <param name="plaintext">Where as many bytes of plaintext go. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished, or part of it went through <see cref="AppendCiphertext"/>.</exception>
    /// <exception cref="ArgumentException">The plaintext is too short, or it overlaps the ciphertext.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There would be more text than GCM allows.</exception>
    public void DecryptUnverified(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        CheckText(decrypts: true);
        Arguments.CheckDestination(plaintext.Length, ciphertext.Length, nameof(plaintext));
        Arguments.CheckOverlap(ciphertext, plaintext, nameof(plaintext));
        _message.Transform(this, ciphertext, plaintext, encrypt: false);
        _decrypts = true;
    }

    /// <summary>Ends the message and says whether it is authentic.</summary>
    /// <param name="tag">The tag, exactly <see cref="AesGcmCipher.TagSizeInBytes"/> bytes.</param>
    /// <returns>Whether the tag matches all that was given. When it does not, throw away what <see cref="DecryptUnverified"/> wrote.</returns>
    /// <exception cref="ObjectDisposedException">The object or the cipher it came from is disposed.</exception>
    /// <exception cref="InvalidOperationException">The message is finished.</exception>
    /// <exception cref="ArgumentException">The tag has a wrong length.</exception>
    public bool VerifyTag(ReadOnlySpan<byte> tag)
    {
        _message.CheckUsable(this);
        _message.CheckTag(tag.Length);
        return _message.VerifyTag(this, tag);
    }

    /// <summary>Ends the use of this object and zeroes its state. The cipher it came from stays usable.</summary>
    public void Dispose() => _message.Dispose();

    private void CheckText(bool decrypts)
    {
        _message.CheckUsable(this);
        if (_message.InText && decrypts != _decrypts)
        {
            Error.MixedDecryption();
        }
    }
}
