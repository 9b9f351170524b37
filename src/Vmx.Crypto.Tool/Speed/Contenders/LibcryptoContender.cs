// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>
/// A system libcrypto through its EVP interface, with one context for each key: a message sets the IV, and no more. Its GHASH is
/// not public. The key expansion alone is that of aes.h, which does not use the processor's AES; EVP's own is not public.
/// </summary>
internal sealed unsafe class LibcryptoContender(Libcrypto library) : IContender
{
    // Bytes of an AES_KEY of <openssl/aes.h>, rounded up: 15 round keys and their number.
    private const int AesKeySize = 256;

    // EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG of <openssl/evp.h>.
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    public string Name => "libcrypto";

    public string Version => library.Version;

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Plain(input, "ecb", encrypt: true),
        SpeedMode.CbcEncrypt or SpeedMode.CbcEncryptMany => Plain(input, "cbc", encrypt: true),
        SpeedMode.CbcDecrypt => Plain(input, "cbc", encrypt: false),
        SpeedMode.Ctr => Plain(input, "ctr", encrypt: true),
        SpeedMode.XtsEncrypt or SpeedMode.XtsEncryptUnits => Plain(input, "xts", encrypt: true),
        SpeedMode.XtsDecrypt => Plain(input, "xts", encrypt: false),
        SpeedMode.GcmSeal => Gcm(input, encrypt: true),
        SpeedMode.GcmOpen => Gcm(input, encrypt: false),
        SpeedMode.KeyBlock => SetUp(input, "cbc", () => Plain(input, "cbc", encrypt: true)),
        SpeedMode.KeyGcm => SetUp(input, "gcm", () => Gcm(input, encrypt: true)),
        SpeedMode.KeyExpand => ExpandKey(input),
        _ => null,
    };

    private SpeedOperation? Plain(SpeedInput input, string mode, bool encrypt)
    {
        Context? context = Context.Create(library, $"aes-{input.KeyBits}-{mode}", input.Key, encrypt);
        if (context is null)
        {
            return null;
        }
        PlacedBuffer destination = input.Destination;
        return new(Run, () => destination.ToArray(), context);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var initialize = library.Initialize;
            var update = library.Update;
            int length = input.PieceSize;
            int written = 0;
            int good = 1;
            fixed (byte* ivs = input.Ivs, from = input.Source, to = destination)
            {
                for (int i = 0; i < count; i++)
                {
                    for (int piece = 0; piece < input.Pieces; piece++)
                    {
                        nint offset = (nint)piece * input.Stride;
                        good &= initialize(context.Pointer, null, null, null, ivs + (piece * 16), -1);
                        good &= update(context.Pointer, to + offset, &written, from + offset, length);
                    }
                }
            }
            Check(good);
        }
    }

    private SpeedOperation? Gcm(SpeedInput input, bool encrypt)
    {
        Context? context = Context.Create(library, $"aes-{input.KeyBits}-gcm", input.Key, encrypt);
        if (context is null)
        {
            return null;
        }
        PlacedBuffer destination = input.Destination;
        byte[] computedTag = new byte[SpeedInput.TagSize];
        return new(encrypt ? Seal : Open, () => encrypt ? [.. destination.Span, .. computedTag] : destination.ToArray(), context);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Seal(int count)
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
        void Open(int count)
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

    /// <summary>A context made, given its key for encryption and freed; what it would encrypt is looked at apart.</summary>
    private SpeedOperation? SetUp(SpeedInput input, string mode, Func<SpeedOperation?> encryption)
    {
        void* cipher = library.Cipher($"aes-{input.KeyBits}-{mode}");
        return cipher == null ? null : new(Run, Output);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            int good = 1;
            fixed (byte* key = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    void* context = library.NewContext();
                    good &= library.Initialize(context, cipher, null, key, null, 1);
                    library.FreeContext(context);
                }
            }
            Check(good);
        }

        byte[] Output()
        {
            using SpeedOperation? operation = encryption();
            operation?.Run(1);
            return operation?.Output ?? [];
        }
    }

    /// <summary>Both schedules of a key; the output is its message encrypted and decrypted in CBC.</summary>
    private SpeedOperation ExpandKey(SpeedInput input)
    {
        var keys = new NativeMemoryBlock(2 * AesKeySize);
        return new(Run, Output, keys);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            int failed = 0;
            fixed (byte* key = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    failed |= library.ExpandForEncryption(key, input.KeyBits, keys.Pointer);
                    failed |= library.ExpandForDecryption(key, input.KeyBits, keys.Pointer + AesKeySize);
                }
            }
            Check(failed == 0 ? 1 : 0);
        }

        byte[] Output()
        {
            byte[] output = new byte[2 * input.Source.Length];
            fixed (byte* iv = input.Iv.AsSpan().ToArray(), secondIv = input.Iv.AsSpan().ToArray(), from = input.Source, to = output)
            {
                library.CbcEncrypt(from, to, (nuint)input.Source.Length, keys.Pointer, iv, 1);
                library.CbcEncrypt(from, to + input.Source.Length, (nuint)input.Source.Length, keys.Pointer + AesKeySize, secondIv, 0);
            }
            return output;
        }
    }

    private static void Check(int good)
    {
        if (good != 1)
        {
            throw new InvalidOperationException("libcrypto reports an error.");
        }
    }

    private sealed class Context : IDisposable
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
