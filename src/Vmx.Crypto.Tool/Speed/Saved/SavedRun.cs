// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Tool.Speed.Saved;

/// <summary>The machine of a run.</summary>
/// <param name="Model">The processor's family, model and stepping; null where it has none.</param>
/// <param name="Processors">How many processors the process may use.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Architecture">The architecture of the process.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record SavedMachine(string? Model, int Processors, string OperatingSystem, string Architecture, string Runtime)
{
    /// <summary>This one.</summary>
    public static SavedMachine Current() => new(
        ProcessorName.Model(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.FrameworkDescription);
}

/// <summary>A run of measurements as <c>speed --save</c> writes it: one JSON document.</summary>
/// <param name="Format">The version of the document's form.</param>
/// <param name="Date">When the run ended, in UTC.</param>
/// <param name="Command">The arguments of cryptovmx.</param>
/// <param name="Library">The version of the library.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Speed">What was measured.</param>
internal sealed record SavedRun(int Format, DateTimeOffset Date, string Command, string Library, SavedMachine Machine, SpeedTable Speed)
{
    /// <summary>The form that is written and read.</summary>
    public const int CurrentFormat = 1;

    /// <summary>A run that has just ended here.</summary>
    /// <param name="speed">What was measured.</param>
    /// <param name="command">The arguments of cryptovmx.</param>
    public static SavedRun Of(SpeedTable speed, string command)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new SavedRun(CurrentFormat, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), command, Peers.PackageVersion(typeof(VmxCrypto)), SavedMachine.Current(), speed);
    }

    /// <summary>Refuses a file that could not be written, before a run is spent on it.</summary>
    public static void CheckFolder(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) is string parent && !Directory.Exists(path)
            ? parent
            : throw new ToolException($"'{path}' is not a name for a file.", ExitCode.BadArguments);
        if (!Directory.Exists(folder))
        {
            throw new ToolException($"There is no folder '{folder}'.", ExitCode.BadArguments);
        }
    }

    /// <summary>Writes the document.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, ToolOutput.JsonOptions) + "\n");

    /// <summary>Reads a document.</summary>
    /// <exception cref="ToolException">There is none, or it is not what <see cref="Write"/> writes.</exception>
    public static SavedRun Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"There is no file '{path}'.", ExitCode.BadArguments);
        }
        SavedRun? run;
        try
        {
            run = JsonSerializer.Deserialize<SavedRun>(File.ReadAllText(path), ToolOutput.JsonOptions);
        }
        catch (JsonException exception)
        {
            throw new ToolException($"'{path}' is not a saved run of speed: {exception.Message}", exception);
        }
        return WhyUnusable(run) is string reason ? throw new ToolException($"'{path}' is not a saved run of speed: {reason}") : run!;
    }

    // What is missing in the text is null in the object, whatever the declaration says.
    private static string? WhyUnusable(SavedRun? run)
    {
        if (run is null || run.Format == 0)
        {
            return "it has no format.";
        }
        if (run.Format != CurrentFormat)
        {
            return $"its format is {run.Format}, and only {CurrentFormat} is known.";
        }
        if (run is { Command: null } or { Library: null } or { Machine: null } or { Machine.OperatingSystem: null } or { Machine.Runtime: null }
            or { Speed: null } or { Speed.Cpu: null } or { Speed.Results: null } or { Speed.Problems: null } or { Speed.Notes: null } or { Speed.Peers: null })
        {
            return "a part is missing.";
        }
        if (run.Speed.Results.Count == 0)
        {
            return "it has no results.";
        }
        int bad = run.Speed.Results.ToList().FindIndex(result => !IsUsable(result));
        return bad < 0 ? null : $"result {bad + 1} makes no sense.";
    }

    private static bool IsUsable(SpeedResult? result) =>
        result is { Mode: not null, Contender.Length: > 0, NanosecondsPerCall: > 0, Spread: >= 0, CyclesPerCall: null or > 0, Size: >= 0, DataUnitSize: null or > 0, Messages: null or > 0 }
        && result.Case is not null;
}
