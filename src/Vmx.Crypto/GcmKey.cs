// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

/// <summary>What GCM and GMAC share: the two keys in one memory, the tag's size, the rules for nonces and tags, and J0.</summary>
internal sealed class GcmKey
{
    /// <summary>The usual nonce, in bytes (SP 800-38D section 5.2.1.1).</summary>
    public const int NonceSize = 12;

    /// <summary>Bytes of text of one message: 2^39 - 256 bits (SP 800-38D section 5.2.1.1).</summary>
    public const ulong MaxTextLength = (1UL << 36) - 32;

    /// <summary>Bytes of associated data of one message: 2^64 - 1 bits (SP 800-38D section 5.2.1.1), in whole bytes.</summary>
    public const ulong MaxAssociatedDataLength = (1UL << 61) - 1;

    private readonly bool _anyNonceLength;

    public unsafe GcmKey(ReadOnlySpan<byte> key, int tagSizeInBytes, AesGcmOptions options, Engine engine)
    {
        Arguments.CheckAesKey(key.Length);
        if (tagSizeInBytes is not (>= 12 and <= 16) && !(tagSizeInBytes is 4 or 8 && options.HasFlag(AesGcmOptions.AllowShortTags)))
        {
            Error.TagSize(nameof(tagSizeInBytes));
        }
        if ((options & ~(AesGcmOptions.AllowAnyNonceLength | AesGcmOptions.AllowShortTags)) != 0)
        {
            Error.NotDefined(nameof(options));
        }
        TagSize = tagSizeInBytes;
        _anyNonceLength = options.HasFlag(AesGcmOptions.AllowAnyNonceLength);
        Engine = engine;
        int hashKeyOffset = Arguments.AlignKey(engine.KeyScheduleSize);
        Memory = new KeyMemory(hashKeyOffset + engine.HashKeySize);
        Schedule = Memory.Pointer;
        HashKey = Schedule + hashKeyOffset;
        fixed (byte* keyPointer = key)
        {
            engine.ExpandKey(keyPointer, key.Length, Schedule, forDecryption: false);
        }

        // The hash subkey H is the encryption of the zero block (SP 800-38D section 7.1 step 1).
        Block subkey = default;
        engine.EncryptBlocks(Schedule, (byte*)&subkey, (byte*)&subkey, 1);
        engine.ExpandHashKey((byte*)&subkey, HashKey);
        subkey.Clear();
        GC.KeepAlive(Memory);
    }

    public Engine Engine { get; }

    public KeyMemory Memory { get; }

    public int TagSize { get; }

    /// <summary>The round keys, in <see cref="Memory"/>.</summary>
    public unsafe byte* Schedule { get; }

    /// <summary>The expanded hash subkey, in <see cref="Memory"/>.</summary>
    public unsafe byte* HashKey { get; }

    /// <summary>Throws unless a nonce has a length that this key takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CheckNonce(int length)
    {
        if (length != NonceSize && (length == 0 || !_anyNonceLength))
        {
            Error.NonceLength("nonce", _anyNonceLength);
        }
    }

    /// <summary>Throws unless a tag has the length of this key's tags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CheckTag(int length)
    {
        if (length != TagSize)
        {
            Error.TagLength("tag", TagSize);
        }
    }

    /// <summary>J0 of a message (SP 800-38D section 7.1 step 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void WritePreCounterBlock(ReadOnlySpan<byte> nonce, byte* preCounterBlock)
    {
        if (nonce.Length == NonceSize)
        {
            // Written as one block: an engine that reads it as one would have to wait for smaller pieces.
            ref byte first = ref MemoryMarshal.GetReference(nonce);
            uint last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, 8));
            Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref first), BitConverter.IsLittleEndian ? last | (1UL << 56) : ((ulong)last << 32) | 1).Store((ulong*)preCounterBlock);
        }
        else
        {
            HashNonce(nonce, preCounterBlock);
        }
    }

    /// <summary>GHASH of the nonce, padded, and its length in bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void HashNonce(ReadOnlySpan<byte> nonce, byte* preCounterBlock)
    {
        Block length = default;
        BinaryPrimitives.WriteUInt64BigEndian(length.Bytes[8..], (ulong)nonce.Length * 8);
        new Span<byte>(preCounterBlock, Engine.BlockSize).Clear();
        fixed (byte* bytes = nonce)
        {
            Engine.Ghash(HashKey, preCounterBlock, bytes, (uint)nonce.Length);
            Engine.Ghash(HashKey, preCounterBlock, (byte*)&length, Engine.BlockSize);
        }
    }
}
