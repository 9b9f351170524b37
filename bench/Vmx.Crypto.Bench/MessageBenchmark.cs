// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Bench;

/// <summary>A mode that processes messages.</summary>
public abstract class MessageBenchmark : ModeBenchmark
{
    /// <summary>Bytes of one message, or of a run of data units.</summary>
    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    public static IEnumerable<int> Sizes => Scope.Sizes;

    internal override long BytesPerCall => Case.BytesPerCall;

    private protected abstract SpeedMode Mode { get; }

    private protected virtual SpeedCase Case => new(Mode, KeyBits, Size);

    private protected override SpeedOperation? Prepare(IContender contender) =>
        Mode.HasKeySize(KeyBits) ? contender.Prepare(new SpeedInput(Case)) : null;
}
