// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>A system libsodium with a key expanded beforehand, without NSec's object around it: AES-256-GCM and nothing else of what is measured here.</summary>
internal sealed unsafe class LibsodiumContender(Libsodium library) : IContender
{
    public string Name => "libsodium";

    public string Version => library.Version;

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.KeyBits != 256 ? null : input.Mode switch
    {
        SpeedMode.GcmSeal => Seal(input),
        SpeedMode.GcmOpen => Open(input),
        SpeedMode.KeyGcm => SetUp(input),
        _ => null,
    };

    private SpeedOperation Seal(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] computedTag = new byte[SpeedInput.TagSize];
        NativeMemoryBlock state = Expand(input);
        return new(Run, () => [.. destination.Span, .. computedTag], state);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            int error = 0;
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = computedTag)
            {
                for (int i = 0; i < count; i++)
                {
                    error |= library.Encrypt(to, tag, null, from, (ulong)destination.Length, null, 0, null, nonce, state.Pointer);
                }
            }
            Check(error);
        }
    }

    private SpeedOperation Open(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        NativeMemoryBlock state = Expand(input);
        return new(Run, () => destination.ToArray(), state);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            int error = 0;
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = input.Tag)
            {
                for (int i = 0; i < count; i++)
                {
                    error |= library.Decrypt(to, null, from, (ulong)destination.Length, tag, null, 0, nonce, state.Pointer);
                }
            }
            Check(error);
        }
    }

    /// <summary>The key expanded into memory that is kept; what it would encrypt is looked at apart.</summary>
    private SpeedOperation SetUp(SpeedInput input)
    {
        NativeMemoryBlock state = Expand(input);
        return new(Run, Output, state);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            int error = 0;
            fixed (byte* key = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    error |= library.Begin(state.Pointer, key);
                }
            }
            Check(error);
        }

        byte[] Output()
        {
            using SpeedOperation encryption = Seal(input);
            encryption.Run(1);
            return encryption.Output;
        }
    }

    private NativeMemoryBlock Expand(SpeedInput input)
    {
        var state = new NativeMemoryBlock(library.StateSize);
        fixed (byte* key = input.Key)
        {
            Check(library.Begin(state.Pointer, key));
        }
        return state;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException("libsodium reports an error.");
        }
    }
}
