// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using NSec.Cryptography;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>NSec over libsodium: AES-256-GCM and nothing else of what is measured here.</summary>
internal sealed class NSecContender : IContender
{
    public NSecContender()
    {
        if (!Aes256Gcm.IsSupported)
        {
            throw new PlatformNotSupportedException("it has no AES-256-GCM on this processor.");
        }
    }

    public string Name => "NSec";

    public string? Version => Peers.PackageVersion(typeof(Aes256Gcm));

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input)
    {
        if (input.KeyBits != 256 || input.Mode is not (SpeedMode.GcmSeal or SpeedMode.GcmOpen))
        {
            return null;
        }
        var key = Key.Import(AeadAlgorithm.Aes256Gcm, input.Key, KeyBlobFormat.RawSymmetricKey);
        return input.Mode == SpeedMode.GcmSeal ? Seal(input, key) : Open(input, key);
    }

    private static SpeedOperation Seal(SpeedInput input, Key key)
    {
        byte[] destination = new byte[input.Source.Length + SpeedInput.TagSize];
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                AeadAlgorithm.Aes256Gcm.Encrypt(key, input.Nonce, [], input.Source, destination);
            }
        }, () => destination, key);
    }

    private static SpeedOperation Open(SpeedInput input, Key key)
    {
        byte[] sealedText = [.. input.Source.Span, .. input.Tag];
        PlacedBuffer destination = input.Destination;
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                _ = AeadAlgorithm.Aes256Gcm.Decrypt(key, input.Nonce, [], sealedText, destination);
            }
        }, () => destination.ToArray(), key);
    }
}
