// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Text.Json.Serialization;
using Vmx.Crypto.Tool.Speed.Limits;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>One row of a speed table.</summary>
/// <param name="Engine">The engine, when an engine of this library was measured.</param>
/// <param name="Peer">The peer, when a peer was measured.</param>
/// <param name="Mode">The mode's name on the command line.</param>
/// <param name="KeyBits">Bits of the AES key, or of the hash subkey.</param>
/// <param name="Size">Bytes of one message, or of a run of data units; 0, and not in JSON, for a key's set-up.</param>
/// <param name="CyclesPerByte">Core cycles per byte, median; null where cycles cannot be told and for a key's set-up.</param>
/// <param name="GigabytesPerSecond">10^9 bytes per second, median; 0, and not in JSON, for a key's set-up.</param>
/// <param name="Spread">Half the distance between the quartiles, as a share of the median.</param>
/// <param name="CyclesPerCall">Core cycles per call, median; null where cycles cannot be told. A call is one message, a run of data units, many messages at once, or one key.</param>
/// <param name="NanosecondsPerCall">Nanoseconds per call, median.</param>
/// <param name="DataUnitSize">Bytes of one data unit of a run, else null.</param>
/// <param name="Messages">Messages encrypted in one call, when that is what the mode is about, else null.</param>
/// <param name="LimitCyclesPerByte">The fewest core cycles per byte that this processor's instructions allow for the case, measured in the same run; null where that is not known.</param>
internal sealed record SpeedResult(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Engine,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Peer,
    string Mode,
    int KeyBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Size,
    double? CyclesPerByte,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double GigabytesPerSecond,
    double Spread,
    double? CyclesPerCall,
    double NanosecondsPerCall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DataUnitSize = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Messages = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LimitCyclesPerByte = null)
{
    /// <summary>How many times as long as the limit it takes; null where the limit is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioToLimit => CyclesPerByte / LimitCyclesPerByte is double ratio ? Figures.Round(ratio) : null;

    /// <summary>What was done, whoever did it; null when the mode is one that this program does not have.</summary>
    [JsonIgnore]
    public SpeedCase? Case => SpeedModes.Find(Mode) is SpeedMode mode ? new SpeedCase(mode, KeyBits, Size, DataUnitSize ?? 0, Messages ?? 1) : null;

    /// <summary>The engine or the peer.</summary>
    [JsonIgnore]
    public string Contender => Engine ?? Peer ?? string.Empty;
}

/// <summary>What a run of measurements gave.</summary>
/// <param name="Cpu">The processor.</param>
/// <param name="Results">The rows.</param>
/// <param name="Problems">Contenders that gave another output than the first one; they were not timed.</param>
/// <param name="Notes">What a reader of the figures has to know.</param>
/// <param name="Peers">The implementations by others: who took part, in which version, and who could not.</param>
internal sealed record SpeedTable(string Cpu, IReadOnlyList<SpeedResult> Results, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes, IReadOnlyList<PeerInfo> Peers)
{
    /// <summary>Whether each call started when the one before had ended, and an empty call is taken off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsIsolated { get; init; }

    /// <summary>What the limits were reckoned from; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InstructionTimes? Instructions { get; init; }
}

/// <summary>An implementation by others.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Version">Its version; null when it is absent.</param>
/// <param name="Absence">Why it is absent, in words; null when it took part.</param>
internal sealed record PeerInfo(
    string Peer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Absence);
