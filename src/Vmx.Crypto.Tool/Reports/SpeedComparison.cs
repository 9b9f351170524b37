// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>What a contender is to a reader of the report.</summary>
internal enum SpeedRole
{
    /// <summary>The engine that a process here uses.</summary>
    EngineInUse,

    /// <summary>Another engine of this library.</summary>
    OtherEngine,

    /// <summary>The fastest implementation by others in the case, the platform's apart.</summary>
    BestPeer,

    /// <summary>The AES of .NET itself.</summary>
    Platform,

    /// <summary>The scalar reference.</summary>
    Reference,
}

/// <summary>One result and its part in a comparison.</summary>
internal sealed record RankedResult(SpeedRole Role, SpeedResult Result);

//
//  One case side by side
//
//      The engine in use first, then the library's other engines, then the fastest of the peers, the platform and the scalar
//      reference. Of the peers only the fastest is shown: it is the one to be measured against. The limit of the processor is
//      in core cycles; it becomes a throughput by the clock at which the engine in use ran.
//
internal sealed record SpeedComparison(string Mode, int KeyBits, int Size, IReadOnlyList<RankedResult> Ranked)
{
    private static readonly string _reference = new ReferenceContender().Name;
    private static readonly string _platform = new PlatformContender().Name;

    /// <summary>The engine in use.</summary>
    public SpeedResult? Ours => Find(SpeedRole.EngineInUse);

    /// <summary>The fastest implementation by others.</summary>
    public SpeedResult? BestPeer => Find(SpeedRole.BestPeer);

    /// <summary>The AES of .NET.</summary>
    public SpeedResult? Platform => Find(SpeedRole.Platform);

    /// <summary>The scalar reference.</summary>
    public SpeedResult? Reference => Find(SpeedRole.Reference);

    /// <summary>The fewest core cycles per byte that the processor allows, where that is known.</summary>
    public double? LimitCyclesPerByte => Ours?.LimitCyclesPerByte;

    /// <summary>The throughput at that limit.</summary>
    public double? LimitGigabytesPerSecond => Ours is { CyclesPerByte: double cycles, LimitCyclesPerByte: double limit } ours ? ours.GigabytesPerSecond * cycles / limit : null;

    /// <summary>The throughput of the engine in use as a share of what the processor allows.</summary>
    public double? ShareOfLimit => Ours is { CyclesPerByte: double cycles, LimitCyclesPerByte: double limit } ? limit / cycles : null;

    /// <summary>How many times the throughput of another the engine in use has.</summary>
    public double? Advantage(SpeedResult? other) => Ours?.GigabytesPerSecond / other?.GigabytesPerSecond;

    /// <summary>A contender's name where there is little room.</summary>
    public static string ShortName(string contender) => contender == _reference ? "scalar" : contender;

    /// <summary>Every case of some results.</summary>
    /// <param name="results">The results.</param>
    /// <param name="engineInUse">The engine's name; null where there is none, then the first engine of a case stands for it.</param>
    public static IReadOnlyList<SpeedComparison> Of(IEnumerable<SpeedResult> results, string? engineInUse) =>
        [.. results.GroupBy(result => (result.Mode, result.KeyBits, result.Size)).Select(group => Of([.. group], engineInUse))];

    private static SpeedComparison Of(SpeedResult[] results, string? engineInUse)
    {
        SpeedResult? ours = results.FirstOrDefault(result => result.Engine is not null && result.Engine == engineInUse) ?? results.FirstOrDefault(result => result.Engine is not null);
        SpeedResult? best = results.Where(result => result.Peer is not null && result.Peer != _reference && result.Peer != _platform).MaxBy(result => result.GigabytesPerSecond);
        RankedResult[] ranked = [.. results.Select(result => (Role: RoleOf(result), Result: result)).Where(pair => pair.Role is not null).Select(pair => new RankedResult(pair.Role!.Value, pair.Result)).OrderBy(result => result.Role)];
        return new SpeedComparison(results[0].Mode, results[0].KeyBits, results[0].Size, ranked);

        SpeedRole? RoleOf(SpeedResult result) => result switch
        {
            { Engine: not null } => result == ours ? SpeedRole.EngineInUse : SpeedRole.OtherEngine,
            _ when result.Peer == _reference => SpeedRole.Reference,
            _ when result.Peer == _platform => SpeedRole.Platform,
            _ => result == best ? SpeedRole.BestPeer : null,
        };
    }

    private SpeedResult? Find(SpeedRole role) => Ranked.FirstOrDefault(result => result.Role == role)?.Result;
}
