// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Bench;

/// <summary>AES-256-GCM of one message, without associated data: the key size that all of them have.</summary>
public abstract class GcmBenchmark(bool encrypt) : ModeBenchmark
{
    private const int TagSize = 16;

    private readonly byte[] _key = RandomBytes(32);
    private readonly byte[] _nonce = RandomBytes(12);

    protected override IEnumerable<string> Peers => Aes256Gcm.IsSupported ? [Reference, Platform, BouncyCastle, NSec] : [Reference, Platform, BouncyCastle];

    private protected override Action CreateOurs(Engine engine)
    {
        var aes = new AesGcmCipher(_key, TagSize, AesGcmOptions.None, engine);
        (byte[] plaintext, byte[] ciphertext, byte[] tag) = Message();
        return encrypt
            ? () => aes.Encrypt(_nonce, plaintext, ciphertext, tag)
            : () => aes.Decrypt(_nonce, ciphertext, tag, plaintext);
    }

    protected override Action CreatePeer(string name)
    {
        (byte[] plaintext, byte[] ciphertext, byte[] tag) = Message();
        switch (name)
        {
            case Reference:
                return encrypt
                    ? () => ReferenceGcm.Encrypt(_key, _nonce, plaintext)
                    : () => ReferenceGcm.Decrypt(_key, _nonce, ciphertext, tag);
            case Platform:
                var aes = new System.Security.Cryptography.AesGcm(_key, TagSize);
                return encrypt
                    ? () => aes.Encrypt(_nonce, plaintext, ciphertext, tag)
                    : () => aes.Decrypt(_nonce, ciphertext, tag, plaintext);
            case BouncyCastle:
                return CreateBouncyCastle(plaintext, [.. ciphertext, .. tag]);
            case NSec:
                return CreateNSec(plaintext, [.. ciphertext, .. tag]);
            default:
                throw Unknown(name);
        }
    }

    private Action CreateBouncyCastle(byte[] plaintext, byte[] ciphertextAndTag)
    {
        var parameters = new AeadParameters(new KeyParameter(_key), 8 * TagSize, _nonce);
        byte[] source = encrypt ? plaintext : ciphertextAndTag;
        byte[] destination = new byte[Size + TagSize];
        // A cipher that encrypts refuses the same nonce twice, so each message has its own.
        return () =>
        {
            var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
            cipher.Init(encrypt, parameters);
            int written = cipher.ProcessBytes(source, 0, source.Length, destination, 0);
            cipher.DoFinal(destination, written);
        };
    }

    private Action CreateNSec(byte[] plaintext, byte[] ciphertextAndTag)
    {
        AeadAlgorithm algorithm = AeadAlgorithm.Aes256Gcm;
        Key key = Key.Import(algorithm, _key, KeyBlobFormat.RawSymmetricKey);
        return encrypt
            ? () => algorithm.Encrypt(key, _nonce, default, plaintext, ciphertextAndTag)
            : () => algorithm.Decrypt(key, _nonce, default, ciphertextAndTag, plaintext);
    }

    private (byte[] Plaintext, byte[] Ciphertext, byte[] Tag) Message()
    {
        byte[] plaintext = RandomBytes(Size);
        (byte[] ciphertext, byte[] tag) = ReferenceGcm.Encrypt(_key, _nonce, plaintext);
        return (plaintext, ciphertext, tag);
    }
}

/// <summary>AES-256-GCM encryption.</summary>
public class GcmEncryptBenchmark() : GcmBenchmark(encrypt: true);

/// <summary>AES-256-GCM decryption.</summary>
public class GcmDecryptBenchmark() : GcmBenchmark(encrypt: false);
