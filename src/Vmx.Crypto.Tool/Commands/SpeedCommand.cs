// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Spectre.Console;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;
using Vmx.Crypto.Tool.Speed.Power;
using Vmx.Crypto.Tool.Speed.Saved;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx speed</c>: throughput of the engines beside the scalar reference and the platform's AES, and with <c>--peers</c> others.</summary>
internal static class SpeedCommand
{
    private const long LargestCall = 1 << 30;

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
        };
        var keys = new Option<int[]>("--key")
        {
            Description = "Key sizes in bits: 128, 192, 256. Default: 128,256.",
            HelpName = "BITS,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.KeySize),
        };
        var sizes = new Option<int[]>("--size")
        {
            Description = "Message sizes in bytes, multiples of 16; K and M mean 2^10 and 2^20. Default: 64,1K,16K.",
            HelpName = "BYTES,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.MessageSize),
        };
        var dataUnits = new Option<int[]>("--unit")
        {
            Description = $"Sizes in bytes of the data units of {SpeedMode.XtsEncryptUnits.Name()}; a run has those message sizes that are whole units. Default: 512.",
            HelpName = "BYTES,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.DataUnitSize),
        };
        var messages = new Option<int[]>("--messages")
        {
            Description = $"How many messages {SpeedMode.CbcEncryptMany.Name()} encrypts at once. Default: 16.",
            HelpName = "NUMBER,…",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => SpeedArguments.Parse<int>(result, SpeedArguments.Messages),
        };
        var calls = new Option<bool>("--calls") { Description = "Show what a call takes beside what a byte takes." };
        var isolated = new Option<bool>("--isolated") { Description = "Measure one call at a time, each started when the one before has ended, without what an empty call takes." };
        var peers = new Option<bool>("--peers") { Description = "Also measure BouncyCastle, NSec, SSH.NET and the libcrypto, libgcrypt, libsodium and ipsec-mb of this machine." };
        var save = new Option<string>("--save") { Description = "Also write the run, with the machine and the date, to a file.", HelpName = "FILE" };
        var compare = new Option<string>("--compare") { Description = "Measure again what a saved run has, or what is asked for, and tell what has changed.", HelpName = "FILE" };
        var with = new Option<string>("--with") { Description = "With --compare: compare with another saved run and measure nothing.", HelpName = "FILE" };
        var readme = new Option<string>("--readme") { Description = "Write the speed table of this checkout's README from a saved run, and measure nothing.", HelpName = "FILE" };
        var countInstructions = new Option<bool>("--count-instructions") { Description = $"With --engine {Power8Engine.EngineName}: count the instructions of each kernel on an emulated processor instead of measuring time." };
        var quick = new Option<bool>("--quick") { Description = "One short sample each: shows that all runs, not how fast.", Hidden = true };

        var command = new Command("speed", "Measure throughput by mode, key size and message size, side by side.")
        {
            engine, modes, keys, sizes, dataUnits, messages, calls, isolated, peers, save, compare, with, readme, countInstructions, quick,
        };
        command.SetAction(parsed =>
        {
            var output = ToolOutput.For(parsed);
            if (parsed.GetValue(countInstructions))
            {
                return InstructionCountReport.Run(output, parsed.GetValue(engine));
            }
            if (parsed.GetValue(readme) is string run)
            {
                return WriteReadme(output, run);
            }
            SavedRun? old = parsed.GetValue(compare) is string compared ? SavedRun.Read(compared) : null;
            if (parsed.GetValue(with) is string other)
            {
                return Compare(output, old ?? throw new ToolException("--with is about the run that --compare names.", ExitCode.BadArguments), SavedRun.Read(other));
            }
            string? file = parsed.GetValue(save);
            if (file is not null)
            {
                SavedRun.CheckFolder(file);
            }

            bool isAsked = new Option[] { modes, keys, sizes, dataUnits, messages }.Any(option => parsed.GetResult(option) is not null);
            IReadOnlyList<SpeedCase> cases = old is not null && !isAsked
                ? [.. old.Speed.Results.Select(result => result.Case!.Value).Distinct()]
                : SpeedPlan.Combine(
                    Chosen(modes, [.. SpeedModes.All]),
                    Chosen(keys, _defaultKeys),
                    Chosen(sizes, _defaultSizes),
                    Chosen(dataUnits, [SpeedModes.DataUnitSize]),
                    Chosen(messages, [SpeedModes.ManyMessages]));
            bool withPeers = parsed.GetValue(peers);
            IReadOnlyList<IContender> contenders = old is not null && parsed.GetValue(engine) is null && !withPeers
                ? ContendersOf(old)
                : Contenders(parsed.GetValue(engine), withPeers);
            var plan = new SpeedPlan(contenders, cases, parsed.GetValue(quick) ? SpeedEffort.Least : SpeedEffort.Full, withPeers ? Peers.All.Absent : [])
            {
                IsIsolated = parsed.GetValue(isolated) || old is { Speed.IsIsolated: true },
            };
            Check(plan, old);
            return Run(output, plan, old, file, parsed);

            T[] Chosen<T>(Option<T[]> option, T[] unlessAsked) => parsed.GetResult(option) is null ? unlessAsked : [.. parsed.GetRequiredValue(option).Distinct().Order()];
        });
        return command;

        int Run(ToolOutput output, SpeedPlan plan, SavedRun? old, string? file, ParseResult parsed)
        {
            SpeedTable speed = output.WithProgress("Measuring", progress => SpeedRun.Measure(plan, progress));
            var run = SavedRun.Of(speed, string.Join(' ', parsed.Tokens.Select(token => token.Value)));
            if (file is not null)
            {
                run.Write(file);
            }
            if (old is not null)
            {
                _ = Compare(output, old, run);
            }
            else if (output.IsJson)
            {
                output.WriteJson(speed);
            }
            else
            {
                SpeedTableView.Write(output.Console, speed, parsed.GetValue(calls));
            }
            return speed.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }
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

    /// <summary>Those of a saved run that are here.</summary>
    private static IContender[] ContendersOf(SavedRun run)
    {
        HashSet<string> names = [.. run.Speed.Results.Select(result => result.Contender)];
        IContender[] contenders = [.. Contenders(engineName: null, withPeers: true).Where(contender => names.Contains(contender.Name))];
        return contenders.Length != 0 ? contenders : throw new ToolException("None of those that the saved run measured is here.");
    }

    /// <summary>Refuses what cannot be measured.</summary>
    private static void Check(SpeedPlan plan, SavedRun? old)
    {
        if (plan.Cases.Count == 0)
        {
            throw new ToolException("There is nothing to measure: XTS has no 192-bit keys, and a run of data units has a size that is a number of whole units.", ExitCode.BadArguments);
        }
        if (plan.Cases.Any(speedCase => speedCase.BytesPerCall > LargestCall))
        {
            throw new ToolException("Messages that are encrypted at once may have 1 GiB together.", ExitCode.BadArguments);
        }
        if (plan.IsIsolated && !IsolatedCalls.IsSupported)
        {
            throw new ToolException("This processor has no instruction that keeps calls apart: --isolated is for x64.");
        }
        if (old is not null && old.Speed.IsIsolated != plan.IsIsolated)
        {
            throw new ToolException("The saved run is not of isolated calls.", ExitCode.BadArguments);
        }
    }

    private static int Compare(ToolOutput output, SavedRun old, SavedRun run)
    {
        var comparison = new RunComparison(old, run);
        if (output.IsJson)
        {
            output.WriteJson(comparison);
        }
        else
        {
            ComparisonView.Write(output.Console, comparison);
        }
        return ExitCode.Success;
    }

    private static int WriteReadme(ToolOutput output, string file)
    {
        string root = Checkout.FindRoot() ?? throw new ToolException("The README is in a checkout, and this is none.");
        string table = ReadmeTable.Render(SavedRun.Read(file), Path.GetRelativePath(root, Path.GetFullPath(file)).Replace('\\', '/'));
        string readme = Path.Combine(root, "README.md");
        File.WriteAllText(readme, ReadmeTable.Replace(File.ReadAllText(readme), table));
        if (output.IsJson)
        {
            output.WriteJson(new { readme });
        }
        output.Console.WriteLine($"The table is in {readme}");
        return ExitCode.Success;
    }
}
