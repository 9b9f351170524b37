// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The few functions of a system libsodium (<c>crypto_aead_aes256gcm.h</c>) that a comparison needs.</summary>
internal sealed unsafe class Libsodium
{
    public Libsodium(params ReadOnlySpan<string> fileNames)
    {
        var library = SharedLibrary.Load(fileNames.IsEmpty ? ["libsodium.so.26", "libsodium.so.23", "libsodium.26.dylib", "libsodium.23.dylib"] : fileNames);
        Begin = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int>)library["crypto_aead_aes256gcm_beforenm"];
        Encrypt = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, ulong*, byte*, ulong, byte*, ulong, byte*, byte*, byte*, int>)library["crypto_aead_aes256gcm_encrypt_detached_afternm"];
        Decrypt = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, byte*, int>)library["crypto_aead_aes256gcm_decrypt_detached_afternm"];
        StateSize = (int)((delegate* unmanaged<nuint>)library["crypto_aead_aes256gcm_statebytes"])();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)library["sodium_version_string"])()) ?? "of no known version";
        if (((delegate* unmanaged<int>)library["sodium_init"])() < 0)
        {
            throw new PlatformNotSupportedException("it cannot be initialised.");
        }
        if (((delegate* unmanaged<int>)library["crypto_aead_aes256gcm_is_available"])() == 0)
        {
            throw new PlatformNotSupportedException("it has no AES-256-GCM on this processor.");
        }
    }

    /// <summary>The library's version.</summary>
    public string Version { get; }

    /// <summary>Bytes of an expanded key.</summary>
    public int StateSize { get; }

    /// <summary>State, key.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int> Begin { get; }

    /// <summary>Ciphertext, tag and where its length goes, plaintext, associated data, a parameter that is never used, nonce, state.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, ulong*, byte*, ulong, byte*, ulong, byte*, byte*, byte*, int> Encrypt { get; }

    /// <summary>Plaintext, a parameter that is never used, ciphertext, tag, associated data, nonce, state.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, byte*, int> Decrypt { get; }
}
