// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Bench;

//
//  One mode, by everybody who has it. The implementation is a parameter, so that a table has one row for each of them and
//  no engine is measured twice. The call goes through a delegate for all alike, which costs a nanosecond or two.
//
public abstract class ModeBenchmark
{
    /// <summary>The names of the implementations that are not engines of this package.</summary>
    protected const string Reference = "Reference";

    protected const string Platform = "Platform";

    protected const string BouncyCastle = "BouncyCastle";

    protected const string NSec = "NSec";

    private Action? _run;

    /// <summary>Bytes of the message.</summary>
    [Params(64, 1024, 16384)]
    public int Size { get; set; }

    /// <summary>Who computes: an engine's name or one of the others.</summary>
    [ParamsSource(nameof(Implementations))]
    public string Implementation { get; set; } = "";

    public IEnumerable<string> Implementations => [.. EngineCatalog.Selector.Supported.Select(engine => engine.Name), .. Peers];

    /// <summary>Those that have this mode beside the engines.</summary>
    protected abstract IEnumerable<string> Peers { get; }

    [GlobalSetup]
    public void Setup() =>
        _run = EngineCatalog.Selector.Supported.FirstOrDefault(engine => engine.Name == Implementation) is Engine engine
            ? CreateOurs(engine)
            : CreatePeer(Implementation);

    [Benchmark]
    public void Run() => _run!();

    private protected abstract Action CreateOurs(Engine engine);

    protected abstract Action CreatePeer(string name);

    protected static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    protected static ArgumentOutOfRangeException Unknown(string name) => new(nameof(name), name, "There is no such implementation of this mode.");
}
