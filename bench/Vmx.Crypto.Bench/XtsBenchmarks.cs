// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Bench;

/// <summary>XTS-AES-128, one data unit. Neither the platform nor BouncyCastle has XTS.</summary>
public abstract class XtsBenchmark(bool encrypt) : ModeBenchmark
{
    private readonly byte[] _key = RandomBytes(32);
    private readonly byte[] _tweak = RandomBytes(16);

    protected override IEnumerable<string> Peers => [Reference];

    private protected override Action CreateOurs(Engine engine)
    {
        var aes = new AesXts(_key, AesXtsKeyCheck.RequireDistinct, engine);
        byte[] source = RandomBytes(Size);
        byte[] destination = new byte[Size];
        return encrypt
            ? () => aes.EncryptDataUnit(source, destination, _tweak)
            : () => aes.DecryptDataUnit(source, destination, _tweak);
    }

    protected override Action CreatePeer(string name)
    {
        byte[] source = RandomBytes(Size);
        return name == Reference
            ? () =>
            {
                _ = encrypt
                    ? ReferenceModes.XtsEncryptDataUnit(_key, _tweak, source)
                    : ReferenceModes.XtsDecryptDataUnit(_key, _tweak, source);
            }
        : throw Unknown(name);
    }
}

/// <summary>XTS-AES-128 encryption.</summary>
public class XtsEncryptBenchmark() : XtsBenchmark(encrypt: true);

/// <summary>XTS-AES-128 decryption.</summary>
public class XtsDecryptBenchmark() : XtsBenchmark(encrypt: false);
