// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The scalar reference: one block at a time, straight from the standards. It expands its key in every call.</summary>
internal sealed class ReferenceContender : IContender
{
    public string Name => "Reference";

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input)
    {
        byte[] messages = input.Mode == SpeedMode.CbcEncryptMany ? new byte[input.Source.Length] : [];
        Func<byte[]> call = input.Mode switch
        {
            SpeedMode.Ecb => () => ReferenceModes.EcbEncrypt(input.Key, input.Source),
            SpeedMode.CbcEncrypt => () => ReferenceModes.CbcEncrypt(input.Key, input.Iv, input.Source),
            SpeedMode.CbcDecrypt => () => ReferenceModes.CbcDecrypt(input.Key, input.Iv, input.Source),
            SpeedMode.CbcEncryptMany => () => CbcEncryptMany(input, messages),
            SpeedMode.Ctr => () => ReferenceModes.Ctr(input.Key, input.Iv, counterBits: 128, littleEndian: false, input.Source),
            SpeedMode.XtsEncrypt => () => ReferenceModes.XtsEncryptDataUnit(input.Key, input.Iv, input.Source),
            SpeedMode.XtsDecrypt => () => ReferenceModes.XtsDecryptDataUnit(input.Key, input.Iv, input.Source),
            SpeedMode.Ghash => () => ReferenceGhash.Compute(input.Key, input.Source),
            SpeedMode.GcmSeal => () => GcmSeal(input),
            SpeedMode.GcmOpen => () => ReferenceGcm.Decrypt(input.Key, input.Nonce, input.Source, input.Tag) ?? [],
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
        byte[] output = [];
        return new(count =>
        {
            for (int i = 0; i < count; i++)
            {
                output = call();
            }
        }, () => output);
    }

    private static byte[] CbcEncryptMany(SpeedInput input, byte[] destination)
    {
        for (int offset = 0; offset < destination.Length; offset += SpeedModes.Stride(input.Size))
        {
            ReferenceModes.CbcEncrypt(input.Key, input.Iv, input.Source.AsSpan(offset, input.Size)).CopyTo(destination, offset);
        }
        return destination;
    }

    private static byte[] GcmSeal(SpeedInput input)
    {
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(input.Key, input.Nonce, input.Source);
        return [.. ciphertext, .. tag];
    }
}
