// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The scalar reference: one block at a time, straight from the standards. It expands its key in every call, so a key's set-up is nothing of its own.</summary>
internal sealed class ReferenceContender : IContender
{
    public string Name => "Reference";

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input)
    {
        Func<byte[]>? call = input.Mode switch
        {
            SpeedMode.Ecb => () => ReferenceModes.EcbEncrypt(input.Key, input.Source),
            SpeedMode.CbcEncrypt => () => ReferenceModes.CbcEncrypt(input.Key, input.Iv, input.Source),
            SpeedMode.CbcDecrypt => () => ReferenceModes.CbcDecrypt(input.Key, input.Iv, input.Source),
            SpeedMode.CbcEncryptMany => () => ForEach(input, (iv, message) => ReferenceModes.CbcEncrypt(input.Key, iv, message)),
            SpeedMode.Ctr => () => ReferenceModes.Ctr(input.Key, input.Iv, counterBits: 128, littleEndian: false, input.Source),
            SpeedMode.XtsEncrypt => () => ReferenceModes.XtsEncryptDataUnit(input.Key, input.Iv, input.Source),
            SpeedMode.XtsDecrypt => () => ReferenceModes.XtsDecryptDataUnit(input.Key, input.Iv, input.Source),
            SpeedMode.XtsEncryptUnits => () => ForEach(input, (tweak, unit) => ReferenceModes.XtsEncryptDataUnit(input.Key, tweak, unit)),
            SpeedMode.Ghash => () => ReferenceGhash.Compute(input.Key, input.Source),
            SpeedMode.GcmSeal => () => GcmSeal(input),
            SpeedMode.GcmOpen => () => ReferenceGcm.Decrypt(input.Key, input.Nonce, input.Source, input.Tag) ?? [],
            _ => null,
        };
        if (call is null)
        {
            return null;
        }
        byte[] output = [];
        return new(count =>
        {
            for (int i = 0; i < count; i++)
            {
                output = call();
            }
        }, () => output);
    }

    private delegate byte[] PieceFunction(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> piece);

    private static byte[] ForEach(SpeedInput input, PieceFunction encrypt)
    {
        for (int piece = 0; piece < input.Pieces; piece++)
        {
            encrypt(input.Ivs.AsSpan(16 * piece, 16), input.Source.Span.Slice(piece * input.Stride, input.PieceSize)).CopyTo(input.Destination.Span[(piece * input.Stride)..]);
        }
        return input.Destination.ToArray();
    }

    private static byte[] GcmSeal(SpeedInput input)
    {
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(input.Key, input.Nonce, input.Source);
        return [.. ciphertext, .. tag];
    }
}
