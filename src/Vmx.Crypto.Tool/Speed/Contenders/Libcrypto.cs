// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The few functions of a system libcrypto (OpenSSL: EVP, and aes.h for the key expansion) that a comparison needs.</summary>
internal sealed unsafe class Libcrypto
{
    private readonly SharedLibrary _library;
    private readonly Dictionary<string, nint> _ciphers = [];

    public Libcrypto(params ReadOnlySpan<string> fileNames)
    {
        _library = SharedLibrary.Load(fileNames.IsEmpty ? ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"] : fileNames);
        NewContext = (delegate* unmanaged[SuppressGCTransition]<void*>)_library["EVP_CIPHER_CTX_new"];
        FreeContext = (delegate* unmanaged[SuppressGCTransition]<void*, void>)_library["EVP_CIPHER_CTX_free"];
        Initialize = (delegate* unmanaged[SuppressGCTransition]<void*, void*, void*, byte*, byte*, int, int>)_library["EVP_CipherInit_ex"];
        Update = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, int*, byte*, int, int>)_library["EVP_CipherUpdate"];
        Finish = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, int*, int>)_library["EVP_CipherFinal_ex"];
        Control = (delegate* unmanaged[SuppressGCTransition]<void*, int, int, void*, int>)_library["EVP_CIPHER_CTX_ctrl"];
        SetPadding = (delegate* unmanaged<void*, int, int>)_library["EVP_CIPHER_CTX_set_padding"];
        ExpandForEncryption = (delegate* unmanaged[SuppressGCTransition]<byte*, int, byte*, int>)_library["AES_set_encrypt_key"];
        ExpandForDecryption = (delegate* unmanaged[SuppressGCTransition]<byte*, int, byte*, int>)_library["AES_set_decrypt_key"];
        CbcEncrypt = (delegate* unmanaged<byte*, byte*, nuint, byte*, byte*, int, void>)_library["AES_cbc_encrypt"];
    }

    public delegate* unmanaged[SuppressGCTransition]<void*> NewContext { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, void> FreeContext { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, void*, void*, byte*, byte*, int, int> Initialize { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, int*, byte*, int, int> Update { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, byte*, int*, int> Finish { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, int, void*, int> Control { get; }

    public delegate* unmanaged<void*, int, int> SetPadding { get; }

    /// <summary>Expands a key for encryption into an AES_KEY: key, its bits, where it goes.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, int, byte*, int> ExpandForEncryption { get; }

    /// <summary>As <see cref="ExpandForEncryption"/>, for decryption.</summary>
    public delegate* unmanaged[SuppressGCTransition]<byte*, int, byte*, int> ExpandForDecryption { get; }

    /// <summary>CBC with an AES_KEY: source, destination, bytes, key, IV that is updated, 1 to encrypt.</summary>
    public delegate* unmanaged<byte*, byte*, nuint, byte*, byte*, int, void> CbcEncrypt { get; }

    /// <summary>The cipher of a name such as <c>aes-128-cbc</c>, or null. It is looked for once: OpenSSL 3 looks at every use of one that was not fetched.</summary>
    public void* Cipher(string name)
    {
        if (!_ciphers.TryGetValue(name, out nint cipher))
        {
            fixed (byte* characters = Encoding.ASCII.GetBytes(name + '\0'))
            {
                cipher = _library.Has("EVP_CIPHER_fetch")
                    ? ((delegate* unmanaged<void*, byte*, byte*, nint>)_library["EVP_CIPHER_fetch"])(null, characters, null)
                    : ((delegate* unmanaged<byte*, nint>)_library["EVP_get_cipherbyname"])(characters);
            }
            _ciphers[name] = cipher;
        }
        return (void*)cipher;
    }

    /// <summary>The library's version in its own words.</summary>
    public string Version => Marshal.PtrToStringUTF8(((delegate* unmanaged<int, nint>)_library["OpenSSL_version"])(0)) ?? "OpenSSL";
}
