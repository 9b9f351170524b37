// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Tool.Speed.Saved;

//
//  The table of the README, made from a saved run
//
//      Modes and sizes down, contenders across, core cycles per byte with 128- and 256-bit keys in one cell. The largest size has
//      every mode, the others those that people use for messages. Below it stands where the figures are from. It takes the
//      place of whatever is between the two marks.
//
internal static class ReadmeTable
{
    /// <summary>The line before the table.</summary>
    public const string Begin = "<!-- speed table: written by cryptovmx speed --readme, from a saved run -->";

    /// <summary>The line after what comes with it.</summary>
    public const string End = "<!-- end of the speed table -->";

    private const int LineLength = 125;

    private static readonly int[] _keys = [128, 256];

    /// <summary>The modes of the smaller sizes.</summary>
    private static readonly SpeedMode[] _messageModes = [SpeedMode.CbcDecrypt, SpeedMode.Ctr, SpeedMode.XtsEncrypt, SpeedMode.GcmSeal, SpeedMode.GcmOpen];

    /// <summary>The peers of the table, by name, and their headings. The scalar reference is no peer of anybody, and some peers have one mode.</summary>
    private static readonly (string Name, string Heading)[] _peers =
        [("platform", ".NET's own"), ("BouncyCastle", "BouncyCastle"), ("ipsec-mb", "ipsec-mb"), ("libcrypto", "libcrypto"), ("libgcrypt", "libgcrypt")];

    /// <summary>Makes the table and the lines below it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Where it is saved, as the README names it.</param>
    /// <exception cref="ToolException">The run has not what the table needs.</exception>
    public static string Render(SavedRun run, string path)
    {
        if (run.Speed.Problems.Count != 0 || run.Speed.IsIsolated || run.Speed.Results.Any(result => result.CyclesPerCall is null))
        {
            throw new ToolException("The table wants a run without problems, not of isolated calls, with cycles.");
        }
        (string Name, string Heading)[] contenders =
        [
            .. run.Speed.Results.Select(result => result.Engine).OfType<string>().Distinct().Select(engine => (engine, $"`{engine}`")),
            .. _peers.Where(peer => run.Speed.Results.Any(result => result.Peer == peer.Name)),
        ];
        var text = new StringBuilder();
        _ = text.Append("| mode | message | limit |").AppendJoin('|', contenders.Select(contender => $" {contender.Heading} ")).Append("|\n");
        _ = text.Append("|---|---|---|").AppendJoin('|', contenders.Select(_ => "---")).Append("|\n");
        int[] sizes = [.. run.Speed.Results.Select(result => result.Size).Where(size => size != 0).Distinct().Order()];
        foreach (int size in sizes)
        {
            IEnumerable<SpeedMode> modes = size == sizes[^1] ? SpeedModes.All.Where(mode => !mode.IsKeySetUp() && mode != SpeedMode.XtsEncryptUnits) : _messageModes;
            foreach (SpeedMode mode in modes)
            {
                SpeedResult[] row = [.. run.Speed.Results.Where(result => result.Mode == mode.Name() && result.Size == size && result.Messages is null or SpeedModes.ManyMessages)];
                if (row.Length != 0)
                {
                    _ = text.Append(CultureInfo.InvariantCulture, $"| {mode.Title()} | {Figures.Bytes(size)} | {Cell(row, result => result.LimitCyclesPerByte)} |")
                        .AppendJoin('|', contenders.Select(contender => $" {Cell([.. row.Where(result => result.Contender == contender.Name)], result => result.CyclesPerByte)} ")).Append("|\n");
                }
            }
        }
        return text.Append('\n').Append(Wrap(Origin(run, path))).ToString();
    }

    /// <summary>Puts a table into a README's text.</summary>
    /// <exception cref="ToolException">The marks are not there.</exception>
    public static string Replace(string readme, string table)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{readme[..(begin + Begin.Length)]}\n\n{table}\n{readme[end..]}"
            : throw new ToolException($"The README has no place for the table: it goes between the lines '{Begin}' and '{End}'.");
    }

    // One figure where the key has one size, or where both are the same because none is known.
    private static string Cell(SpeedResult[] results, Func<SpeedResult, double?> figure)
    {
        string[] figures = [.. _keys.Select(keyBits => results.FirstOrDefault(result => result.KeyBits == keyBits)).OfType<SpeedResult>().Select(result => Figures.Significant(figure(result)))];
        return figures.Length == 0 ? Figures.Significant(null) : string.Join(" · ", figures.All(text => text == Figures.Significant(null)) ? figures[..1] : figures);
    }

    private static string Origin(SavedRun run, string path)
    {
        string peers = string.Join(", ", run.Speed.Peers.Where(peer => peer.Version is not null && _peers.Any(known => known.Name == peer.Peer)).Select(peer => $"{peer.Peer} {peer.Version}"));
        string model = run.Machine.Model is null ? "" : $" ({run.Machine.Model})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Machine: {run.Speed.Cpu}{model}, {run.Machine.OperatingSystem}, {run.Machine.Runtime}{(peers.Length == 0 ? "" : $"; {peers}")}.
            Vmx.Crypto {run.Library}. Date: {run.Date.UtcDateTime:d MMMM yyyy}. Command: `dotnet run -c Release --project src/Vmx.Crypto.Tool -- {run.Command}`. All figures: [{path}]({path}).
            """);
    }

    private static string Wrap(string text)
    {
        var lines = new StringBuilder();
        int length = 0;
        foreach (string word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            bool fits = length != 0 && length + 1 + word.Length <= LineLength;
            _ = lines.Append(length == 0 ? "" : fits ? " " : "\n").Append(word);
            length = fits ? length + 1 + word.Length : word.Length;
        }
        return lines.Append('\n').ToString();
    }
}
