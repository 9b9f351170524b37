// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What every contender is given for one case: the same bytes.</summary>
internal sealed class SpeedInput
{
    /// <summary>Bytes of an authentication tag.</summary>
    public const int TagSize = 16;

    // Both start a cache line. A load waits for an earlier store whose address has the same last twelve bits: at half of 4096
    // from each other, no loop that runs ahead by less than 2 KiB meets its own stores.
    private const int SourcePlace = 0;
    private const int DestinationPlace = 2048;

    /// <summary>Bytes encrypted to see whether a key was set up rightly.</summary>
    private const int KeySetUpSize = 16;

    public SpeedInput(SpeedCase speedCase)
    {
        Mode = speedCase.Mode;
        KeyBits = speedCase.KeyBits;
        int size = Mode.IsKeySetUp() ? KeySetUpSize : speedCase.Size;
        PieceSize = Mode == SpeedMode.XtsEncryptUnits ? speedCase.DataUnitSize : size;
        Pieces = speedCase.Messages * (size / PieceSize);
        Stride = Mode == SpeedMode.CbcEncryptMany ? SpeedModes.Stride(size) : PieceSize;
        Key = Pattern(Mode.IsXts() ? KeyBits / 4 : KeyBits / 8, seed: 1);
        Iv = Pattern(16, seed: 2);
        Ivs = new byte[16 * Pieces];
        for (int piece = 0; piece < Pieces; piece++)
        {
            Span<byte> iv = Ivs.AsSpan(16 * piece, 16);
            Iv.CopyTo(iv);
            if (Mode == SpeedMode.XtsEncryptUnits)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(iv, FirstDataUnit + (UInt128)piece);
            }
        }
        Nonce = Pattern(12, seed: 3);
        Source = new PlacedBuffer(Pieces * Stride, SourcePlace);
        Fill(Source, seed: 4);
        Destination = new PlacedBuffer(Source.Length, DestinationPlace);
        Tag = [];
        if (Mode == SpeedMode.GcmOpen)
        {
            Tag = new byte[TagSize];
            using var cipher = new AesGcmCipher(Key, TagSize);
            cipher.Encrypt(Nonce, Source, Destination, Tag);
            Destination.Span.CopyTo(Source);
        }
    }

    public SpeedMode Mode { get; }

    public int KeyBits { get; }

    /// <summary>How many messages or data units one call is about; a peer that takes one at a time is called for each.</summary>
    public int Pieces { get; }

    /// <summary>Bytes of one message or data unit.</summary>
    public int PieceSize { get; }

    /// <summary>From the start of one message or data unit to the next, in bytes.</summary>
    public int Stride { get; }

    /// <summary>The key; for XTS both halves; for GHASH the hash subkey.</summary>
    public byte[] Key { get; }

    /// <summary>The IV, the first counter block or the tweak.</summary>
    public byte[] Iv { get; }

    /// <summary>The same for every message or data unit, 16 bytes each; data units are numbered from <see cref="FirstDataUnit"/>.</summary>
    public byte[] Ivs { get; }

    /// <summary>The number of the first data unit, whose tweak is that number (IEEE 1619 section 5.1).</summary>
    public UInt128 FirstDataUnit => BinaryPrimitives.ReadUInt64LittleEndian(Iv);

    /// <summary>The nonce of GCM.</summary>
    public byte[] Nonce { get; }

    /// <summary>What is encrypted, decrypted or hashed; messages and data units lie <see cref="Stride"/> bytes apart.</summary>
    public PlacedBuffer Source { get; }

    /// <summary>Where text goes, whoever writes it, so that nobody has the better place; a hash, a tag, and what is longer than the text go elsewhere.</summary>
    public PlacedBuffer Destination { get; }

    /// <summary>The tag of GCM decryption, else empty.</summary>
    public byte[] Tag { get; }

    private static byte[] Pattern(int length, uint seed)
    {
        byte[] bytes = new byte[length];
        Fill(bytes, seed);
        return bytes;
    }

    /// <summary>Bytes without a short period, the same on every machine.</summary>
    private static void Fill(Span<byte> bytes, uint seed)
    {
        uint state = seed * 0x9E3779B9;
        foreach (ref byte value in bytes)
        {
            state = (state * 1664525) + 1013904223;
            value = (byte)(state >> 24);
        }
    }
}
