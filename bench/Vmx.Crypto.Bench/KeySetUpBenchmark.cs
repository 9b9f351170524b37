// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Bench;

/// <summary>
/// A keyed object made and disposed; of a peer, what it takes until it could encrypt with a new key. The objects are what is
/// allocated, the key memory of this library is not the collector's.
/// </summary>
[BenchmarkCategory("Key")]
public class KeySetUpBenchmark : ModeBenchmark
{
    /// <summary>The type of the key.</summary>
    [Params(nameof(AesBlock), nameof(AesCbc), nameof(AesCtr), nameof(AesXts), nameof(GhashKey), nameof(AesGmac), nameof(AesGcmCipher))]
    public string Key { get; set; } = "";

    private protected override bool MakesObjects => true;

    /// <summary>What is done with such a key, to see whether all would do the same.</summary>
    private SpeedMode Mode => Key switch
    {
        nameof(AesBlock) => SpeedMode.Ecb,
        nameof(AesCbc) => SpeedMode.CbcEncrypt,
        nameof(AesCtr) => SpeedMode.Ctr,
        nameof(AesXts) => SpeedMode.XtsEncrypt,
        nameof(GhashKey) => SpeedMode.Ghash,
        _ => SpeedMode.GcmSeal,
    };

    private protected override SpeedOperation? Prepare(IContender contender)
    {
        if (!Mode.HasKeySize(KeyBits))
        {
            return null;
        }
        var input = new SpeedInput(new SpeedCase(Mode, KeyBits, Engine.BlockSize));
        Action? setUp = contender switch
        {
            EngineContender => Ours(input.Key, EngineCatalog.Selector.Supported.Single(engine => engine.Name == contender.Name)),
            ReferenceContender when Key == nameof(AesBlock) => () => _ = new ReferenceAes(input.Key),
            PlatformContender when Key == nameof(AesGcmCipher) && AesGcm.IsSupported => () => new AesGcm(input.Key, SpeedInput.TagSize).Dispose(),
            BouncyCastleContender when Key == nameof(AesBlock) => BouncyCastleBlock(input.Key),
            BouncyCastleContender when Key == nameof(AesGcmCipher) => BouncyCastleGcm(input),
            NSecContender when Key == nameof(AesGcmCipher) && KeyBits == 256 => () => NSec.Cryptography.Key.Import(AeadAlgorithm.Aes256Gcm, input.Key, KeyBlobFormat.RawSymmetricKey).Dispose(),
            _ => null,
        };
        return setUp is null ? null : new(count =>
        {
            for (int i = 0; i < count; i++)
            {
                setUp();
            }
        }, () => OutputOf(contender.Prepare(input)!));
    }

    private Action Ours(byte[] key, Engine engine) => Key switch
    {
        nameof(AesBlock) => () => new AesBlock(key, engine).Dispose(),
        nameof(AesCbc) => () => new AesCbc(key, engine).Dispose(),
        nameof(AesCtr) => () => new AesCtr(key, AesCtrCounter.BigEndian128, engine).Dispose(),
        nameof(AesXts) => () => new AesXts(key, AesXtsKeyCheck.RequireDistinct, engine).Dispose(),
        nameof(GhashKey) => () => new GhashKey(key, engine).Dispose(),
        nameof(AesGmac) => () => new AesGmac(key, SpeedInput.TagSize, AesGcmOptions.None, engine).Dispose(),
        nameof(AesGcmCipher) => () => new AesGcmCipher(key, SpeedInput.TagSize, AesGcmOptions.None, engine).Dispose(),
        _ => throw new NotSupportedException(Key),
    };

    private static Action BouncyCastleBlock(byte[] key)
    {
        IBlockCipher cipher = AesUtilities.CreateEngine();
        return () => cipher.Init(true, new KeyParameter(key));
    }

    private static Action BouncyCastleGcm(SpeedInput input)
    {
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        // It refuses to encrypt with the nonce and the key of the message before; to decrypt it does not.
        return () => cipher.Init(false, new AeadParameters(new KeyParameter(input.Key), SpeedInput.TagSize * 8, input.Nonce));
    }

    private static byte[] OutputOf(SpeedOperation operation)
    {
        using (operation)
        {
            operation.Run(1);
            return operation.Output;
        }
    }
}
