// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The few functions of a system libgcrypt (<c>gcrypt.h</c>) that a comparison needs.</summary>
internal sealed unsafe class Libgcrypt
{
    // GCRYCTL_DISABLE_SECMEM and GCRYCTL_INITIALIZATION_FINISHED, the two that a program sends before anything else.
    private const int DisableSecureMemory = 37;
    private const int InitializationFinished = 38;

    public Libgcrypt(params ReadOnlySpan<string> fileNames)
    {
        var library = SharedLibrary.Load(fileNames.IsEmpty ? ["libgcrypt.so.20", "libgcrypt.20.dylib"] : fileNames);
        Open = (delegate* unmanaged[SuppressGCTransition]<void**, int, int, uint, uint>)library["gcry_cipher_open"];
        Close = (delegate* unmanaged[SuppressGCTransition]<void*, void>)library["gcry_cipher_close"];
        SetKey = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint>)library["gcry_cipher_setkey"];
        SetIv = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint>)library["gcry_cipher_setiv"];
        SetCounter = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint>)library["gcry_cipher_setctr"];
        Encrypt = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, byte*, nuint, uint>)library["gcry_cipher_encrypt"];
        Decrypt = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, byte*, nuint, uint>)library["gcry_cipher_decrypt"];
        GetTag = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint>)library["gcry_cipher_gettag"];
        CheckTag = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint>)library["gcry_cipher_checktag"];

        // The version is asked for first: that call initialises the library.
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<byte*, nint>)library["gcry_check_version"])(null)) ?? "of no known version";
        var control = (delegate* unmanaged<int, int, uint>)library["gcry_control"];
        _ = control(DisableSecureMemory, 0);
        _ = control(InitializationFinished, 0);
    }

    /// <summary>The library's version.</summary>
    public string Version { get; }

    public delegate* unmanaged[SuppressGCTransition]<void**, int, int, uint, uint> Open { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, void> Close { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint> SetKey { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint> SetIv { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint> SetCounter { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, byte*, nuint, uint> Encrypt { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, byte*, nuint, uint> Decrypt { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint> GetTag { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, uint> CheckTag { get; }

    /// <summary>GCRY_CIPHER_AES128 and the two after it.</summary>
    public static int Algorithm(int keyBits) => 7 + ((keyBits - 128) / 64);
}

/// <summary>GCRY_CIPHER_MODE_ECB and the others of <c>gcrypt.h</c> that are measured.</summary>
internal enum LibgcryptMode
{
    Ecb = 1,
    Cbc = 3,
    Ctr = 6,
    Gcm = 9,
    Xts = 13,
}
