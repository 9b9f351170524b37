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
        SpeedMode.Ghash => Ghash(input),
        SpeedMode.GcmSeal => GcmSeal(input),
        SpeedMode.GcmOpen => GcmOpen(input),
        _ => null,
    };

    private SpeedOperation Ecb(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesBlock(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptBlocks(input.Source, destination);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation CbcEncrypt(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesCbc(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Encrypt(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation CbcDecrypt(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesCbc(input.Key, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Decrypt(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation CbcEncryptMany(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesCbc(input.Key, engine);
        AesCbcJob[] jobs = [.. Enumerable.Range(0, SpeedModes.ManyMessages).Select(job => new AesCbcJob(job * SpeedModes.Stride(input.Size), job * SpeedModes.Stride(input.Size), input.Size))];
        byte[] ivs = [.. Enumerable.Repeat(input.Iv, SpeedModes.ManyMessages).SelectMany(iv => iv)];
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptMany(jobs, ivs, input.Source, destination);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation Ctr(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesCtr(input.Key, AesCtrCounter.BigEndian128, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Transform(input.Iv, input.Source, destination);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation XtsEncrypt(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptDataUnit(input.Source, destination, input.Iv);
            }
        }, () => destination, cipher);
    }

    private SpeedOperation XtsDecrypt(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.DecryptDataUnit(input.Source, destination, input.Iv);
            }
        }, () => destination, cipher);
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
        byte[] destination = new byte[input.Source.Length];
        byte[] tag = new byte[SpeedInput.TagSize];
        var cipher = new AesGcmCipher(input.Key, SpeedInput.TagSize, AesGcmOptions.None, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Encrypt(input.Nonce, input.Source, destination, tag);
            }
        }, () => [.. destination, .. tag], cipher);
    }

    private SpeedOperation GcmOpen(SpeedInput input)
    {
        byte[] destination = new byte[input.Source.Length];
        var cipher = new AesGcmCipher(input.Key, SpeedInput.TagSize, AesGcmOptions.None, engine);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Decrypt(input.Nonce, input.Source, input.Tag, destination);
            }
        }, () => destination, cipher);
    }
}
