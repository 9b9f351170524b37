// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  XTS-AES
//
//      The Advanced Encryption Standard as a tweakable cipher for storage: each data unit (a sector) is encrypted by itself
//      under a tweak (its number), to the same length. There is no authentication.
//
//  References:
//
//      IEEE 1619 - Standard for Cryptographic Protection of Data on Block-Oriented Storage Devices, section 5
//
//      NIST SP 800-38E - Recommendation for Block Cipher Modes of Operation: The XTS-AES Mode for Confidentiality on Storage
//          Devices
//
//  Parameters:
//
//      Key Size - 32 or 64 bytes: Key1 for the data, then Key2 for the tweaks, which must differ (FIPS 140-3 implementation
//          guidance C.I).
//
//      Tweak Size - 16 bytes.
//
//      Data Unit Size - Between 16 bytes and 2^20 blocks (SP 800-38E section 4); ciphertext stealing where it is not whole
//          blocks.
//
/// <summary>XTS-AES (IEEE 1619, SP 800-38E): length-preserving encryption of data units, such as the sectors of a disk.</summary>
/// <remarks>
/// <para>XTS does not authenticate: a changed block of ciphertext decrypts to a random block of plaintext, and an old data unit
/// put back decrypts well.</para>
/// <para>Thread-safe: any number of threads may use one object at once.</para>
/// </remarks>
public sealed class AesXts : IDisposable
{
    /// <summary>The longest data unit: 2^20 blocks.</summary>
    internal const int MaxDataUnitSize = Engine.BlockSize << 20;

    private readonly Engine _engine;
    private readonly KeyMemory _keys;
    private readonly int _tweakScheduleOffset;

    /// <summary>Expands a key.</summary>
    /// <param name="key">32 or 64 bytes: Key1, which encrypts the data, and Key2, which encrypts the tweaks.</param>
    /// <param name="keyCheck">Whether the halves must differ.</param>
    /// <exception cref="CryptographicException">The key has another size, or its halves are equal and that is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key check is not a defined one.</exception>
    public AesXts(ReadOnlySpan<byte> key, AesXtsKeyCheck keyCheck = AesXtsKeyCheck.RequireDistinct)
        : this(key, keyCheck, EngineCatalog.Selector.Get(ModeFamily.Xts))
    {
    }

    /// <summary>Expands a key.</summary>
    /// <param name="key">32 or 64 bytes: Key1, which encrypts the data, and Key2, which encrypts the tweaks.</param>
    /// <param name="keyCheck">Whether the halves must differ.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="CryptographicException">The key has another size, or its halves are equal and that is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key check is not a defined one.</exception>
    public AesXts(byte[] key, AesXtsKeyCheck keyCheck = AesXtsKeyCheck.RequireDistinct)
        : this(Arguments.NotNull(key, nameof(key)), keyCheck)
    {
    }

    internal unsafe AesXts(ReadOnlySpan<byte> key, AesXtsKeyCheck keyCheck, Engine engine)
    {
        if (key.Length is not (32 or 64))
        {
            Error.KeySize("32 or 64");
        }
        if (keyCheck is < AesXtsKeyCheck.RequireDistinct or > AesXtsKeyCheck.AllowEqual)
        {
            Error.NotDefined(nameof(keyCheck));
        }
        int half = key.Length / 2;
        if (keyCheck == AesXtsKeyCheck.RequireDistinct && CryptographicOperations.FixedTimeEquals(key[..half], key[half..]))
        {
            Error.EqualKeyHalves();
        }
        _engine = engine;
        _tweakScheduleOffset = Arguments.AlignKey(engine.KeyScheduleSize);
        _keys = new KeyMemory(_tweakScheduleOffset + engine.KeyScheduleSize);
        fixed (byte* keyPointer = key)
        {
            engine.ExpandKey(keyPointer, half, _keys.Pointer, forDecryption: true);
            engine.ExpandKey(keyPointer + half, half, _keys.Pointer + _tweakScheduleOffset, forDecryption: false);
        }
        GC.KeepAlive(_keys);
    }

