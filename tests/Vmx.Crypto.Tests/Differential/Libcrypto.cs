// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tests.Differential;

//
//  The system's libcrypto 3, when there is one: an independent implementation to compare with. Called through its EVP
//  interface (EVP_EncryptInit(3)), one message a call. Where it is absent, tests that need it skip.
//
internal static unsafe partial class Libcrypto
{
    private const string Library = "libcrypto.so.3";
    private const int SetIvLength = 0x09;
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    private static readonly bool _isAvailable = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Whether this process can load it.</summary>
    public static bool IsAvailable => _isAvailable;

    public static byte[] Ecb(byte[] key, byte[] data, bool encrypt) => Run($"AES-{key.Length * 8}-ECB", key, null, data, encrypt);

    public static byte[] Cbc(byte[] key, byte[] iv, byte[] data, bool encrypt) => Run($"AES-{key.Length * 8}-CBC", key, iv, data, encrypt);

    /// <summary>CTR with a big-endian counter of 128 bits.</summary>
    public static byte[] Ctr(byte[] key, byte[] counterBlock, byte[] data) => Run($"AES-{key.Length * 8}-CTR", key, counterBlock, data, encrypt: true);

    /// <summary>XTS of one data unit.</summary>
    public static byte[] Xts(byte[] key, byte[] tweak, byte[] data, bool encrypt) => Run($"AES-{key.Length * 4}-XTS", key, tweak, data, encrypt);

    /// <summary>GCM encryption.</summary>
    public static (byte[] Ciphertext, byte[] Tag) GcmEncrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData, int tagSize = 16)
    {
        using var context = new Context($"AES-{key.Length * 8}-GCM");
        context.Control(SetIvLength, nonce.Length, null);
        context.Start(key, nonce, encrypt: true);
        context.Associate(associatedData);
        byte[] ciphertext = context.Update(plaintext);
        context.TryFinish();
        byte[] tag = new byte[tagSize];
        context.Control(GetTag, tagSize, tag);
        return (ciphertext, tag);
    }

    /// <summary>GCM decryption: null when the tag does not match.</summary>
    public static byte[]? GcmDecrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] associatedData)
    {
        using var context = new Context($"AES-{key.Length * 8}-GCM");
        context.Control(SetIvLength, nonce.Length, null);
        context.Start(key, nonce, encrypt: false);
        context.Associate(associatedData);
        byte[] plaintext = context.Update(ciphertext);
        context.Control(SetTag, tag.Length, tag);
        return context.TryFinish() ? plaintext : null;
    }

    private static byte[] Run(string cipher, byte[] key, byte[]? iv, byte[] data, bool encrypt)
    {
        using var context = new Context(cipher);
        context.Start(key, iv, encrypt);
        return context.Update(data);
    }

    private static void Check(int result, string call)
    {
        if (result != 1)
        {
            throw new InvalidOperationException($"{Library} {call}: error {ERR_get_error():x}.");
        }
    }

    private sealed class Context : IDisposable
    {
        private readonly void* _cipher;
        private readonly void* _context;

        public Context(string cipher)
        {
            _cipher = EVP_CIPHER_fetch(null, cipher, null);
            Check(_cipher != null ? 1 : 0, nameof(EVP_CIPHER_fetch));
            _context = EVP_CIPHER_CTX_new();
            Check(EVP_CipherInit_ex2(_context, _cipher, null, null, 1, null), nameof(EVP_CipherInit_ex2));
        }

        public void Start(byte[] key, byte[]? iv, bool encrypt)
        {
            fixed (byte* keyPointer = key, ivPointer = iv)
            {
                Check(EVP_CipherInit_ex2(_context, null, keyPointer, ivPointer, encrypt ? 1 : 0, null), nameof(EVP_CipherInit_ex2));
            }
            Check(EVP_CIPHER_CTX_set_padding(_context, 0), nameof(EVP_CIPHER_CTX_set_padding));
        }

        public void Control(int type, int argument, byte[]? buffer)
        {
            fixed (byte* pointer = buffer)
            {
                Check(EVP_CIPHER_CTX_ctrl(_context, type, argument, pointer), nameof(EVP_CIPHER_CTX_ctrl));
            }
        }

        public void Associate(byte[] data)
        {
            fixed (byte* source = data)
            {
                Check(EVP_CipherUpdate(_context, null, out _, source, data.Length), nameof(EVP_CipherUpdate));
            }
        }

        public byte[] Update(byte[] data)
        {
            if (data.Length == 0)
            {
                return [];
            }
            byte[] result = new byte[data.Length];
            fixed (byte* source = data, destination = result)
            {
                Check(EVP_CipherUpdate(_context, destination, out int written, source, data.Length), nameof(EVP_CipherUpdate));
                Check(written == data.Length ? 1 : 0, nameof(EVP_CipherUpdate));
            }
            return result;
        }

        public bool TryFinish()
        {
            byte* rest = stackalloc byte[32];
            return EVP_CipherFinal_ex(_context, rest, out _) == 1;
        }

        public void Dispose()
        {
            EVP_CIPHER_CTX_free(_context);
            EVP_CIPHER_free(_cipher);
        }
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void* EVP_CIPHER_fetch(void* libraryContext, string algorithm, string? properties);

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_free(void* cipher);

    [LibraryImport(Library)]
    private static partial void* EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_CTX_free(void* context);

    [LibraryImport(Library)]
    private static partial int EVP_CIPHER_CTX_set_padding(void* context, int padding);

    [LibraryImport(Library)]
    private static partial int EVP_CIPHER_CTX_ctrl(void* context, int type, int argument, void* pointer);

    [LibraryImport(Library)]
    private static partial int EVP_CipherInit_ex2(void* context, void* cipher, byte* key, byte* iv, int encrypt, void* parameters);

    [LibraryImport(Library)]
    private static partial int EVP_CipherUpdate(void* context, byte* destination, out int written, byte* source, int length);

    [LibraryImport(Library)]
    private static partial int EVP_CipherFinal_ex(void* context, byte* destination, out int written);

    [LibraryImport(Library)]
    private static partial nuint ERR_get_error();
}
