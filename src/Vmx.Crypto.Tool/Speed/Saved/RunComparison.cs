// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Speed.Saved;

/// <summary>Whether a difference is one.</summary>
internal static class Verdicts
{
    public const string Same = "same";
    public const string Faster = "faster";
    public const string Slower = "slower";
}

/// <summary>One row of two runs.</summary>
/// <param name="New">The row of the new run.</param>
/// <param name="OldPerCall">What a call took in the old run.</param>
/// <param name="NewPerCall">What it takes in the new one.</param>
/// <param name="Noise">How far the ratio may be from 1 by noise alone.</param>
internal sealed record ComparedRow([property: JsonIgnore] SpeedResult New, double OldPerCall, double NewPerCall, double Noise)
{
    /// <summary>The engine or the peer.</summary>
    public string Contender => New.Contender;

    public string Mode => New.Mode;

    public int KeyBits => New.KeyBits;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Size => New.Size;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DataUnitSize => New.DataUnitSize;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Messages => New.Messages;

    /// <summary>New by old: below 1 is faster.</summary>
    public double Ratio => Figures.Round(NewPerCall / OldPerCall);

    /// <summary>One of <see cref="Verdicts"/>.</summary>
    public string Verdict => Math.Abs((NewPerCall / OldPerCall) - 1) <= Noise ? Verdicts.Same : NewPerCall < OldPerCall ? Verdicts.Faster : Verdicts.Slower;
}

//
//  Two runs, row by row
//
//      A difference is told when it is more than twice what the spreads of both rows make of the ratio, 2 √(s₁² + s₂²), and more
//      than 2 %, which is what buffers that lie elsewhere in memory do. A spread is half the distance between the quartiles as a
//      share of the median; for samples that scatter evenly around it a median of 25 is much surer than that.
//
//      What the spreads do not show is what differs from one process to the next, chiefly where code lies: it has been seen to move
//      calls of 64 bytes by a tenth and more, peers' as well as engines'. A difference counts when it is there again in a second
//      run, and when the peers of the same mode do not have it.
//
//      Core cycles are compared where both runs have them, else nanoseconds, by the call. Rows that only one of the runs has
//      are left out.
//
internal sealed class RunComparison
{
    private const double LeastDifference = 0.02;

    /// <summary>Compares.</summary>
    /// <exception cref="ToolException">One run is of isolated calls and the other is not, or they have no row in common.</exception>
    public RunComparison(SavedRun old, SavedRun @new)
    {
        (Old, New) = (old, @new);
        if (old.Speed.IsIsolated != @new.Speed.IsIsolated)
        {
            throw new ToolException("One of the runs is of isolated calls and the other is not.");
        }
        Dictionary<(SpeedCase?, string), SpeedResult> before = old.Speed.Results.GroupBy(Identity).ToDictionary(group => group.Key, group => group.First());
        (SpeedResult Old, SpeedResult New)[] pairs = [.. @new.Speed.Results.Where(result => before.ContainsKey(Identity(result))).Select(result => (before[Identity(result)], result))];
        if (pairs.Length == 0)
        {
            throw new ToolException("The runs have no row in common.");
        }
        bool hasCycles = pairs.All(pair => pair.Old.CyclesPerCall is not null && pair.New.CyclesPerCall is not null);
        Unit = hasCycles ? "cycles" : "ns";
        Rows = [.. pairs.Select(pair => new ComparedRow(pair.New, PerCall(pair.Old), PerCall(pair.New), Noise(pair.Old.Spread, pair.New.Spread)))];
        Notes = [.. Differences(old, @new, pairs.Length)];

        double PerCall(SpeedResult result) => hasCycles ? result.CyclesPerCall!.Value : result.NanosecondsPerCall;
    }

    [JsonIgnore]
    public SavedRun Old { get; }

    [JsonIgnore]
    public SavedRun New { get; }

    /// <summary>When the old run was.</summary>
    public DateTimeOffset OldDate => Old.Date;

    /// <summary>When the new run was.</summary>
    public DateTimeOffset NewDate => New.Date;

    /// <summary>What is compared: cycles or ns.</summary>
    public string Unit { get; }

    /// <summary>The rows that both runs have, in the order of the new one.</summary>
    public IReadOnlyList<ComparedRow> Rows { get; }

    /// <summary>The geometric mean of the ratios: below 1 is faster.</summary>
    public double GeometricMean => Mean(Rows);

    /// <summary>The same of the engines of this library; null when none was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? GeometricMeanOfEngines => Rows.Any(row => row.New.Engine is not null) ? Mean(Rows.Where(row => row.New.Engine is not null)) : null;

    /// <summary>What a reader has to know.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>How far the ratio of two figures with these spreads may be from 1 by noise alone.</summary>
    public static double Noise(double first, double second) => Math.Max(LeastDifference, Figures.Round(2 * Math.Sqrt((first * first) + (second * second))));

    private static double Mean(IEnumerable<ComparedRow> rows) => Figures.Round(Math.Exp(rows.Average(row => Math.Log(row.NewPerCall / row.OldPerCall))));

    private static (SpeedCase?, string) Identity(SpeedResult result) => (result.Case, result.Contender);

    private static IEnumerable<string> Differences(SavedRun old, SavedRun @new, int pairs)
    {
        if ((old.Speed.Cpu, old.Machine.Model) != (@new.Speed.Cpu, @new.Machine.Model))
        {
            yield return $"Another processor: {Processor(old)} then, {Processor(@new)} now.";
        }
        if (old.Machine.Runtime != @new.Machine.Runtime)
        {
            yield return $"Another runtime: {old.Machine.Runtime} then, {@new.Machine.Runtime} now.";
        }
        foreach (PeerInfo peer in old.Speed.Peers)
        {
            string? version = @new.Speed.Peers.FirstOrDefault(other => other.Peer == peer.Peer)?.Version;
            if (peer.Version is not null && version is not null && peer.Version != version)
            {
                yield return $"Another version of {peer.Peer}: {peer.Version} then, {version} now.";
            }
        }
        if (old.Speed.Results.Count > pairs)
        {
            yield return $"{Figures.Count(old.Speed.Results.Count - pairs, "row")} of the old run not compared.";
        }
        if (@new.Speed.Results.Count > pairs)
        {
            yield return $"{Figures.Count(@new.Speed.Results.Count - pairs, "row")} of the new run not compared.";
        }
        foreach (string note in old.Speed.Notes)
        {
            yield return $"Then: {note}";
        }
        foreach (string note in @new.Speed.Notes)
        {
            yield return $"Now: {note}";
        }
    }

    private static string Processor(SavedRun run) => run.Machine.Model is null ? run.Speed.Cpu : $"{run.Speed.Cpu} ({run.Machine.Model})";
}
