// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>The block cipher by itself, block after block.</summary>
[BenchmarkCategory("AES")]
public class BlockBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.Ecb;
}
