// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.KnownAnswers;

namespace Vmx.Crypto.Tool.Commands;

/// <summary><c>cryptovmx verify</c>: known answers, from this project's vectors or from any file in a format that is known.</summary>
internal static class VerifyCommand
{
    private const string EveryEngine = "all";
    private const int ToldFailures = 10;

    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files or folders: vectors of this project, NIST CAVP response files, Wycheproof JSON, ACVP JSON with expected results. Default: the project's own vectors.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var engine = new Option<string>("--engine")
        {
            Description = "One engine. Default: all, each one that is usable here.",
            HelpName = "NAME|all",
            DefaultValueFactory = _ => EveryEngine,
        };
        var command = new Command("verify", "Run known-answer tests on the engines.") { paths, engine };
        command.SetAction(parsed => Run(
            ToolOutput.For(parsed),
            parsed.InvocationConfiguration.Error,
            parsed.GetValue(paths) ?? [],
            FindEngines(parsed.GetRequiredValue(engine))));
        return command;
    }

    private static Engine[] FindEngines(string name)
    {
        IReadOnlyList<Engine> supported = EngineCatalog.Selector.Supported;
        Engine[] chosen = [.. supported.Where(engine => name.Equals(EveryEngine, StringComparison.OrdinalIgnoreCase) || engine.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return chosen.Length != 0
            ? chosen
            : throw new ToolException($"The engine '{name}' is not usable here; these are: {string.Join(", ", supported.Select(engine => engine.Name))}.", ExitCode.BadArguments);
    }

    private static int Run(ToolOutput output, TextWriter error, string[] paths, IReadOnlyList<Engine> engines)
    {
        string[] missing = [.. paths.Where(path => !File.Exists(path) && !Directory.Exists(path))];
        if (missing.Length != 0)
        {
            throw new ToolException($"There is no file or folder '{missing[0]}'.", ExitCode.BadArguments);
        }
        IReadOnlyList<KnownAnswerFile> files = KnownAnswerReader.ReadAll(paths.Length == 0 ? [OwnVectors()] : paths, out IReadOnlyList<KnownAnswerFormatException> problems);
        foreach (KnownAnswerFormatException problem in problems)
        {
            error.WriteLine(problem.Message);
        }
        EngineResult[] results = output.WithProgress("Verifying", progress => Verify(files, problems, engines, progress));
        if (output.IsJson)
        {
            output.WriteJson(new { Engines = results.Select(result => new { result.Engine, Files = result.Files.Select(FileReport.From) }) });
        }
        else if (files.Count != 0)
        {
            foreach (EngineResult result in results)
            {
                Print(output.Console, result);
            }
        }
        bool nothingRun = results.All(result => result.Files.All(file => file.Run == 0));
        if (nothingRun && problems.Count == 0)
        {
            throw new ToolException("No known answer was run.");
        }
        return nothingRun || results.Any(result => result.Files.Any(file => file.Failed != 0)) ? ExitCode.Failure : ExitCode.Success;
    }

    private static string OwnVectors()
    {
        string folder = Checkout.FindVectors() ?? throw new ToolException("This installation carries no vectors; name a file or a folder.");
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        return relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative;
    }

    private static EngineResult[] Verify(IReadOnlyList<KnownAnswerFile> files, IReadOnlyList<KnownAnswerFormatException> problems, IReadOnlyList<Engine> engines, IProgress<double> progress)
    {
        long all = Math.Max(1, files.Sum(file => (long)file.Cases.Count) * engines.Count);
        long done = 0;
        void CaseDone()
        {
            if (++done % 256 == 0 || done == all)
            {
                progress.Report((double)done / all);
            }
        }
        return
        [
            .. engines.Select(engine => new EngineResult(
                engine.Name,
                [
                    .. problems.Select(KnownAnswerResult.Unreadable),
                    .. files.Select(file => KnownAnswerRunner.Run(file, engine, CaseDone)),
                ])),
        ];
    }

    private static void Print(IAnsiConsole console, EngineResult result)
    {
        Table table = new Table().RoundedBorder().Title(Markup.Escape(result.Engine))
            .AddColumns("File", "Format")
            .AddColumns(Right("Run"), Right("Passed"), Right("Failed"), Right("Skipped"));
        foreach (KnownAnswerResult file in result.Files)
        {
            string style = file.Failed != 0 ? "red" : file.Run == 0 ? "grey" : "default";
            string[] cells = [file.Path, file.Format, Number(file.Run), Number(file.Passed), Number(file.Failed), Number(file.Skipped)];
            table.AddRow(Array.ConvertAll(cells, text => $"[{style}]{Markup.Escape(text)}[/]"));
        }
        table.AddEmptyRow();
        table.AddRow(
            "[bold]all[/]",
            "",
            Number(result.Files.Sum(file => file.Run)),
            Number(result.Files.Sum(file => file.Passed)),
            Number(result.Files.Sum(file => file.Failed)),
            Number(result.Files.Sum(file => file.Skipped)));
        console.Write(table);
        PrintReasons(console, result);
        // What could not be read has had its line on standard error.
        foreach (KnownAnswerResult file in result.Files.Where(file => file.Format != KnownAnswerFormat.Unreadable))
        {
            foreach (KnownAnswerFailure failure in file.Failures.Take(ToldFailures))
            {
                console.MarkupLineInterpolated($"[red]FAILED[/] {file.Path}, {failure.Id}: {failure.Detail}");
            }
            if (file.Failed > ToldFailures)
            {
                console.MarkupLineInterpolated($"[red]FAILED[/] {file.Path}: {Number(file.Failed - ToldFailures)} more");
            }
        }
    }

    private static void PrintReasons(IAnsiConsole console, EngineResult result)
    {
        IEnumerable<(string Reason, int Count)> reasons = result.Files
            .SelectMany(file => file.Reasons)
            .GroupBy(reason => reason.Key, (key, group) => (key, group.Sum(reason => reason.Value)))
            .OrderBy(reason => reason.key, StringComparer.Ordinal);
        foreach ((string reason, int count) in reasons)
        {
            console.MarkupLineInterpolated($"[grey]Skipped, {Describe(new(reason, count))}.[/]");
        }
    }

    private static string Describe(KeyValuePair<string, int> reason) =>
        reason.Value == 0 ? reason.Key : $"{reason.Key}: {Figures.Count(reason.Value, "case")}";

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record EngineResult(string Engine, IReadOnlyList<KnownAnswerResult> Files);

    /// <summary>A file's result as the JSON document has it: the reasons are sentences.</summary>
    internal sealed record FileReport(string Path, string Format, int Run, int Passed, int Failed, int Skipped, string[] Reasons, IReadOnlyList<KnownAnswerFailure> Failures)
    {
        public static FileReport From(KnownAnswerResult result) =>
            new(result.Path, result.Format, result.Run, result.Passed, result.Failed, result.Skipped, [.. result.Reasons.Select(Describe)], result.Failures);
    }
}
