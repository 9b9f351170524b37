// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>The ciphertext of a message that the file tells the hash of.</summary>
internal static class LongMessages
{
    /// <summary>Encrypts the plaintext of a case in one call.</summary>
    public static byte[] Encrypt(KnownAnswerCase answer, Engine engine)
    {
        ReadOnlySpan<byte> plaintext = answer.Plaintext;
        byte[] ciphertext = new byte[plaintext.Length];
        switch (answer.Mode)
        {
            case KnownAnswerMode.Ecb:
                using (var block = new AesBlock(answer.Key, engine))
                {
                    block.EncryptBlocks(plaintext, ciphertext);
                }
                break;
            case KnownAnswerMode.Cbc:
                using (var cbc = new AesCbc(answer.Key, engine))
                {
                    _ = cbc.Encrypt(plaintext, answer.Iv, ciphertext, answer.Padding);
                }
                break;
            case KnownAnswerMode.Ctr:
                using (var ctr = new AesCtr(answer.Key, answer.Counter, engine))
                {
                    ctr.Transform(answer.Iv, plaintext, ciphertext);
                }
                break;
            case KnownAnswerMode.Xts:
                using (var xts = new AesXts(answer.Key, AesXtsKeyCheck.RequireDistinct, engine))
                {
                    if (answer.DataUnits is XtsDataUnits units)
                    {
                        xts.EncryptDataUnits(plaintext, ciphertext, units.Size, units.First, units.Format, units.Step);
                    }
                    else
                    {
                        xts.EncryptDataUnit(plaintext, ciphertext, answer.Iv);
                    }
                }
                break;
            case KnownAnswerMode.Gcm:
                using (var gcm = new AesGcmCipher(answer.Key, answer.Tag.Length, AesGcmOptions.None, engine))
                {
                    gcm.Encrypt(answer.Iv, plaintext, ciphertext, new byte[answer.Tag.Length], answer.AssociatedData);
                }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.Mode, "It has no ciphertext.");
        }
        return ciphertext;
    }
}
