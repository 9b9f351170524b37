// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.CommandLine;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Vmx.Crypto.Tool;

/// <summary>Where a command writes: tables and progress for a person, or one JSON document for a program.</summary>
internal sealed class ToolOutput
{
    private const int RedirectedWidth = 140;

    private readonly TextWriter _writer;

    private ToolOutput(TextWriter writer, bool isJson)
    {
        bool isTerminal = !isJson && ReferenceEquals(writer, System.Console.Out) && !System.Console.IsOutputRedirected;
        _writer = writer;
        IsJson = isJson;
        IsTerminal = isTerminal;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(isJson ? TextWriter.Null : writer),
        });
        if (!isTerminal)
        {
            Console.Profile.Width = RedirectedWidth;
        }
    }

    /// <summary>How JSON is written: property names in camel case.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The output of one invocation.</summary>
    public static ToolOutput For(ParseResult parsed) => new(parsed.InvocationConfiguration.Output, parsed.GetValue(CommandLine.Json));

    /// <summary>Whether a program reads: then <see cref="WriteJson"/> is called once.</summary>
    public bool IsJson { get; }

    /// <summary>Whether a person watches: then there are colours and progress.</summary>
    public bool IsTerminal { get; }

    /// <summary>For a person. Writes nothing when a program reads.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Writes the one JSON document.</summary>
    public void WriteJson<T>(T document) => _writer.WriteLine(JsonSerializer.Serialize(document, JsonOptions));

    /// <summary>Does some work, under a progress bar when a person watches.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it reports how much is done, from 0 to 1.</param>
    public T WithProgress<T>(string title, Func<IProgress<double>, T> work)
    {
        if (!IsTerminal)
        {
            return work(new Share(null));
        }
        return Console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Share(context.AddTask(Markup.Escape(title), maxValue: 1))));
    }

    /// <summary>Reports at once, on the caller's thread.</summary>
    private sealed class Share(ProgressTask? task) : IProgress<double>
    {
        public void Report(double value)
        {
            if (task is not null)
            {
                task.Value = value;
            }
        }
    }
}
