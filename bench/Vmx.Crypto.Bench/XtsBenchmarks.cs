// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>XTS encryption of one data unit. Neither the platform nor the packages have XTS.</summary>
[BenchmarkCategory("XTS")]
public class XtsEncryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.XtsEncrypt;
}

/// <summary>XTS decryption of one data unit.</summary>
[BenchmarkCategory("XTS")]
public class XtsDecryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.XtsDecrypt;
}

/// <summary>XTS encryption of a run of data units, the sectors of a disk. Sizes that are not whole units are left out.</summary>
[BenchmarkCategory("XTS")]
public class XtsEncryptUnitsBenchmark : MessageBenchmark
{
    /// <summary>Bytes of one data unit.</summary>
    [Params(512, 4096)]
    public int DataUnitSize { get; set; }

    private protected override SpeedMode Mode => SpeedMode.XtsEncryptUnits;

    private protected override SpeedCase Case => new(Mode, KeyBits, Size, DataUnitSize);

    private protected override SpeedOperation? Prepare(IContender contender) =>
        Size % DataUnitSize == 0 ? base.Prepare(contender) : null;
}
