// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Spectre.Console;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx engines</c>: every engine, whether it is usable here and why.</summary>
internal static class EnginesCommand
{
    public static Command Create()
    {
        var command = new Command("engines", "List every engine, whether it is usable here, and why.");
        command.SetAction(parsed => Run(ToolOutput.For(parsed)));
        return command;
    }

    private static int Run(ToolOutput output)
    {
        IReadOnlyList<EngineInfo> engines = VmxCrypto.Engines;
        if (output.IsJson)
        {
            output.WriteJson(engines);
        }
        else
        {
            output.Console.Write(CreateTable(engines));
            if (!engines.Any(engine => engine.IsSelected))
            {
                output.Console.WriteLine(WhyNone());
            }
        }
        return ExitCode.Success;
    }

    /// <summary>Why no engine is selected: what the first use of a cipher would say.</summary>
    private static string WhyNone()
    {
        try
        {
            return VmxCrypto.EngineName;
        }
        catch (InvalidOperationException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The engines as a table for the console, best first.</summary>
    public static Table CreateTable(IReadOnlyList<EngineInfo> engines)
    {
        Table table = new Table().RoundedBorder().AddColumns("Engine", "Usable here", "Why");
        foreach (EngineInfo engine in engines)
        {
            string style = engine.IsSelected ? "green" : engine.IsSupported ? "default" : "grey";
            table.AddRow(
                $"[{style}]{Markup.Escape(engine.Name)}[/]",
                $"[{style}]{(engine.IsSupported ? "yes" : "no")}[/]",
                $"[{style}]{Markup.Escape(engine.Reason)}[/]");
        }
        return table;
    }
}