    /// <summary>Encrypts one data unit (IEEE 1619 section 5.3) under a tweak of any 16 bytes.</summary>
    /// <param name="plaintext">The data unit, 16 to 16,777,216 bytes. Empty input does nothing.</param>
    /// <param name="destination">Where as many bytes of ciphertext go. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <param name="tweak">The tweak as IEEE 1619 section 5.1 writes it, 16 bytes. It is not changed.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The plaintext or the tweak has a wrong length, the destination is too short, or it overlaps the plaintext.</exception>
    public void EncryptDataUnit(ReadOnlySpan<byte> plaintext, Span<byte> destination, ReadOnlySpan<byte> tweak)
    {
        _keys.ThrowIfDisposed(this);
        XtsRun run = CheckDataUnit(plaintext, destination, tweak, nameof(plaintext));
        Encrypt(in run, plaintext, destination);
    }

    /// <summary>Decrypts one data unit (IEEE 1619 section 5.4) under a tweak of any 16 bytes.</summary>
    /// <param name="ciphertext">The data unit, 16 to 16,777,216 bytes. Empty input does nothing.</param>
    /// <param name="destination">Where as many bytes of plaintext go. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="tweak">The tweak as IEEE 1619 section 5.1 writes it, 16 bytes. It is not changed.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The ciphertext or the tweak has a wrong length, the destination is too short, or it overlaps the ciphertext.</exception>
    public void DecryptDataUnit(ReadOnlySpan<byte> ciphertext, Span<byte> destination, ReadOnlySpan<byte> tweak)
    {
        _keys.ThrowIfDisposed(this);
        XtsRun run = CheckDataUnit(ciphertext, destination, tweak, nameof(ciphertext));
        Decrypt(in run, ciphertext, destination);
    }

    /// <summary>Encrypts consecutive data units of one size (IEEE 1619 section 5.3).</summary>
    /// <param name="plaintext">The data units. One that is alone may be shorter than the others would be, 16 bytes at least. Empty input does nothing.</param>
    /// <param name="destination">Where as many bytes of ciphertext go. It may begin at the plaintext's first byte; any other overlap is refused.</param>
    /// <param name="dataUnitSize">The size of a data unit, 16 to 16,777,216 bytes.</param>
    /// <param name="firstDataUnit">The number of the first data unit: its tweak.</param>
    /// <param name="tweakFormat">How a number becomes the 16 bytes of a tweak.</param>
    /// <param name="dataUnitStep">What is added from one unit's number to the next; dm-crypt, which counts 512-byte sectors, has 8 for units of 4,096 bytes.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The data unit's size is out of range, the plaintext is not whole data units, the last tweak would be greater than 2^128 - 1, the destination is too short, or it overlaps the plaintext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tweak format is not a defined one, or the step is negative.</exception>
    public void EncryptDataUnits(ReadOnlySpan<byte> plaintext, Span<byte> destination, int dataUnitSize, UInt128 firstDataUnit, AesXtsTweakFormat tweakFormat = AesXtsTweakFormat.LittleEndian, long dataUnitStep = 1)
    {
        _keys.ThrowIfDisposed(this);
        XtsRun run = CheckDataUnits(plaintext, destination, dataUnitSize, firstDataUnit, tweakFormat, dataUnitStep, nameof(plaintext));
        Encrypt(in run, plaintext, destination);
    }

