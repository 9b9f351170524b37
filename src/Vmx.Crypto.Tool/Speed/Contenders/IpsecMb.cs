// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

//
//  Intel's multi-buffer library (intel-ipsec-mb.h)
//
//      Its interface is macros over function pointers in a structure, IMB_MGR, that the library fills in for the processor.
//      The offsets below are those of version 1.3 on 64-bit Linux; the library promises no more than that a version keeps
//      its own layout, so another version is not measured.
//
//      Of the ways that it documents, the fastest are taken: whole messages of GCM and GHASH by direct calls; CBC and CTR by
//      the cipher burst, which runs jobs of the caller's at once (the general job queue takes some 30 cycles a message
//      more); ECB by the job queue, as the burst does not have it. None of them checks its arguments. There is no XTS.
//
/// <summary>The library, and one manager for the thread that measures.</summary>
internal sealed unsafe class IpsecMb
{
    private const uint KnownVersion = 0x010300;
    private const int ErrorOffset = 60;

    private readonly byte* _manager;

    public IpsecMb(params ReadOnlySpan<string> fileNames)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException("its layout is known for 64-bit x86 Linux alone.");
        }
        var library = SharedLibrary.Load(fileNames.IsEmpty ? ["libIPSec_MB.so.1"] : fileNames);
        CheckVersion(((delegate* unmanaged<uint>)library["imb_get_version"])());
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)library["imb_get_version_str"])()) ?? "of no known version";
        _manager = ((delegate* unmanaged<ulong, byte*>)library["alloc_mb_mgr"])(0);
        if (_manager == null)
        {
            throw new PlatformNotSupportedException("it gives no memory for its manager.");
        }
        ((delegate* unmanaged<byte*, int*, void>)library["init_mb_mgr_auto"])(_manager, null);
        if (*(int*)(_manager + ErrorOffset) != 0)
        {
            throw new PlatformNotSupportedException("it does not start on this processor.");
        }
    }

    /// <summary>Throws when a version's IMB_MGR may be laid out otherwise.</summary>
    /// <param name="version">Major, minor and patch, a byte each.</param>
    public static void CheckVersion(uint version)
    {
        if (version != KnownVersion)
        {
            throw new PlatformNotSupportedException(string.Create(CultureInfo.InvariantCulture, $"version {version >> 16}.{(version >> 8) & 255}.{version & 255} is here, and only the layout of 1.3.0 is known."));
        }
    }

    /// <summary>The library's version.</summary>
    public string Version { get; }

    /// <summary>The manager, the first argument of most functions.</summary>
    public byte* Manager => _manager;

    /// <summary>The next job of the queue, to be filled in.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*> NextJob => (delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*>)At(64);

    /// <summary>Submits that job; returns the oldest one that is complete.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*> Submit => (delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*>)At(80);

    /// <summary>Runs jobs at once: manager, jobs, their number, cipher, direction, bytes of the key. Returns how many are complete.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*, uint, int, int, int, uint> CipherBurst =>
        (delegate* unmanaged[SuppressGCTransition]<byte*, IpsecMbJob*, uint, int, int, int, uint>)At(992);

    /// <summary>Expands a key for encryption and for decryption: key, two schedules.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, void> ExpandKey(int keyBits) =>
        (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, void>)At(112 + ByKey(keyBits));

    /// <summary>Expands a key for GCM: key, expanded key.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, void> ExpandGcmKey(int keyBits) =>
        (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, void>)At(448 + ByKey(keyBits));

    /// <summary>One message of GCM: expanded key, context, destination, source and its bytes, nonce, associated data and its bytes, tag and its bytes.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> Gcm(int keyBits, bool encrypt) =>
        (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void>)At((encrypt ? 256 : 280) + ByKey(keyBits));

    /// <summary>Expands a hash subkey: subkey, expanded key.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, void> ExpandHashKey => (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, void>)At(816);

    /// <summary>GHASH: expanded key, source and its bytes, hash so far and its bytes.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, ulong, byte*, ulong, void> Ghash =>
        (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, ulong, byte*, ulong, void>)At(680);

    // Functions of the three key sizes follow one another.
    private static int ByKey(int keyBits) => (keyBits - 128) / 64 * sizeof(nint);

    private nint At(int offset) => *(nint*)(_manager + offset);
}

/// <summary>IMB_JOB: what of it a cipher alone needs.</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal unsafe struct IpsecMbJob
{
    public const int Cbc = 1;
    public const int Ctr = 2;
    public const int Ecb = 12;
    public const int DirectionEncrypt = 1;
    public const int DirectionDecrypt = 2;

    private const int CipherThenHash = 1;
    private const int NoHash = 8;

    [FieldOffset(0)]
    public byte* EncryptionKey;

    [FieldOffset(8)]
    public byte* DecryptionKey;

    [FieldOffset(16)]
    public ulong KeySize;

    [FieldOffset(24)]
    public byte* Source;

    [FieldOffset(32)]
    public byte* Destination;

    [FieldOffset(40)]
    public ulong SourceOffset;

    [FieldOffset(48)]
    public ulong Length;

    [FieldOffset(72)]
    public byte* Iv;

    [FieldOffset(80)]
    public ulong IvSize;

    [FieldOffset(132)]
    public int Cipher;

    [FieldOffset(136)]
    public int Direction;

    [FieldOffset(140)]
    public int Hash;

    [FieldOffset(144)]
    public int Order;

    /// <summary>Everything but the message.</summary>
    public void Describe(int cipher, int direction, byte* encryptionKey, byte* decryptionKey, int keyBits)
    {
        EncryptionKey = encryptionKey;
        DecryptionKey = decryptionKey;
        KeySize = (ulong)keyBits / 8;
        SourceOffset = 0;
        IvSize = cipher == Ecb ? 0u : 16u;
        Cipher = cipher;
        Direction = direction;
        Hash = NoHash;
        Order = CipherThenHash;
    }

    /// <summary>The message.</summary>
    public void Give(byte* source, byte* destination, int length, byte* iv)
    {
        Source = source;
        Destination = destination;
        Length = (ulong)length;
        Iv = iv;
    }
}
