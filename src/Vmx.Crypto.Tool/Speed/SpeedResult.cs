// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>One row of a speed table.</summary>
/// <param name="Engine">The engine, when an engine of this library was measured.</param>
/// <param name="Peer">The peer, when a peer was measured.</param>
/// <param name="Mode">The mode's name on the command line.</param>
/// <param name="KeyBits">Bits of the AES key, or of the hash subkey.</param>
/// <param name="Size">Bytes of one message.</param>
/// <param name="CyclesPerByte">Core cycles per byte, median; null where cycles cannot be told.</param>
/// <param name="GigabytesPerSecond">10^9 bytes per second, median.</param>
/// <param name="Spread">Half the distance between the quartiles, as a share of the median.</param>
internal sealed record SpeedResult(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Engine,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Peer,
    string Mode,
    int KeyBits,
    int Size,
    double? CyclesPerByte,
    double GigabytesPerSecond,
    double Spread)
{
    /// <summary>The engine or the peer.</summary>
    [JsonIgnore]
    public string Contender => Engine ?? Peer ?? string.Empty;
}

/// <summary>What a run of measurements gave.</summary>
/// <param name="Cpu">The processor.</param>
/// <param name="Results">The rows.</param>
/// <param name="Problems">Contenders that gave another output than the first one; they were not timed.</param>
/// <param name="Notes">What a reader of the figures has to know.</param>
internal sealed record SpeedTable(string Cpu, IReadOnlyList<SpeedResult> Results, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