    /// <summary>Decrypts consecutive data units of one size (IEEE 1619 section 5.4).</summary>
    /// <param name="ciphertext">The data units. One that is alone may be shorter than the others would be, 16 bytes at least. Empty input does nothing.</param>
    /// <param name="destination">Where as many bytes of plaintext go. It may begin at the ciphertext's first byte; any other overlap is refused.</param>
    /// <param name="dataUnitSize">The size of a data unit, 16 to 16,777,216 bytes.</param>
    /// <param name="firstDataUnit">The number of the first data unit: its tweak.</param>
    /// <param name="tweakFormat">How a number becomes the 16 bytes of a tweak.</param>
    /// <param name="dataUnitStep">What is added from one unit's number to the next; dm-crypt, which counts 512-byte sectors, has 8 for units of 4,096 bytes.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">The data unit's size is out of range, the ciphertext is not whole data units, the last tweak would be greater than 2^128 - 1, the destination is too short, or it overlaps the ciphertext.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tweak format is not a defined one, or the step is negative.</exception>
    public void DecryptDataUnits(ReadOnlySpan<byte> ciphertext, Span<byte> destination, int dataUnitSize, UInt128 firstDataUnit, AesXtsTweakFormat tweakFormat = AesXtsTweakFormat.LittleEndian, long dataUnitStep = 1)
    {
        _keys.ThrowIfDisposed(this);
        XtsRun run = CheckDataUnits(ciphertext, destination, dataUnitSize, firstDataUnit, tweakFormat, dataUnitStep, nameof(ciphertext));
        Decrypt(in run, ciphertext, destination);
    }

    /// <summary>Zeroes the keys. Every later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _keys.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static XtsRun CheckDataUnit(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> tweak, string sourceName)
    {
        if (!source.IsEmpty && !IsDataUnitSize(source.Length))
        {
            Error.DataUnitLength(sourceName);
        }
        Arguments.CheckBlock(tweak.Length, nameof(tweak));
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
        return new XtsRun((uint)source.Length, 1, BinaryPrimitives.ReadUInt128LittleEndian(tweak), Step: 0, BigEndian: false);
    }

    private static XtsRun CheckDataUnits(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int dataUnitSize, UInt128 firstDataUnit, AesXtsTweakFormat tweakFormat, long dataUnitStep, string sourceName)
    {
        if (!IsDataUnitSize(dataUnitSize))
        {
            Error.DataUnitLength(nameof(dataUnitSize));
        }
        uint size = (uint)dataUnitSize;
        uint count = (uint)source.Length / size;
        if (count * size != (uint)source.Length)
        {
            // One unit alone may be short.
            if (count != 0 || source.Length < Engine.BlockSize)
            {
                Error.NotWholeDataUnits(sourceName);
            }
            size = (uint)source.Length;
            count = 1;
        }
        if (tweakFormat is < AesXtsTweakFormat.LittleEndian or > AesXtsTweakFormat.BigEndian)
        {
            Error.NotDefined(nameof(tweakFormat));
        }
        if (dataUnitStep < 0)
        {
            Error.Negative(nameof(dataUnitStep));
        }
        if (count > 1 && (UInt128)(ulong)dataUnitStep * (count - 1) > UInt128.MaxValue - firstDataUnit)
        {
            Error.TweakRange(nameof(firstDataUnit));
        }
        Arguments.CheckDestination(destination.Length, source.Length, nameof(destination));
        Arguments.CheckOverlap(source, destination, nameof(destination));
        return new XtsRun(size, count, firstDataUnit, (ulong)dataUnitStep, tweakFormat == AesXtsTweakFormat.BigEndian);
    }

    private static bool IsDataUnitSize(int size) => size is >= Engine.BlockSize and <= MaxDataUnitSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Encrypt(in XtsRun run, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            return;
        }
        byte* keys = _keys.Pointer;
        fixed (byte* from = source, to = destination)
        {
            _engine.XtsEncrypt(keys, keys + _tweakScheduleOffset, in run, from, to);
        }
        Finish(destination[..source.Length]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Decrypt(in XtsRun run, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            return;
        }
        byte* keys = _keys.Pointer;
        fixed (byte* from = source, to = destination)
        {
            _engine.XtsDecrypt(keys, keys + _tweakScheduleOffset, in run, from, to);
        }
        Finish(destination[..source.Length]);
    }

    private void Finish(Span<byte> written)
    {
        if (_keys.WasDisposed)
        {
            Error.DisposedMeanwhile(this, written);
        }
        GC.KeepAlive(_keys);
    }
}
