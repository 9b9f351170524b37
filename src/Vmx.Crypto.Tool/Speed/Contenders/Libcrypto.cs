// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The few functions of a system libcrypto (OpenSSL, EVP) that a comparison needs.</summary>
internal sealed unsafe class Libcrypto
{
    private static readonly string[] _fileNames = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"];

    private readonly nint _library;

    private Libcrypto(nint library)
    {
        _library = library;
        NewContext = (delegate* unmanaged<void*>)Export("EVP_CIPHER_CTX_new");
        FreeContext = (delegate* unmanaged<void*, void>)Export("EVP_CIPHER_CTX_free");
        Initialize = (delegate* unmanaged<void*, void*, void*, byte*, byte*, int, int>)Export("EVP_CipherInit_ex");
        Update = (delegate* unmanaged<void*, byte*, int*, byte*, int, int>)Export("EVP_CipherUpdate");
        Finish = (delegate* unmanaged<void*, byte*, int*, int>)Export("EVP_CipherFinal_ex");
        Control = (delegate* unmanaged<void*, int, int, void*, int>)Export("EVP_CIPHER_CTX_ctrl");
        SetPadding = (delegate* unmanaged<void*, int, int>)Export("EVP_CIPHER_CTX_set_padding");
    }

    /// <summary>The library, or null when this machine has none.</summary>
    public static Libcrypto? Find()
    {
        foreach (string name in _fileNames)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                try
                {
                    return new Libcrypto(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
            }
        }
        return null;
    }

    public delegate* unmanaged<void*> NewContext { get; }

    public delegate* unmanaged<void*, void> FreeContext { get; }

    public delegate* unmanaged<void*, void*, void*, byte*, byte*, int, int> Initialize { get; }

    public delegate* unmanaged<void*, byte*, int*, byte*, int, int> Update { get; }

    public delegate* unmanaged<void*, byte*, int*, int> Finish { get; }

    public delegate* unmanaged<void*, int, int, void*, int> Control { get; }

    public delegate* unmanaged<void*, int, int> SetPadding { get; }

    /// <summary>The cipher of a name such as <c>aes-128-cbc</c>.</summary>
    public void* Cipher(string name)
    {
        var byName = (delegate* unmanaged<byte*, void*>)Export("EVP_get_cipherbyname");
        fixed (byte* characters = Encoding.ASCII.GetBytes(name + '\0'))
        {
            return byName(characters);
        }
    }

    /// <summary>The library's version in its own words.</summary>
    public string Version => Marshal.PtrToStringUTF8(((delegate* unmanaged<int, nint>)Export("OpenSSL_version"))(0)) ?? "OpenSSL";

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
