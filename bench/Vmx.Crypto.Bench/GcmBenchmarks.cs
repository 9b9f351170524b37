// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>GCM encryption of one message, without associated data.</summary>
[BenchmarkCategory("GCM")]
public class GcmEncryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.GcmSeal;
}

/// <summary>GCM decryption of one message, the tag's verification included.</summary>
[BenchmarkCategory("GCM")]
public class GcmDecryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.GcmOpen;
}
