// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vmx.Crypto;

/// <summary>Every exception this package throws, one method each, so that the methods that check stay small.</summary>
internal static class Error
{
    // ---- use after Dispose ------------------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void Disposed(object owner) => throw new ObjectDisposedException(owner.GetType().FullName);

    /// <summary>The key was zeroed while a kernel ran: nobody may see what it wrote.</summary>
    [DoesNotReturn]
    public static void DisposedMeanwhile(object owner, Span<byte> written)
    {
        CryptographicOperations.ZeroMemory(written);
        Disposed(owner);
    }

    // ---- keys -------------------------------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void KeySize(string sizes) =>
        throw new CryptographicException($"The key must have {sizes} bytes.");

    [DoesNotReturn]
    public static void EqualKeyHalves() =>
        throw new CryptographicException("The two halves of an XTS key must differ.");

    // ---- lengths and ranges -----------------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void NotOneBlock(string parameterName) =>
        throw new ArgumentException("The length must be 16 bytes.", parameterName);

    [DoesNotReturn]
    public static void NotWholeBlocks(string parameterName) =>
        throw new ArgumentException("The length must be a multiple of 16 bytes.", parameterName);

    [DoesNotReturn]
    public static void NonceLength(string parameterName, bool anyLength) =>
        throw new ArgumentException(anyLength ? "The nonce must not be empty." : "The nonce must have 12 bytes.", parameterName);

    [DoesNotReturn]
    public static void TagLength(string parameterName, int tagSizeInBytes) =>
        throw new ArgumentException($"The tag must have {tagSizeInBytes} bytes, as the constructor was told.", parameterName);

    [DoesNotReturn]
    public static void TagSize(string parameterName) =>
        throw new ArgumentException("The tag must have 12 to 16 bytes, or 4 or 8 with AesGcmOptions.AllowShortTags.", parameterName);

    [DoesNotReturn]
    public static void DataUnitLength(string parameterName) =>
        throw new ArgumentException("A data unit must have 16 to 16777216 bytes.", parameterName);

    [DoesNotReturn]
    public static void NotWholeDataUnits(string parameterName) =>
        throw new ArgumentException("The length must be a multiple of the data unit's, or that of one shorter data unit of at least 16 bytes.", parameterName);

    [DoesNotReturn]
    public static void TweakRange(string parameterName) =>
        throw new ArgumentException("The tweak of the last data unit would be greater than 2^128 - 1.", parameterName);

    [DoesNotReturn]
    public static void Negative(string parameterName) =>
        throw new ArgumentOutOfRangeException(parameterName, "The value must not be negative.");

    [DoesNotReturn]
    public static void NotDefined(string parameterName) =>
        throw new ArgumentOutOfRangeException(parameterName, "The value is not one that the type defines.");

    [DoesNotReturn]
    public static void PlaintextTooLong(string parameterName) =>
        throw new ArgumentOutOfRangeException(parameterName, "The padded ciphertext would have more than 2^31 - 1 bytes.");

    [DoesNotReturn]
    public static void IvsLength(string parameterName) =>
        throw new ArgumentException("There must be 16 bytes of initialization vectors for each job.", parameterName);

    [DoesNotReturn]
    public static void JobRange(string parameterName) =>
        throw new ArgumentException("A job must have offsets and a length that are not negative, a length of whole blocks, and lie within the source.", parameterName);

    [DoesNotReturn]
    public static void JobOrder(string parameterName) =>
        throw new ArgumentException("The destinations of the jobs must be ascending and must not overlap.", parameterName);

    // ---- destinations and overlap -----------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void DestinationTooShort(string parameterName) =>
        throw new ArgumentException("The destination is too short.", parameterName);

    [DoesNotReturn]
    public static void Overlap(string parameterName) =>
        throw new ArgumentException("The output must begin at the input's first byte or not overlap it.", parameterName);

    [DoesNotReturn]
    public static void TagOverlap(string parameterName) =>
        throw new ArgumentException("The tag must overlap neither the input nor the output.", parameterName);

    [DoesNotReturn]
    public static void IvOverlap(string parameterName) =>
        throw new ArgumentException("The initialization vectors must not overlap the bytes that will be written.", parameterName);

    // ---- exhaustion -------------------------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void CounterExhausted() =>
        throw new CryptographicException("The counter would return to its first value and the keystream repeat.");

    [DoesNotReturn]
    public static void PositionExhausted() =>
        throw new CryptographicException("The position would be greater than 2^63 - 1.");

    [DoesNotReturn]
    public static void TextTooLong() =>
        throw new CryptographicException("The message would have more than 2^36 - 32 bytes of text.");

    [DoesNotReturn]
    public static void AssociatedDataTooLong() =>
        throw new CryptographicException("The message would have more than 2^61 - 1 bytes of associated data.");

    // ---- outcomes and order of calls --------------------------------------------------------------------------------

    [DoesNotReturn]
    public static void BadPadding() =>
        throw new CryptographicException("The padding is not valid.");

    [DoesNotReturn]
    public static void TagMismatch() => throw new AuthenticationTagMismatchException();

    [DoesNotReturn]
    public static void AssociatedDataAfterText() =>
        throw new InvalidOperationException("Associated data must come before the text.");

    [DoesNotReturn]
    public static void Finished() =>
        throw new InvalidOperationException("The tag was computed or verified; the message is finished.");

    [DoesNotReturn]
    public static void MixedDecryption() =>
        throw new InvalidOperationException("One message is either verified with AppendCiphertext or decrypted with DecryptUnverified, not both.");
}
