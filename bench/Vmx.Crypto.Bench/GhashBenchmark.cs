// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Bench;

/// <summary>GHASH of whole blocks. The others do not offer it by itself.</summary>
public class GhashBenchmark : ModeBenchmark
{
    private readonly byte[] _hashSubkey = RandomBytes(16);
    private readonly byte[] _hash = new byte[16];

    protected override IEnumerable<string> Peers => [Reference];

    private protected override Action CreateOurs(Engine engine)
    {
        var key = new GhashKey(_hashSubkey, engine);
        byte[] source = RandomBytes(Size);
        return () => key.Compute(source, _hash);
    }

    protected override Action CreatePeer(string name)
    {
        byte[] source = RandomBytes(Size);
        return name == Reference ? () => ReferenceGhash.Compute(_hashSubkey, source) : throw Unknown(name);
    }
}
