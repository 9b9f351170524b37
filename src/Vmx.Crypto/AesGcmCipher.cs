// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  AES-GCM
//
//      Authenticated encryption with associated data based on the Advanced Encryption Standard in Galois/Counter Mode.
//
//  References:
//
//      FIPS 197 - Advanced Encryption Standard (AES)
//
//      NIST SP 800-38D - Recommendation for Block Cipher Modes of Operation: Galois/Counter Mode (GCM) and GMAC, section 7
//
//      RFC 5116 - An Interface and Algorithms for Authenticated Encryption
//
//  Parameters:
//
//      Key Size - 16, 24 or 32 bytes.
//
//      Nonce Size - 12 bytes. With AesGcmOptions.AllowAnyNonceLength, any but zero (section 5.2.1.1).
//
//      Tag Size - 12 to 16 bytes. With AesGcmOptions.AllowShortTags, 4 and 8 as well (section 5.2.1.2, appendix C).
//
//      Plaintext Size - Between 0 and 2^36-32 bytes (section 5.2.1.1). (A Span<byte> can hold only up to 2^31-1 bytes.)
//
//      Associated Data Size - Between 0 and 2^61-1 bytes (section 5.2.1.1).
//
//      Ciphertext Size - The plaintext's. The tag is apart.
//
/// <summary>AES in Galois/Counter Mode (SP 800-38D): authenticated encryption, with the same results on every operating system.</summary>
/// <remarks>
/// <para>What this object cannot enforce, because it keeps no record of messages, and its user must: no nonce is ever used twice
/// under one key, not even across restarts (one repetition gives away the exclusive or of the plaintexts and the key of the
/// authentication); at most 2^32 messages under one key when nonces are random or not of 12 bytes (SP 800-38D section 8.3); and
/// with tags of 4 or 8 bytes the limits of SP 800-38D appendix C on lengths and failed decryptions.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed class AesGcmCipher : IDisposable
{
    private readonly GcmKey _key;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="tagSizeInBytes">The size of every tag, 12 to 16 bytes; also 4 or 8 with <see cref="AesGcmOptions.AllowShortTags"/>.</param>
    /// <param name="options">What else to allow.</param>
    /// <exception cref="CryptographicException">The key has another size.</exception>
    /// <exception cref="ArgumentException">The tag size is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options are not defined ones.</exception>
    public AesGcmCipher(ReadOnlySpan<byte> key, int tagSizeInBytes, AesGcmOptions options = AesGcmOptions.None)
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
    public AesGcmCipher(byte[] key, int tagSizeInBytes, AesGcmOptions options = AesGcmOptions.None)
        : this(Arguments.NotNull(key, nameof(key)), tagSizeInBytes, options)
    {
    }

    internal AesGcmCipher(ReadOnlySpan<byte> key, int tagSizeInBytes, AesGcmOptions options, Engine engine) =>
        _key = new GcmKey(key, tagSizeInBytes, options, engine);

    /// <summary>The nonce sizes that need no option, in bytes: 12.</summary>
    public static KeySizes NonceByteSizes { get; } = new(GcmKey.NonceSize, GcmKey.NonceSize, 1);

    /// <summary>The tag sizes that need no option, in bytes: 12 to 16, on every operating system.</summary>
    public static KeySizes TagByteSizes { get; } = new(12, 16, 1);

    /// <summary>The size of every tag of this object, in bytes.</summary>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public int TagSizeInBytes
    {
        get
        {
            _key.Memory.ThrowIfDisposed(this);
            return _key.TagSize;
        }
    }

    /// <summary>Encrypts and authenticates a message (SP 800-38D section 7.1).</summary>
    /// <param name="nonce">12 bytes, never used before under this key.</param>
    /// <param name="plaintext">The plaintext, of any length.</param>
    /// <param name="ciphertext">Where as many bytes of ciphertext go. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <param name="tag">Where the tag goes, exactly <see cref="TagSizeInBytes"/> bytes. It must overlap neither plaintext nor ciphertext.</param>
    /// <param name="associatedData">What is authenticated with the message and not encrypted.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce or the tag has a wrong length, the ciphertext is too short, or something overlaps that must not.</exception>
    [SkipLocalsInit]
    public unsafe void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData = default)
    {
        GcmKey key = _key;
        key.Memory.ThrowIfDisposed(this);
        key.CheckNonce(nonce.Length);
        key.CheckTag(tag.Length);
        Arguments.CheckDestination(ciphertext.Length, plaintext.Length, nameof(ciphertext));
        Arguments.CheckOverlap(plaintext, ciphertext, nameof(ciphertext));
        Arguments.CheckTagOverlap(tag, plaintext, nameof(tag));
        Arguments.CheckTagOverlap(tag, ciphertext[..plaintext.Length], nameof(tag));
        Block preCounterBlock;
        Block fullTag;
        key.WritePreCounterBlock(nonce, (byte*)&preCounterBlock);
        fixed (byte* data = &MemoryMarshal.GetReference(associatedData), from = &MemoryMarshal.GetReference(plaintext), to = &MemoryMarshal.GetReference(ciphertext))
        {
            key.Engine.GcmEncryptMessage(key.Schedule, key.HashKey, (byte*)&preCounterBlock, data, (uint)associatedData.Length, from, to, (uint)plaintext.Length, (byte*)&fullTag);
        }
        fullTag.CopyStartTo(tag);
        fullTag.Clear();
        if (key.Memory.WasDisposed)
        {
            CryptographicOperations.ZeroMemory(tag);
            Error.DisposedMeanwhile(this, ciphertext[..plaintext.Length]);
        }
        GC.KeepAlive(key.Memory);
    }

    /// <summary>Decrypts a message and verifies its tag (SP 800-38D section 7.2).</summary>
    /// <param name="nonce">The nonce it was encrypted with.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">The tag, exactly <see cref="TagSizeInBytes"/> bytes.</param>
    /// <param name="plaintext">Where as many bytes of plaintext go. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="associatedData">What was authenticated with the message.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce or the tag has a wrong length, the plaintext is too short, or it overlaps the ciphertext.</exception>
    /// <exception cref="AuthenticationTagMismatchException">The message is not authentic. The plaintext's bytes are zeros; in place, the ciphertext is gone.</exception>
    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        if (!TryDecrypt(nonce, ciphertext, tag, plaintext, associatedData))
        {
            Error.TagMismatch();
        }
    }

    /// <summary>Decrypts a message, or returns false when its tag does not match (SP 800-38D section 7.2).</summary>
    /// <param name="nonce">The nonce it was encrypted with.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">The tag, exactly <see cref="TagSizeInBytes"/> bytes.</param>
    /// <param name="plaintext">Where as many bytes of plaintext go. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="associatedData">What was authenticated with the message.</param>
    /// <returns>False when the message is not authentic, and only then. The plaintext's bytes are zeros then; in place, the ciphertext is gone.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce or the tag has a wrong length, the plaintext is too short, or it overlaps the ciphertext.</exception>
    [SkipLocalsInit]
    public unsafe bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        GcmKey key = _key;
        key.Memory.ThrowIfDisposed(this);
        key.CheckNonce(nonce.Length);
        key.CheckTag(tag.Length);
        Arguments.CheckDestination(plaintext.Length, ciphertext.Length, nameof(plaintext));
        Arguments.CheckOverlap(ciphertext, plaintext, nameof(plaintext));
        Block preCounterBlock;
        Block fullTag;
        // The tag may lie where the plaintext goes.
        Block expected = Block.ReadPadded(tag);
        key.WritePreCounterBlock(nonce, (byte*)&preCounterBlock);
        fixed (byte* data = &MemoryMarshal.GetReference(associatedData), from = &MemoryMarshal.GetReference(ciphertext), to = &MemoryMarshal.GetReference(plaintext))
        {
            key.Engine.GcmDecryptMessage(key.Schedule, key.HashKey, (byte*)&preCounterBlock, data, (uint)associatedData.Length, from, to, (uint)ciphertext.Length, (byte*)&fullTag);
        }
        bool authentic = fullTag.TruncateAndCompare(in expected, tag.Length);
        fullTag.Clear();
        if (key.Memory.WasDisposed)
        {
            Error.DisposedMeanwhile(this, plaintext[..ciphertext.Length]);
        }
        GC.KeepAlive(key.Memory);
        if (!authentic)
        {
            CryptographicOperations.ZeroMemory(plaintext[..ciphertext.Length]);
        }
        return authentic;
    }

    /// <summary>Starts the encryption of a message that comes in pieces.</summary>
    /// <param name="nonce">12 bytes, never used before under this key.</param>
    /// <returns>An encryptor. It uses this object's key and ends with it.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce has a wrong length.</exception>
    public AesGcmEncryptor CreateEncryptor(ReadOnlySpan<byte> nonce) => new(GcmMessage.Start(this, _key, nonce));

    /// <summary>Starts the decryption of a message that comes in pieces.</summary>
    /// <param name="nonce">The nonce it was encrypted with.</param>
    /// <returns>A decryptor. It uses this object's key and ends with it.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The nonce has a wrong length.</exception>
    public AesGcmDecryptor CreateDecryptor(ReadOnlySpan<byte> nonce) => new(GcmMessage.Start(this, _key, nonce));

    /// <summary>Zeroes the key. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _key.Memory.Dispose();
}
