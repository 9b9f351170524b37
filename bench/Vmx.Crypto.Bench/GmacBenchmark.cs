// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Bench;

/// <summary>GMAC of one message. Those that have no GMAC compute GCM of an empty text with the message as associated data.</summary>
[BenchmarkCategory("GMAC")]
public class GmacBenchmark : MessageBenchmark
{
    // GMAC is GCM's key, nonce and tag; only what is done with the message differs.
    private protected override SpeedMode Mode => SpeedMode.GcmSeal;

    private protected override SpeedOperation? Prepare(IContender contender)
    {
        var input = new SpeedInput(Case);
        return contender switch
        {
            EngineContender => Ours(input, EngineCatalog.Selector.Supported.Single(engine => engine.Name == contender.Name)),
            ReferenceContender => Reference(input),
            PlatformContender when System.Security.Cryptography.AesGcm.IsSupported => Platform(input),
            BouncyCastleContender => BouncyCastle(input),
            NSecContender when KeyBits == 256 => NSec(input),
            _ => null,
        };
    }

    private static SpeedOperation Ours(SpeedInput input, Engine engine)
    {
        byte[] tag = new byte[SpeedInput.TagSize];
        var gmac = new AesGmac(input.Key, tag.Length, AesGcmOptions.None, engine);
        return Repeated(() => gmac.ComputeTag(input.Nonce, input.Source, tag), () => tag, gmac);
    }

    private static SpeedOperation Reference(SpeedInput input)
    {
        byte[] tag = [];
        return Repeated(() => tag = ReferenceGcm.Gmac(input.Key, input.Nonce, input.Source), () => tag);
    }

    private static SpeedOperation Platform(SpeedInput input)
    {
        byte[] tag = new byte[SpeedInput.TagSize];
        var gcm = new System.Security.Cryptography.AesGcm(input.Key, tag.Length);
        return Repeated(() => gcm.Encrypt(input.Nonce, [], [], tag, input.Source), () => tag, gcm);
    }

    private static SpeedOperation NSec(SpeedInput input)
    {
        byte[] tag = new byte[SpeedInput.TagSize];
        var key = Key.Import(AeadAlgorithm.Aes256Gcm, input.Key, KeyBlobFormat.RawSymmetricKey);
        return Repeated(() => AeadAlgorithm.Aes256Gcm.Encrypt(key, input.Nonce, input.Source, [], tag), () => tag, key);
    }

    private static SpeedOperation BouncyCastle(SpeedInput input)
    {
        var gmac = new GMac(new GcmBlockCipher(AesUtilities.CreateEngine()));
        gmac.Init(new ParametersWithIV(new KeyParameter(input.Key), new byte[input.Nonce.Length]));
        // Without a key the expanded one is kept. The object refuses the nonce of the message before, so two take turns.
        var nonce = new ParametersWithIV(null, input.Nonce);
        var otherNonce = new ParametersWithIV(null, input.Iv, 0, input.Nonce.Length);
        byte[] tag = new byte[SpeedInput.TagSize], otherTag = new byte[SpeedInput.TagSize];
        bool isOther = true;
        return Repeated(() =>
        {
            isOther = !isOther;
            gmac.Init(isOther ? otherNonce : nonce);
            gmac.BlockUpdate(input.Source);
            gmac.DoFinal(isOther ? otherTag : tag);
        }, () => tag);
    }

    private static SpeedOperation Repeated(Action call, Func<byte[]> output, params ReadOnlySpan<IDisposable> owned) => new(count =>
        {
            for (int i = 0; i < count; i++)
            {
                call();
            }
        }, output, owned);
}
