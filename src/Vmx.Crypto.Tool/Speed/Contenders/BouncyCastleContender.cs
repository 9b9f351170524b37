// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>BouncyCastle, with the AES engine that it picks for this processor. It has no XTS; its GHASH is not public as a whole.</summary>
internal sealed class BouncyCastleContender : IContender
{
    public string Name => "BouncyCastle";

    public string? Version => Peers.PackageVersion(typeof(AesUtilities));

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input) => input.Mode switch
    {
        SpeedMode.Ecb => Buffered(input, new EcbBlockCipher(AesUtilities.CreateEngine()), encrypt: true, withIv: false),
        SpeedMode.CbcEncrypt => Buffered(input, new CbcBlockCipher(AesUtilities.CreateEngine()), encrypt: true, withIv: true),
        SpeedMode.CbcDecrypt => Buffered(input, new CbcBlockCipher(AesUtilities.CreateEngine()), encrypt: false, withIv: true),
        SpeedMode.Ctr => Buffered(input, new SicBlockCipher(AesUtilities.CreateEngine()), encrypt: true, withIv: true),
        SpeedMode.GcmSeal => Gcm(input, encrypt: true),
        SpeedMode.GcmOpen => Gcm(input, encrypt: false),
        _ => null,
    };

    private static SpeedOperation Buffered(SpeedInput input, IBlockCipherMode mode, bool encrypt, bool withIv)
    {
        PlacedBuffer destination = input.Destination;
        var cipher = new BufferedBlockCipher(mode);
        var key = new KeyParameter(input.Key);
        cipher.Init(encrypt, withIv ? new ParametersWithIV(key, input.Iv) : key);
        // Finishing a message takes the cipher back to its IV.
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                cipher.DoFinal(input.Source, destination);
            }
        }, () => destination.ToArray());
    }

    private static SpeedOperation Gcm(SpeedInput input, bool encrypt)
    {
        byte[] source = [.. input.Source.Span, .. input.Tag];
        byte[] destination = new byte[encrypt ? source.Length + SpeedInput.TagSize : input.Source.Length];
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(input.Key), SpeedInput.TagSize * 8, new byte[input.Nonce.Length]));
        // Without a key the expanded one is kept. The object refuses the nonce of the message before, so two take turns.
        AeadParameters[] turns =
        [
            new AeadParameters(null, SpeedInput.TagSize * 8, input.Nonce),
            new AeadParameters(null, SpeedInput.TagSize * 8, encrypt ? input.Iv[..input.Nonce.Length] : input.Nonce),
        ];
        int turn = 1;
        return new(
            Run,
            () =>
            {
                if (turn != 0)
                {
                    Run(1);
                }
                return destination;
            });

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                turn ^= 1;
                cipher.Init(encrypt, turns[turn]);
                int written = cipher.ProcessBytes(source, destination);
                cipher.DoFinal(destination.AsSpan(written));
            }
        }
    }
}
