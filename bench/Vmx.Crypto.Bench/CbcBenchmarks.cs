// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>CBC encryption of one message without padding, which is serial.</summary>
[BenchmarkCategory("CBC")]
public class CbcEncryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.CbcEncrypt;
}

/// <summary>CBC decryption of one message without padding.</summary>
[BenchmarkCategory("CBC")]
public class CbcDecryptBenchmark : MessageBenchmark
{
    private protected override SpeedMode Mode => SpeedMode.CbcDecrypt;
}

/// <summary>CBC encryption of several messages under one key: in one call where there is one, else one after the other.</summary>
[BenchmarkCategory("CBC")]
public class CbcEncryptManyBenchmark : MessageBenchmark
{
    /// <summary>How many messages of <see cref="MessageBenchmark.Size"/> bytes.</summary>
    [Params(SpeedModes.ManyMessages)]
    public int Messages { get; set; }

    private protected override SpeedMode Mode => SpeedMode.CbcEncryptMany;

    private protected override SpeedCase Case => new(Mode, KeyBits, Size, Messages: Messages);
}
