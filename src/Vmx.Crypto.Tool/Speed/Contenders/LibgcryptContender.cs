// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>A system libgcrypt, with one handle for each key: a message sets the IV, and no more. GHASH of a given subkey is not public.</summary>
internal sealed unsafe class LibgcryptContender(Libgcrypt library) : IContender
{
    public string Name => "libgcrypt";

    public string Version => library.Version;

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Plain(input, LibgcryptMode.Ecb, encrypt: true),
        SpeedMode.CbcEncrypt or SpeedMode.CbcEncryptMany => Plain(input, LibgcryptMode.Cbc, encrypt: true),
        SpeedMode.CbcDecrypt => Plain(input, LibgcryptMode.Cbc, encrypt: false),
        SpeedMode.Ctr => Plain(input, LibgcryptMode.Ctr, encrypt: true),
        SpeedMode.XtsEncrypt or SpeedMode.XtsEncryptUnits => Plain(input, LibgcryptMode.Xts, encrypt: true),
        SpeedMode.XtsDecrypt => Plain(input, LibgcryptMode.Xts, encrypt: false),
        SpeedMode.GcmSeal => GcmSeal(input),
        SpeedMode.GcmOpen => GcmOpen(input),
        SpeedMode.KeyBlock => SetUp(input, LibgcryptMode.Cbc),
        SpeedMode.KeyGcm => SetUp(input, LibgcryptMode.Gcm),
        _ => null,
    };

    private SpeedOperation Plain(SpeedInput input, LibgcryptMode mode, bool encrypt)
    {
        PlacedBuffer destination = input.Destination;
        var handle = new Handle(library, input, mode);
        return new(Run, () => destination.ToArray(), handle);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var start = mode == LibgcryptMode.Ctr ? library.SetCounter : library.SetIv;
            var process = encrypt ? library.Encrypt : library.Decrypt;
            int length = input.PieceSize;
            uint error = 0;
            fixed (byte* ivs = input.Ivs, from = input.Source, to = destination)
            {
                for (int i = 0; i < count; i++)
                {
                    for (int piece = 0; piece < input.Pieces; piece++)
                    {
                        nint offset = (nint)piece * input.Stride;
                        if (mode != LibgcryptMode.Ecb)
                        {
                            error |= start(handle.Pointer, ivs + (piece * 16), 16);
                        }
                        error |= process(handle.Pointer, to + offset, (nuint)length, from + offset, (nuint)length);
                    }
                }
            }
            Check(error);
        }
    }

    private SpeedOperation GcmSeal(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] computedTag = new byte[SpeedInput.TagSize];
        var handle = new Handle(library, input, LibgcryptMode.Gcm);
        return new(Run, () => [.. destination.Span, .. computedTag], handle);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            nuint length = (nuint)destination.Length;
            uint error = 0;
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = computedTag)
            {
                for (int i = 0; i < count; i++)
                {
                    error |= library.SetIv(handle.Pointer, nonce, (nuint)input.Nonce.Length);
                    error |= library.Encrypt(handle.Pointer, to, length, from, length);
                    error |= library.GetTag(handle.Pointer, tag, SpeedInput.TagSize);
                }
            }
            Check(error);
        }
    }

    private SpeedOperation GcmOpen(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var handle = new Handle(library, input, LibgcryptMode.Gcm);
        return new(Run, () => destination.ToArray(), handle);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            nuint length = (nuint)destination.Length;
            uint error = 0;
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = input.Tag)
            {
                for (int i = 0; i < count; i++)
                {
                    error |= library.SetIv(handle.Pointer, nonce, (nuint)input.Nonce.Length);
                    error |= library.Decrypt(handle.Pointer, to, length, from, length);
                    error |= library.CheckTag(handle.Pointer, tag, SpeedInput.TagSize);
                }
            }
            Check(error);
        }
    }

    /// <summary>A handle opened, given its key and closed; what it would encrypt is looked at apart.</summary>
    private SpeedOperation SetUp(SpeedInput input, LibgcryptMode mode)
    {
        return new(Run, Output);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                new Handle(library, input, mode).Dispose();
            }
        }

        byte[] Output()
        {
            using SpeedOperation encryption = mode == LibgcryptMode.Gcm ? GcmSeal(input) : Plain(input, mode, encrypt: true);
            encryption.Run(1);
            return encryption.Output;
        }
    }

    private static void Check(uint error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException("libgcrypt reports an error.");
        }
    }

    private sealed class Handle : IDisposable
    {
        private readonly Libgcrypt _library;
        private void* _pointer;

        public Handle(Libgcrypt library, SpeedInput input, LibgcryptMode mode)
        {
            _library = library;
            void* pointer;
            Check(library.Open(&pointer, Libgcrypt.Algorithm(input.KeyBits), (int)mode, 0));
            _pointer = pointer;
            fixed (byte* key = input.Key)
            {
                Check(library.SetKey(pointer, key, (nuint)input.Key.Length));
            }
        }

        public void* Pointer => _pointer;

        public void Dispose()
        {
            _library.Close(_pointer);
            _pointer = null;
        }
    }
}
