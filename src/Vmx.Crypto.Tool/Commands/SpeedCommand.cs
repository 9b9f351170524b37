// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;
using Vmx.Crypto.Tool.Speed.Power;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx speed</c>: throughput of the engines beside the scalar reference and the platform's AES, and with <c>--peers</c> others.</summary>
internal static class SpeedCommand
{
    private const long LargestCall = 1 << 30;

    private static readonly int[] _defaultKeys = [128, 256];
    private static readonly int[] _defaultSizes = [64, 1024, 16 * 1024];
    private static readonly string[] _callColumns = ["Cycles/call", "ns/call"];

    public static Command Create()
    {
        var engine = new Option<string>("--engine") { Description = "One engine instead of all that are usable here.", HelpName = "NAME" };
        var modes = new Option<SpeedMode[]>("--mode")
        {
            Description = $"Modes: {string.Join(", ", SpeedModes.All.Select(mode => mode.Name()))}. Default: all.",
            HelpName = "MODE,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<SpeedMode>(result, SpeedArguments.Mode),
            DefaultValueFactory = _ => [.. SpeedModes.All],
        };
        var keys = new Option<int[]>("--key")
        {
            Description = "Key sizes in bits: 128, 192, 256. Default: 128,256.",
            HelpName = "BITS,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.KeySize),
            DefaultValueFactory = _ => _defaultKeys,
        };
        var sizes = new Option<int[]>("--size")
        {
            Description = "Message sizes in bytes, multiples of 16; K and M mean 2^10 and 2^20. Default: 64,1K,16K.",
            HelpName = "BYTES,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.MessageSize),
            DefaultValueFactory = _ => _defaultSizes,
        };
        var dataUnits = new Option<int[]>("--unit")
        {
            Description = $"Sizes in bytes of the data units of {SpeedMode.XtsEncryptUnits.Name()}; a run has those message sizes that are whole units. Default: 512.",
            HelpName = "BYTES,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.DataUnitSize),
            DefaultValueFactory = _ => [SpeedModes.DataUnitSize],
        };
        var messages = new Option<int[]>("--messages")
        {
            Description = $"How many messages {SpeedMode.CbcEncryptMany.Name()} encrypts at once. Default: 16.",
            HelpName = "NUMBER,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.Messages),
            DefaultValueFactory = _ => [SpeedModes.ManyMessages],
        };
        var calls = new Option<bool>("--calls") { Description = "Show what a call takes beside what a byte takes." };
        var peers = new Option<bool>("--peers") { Description = "Also measure BouncyCastle, NSec and the libcrypto, libgcrypt, libsodium and ipsec-mb of this machine." };
        var countInstructions = new Option<bool>("--count-instructions") { Description = $"With --engine {Power8Engine.EngineName}: count the instructions of each kernel on an emulated processor instead of measuring time." };
        var quick = new Option<bool>("--quick") { Description = "One short sample each: shows that all runs, not how fast.", Hidden = true };

        var command = new Command("speed", "Measure throughput by mode, key size and message size, side by side.") { engine, modes, keys, sizes, dataUnits, messages, calls, peers, countInstructions, quick };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(countInstructions))
            {
                return InstructionCountReport.Run(ToolOutput.For(parsed), parsed.GetValue(engine));
            }
            bool withPeers = parsed.GetValue(peers);
            IReadOnlyList<IContender> contenders = Contenders(parsed.GetValue(engine), withPeers);
            IReadOnlyList<SpeedCase> cases = SpeedPlan.Combine(
                parsed.GetRequiredValue(modes).Distinct().Order(),
                [.. parsed.GetRequiredValue(keys).Distinct().Order()],
                [.. parsed.GetRequiredValue(sizes).Distinct().Order()],
                [.. parsed.GetRequiredValue(dataUnits).Distinct().Order()],
                [.. parsed.GetRequiredValue(messages).Distinct().Order()]);
            if (cases.Count == 0)
            {
                throw new ToolException("There is nothing to measure: XTS has no 192-bit keys, and a run of data units has a size that is a number of whole units.", ExitCode.BadArguments);
            }
            if (cases.Any(speedCase => speedCase.BytesPerCall > LargestCall))
            {
                throw new ToolException("Messages that are encrypted at once may have 1 GiB together.", ExitCode.BadArguments);
            }
            SpeedEffort effort = parsed.GetValue(quick) ? SpeedEffort.Least : SpeedEffort.Full;
            return Run(ToolOutput.For(parsed), new SpeedPlan(contenders, cases, effort, withPeers ? Peers.All.Absent : []), parsed.GetValue(calls));
        });
        return command;
    }

    /// <summary>Who is compared: the engines, the scalar reference and the platform, then the other peers.</summary>
    /// <param name="engineName">One engine, or null for all that are usable here.</param>
    /// <param name="withPeers">Whether those of <see cref="Peers"/> that are here take part.</param>
    public static IReadOnlyList<IContender> Contenders(string? engineName, bool withPeers)
    {
        IReadOnlyList<Engine> engines = EngineCatalog.Selector.Supported;
        Engine[] chosen = [.. engines.Where(engine => engineName is null || engine.Name.Equals(engineName, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0)
        {
            throw new ToolException($"The engine '{engineName}' is not usable here; these are: {string.Join(", ", engines.Select(engine => engine.Name))}.", ExitCode.BadArguments);
        }
        return [.. chosen.Select(engine => new EngineContender(engine)), new ReferenceContender(), new PlatformContender(), .. withPeers ? Peers.All.Present : []];
    }

    private static int Run(ToolOutput output, SpeedPlan plan, bool withCalls)
    {
        SpeedTable speed = output.WithProgress("Measuring", progress => SpeedRun.Measure(plan, progress));
        if (output.IsJson)
        {
            output.WriteJson(speed);
        }
        else
        {
            Print(output.Console, speed, withCalls);
        }
        return speed.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, SpeedTable speed, bool withCalls)
    {
        console.MarkupLineInterpolated($"[bold]{speed.Cpu}[/]");
        console.Write(CreateTable(speed.Results, withCalls || speed.Results.Any(result => result.Size == 0)));
        if (speed.Peers.Any(peer => peer.Version is not null))
        {
            console.MarkupLineInterpolated($"[grey]{string.Join(", ", speed.Peers.Where(peer => peer.Version is not null).Select(peer => $"{peer.Peer} {peer.Version}"))}[/]");
        }
        foreach (string note in speed.Notes)
        {
            console.MarkupLineInterpolated($"[grey]{note}[/]");
        }
        foreach (string problem in speed.Problems)
        {
            console.MarkupLineInterpolated($"[red]FAILED[/] {problem}");
        }
    }

    /// <summary>The rows as a table for the console; the best of each case is green.</summary>
    /// <param name="results">The rows.</param>
    /// <param name="withCalls">Whether to show what a call takes, beside what a byte takes.</param>
    private static Table CreateTable(IReadOnlyList<SpeedResult> results, bool withCalls)
    {
        string[] names = ["Mode", "Key", "Size", "Engine or peer", "Cycles/byte", "GB/s", .. withCalls ? _callColumns : [], "Spread"];
        Table table = new Table().RoundedBorder().AddColumns(names);
        foreach (TableColumn column in table.Columns.Where((_, index) => names[index] is not ("Mode" or "Engine or peer")))
        {
            column.RightAligned();
        }
        bool isFirst = true;
        foreach (var speedCase in results.GroupBy(result => (result.Mode, result.KeyBits, result.Size, result.DataUnitSize, result.Messages)))
        {
            if (!isFirst)
            {
                table.AddEmptyRow();
            }
            isFirst = false;
            double best = speedCase.Min(result => result.NanosecondsPerCall);
            foreach (SpeedResult result in speedCase)
            {
                string style = result.NanosecondsPerCall <= best ? "green" : result.Engine is null ? "grey" : "default";
                table.AddRow([.. Cells(result, withCalls).Select(cell => $"[{style}]{Markup.Escape(cell)}[/]")]);
            }
        }
        return table;
    }

    private static string[] Cells(SpeedResult result, bool withCalls) =>
    [
        result.Mode,
        result.KeyBits.ToString(CultureInfo.InvariantCulture),
        Size(result),
        result.Contender,
        Figures.Significant(result.CyclesPerByte),
        Figures.Significant(result.Size == 0 ? null : result.GigabytesPerSecond),
        .. withCalls ? [Figures.Significant(result.CyclesPerCall), Figures.Significant(result.NanosecondsPerCall)] : Array.Empty<string>(),
        Figures.Spread(result.Spread),
    ];

    /// <summary>Bytes of one message; of several at once or of data units, their number before it; a dash for a key's set-up.</summary>
    private static string Size(SpeedResult result) => result switch
    {
        { Size: 0 } => Figures.Significant(null),
        { DataUnitSize: int unit } => string.Create(CultureInfo.InvariantCulture, $"{result.Size / unit:N0} × {unit:N0}"),
        { Messages: int messages } => string.Create(CultureInfo.InvariantCulture, $"{messages:N0} × {result.Size:N0}"),
        _ => result.Size.ToString("N0", CultureInfo.InvariantCulture),
    };
}
