// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What every contender is given for one mode, key size and message size: the same bytes.</summary>
internal sealed class SpeedInput
{
    /// <summary>Bytes of an authentication tag.</summary>
    public const int TagSize = 16;

    public SpeedInput(SpeedMode mode, int keyBits, int size)
    {
        Mode = mode;
        KeyBits = keyBits;
        Size = size;
        bool isXts = mode is SpeedMode.XtsEncrypt or SpeedMode.XtsDecrypt;
        Key = Pattern(isXts ? keyBits / 4 : keyBits / 8, seed: 1);
        Iv = Pattern(16, seed: 2);
        Nonce = Pattern(12, seed: 3);
        Source = Pattern(mode == SpeedMode.CbcEncryptMany ? SpeedModes.ManyMessages * SpeedModes.Stride(size) : size, seed: 4);
        Tag = [];
        if (mode == SpeedMode.GcmOpen)
        {
            byte[] ciphertext = new byte[size];
            Tag = new byte[TagSize];
            using var cipher = new AesGcmCipher(Key, TagSize);
            cipher.Encrypt(Nonce, Source, ciphertext, Tag);
            Source = ciphertext;
        }
    }

    public SpeedMode Mode { get; }

    public int KeyBits { get; }

    /// <summary>Bytes of one message.</summary>
    public int Size { get; }

    /// <summary>The key; for XTS both halves; for GHASH the hash subkey.</summary>
    public byte[] Key { get; }

    /// <summary>The IV, the first counter block or the tweak.</summary>
    public byte[] Iv { get; }

    /// <summary>The nonce of GCM.</summary>
    public byte[] Nonce { get; }

    /// <summary>What is encrypted, decrypted or hashed; many messages lie <see cref="SpeedModes.Stride"/> bytes apart.</summary>
    public byte[] Source { get; }

    /// <summary>The tag of GCM decryption, else empty.</summary>
    public byte[] Tag { get; }

    /// <summary>Bytes without a short period, the same on every machine.</summary>
    private static byte[] Pattern(int length, uint seed)
    {
        byte[] bytes = new byte[length];
        uint state = seed * 0x9E3779B9;
        foreach (ref byte value in bytes.AsSpan())
        {
            state = (state * 1664525) + 1013904223;
            value = (byte)(state >> 24);
        }
        return bytes;
    }
}
