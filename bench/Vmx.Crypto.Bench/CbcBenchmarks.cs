// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Bench;

/// <summary>AES-128-CBC without padding, one message.</summary>
public abstract class CbcBenchmark(bool encrypt) : ModeBenchmark
{
    private readonly byte[] _key = RandomBytes(16);
    private readonly byte[] _iv = RandomBytes(16);

    protected override IEnumerable<string> Peers => [Reference, Platform, BouncyCastle];

    private protected override Action CreateOurs(Engine engine)
    {
        var aes = new AesCbc(_key, engine);
        byte[] source = RandomBytes(Size);
        byte[] destination = new byte[Size];
        return encrypt
            ? () => aes.Encrypt(source, _iv, destination, PaddingMode.None)
            : () => aes.Decrypt(source, _iv, destination, PaddingMode.None);
    }

    protected override Action CreatePeer(string name)
    {
        byte[] source = RandomBytes(Size);
        byte[] destination = new byte[Size];
        switch (name)
        {
            case Reference:
                return encrypt
                    ? () => ReferenceModes.CbcEncrypt(_key, _iv, source)
                    : () => ReferenceModes.CbcDecrypt(_key, _iv, source);
            case Platform:
                var aes = Aes.Create();
                aes.Key = _key;
                return encrypt
                    ? () => aes.EncryptCbc(source, _iv, destination, PaddingMode.None)
                    : () => aes.DecryptCbc(source, _iv, destination, PaddingMode.None);
            case BouncyCastle:
                var parameters = new ParametersWithIV(new KeyParameter(_key), _iv);
                var cipher = new BufferedBlockCipher(new CbcBlockCipher(AesUtilities.CreateEngine()));
                return () =>
                {
                    cipher.Init(encrypt, parameters);
                    cipher.DoFinal(source, destination);
                };
            default:
                throw Unknown(name);
        }
    }
}

/// <summary>AES-128-CBC encryption, which is serial.</summary>
public class CbcEncryptBenchmark() : CbcBenchmark(encrypt: true);

/// <summary>AES-128-CBC decryption.</summary>
public class CbcDecryptBenchmark() : CbcBenchmark(encrypt: false);

/// <summary>AES-128-CBC encryption of several messages under one key, in one call where there is one.</summary>
public class CbcManyBenchmark : ModeBenchmark
{
    private readonly byte[] _key = RandomBytes(16);

    /// <summary>How many messages of <see cref="ModeBenchmark.Size"/> bytes.</summary>
    [Params(16)]
    public int Messages { get; set; }

    protected override IEnumerable<string> Peers => [Platform];

    private protected override Action CreateOurs(Engine engine)
    {
        var aes = new AesCbc(_key, engine);
        byte[] ivs = RandomBytes(16 * Messages);
        byte[] source = RandomBytes(Size * Messages);
        byte[] destination = new byte[source.Length];
        AesCbcJob[] jobs = [.. Enumerable.Range(0, Messages).Select(i => new AesCbcJob(i * Size, i * Size, Size))];
        return () => aes.EncryptMany(jobs, ivs, source, destination);
    }

    protected override Action CreatePeer(string name)
    {
        if (name != Platform)
        {
            throw Unknown(name);
        }
        var aes = Aes.Create();
        aes.Key = _key;
        byte[] ivs = RandomBytes(16 * Messages);
        byte[] source = RandomBytes(Size * Messages);
        byte[] destination = new byte[source.Length];
        return () =>
        {
            for (int i = 0; i < Messages; i++)
            {
                aes.EncryptCbc(source.AsSpan(i * Size, Size), ivs.AsSpan(16 * i, 16), destination.AsSpan(i * Size), PaddingMode.None);
            }
        };
    }
}
