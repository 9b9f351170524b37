// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The platform's own AES, <c>System.Security.Cryptography</c>: the one-shots of Aes, and AesGcm. It has no CTR, XTS or GHASH.</summary>
internal sealed class PlatformContender : IContender
{
    public string Name => "platform";

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Ecb(input),
        SpeedMode.CbcEncrypt => CbcEncrypt(input),
        SpeedMode.CbcDecrypt => CbcDecrypt(input),
        SpeedMode.CbcEncryptMany => CbcEncryptMany(input),
        SpeedMode.GcmSeal when AesGcm.IsSupported => GcmSeal(input),
        SpeedMode.GcmOpen when AesGcm.IsSupported => GcmOpen(input),
        SpeedMode.KeyGcm when AesGcm.IsSupported => KeyGcm(input),
        _ => null,
    };

    private static Aes Create(SpeedInput input)
    {
        var aes = Aes.Create();
        aes.Key = input.Key;
        return aes;
    }

    private static SpeedOperation Ecb(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        Aes cipher = Create(input);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptEcb(input.Source, destination, PaddingMode.None);
            }
        }, () => destination.ToArray(), cipher);
    }

    private static SpeedOperation CbcEncrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        Aes cipher = Create(input);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.EncryptCbc(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination.ToArray(), cipher);
    }

    private static SpeedOperation CbcDecrypt(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        Aes cipher = Create(input);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.DecryptCbc(input.Source, input.Iv, destination, PaddingMode.None);
            }
        }, () => destination.ToArray(), cipher);
    }

    private static SpeedOperation CbcEncryptMany(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        Aes cipher = Create(input);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                for (int offset = 0; offset < destination.Length; offset += input.Stride)
                {
                    cipher.EncryptCbc(input.Source.Span.Slice(offset, input.PieceSize), input.Iv, destination.Span.Slice(offset, input.PieceSize), PaddingMode.None);
                }
            }
        }, () => destination.ToArray(), cipher);
    }

    private static SpeedOperation GcmSeal(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        byte[] tag = new byte[SpeedInput.TagSize];
        var cipher = new AesGcm(input.Key, SpeedInput.TagSize);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Encrypt(input.Nonce, input.Source, destination, tag);
            }
        }, () => [.. destination.Span, .. tag], cipher);
    }

    private static SpeedOperation GcmOpen(SpeedInput input)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new AesGcm(input.Key, SpeedInput.TagSize);
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.Decrypt(input.Nonce, input.Source, input.Tag, destination);
            }
        }, () => destination.ToArray(), cipher);
    }

    /// <summary>A keyed object made and disposed; what it would encrypt is looked at apart.</summary>
    private static SpeedOperation KeyGcm(SpeedInput input) => new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                new AesGcm(input.Key, SpeedInput.TagSize).Dispose();
            }
        }, () =>
        {
            using SpeedOperation encryption = GcmSeal(input);
            encryption.Run(1);
            return encryption.Output;
        });
}
