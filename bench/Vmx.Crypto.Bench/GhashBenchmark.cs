// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>GHASH of whole blocks. Neither the platform nor the packages offer it by itself.</summary>
[BenchmarkCategory("GHASH")]
public class GhashBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.Ghash;
}
