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
    private static readonly int[] _defaultKeys = [128, 256];
    private static readonly int[] _defaultSizes = [64, 1024, 16 * 1024];

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
        var peers = new Option<bool>("--peers") { Description = "Also measure BouncyCastle, NSec and the libcrypto of this machine." };
        var countInstructions = new Option<bool>("--count-instructions") { Description = $"With --engine {Power8Engine.EngineName}: count the instructions of each kernel on an emulated processor instead of measuring time." };
        var quick = new Option<bool>("--quick") { Description = "One short sample each: shows that all runs, not how fast.", Hidden = true };

        var command = new Command("speed", "Measure throughput by mode, key size and message size, side by side.") { engine, modes, keys, sizes, peers, countInstructions, quick };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(countInstructions))
            {
                return InstructionCountReport.Run(ToolOutput.For(parsed), parsed.GetValue(engine));
            }
            IReadOnlyList<IContender> contenders = Contenders(parsed.GetValue(engine), parsed.GetValue(peers));
            IReadOnlyList<SpeedCase> cases = SpeedPlan.Combine(
                parsed.GetRequiredValue(modes).Distinct().Order(),
                [.. parsed.GetRequiredValue(keys).Distinct().Order()],
                [.. parsed.GetRequiredValue(sizes).Distinct().Order()]);
            if (cases.Count == 0)
            {
                throw new ToolException("XTS has no 192-bit keys, so there is nothing to measure.", ExitCode.BadArguments);
            }
            SpeedEffort effort = parsed.GetValue(quick) ? SpeedEffort.Least : SpeedEffort.Full;
            return Run(ToolOutput.For(parsed), new SpeedPlan(contenders, cases, effort));
        });
        return command;
    }

    /// <summary>Who is compared: the engines, the scalar reference and the platform, then the other peers.</summary>
    /// <param name="engineName">One engine, or null for all that are usable here.</param>
    /// <param name="withPeers">Whether BouncyCastle, NSec and libcrypto take part.</param>
    public static IReadOnlyList<IContender> Contenders(string? engineName, bool withPeers)
    {
        IReadOnlyList<Engine> engines = EngineCatalog.Selector.Supported;
        Engine[] chosen = [.. engines.Where(engine => engineName is null || engine.Name.Equals(engineName, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0)
        {
            throw new ToolException($"The engine '{engineName}' is not usable here; these are: {string.Join(", ", engines.Select(engine => engine.Name))}.", ExitCode.BadArguments);
        }
        List<IContender> contenders = [.. chosen.Select(engine => new EngineContender(engine)), new ReferenceContender(), new PlatformContender()];
        if (withPeers)
        {
            contenders.AddRange([new BouncyCastleContender(), new NSecContender()]);
            if (Libcrypto.Find() is Libcrypto library)
            {
                contenders.Add(new LibcryptoContender(library));
            }
        }
        return contenders;
    }

    private static int Run(ToolOutput output, SpeedPlan plan)
    {
        SpeedTable speed = output.WithProgress("Measuring", progress => SpeedRun.Measure(plan, progress));
        if (output.IsJson)
        {
            output.WriteJson(speed);
        }
        else
        {
            Print(output.Console, speed);
        }
        return speed.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, SpeedTable speed)
    {
        console.MarkupLineInterpolated($"[bold]{speed.Cpu}[/]");
        console.Write(CreateTable(speed.Results));
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
    public static Table CreateTable(IReadOnlyList<SpeedResult> results)
    {
        Table table = new Table().RoundedBorder().AddColumns("Mode", "Key", "Size", "Engine or peer", "Cycles/byte", "GB/s", "Spread");
        foreach (int column in new[] { 1, 2, 4, 5, 6 })
        {
            table.Columns[column].RightAligned();
        }
        IGrouping<(string, int, int), SpeedResult>? last = null;
        foreach (IGrouping<(string, int, int), SpeedResult> speedCase in results.GroupBy(result => (result.Mode, result.KeyBits, result.Size)))
        {
            if (last is not null)
            {
                table.AddEmptyRow();
            }
            last = speedCase;
            double best = speedCase.Max(result => result.GigabytesPerSecond);
            foreach (SpeedResult result in speedCase)
            {
                string style = result.GigabytesPerSecond >= best ? "green" : result.Engine is null ? "grey" : "default";
                table.AddRow([.. Cells(result).Select(cell => $"[{style}]{Markup.Escape(cell)}[/]")]);
            }
        }
        return table;
    }

    private static string[] Cells(SpeedResult result) =>
    [
        result.Mode,
        result.KeyBits.ToString(CultureInfo.InvariantCulture),
        result.Size.ToString("N0", CultureInfo.InvariantCulture),
        result.Contender,
        Figures.Significant(result.CyclesPerByte),
        Figures.Significant(result.GigabytesPerSecond),
        Figures.Spread(result.Spread),
    ];
}
