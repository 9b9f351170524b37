// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  AES-GMAC
//
//      Message authentication based on the Advanced Encryption Standard in Galois/Counter Mode: GCM of a message that is all
//      associated data.
//
//  References:
//
//      NIST SP 800-38D - Recommendation for Block Cipher Modes of Operation: Galois/Counter Mode (GCM) and GMAC, section 3
//
//      RFC 4543 - The Use of Galois Message Authentication Code (GMAC) in IPsec ESP and AH
//
//  Parameters:
//
//      Key Size - 16, 24 or 32 bytes.
//
//      Nonce Size - 12 bytes. With AesGcmOptions.AllowAnyNonceLength, any but zero (section 5.2.1.1).
//
//      Tag Size - 12 to 16 bytes. With AesGcmOptions.AllowShortTags, 4 and 8 as well (section 5.2.1.2, appendix C).
//
//      Message Size - Between 0 and 2^61-1 bytes (section 5.2.1.1).
//
/// <summary>AES-GMAC (SP 800-38D): authentication without encryption. It needs a fresh nonce for every message.</summary>
/// <remarks>
/// <para>What this object cannot enforce, because it keeps no record of messages, and its user must: no nonce is ever used twice
/// under one key to compute a tag (one repetition gives away the key of the authentication); at most 2^32 messages under one key
/// when nonces are random or not of 12 bytes (SP 800-38D section 8.3); and with tags of 4 or 8 bytes the limits of SP 800-38D
/// appendix C. A code that needs no nonce is HMAC.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed class AesGmac : IDisposable
{
    private readonly GcmKey _key;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="tagSizeInBytes">The size of every tag, 12 to 16 bytes; also 4 or 8 with <see cref="AesGcmOptions.AllowShortTags"/>.</param>
    /// <param name="options">What else to allow.</param>
    /// <exception cref="CryptographicException">The key has another size.</exception>
    /// <exception cref="ArgumentException">The tag size is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options are not defined ones.</exception>
    public AesGmac(ReadOnlySpan<byte> key, int tagSizeInBytes = 16, AesGcmOptions options = AesGcmOptions.None)
        : this(key, tagSizeInBytes, options, EngineCatalog.Selector.Get(ModeFamily.Gcm))
    {
    }

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="tagSizeInBytes">The size of every tag, 12 to 16 bytes; also 4 or 8 with <see cref="AesGcmOptions.AllowShortTags"/>.</param>
    /// <param name="options">What else to allow.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="CryptographicException">The key has another size.</exception>
    /// <exception cref="ArgumentException">The tag size is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options are not defined ones.</exception>
    public AesGmac(byte[] key, int tagSizeInBytes = 16, AesGcmOptions options = AesGcmOptions.None)
        : this(Arguments.NotNull(key, nameof(key)), tagSizeInBytes, options)
    {
    }

    internal AesGmac(ReadOnlySpan<byte> key, int tagSizeInBytes, AesGcmOptions options, Engine engine) =>
        _key = new GcmKey(key, tagSizeInBytes, options, engine);

    /// <summary>Computes the tag of a message.</summary>
    /// <param name="nonce">12 bytes, never used before under this key.</param>
    /// <param name="source">The message, of any length.</param>
    /// <param name="tag">Where the tag goes, exactly the size that the constructor was told. It must not overlap the message.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce or the tag has a wrong length, or the tag overlaps the message.</exception>
    public void ComputeTag(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> tag)
    {
        _key.Memory.ThrowIfDisposed(this);
        _key.CheckNonce(nonce.Length);
        _key.CheckTag(tag.Length);
        Arguments.CheckTagOverlap(tag, source, nameof(tag));
        Compute(nonce, source, out Block fullTag);
        fullTag.Bytes[..tag.Length].CopyTo(tag);
        fullTag.Clear();
        Finish(tag);
    }

    /// <summary>Verifies the tag of a message, in constant time.</summary>
    /// <param name="nonce">The nonce it was computed with.</param>
    /// <param name="source">The message.</param>
    /// <param name="tag">The tag, exactly the size that the constructor was told.</param>
    /// <returns>Whether the message is authentic.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce or the tag has a wrong length.</exception>
    public bool VerifyTag(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, ReadOnlySpan<byte> tag)
    {
        _key.Memory.ThrowIfDisposed(this);
        _key.CheckNonce(nonce.Length);
        _key.CheckTag(tag.Length);
        Compute(nonce, source, out Block fullTag);
        bool authentic = fullTag.TruncateAndCompare(Block.ReadPadded(tag), tag.Length);
        fullTag.Clear();
        Finish(default);
        return authentic;
    }

    /// <summary>Starts a message that comes in pieces.</summary>
    /// <param name="nonce">12 bytes, never used before under this key to compute a tag.</param>
    /// <returns>A hash. It uses this object's key and ends with it.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce has a wrong length.</exception>
    public AesGmacHash CreateHash(ReadOnlySpan<byte> nonce) => new(GcmMessage.Start(this, _key, nonce));

    /// <summary>Zeroes the key. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _key.Memory.Dispose();

    private unsafe void Compute(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, out Block tag)
    {
        Block preCounterBlock;
        _key.WritePreCounterBlock(nonce, (byte*)&preCounterBlock);
        fixed (byte* data = source)
        fixed (Block* fullTag = &tag)
        {
            _key.Engine.GcmEncryptMessage(_key.Schedule, _key.HashKey, (byte*)&preCounterBlock, data, (uint)source.Length, null, null, 0, (byte*)fullTag);
        }
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
