// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>
/// Intel's multi-buffer library, by the fastest ways that it documents. A single message of CBC encryption is not what it is
/// made for and is not measured: it computes with as many lanes as for many messages.
/// </summary>
internal sealed unsafe class IpsecMbContender(IpsecMb library) : IContender
{
    // 15 round keys; the expanded key of GCM has them and 48 powers of the hash subkey, rounded up.
    private const int ScheduleSize = 256;
    private const int GcmKeySize = 1024;
    private const int GcmContextSize = 128;

    // Its lanes count the bytes of a message of CBC encryption in 16 bits; what is longer comes out wrong.
    private const int LargestCbcMessage = ushort.MaxValue;

    // IMB_MAX_BURST_SIZE.
    private const int LargestBurst = 128;

    public string Name => "ipsec-mb";

    public string Version => library.Version;

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Ecb(input),
        SpeedMode.CbcEncryptMany when input.PieceSize <= LargestCbcMessage => Burst(input, IpsecMbJob.Cbc, IpsecMbJob.DirectionEncrypt),
        SpeedMode.CbcDecrypt => Burst(input, IpsecMbJob.Cbc, IpsecMbJob.DirectionDecrypt),
        SpeedMode.Ctr => Burst(input, IpsecMbJob.Ctr, IpsecMbJob.DirectionEncrypt),
        SpeedMode.Ghash => Ghash(input),
        SpeedMode.GcmSeal => GcmSeal(input),
        SpeedMode.GcmOpen => GcmOpen(input),
        SpeedMode.KeyGcm => SetUpGcm(input),
        SpeedMode.KeyExpand => ExpandKey(input),
        _ => null,
    };

    private SpeedOperation Ecb(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        NativeMemoryBlock keys = Expand(input);
        return new(Run, () => destination.ToArray(), keys);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var nextJob = library.NextJob;
            var submit = library.Submit;
            byte* manager = library.Manager;
            bool isComplete = true;
            fixed (byte* from = input.Source, to = destination)
            {
                for (int i = 0; i < count; i++)
                {
                    IpsecMbJob* job = nextJob(manager);
                    job->Describe(IpsecMbJob.Ecb, IpsecMbJob.DirectionEncrypt, keys.Pointer, keys.Pointer + ScheduleSize, input.KeyBits);
                    job->Give(from, to, destination.Length, null);
                    isComplete &= submit(manager) == job;
                }
            }
            Check(isComplete);
        }
    }

    private SpeedOperation Burst(SpeedInput input, int cipher, int direction)
    {
        PlacedBuffer destination = input.Destination;
        NativeMemoryBlock keys = Expand(input);
        var memory = new NativeMemoryBlock(input.Pieces * sizeof(IpsecMbJob));
        for (int piece = 0; piece < input.Pieces; piece++)
        {
            ((IpsecMbJob*)memory.Pointer)[piece].Describe(cipher, direction, keys.Pointer, keys.Pointer + ScheduleSize, input.KeyBits);
        }
        return new(Run, () => destination.ToArray(), keys, memory);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var burst = library.CipherBurst;
            byte* manager = library.Manager;
            var jobs = (IpsecMbJob*)memory.Pointer;
            int pieces = input.Pieces;
            int length = input.PieceSize;
            bool isComplete = true;
            fixed (byte* ivs = input.Ivs, from = input.Source, to = destination)
            {
                for (int i = 0; i < count; i++)
                {
                    for (int piece = 0; piece < pieces; piece++)
                    {
                        nint offset = (nint)piece * input.Stride;
                        jobs[piece].Give(from + offset, to + offset, length, ivs + (piece * 16));
                    }
                    for (int piece = 0; piece < pieces; piece += LargestBurst)
                    {
                        uint number = (uint)Math.Min(pieces - piece, LargestBurst);
                        isComplete &= burst(manager, jobs + piece, number, cipher, direction, input.KeyBits / 8) == number;
                    }
                }
            }
            Check(isComplete);
        }
    }

    private SpeedOperation Ghash(SpeedInput input)
    {
        byte[] hash = new byte[16];
        var key = new NativeMemoryBlock(GcmKeySize);
        fixed (byte* subkey = input.Key)
        {
            library.ExpandHashKey(subkey, key.Pointer);
        }
        return new(Run, () => hash, key);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var ghash = library.Ghash;
            fixed (byte* from = input.Source, to = hash)
            {
                for (int i = 0; i < count; i++)
                {
                    Vector128<byte>.Zero.Store(to);
                    ghash(key.Pointer, from, (ulong)input.Source.Length, to, 16);
                }
            }
        }
    }

    private SpeedOperation GcmSeal(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] computedTag = new byte[SpeedInput.TagSize];
        NativeMemoryBlock key = ExpandGcm(input);
        var context = new NativeMemoryBlock(GcmContextSize);
        return new(Run, () => [.. destination.Span, .. computedTag], key, context);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var seal = library.Gcm(input.KeyBits, encrypt: true);
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, tag = computedTag)
            {
                for (int i = 0; i < count; i++)
                {
                    seal(key.Pointer, context.Pointer, to, from, (ulong)destination.Length, nonce, null, 0, tag, SpeedInput.TagSize);
                }
            }
        }
    }

    private SpeedOperation GcmOpen(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] computedTag = new byte[SpeedInput.TagSize];
        NativeMemoryBlock key = ExpandGcm(input);
        var context = new NativeMemoryBlock(GcmContextSize);
        return new(Run, () => destination.ToArray(), key, context);

        // The library leaves the comparison of the tags to its caller.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var open = library.Gcm(input.KeyBits, encrypt: false);
            bool isAuthentic = true;
            fixed (byte* nonce = input.Nonce, from = input.Source, to = destination, expected = input.Tag, tag = computedTag)
            {
                for (int i = 0; i < count; i++)
                {
                    open(key.Pointer, context.Pointer, to, from, (ulong)destination.Length, nonce, null, 0, tag, SpeedInput.TagSize);
                    isAuthentic &= Vector128.Load(tag) == Vector128.Load(expected);
                }
            }
            Check(isAuthentic);
        }
    }

    /// <summary>The key of GCM expanded into memory that is kept; what it would encrypt is looked at apart.</summary>
    private SpeedOperation SetUpGcm(SpeedInput input)
    {
        var key = new NativeMemoryBlock(GcmKeySize);
        return new(Run, Output, key);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var expand = library.ExpandGcmKey(input.KeyBits);
            fixed (byte* bytes = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    expand(bytes, key.Pointer);
                }
            }
        }

        byte[] Output()
        {
            using SpeedOperation encryption = GcmSeal(input);
            encryption.Run(1);
            return encryption.Output;
        }
    }

    /// <summary>Both schedules of a key; the output is its message encrypted and decrypted in CBC.</summary>
    private SpeedOperation ExpandKey(SpeedInput input)
    {
        var keys = new NativeMemoryBlock(2 * ScheduleSize);
        return new(Run, Output, keys);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            var expand = library.ExpandKey(input.KeyBits);
            fixed (byte* key = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    expand(key, keys.Pointer, keys.Pointer + ScheduleSize);
                }
            }
        }

        byte[] Output()
        {
            byte[] output = new byte[2 * input.Source.Length];
            fixed (byte* iv = input.Iv, from = input.Source, to = output)
            {
                IpsecMbJob job = default;
                job.Describe(IpsecMbJob.Cbc, IpsecMbJob.DirectionEncrypt, keys.Pointer, keys.Pointer + ScheduleSize, input.KeyBits);
                job.Give(from, to, input.Source.Length, iv);
                Check(library.CipherBurst(library.Manager, &job, 1, IpsecMbJob.Cbc, IpsecMbJob.DirectionEncrypt, input.KeyBits / 8) == 1);
                job.Describe(IpsecMbJob.Cbc, IpsecMbJob.DirectionDecrypt, keys.Pointer, keys.Pointer + ScheduleSize, input.KeyBits);
                job.Give(from, to + input.Source.Length, input.Source.Length, iv);
                Check(library.CipherBurst(library.Manager, &job, 1, IpsecMbJob.Cbc, IpsecMbJob.DirectionDecrypt, input.KeyBits / 8) == 1);
            }
            return output;
        }
    }

    private NativeMemoryBlock Expand(SpeedInput input)
    {
        var keys = new NativeMemoryBlock(2 * ScheduleSize);
        fixed (byte* key = input.Key)
        {
            library.ExpandKey(input.KeyBits)(key, keys.Pointer, keys.Pointer + ScheduleSize);
        }
        return keys;
    }

    private NativeMemoryBlock ExpandGcm(SpeedInput input)
    {
        var key = new NativeMemoryBlock(GcmKeySize);
        fixed (byte* bytes = input.Key)
        {
            library.ExpandGcmKey(input.KeyBits)(bytes, key.Pointer);
        }
        return key;
    }

    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("ipsec-mb reports an error.");
        }
    }
}
