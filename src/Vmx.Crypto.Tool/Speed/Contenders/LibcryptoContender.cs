// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>A system libcrypto through its EVP interface, with one context for each key as its own users have. Its GHASH is not public.</summary>
internal sealed class LibcryptoContender(Libcrypto library) : IContender
{
    // EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG of <openssl/evp.h>.
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    public string Name => "libcrypto";

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Plain(input, "ecb", encrypt: true),
        SpeedMode.CbcEncrypt => Plain(input, "cbc", encrypt: true),
        SpeedMode.CbcDecrypt => Plain(input, "cbc", encrypt: false),
        SpeedMode.Ctr => Plain(input, "ctr", encrypt: true),
        SpeedMode.XtsEncrypt => Plain(input, "xts", encrypt: true),
        SpeedMode.XtsDecrypt => Plain(input, "xts", encrypt: false),
        SpeedMode.GcmSeal => Gcm(input, encrypt: true),
        SpeedMode.GcmOpen => Gcm(input, encrypt: false),
        _ => null,
    };

    private SpeedOperation? Plain(SpeedInput input, string mode, bool encrypt)
    {
        Context? context = Context.Create(library, $"aes-{input.KeyBits}-{mode}", input.Key, encrypt);
        if (context is null)
        {
            return null;
        }
        byte[] destination = new byte[input.Source.Length];
        return new(Run, () => destination, context);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        unsafe void Run(int count)
        {
            fixed (byte* iv = input.Iv, from = input.Source, to = destination)
            {
                int written = 0;
                int good = 1;
                for (int i = 0; i < count; i++)
                {
                    good &= library.Initialize(context.Pointer, null, null, null, iv, -1);
                    good &= library.Update(context.Pointer, to, &written, from, input.Source.Length);
                }
                Check(good);
            }
        }
    }

    private SpeedOperation? Gcm(SpeedInput input, bool encrypt)
    {
        Context? context = Context.Create(library, $"aes-{input.KeyBits}-gcm", input.Key, encrypt);
        if (context is null)
        {
            return null;
        }
        byte[] destination = new byte[input.Source.Length];
        byte[] computedTag = new byte[SpeedInput.TagSize];
        return new(encrypt ? Seal : Open, () => encrypt ? [.. destination, .. computedTag] : destination, context);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        unsafe void Seal(int count)
        {
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = computedTag)
            {
                int written = 0;
                int good = 1;
                for (int i = 0; i < count; i++)
                {
                    good &= library.Initialize(context.Pointer, null, null, null, nonce, -1);
                    good &= library.Update(context.Pointer, to, &written, from, input.Source.Length);
                    good &= library.Finish(context.Pointer, to, &written);
                    good &= library.Control(context.Pointer, GetTag, SpeedInput.TagSize, tag);
                }
                Check(good);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        unsafe void Open(int count)
        {
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = input.Tag)
            {
                int written = 0;
                int good = 1;
                for (int i = 0; i < count; i++)
                {
                    good &= library.Initialize(context.Pointer, null, null, null, nonce, -1);
                    good &= library.Control(context.Pointer, SetTag, SpeedInput.TagSize, tag);
                    good &= library.Update(context.Pointer, to, &written, from, input.Source.Length);
                    good &= library.Finish(context.Pointer, to, &written);
                }
                Check(good);
            }
        }
    }

    private static void Check(int good)
    {
        if (good != 1)
        {
            throw new InvalidOperationException("libcrypto reports an error.");
        }
    }

    private sealed unsafe class Context : IDisposable
    {
        private readonly Libcrypto _library;

        private Context(Libcrypto library)
        {
            _library = library;
            Pointer = library.NewContext();
        }

        public void* Pointer { get; private set; }

        /// <summary>A context with an expanded key; null when the library lacks the cipher.</summary>
        public static Context? Create(Libcrypto library, string cipherName, byte[] key, bool encrypt)
        {
            void* cipher = library.Cipher(cipherName);
            if (cipher == null)
            {
                return null;
            }
            var context = new Context(library);
            fixed (byte* keyPointer = key)
            {
                Check(library.Initialize(context.Pointer, cipher, null, keyPointer, null, encrypt ? 1 : 0));
            }
            library.SetPadding(context.Pointer, 0);
            return context;
        }

        public void Dispose()
        {
            if (Pointer != null)
            {
                _library.FreeContext(Pointer);
                Pointer = null;
            }
        }
    }
}
