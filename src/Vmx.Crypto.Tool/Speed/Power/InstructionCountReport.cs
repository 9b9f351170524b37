// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using Spectre.Console;
using Vmx.Crypto.Engines.MachineCode;

namespace Vmx.Crypto.Tool.Speed.Power;

/// <summary><c>cryptovmx speed --engine Power8 --count-instructions</c>.</summary>
internal static class InstructionCountReport
{
    /// <summary>Counts and writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="engineName">The engine that was asked for: only one has its instructions counted.</param>
    public static int Run(ToolOutput output, string? engineName)
    {
        if (!Power8Engine.EngineName.Equals(engineName, StringComparison.OrdinalIgnoreCase))
        {
            throw new ToolException($"Instructions are counted with --engine {Power8Engine.EngineName} only.", ExitCode.BadArguments);
        }
        IReadOnlyList<InstructionCount> results = InstructionCounter.Count();
        if (output.IsJson)
        {
            output.WriteJson(new { engine = Power8Engine.EngineName, results });
            return ExitCode.Success;
        }
        Table table = new Table().RoundedBorder().AddColumns("Mode", "Key", "Instructions/block", "CRYPTOGAMS", "Less by");
        for (int column = 1; column < 5; column++)
        {
            table.Columns[column].RightAligned();
        }
        foreach (InstructionCount result in results)
        {
            table.AddRow(
                result.Mode,
                result.KeyBits?.ToString(CultureInfo.InvariantCulture) ?? "",
                result.PerBlock.ToString("F3", CultureInfo.InvariantCulture),
                result.Cryptogams.ToString("F3", CultureInfo.InvariantCulture),
                (1 - (result.PerBlock / result.Cryptogams)).ToString("P0", CultureInfo.InvariantCulture));
        }
        output.Console.Write(table);
        output.Console.WriteLine("Instructions that an emulated POWER8 executes for 16 bytes, in the loop of a long message. Not a time.");
        return ExitCode.Success;
    }
}
