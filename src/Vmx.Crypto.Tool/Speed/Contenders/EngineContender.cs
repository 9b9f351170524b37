// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>One engine of this library, through the public types: what a caller pays, argument checks included.</summary>
internal sealed class EngineContender(Engine engine) : IContender
{
    public string Name => engine.Name;

    public bool IsEngine => true;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Ecb(input),
        SpeedMode.CbcEncrypt => CbcEncrypt(input),
        SpeedMode.CbcDecrypt => CbcDecrypt(input),
        SpeedMode.CbcEncryptMany => CbcEncryptMany(input),
        SpeedMode.Ctr => Ctr(input),
        SpeedMode.XtsEncrypt => XtsEncrypt(input),
        SpeedMode.XtsDecrypt => XtsDecrypt(input),
        SpeedMode.XtsEncryptUnits => XtsEncryptUnits(input),
        SpeedMode.Ghash => Ghash(input),
        SpeedMode.GcmSeal => GcmSeal(input),
        SpeedMode.GcmOpen => GcmOpen(input),
        SpeedMode.KeyBlock => KeyBlock(input),
        SpeedMode.KeyGcm => KeyGcm(input),
        SpeedMode.KeyExpand => KeyExpand(input),
        _ => null,
    };

    private SpeedOperation Ecb(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesBlock(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptBlocks(input.Source, destination);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation CbcEncrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesCbc(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Encrypt(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation CbcDecrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesCbc(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Decrypt(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation CbcEncryptMany(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesCbc(input.Key, engine);
        AesCbcJob[] jobs = [.. Enumerable.Range(0, input.Pieces).Select(job => new AesCbcJob(job * input.Stride, job * input.Stride, input.PieceSize))];
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptMany(jobs, input.Ivs, input.Source, destination);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation Ctr(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesCtr(input.Key, AesCtrCounter.BigEndian128, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Transform(input.Iv, input.Source, destination);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation XtsEncrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptDataUnit(input.Source, destination, input.Iv);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation XtsDecrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.DecryptDataUnit(input.Source, destination, input.Iv);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation XtsEncryptUnits(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            UInt128 first = input.FirstDataUnit;
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptDataUnits(input.Source, destination, input.PieceSize, first);
            }
        }, () => destination.ToArray(), cipher);
    }

    private SpeedOperation Ghash(SpeedInput input)
    {
        byte[] hash = new byte[Engine.BlockSize];
        var key = new GhashKey(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                key.Compute(input.Source, hash);
            }
        }, () => hash, key);
    }

    private SpeedOperation GcmSeal(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] tag = new byte[SpeedInput.TagSize];
        var cipher = new AesGcmCipher(input.Key, SpeedInput.TagSize, AesGcmOptions.None, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Encrypt(input.Nonce, input.Source, destination, tag);
            }
        }, () => [.. destination.Span, .. tag], cipher);
    }

    private SpeedOperation GcmOpen(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesGcmCipher(input.Key, SpeedInput.TagSize, AesGcmOptions.None, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Decrypt(input.Nonce, input.Source, input.Tag, destination);
            }
        }, () => destination.ToArray(), cipher);
    }

    /// <summary>A keyed object made and disposed; what it would encrypt is looked at apart.</summary>
    private SpeedOperation KeyBlock(SpeedInput input) => new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                new AesCbc(input.Key, engine).Dispose();
            }
        }, () => OutputOf(CbcEncrypt(input)));

    /// <summary>As <see cref="KeyBlock"/>, for GCM.</summary>
    private SpeedOperation KeyGcm(SpeedInput input) => new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                new AesGcmCipher(input.Key, SpeedInput.TagSize, AesGcmOptions.None, engine).Dispose();
            }
        }, () => OutputOf(GcmSeal(input)));

    private static byte[] OutputOf(SpeedOperation operation)
    {
        using (operation)
        {
            operation.Run(1);
            return operation.Output;
        }
    }

    /// <summary>The engine's key expansion for both directions, into memory that is kept; the output is its message encrypted and decrypted in CBC.</summary>
    private unsafe SpeedOperation KeyExpand(SpeedInput input)
    {
        var schedule = new NativeMemoryBlock(engine.KeyScheduleSize);
        return new(Run, Output, schedule);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            fixed (byte* key = input.Key)
            {
                for (int i = 0; i < count; i++)
                {
                    engine.ExpandKey(key, input.Key.Length, schedule.Pointer, forDecryption: true);
                }
            }
        }

        byte[] Output()
        {
            byte[] output = new byte[2 * input.Source.Length];
            byte* chainingBlock = stackalloc byte[Engine.BlockSize];
            var iv = new Span<byte>(chainingBlock, Engine.BlockSize);
            nuint blocks = (nuint)input.Source.Length / Engine.BlockSize;
            fixed (byte* from = input.Source, to = output)
            {
                input.Iv.CopyTo(iv);
                engine.CbcEncrypt(schedule.Pointer, chainingBlock, from, to, blocks);
                input.Iv.CopyTo(iv);
                engine.CbcDecrypt(schedule.Pointer, chainingBlock, from, to + input.Source.Length, blocks);
            }
            return output;
        }
    }
}
