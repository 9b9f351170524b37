// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  AES-CBC
//
//      The Advanced Encryption Standard in cipher block chaining mode: each block of plaintext is combined with the
//      ciphertext block before it, the first one with the IV. There is no authentication.
//
//  References:
//
//      FIPS 197 - Advanced Encryption Standard (AES)
//
//      NIST SP 800-38A - Recommendation for Block Cipher Modes of Operation, section 6.2
//
//      RFC 5652 - Cryptographic Message Syntax (CMS), section 6.3, for the padding
//
//  Parameters:
//
//      Key Size - 16, 24 or 32 bytes.
//
//      IV Size - 16 bytes, unpredictable (SP 800-38A appendix C).
//
//      Plaintext Size - Any; whole blocks with PaddingMode.None. (A Span<byte> can hold only up to 2^31-1 bytes.)
//
//      Ciphertext Size - The plaintext's and that of the padding.
//
/// <summary>AES in cipher block chaining mode (SP 800-38A section 6.2), with the paddings of the platform.</summary>
/// <remarks>
/// <para>CBC does not authenticate. Whoever lets others submit ciphertexts and lets them see which have a valid padding, by an
/// exception, an answer, a log entry, the time taken, or a destination that is too short for one padding and long enough for
/// another, hands out a padding oracle that decrypts any message. Authenticate the ciphertext before decrypting it, or use
/// <see cref="AesGcmCipher"/>.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed partial class AesCbc : IDisposable
{
    private readonly Engine _engine;
    private readonly KeyMemory _keys;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <exception cref="CryptographicException">The key has another size.</exception>
    public AesCbc(ReadOnlySpan<byte> key)
        : this(key, EngineCatalog.Selector.Get(ModeFamily.Block))
    {
    }

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="CryptographicException">The key has another size.</exception>
    public AesCbc(byte[] key)
        : this(Arguments.NotNull(key, nameof(key)))
    {
    }

    internal unsafe AesCbc(ReadOnlySpan<byte> key, Engine engine)
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

    /// <summary>The length of the ciphertext of a plaintext.</summary>
    /// <param name="plaintextLength">The plaintext's length in bytes.</param>
    /// <param name="paddingMode">The padding.</param>
    /// <returns>The ciphertext's length in bytes, a multiple of 16.</returns>
    /// <exception cref="ArgumentException">There is no padding and the length is not whole blocks.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the ciphertext's would be greater than 2^31 - 1, or the padding is not a defined one.</exception>
    public static int GetCiphertextLength(int plaintextLength, PaddingMode paddingMode = PaddingMode.PKCS7)
    {
        if (plaintextLength < 0)
        {
            Error.Negative(nameof(plaintextLength));
        }
        CheckPlaintext(plaintextLength, paddingMode, nameof(plaintextLength));
        CheckPaddingMode(paddingMode);
        long length = CbcPadding.PaddedLength(plaintextLength, paddingMode);
        if (length > int.MaxValue)
        {
            Error.PlaintextTooLong(nameof(plaintextLength));
        }
        return (int)length;
    }

    /// <summary>Encrypts a message.</summary>
    /// <param name="plaintext">The plaintext; whole blocks with <see cref="PaddingMode.None"/>.</param>
    /// <param name="iv">The initialization vector, 16 bytes. It is not changed.</param>
    /// <param name="destination">Where the ciphertext goes, <see cref="GetCiphertextLength"/> bytes. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <param name="paddingMode">The padding.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The plaintext or the IV has a wrong length, the destination is too short, or it overlaps the plaintext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is not a defined one.</exception>
    public int Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> iv, Span<byte> destination, PaddingMode paddingMode = PaddingMode.PKCS7)
    {
        if (!TryEncrypt(plaintext, iv, destination, out int bytesWritten, paddingMode))
        {
            Error.DestinationTooShort(nameof(destination));
        }
        return bytesWritten;
    }

    /// <summary>Encrypts a message, or returns false when the destination is too short.</summary>
    /// <param name="plaintext">The plaintext; whole blocks with <see cref="PaddingMode.None"/>.</param>
    /// <param name="iv">The initialization vector, 16 bytes. It is not changed.</param>
    /// <param name="destination">Where the ciphertext goes, <see cref="GetCiphertextLength"/> bytes. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <param name="bytesWritten">The bytes written; 0 when the result is false.</param>
    /// <param name="paddingMode">The padding.</param>
    /// <returns>False when the destination is too short; then nothing was written.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The plaintext or the IV has a wrong length, or the destination overlaps the plaintext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is not a defined one.</exception>
    public bool TryEncrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> iv, Span<byte> destination, out int bytesWritten, PaddingMode paddingMode = PaddingMode.PKCS7)
    {
        bytesWritten = 0;
        _keys.ThrowIfDisposed(this);
        CheckPlaintext(plaintext.Length, paddingMode, nameof(plaintext));
        Arguments.CheckBlock(iv.Length, nameof(iv));
        CheckPaddingMode(paddingMode);
        long length = CbcPadding.PaddedLength(plaintext.Length, paddingMode);
        if (destination.Length < length)
        {
            return false;
        }
        Arguments.CheckOverlap(plaintext, destination, (int)length, nameof(destination));
        EncryptChecked(plaintext, Block.Read(iv), destination[..(int)length], paddingMode);
        bytesWritten = (int)length;
        return true;
    }

    /// <summary>Decrypts a message. See the warning about padding oracles at <see cref="AesCbc"/>.</summary>
    /// <param name="ciphertext">The ciphertext, whole blocks.</param>
    /// <param name="iv">The initialization vector, 16 bytes. It is not changed.</param>
    /// <param name="destination">Where the plaintext goes; its own length without the padding is enough. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="paddingMode">The padding.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The ciphertext or the IV has a wrong length, the destination is too short, or it overlaps the ciphertext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding mode is not a defined one.</exception>
    /// <exception cref="CryptographicException">The padding is not valid. Nothing was written.</exception>
    public int Decrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> iv, Span<byte> destination, PaddingMode paddingMode = PaddingMode.PKCS7)
    {
        if (!TryDecrypt(ciphertext, iv, destination, out int bytesWritten, paddingMode))
        {
            Error.DestinationTooShort(nameof(destination));
        }
        return bytesWritten;
    }

    /// <summary>Decrypts a message, or returns false when the destination is too short. See the warning about padding oracles at <see cref="AesCbc"/>.</summary>
    /// <param name="ciphertext">The ciphertext, whole blocks.</param>
    /// <param name="iv">The initialization vector, 16 bytes. It is not changed.</param>
    /// <param name="destination">Where the plaintext goes; its own length without the padding is enough. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="bytesWritten">The bytes written; 0 when the result is false.</param>
    /// <param name="paddingMode">The padding.</param>
    /// <returns>False when the destination is too short; then nothing was written.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The ciphertext or the IV has a wrong length, or the destination overlaps the ciphertext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding mode is not a defined one.</exception>
    /// <exception cref="CryptographicException">The padding is not valid. Nothing was written.</exception>
    public bool TryDecrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> iv, Span<byte> destination, out int bytesWritten, PaddingMode paddingMode = PaddingMode.PKCS7)
    {
        bytesWritten = 0;
        _keys.ThrowIfDisposed(this);
        Arguments.CheckWholeBlocks(ciphertext.Length, nameof(ciphertext));
        Arguments.CheckBlock(iv.Length, nameof(iv));
        CheckPaddingMode(paddingMode);
        if (!CbcPadding.IsRemovable(paddingMode))
        {
            if (destination.Length < ciphertext.Length)
            {
                return false;
            }
            Arguments.CheckOverlap(ciphertext, destination, nameof(destination));
            DecryptChecked(ciphertext, Block.Read(iv), destination[..ciphertext.Length]);
            bytesWritten = ciphertext.Length;
            return true;
        }
        if (ciphertext.IsEmpty)
        {
            Error.BadPadding();
        }

        // Whatever the padding, all blocks but the last will be written.
        int wholeBlocks = ciphertext.Length - Engine.BlockSize;
        if (destination.Length < wholeBlocks)
        {
            return false;
        }
        Arguments.CheckOverlap(ciphertext, destination, wholeBlocks, nameof(destination));

        DecryptLastBlock(ciphertext, iv, out Block last);
        int padding = CbcPadding.Check(last.Bytes, paddingMode);
        if (padding < 0)
        {
            last.Clear();
            Error.BadPadding();
        }
        int length = ciphertext.Length - padding;
        if (destination.Length < length)
        {
            last.Clear();
            return false;
        }
        Arguments.CheckOverlap(ciphertext, destination, length, nameof(destination));
        DecryptChecked(ciphertext[..wholeBlocks], Block.Read(iv), destination[..wholeBlocks]);
        last.Bytes[..(Engine.BlockSize - padding)].CopyTo(destination[wholeBlocks..]);
        last.Clear();
        bytesWritten = length;
        return true;
    }

    /// <summary>Zeroes the key. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _keys.Dispose();

    private static void CheckPlaintext(int length, PaddingMode paddingMode, string parameterName)
    {
        if (paddingMode == PaddingMode.None)
        {
            Arguments.CheckWholeBlocks(length, parameterName);
        }
    }

    private static void CheckPaddingMode(PaddingMode paddingMode)
    {
        if (!CbcPadding.IsDefined(paddingMode))
        {
            Error.NotDefined(nameof(paddingMode));
        }
    }

    /// <summary>Encrypts into a destination of exactly the ciphertext's length: the whole blocks first, then what the padding completes.</summary>
    private unsafe void EncryptChecked(ReadOnlySpan<byte> plaintext, in Block iv, Span<byte> destination, PaddingMode paddingMode)
    {
        int wholeBlocks = plaintext.Length & -Engine.BlockSize;
        Block chainingBlock = iv;
        byte* chaining = (byte*)&chainingBlock;
        fixed (byte* from = plaintext, to = destination)
        {
            _engine.CbcEncrypt(_keys.Pointer, chaining, from, to, (uint)wholeBlocks / Engine.BlockSize);
            if (wholeBlocks != destination.Length)
            {
                Block last = default;
                plaintext[wholeBlocks..].CopyTo(last.Bytes);
                CbcPadding.Pad(last.Bytes, plaintext.Length - wholeBlocks, paddingMode);
                _engine.CbcEncrypt(_keys.Pointer, chaining, (byte*)&last, to + wholeBlocks, 1);
                last.Clear();
            }
        }
        Finish(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void DecryptChecked(ReadOnlySpan<byte> ciphertext, in Block iv, Span<byte> destination)
    {
        Block chainingBlock = iv;
        fixed (byte* from = ciphertext, to = destination)
        {
            _engine.CbcDecrypt(_keys.Pointer, (byte*)&chainingBlock, from, to, (uint)ciphertext.Length / Engine.BlockSize);
        }
        Finish(destination);
    }

    /// <summary>The last block of the plaintext, in memory of our own.</summary>
    private unsafe void DecryptLastBlock(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> iv, out Block last)
    {
        Block chainingBlock = Block.Read(ciphertext.Length == Engine.BlockSize ? iv : ciphertext[^(2 * Engine.BlockSize)..]);
        last = Block.Read(ciphertext[^Engine.BlockSize..]);
        fixed (Block* block = &last)
        {
            _engine.CbcDecrypt(_keys.Pointer, (byte*)&chainingBlock, (byte*)block, (byte*)block, 1);
        }
        Finish(last.Bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(Span<byte> written)
    {
        if (_keys.WasDisposed)
        {
            Error.DisposedMeanwhile(this, written);
        }
        GC.KeepAlive(_keys);
    }
}
