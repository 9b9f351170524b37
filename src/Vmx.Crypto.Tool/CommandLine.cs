// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Vmx.Crypto.Tool.Commands;

namespace Vmx.Crypto.Tool;

//
//  The command line `cryptovmx`
//
//      Each command is one class in Commands whose Create() makes the System.CommandLine command. A command writes through
//      ToolOutput, which knows whether a person or a program reads; it returns an ExitCode, or throws ToolException to end
//      with one line on standard error.
//
internal static class CommandLine
{
    private const string Name = "cryptovmx";

    /// <summary>The option of every command: one JSON document on standard output and nothing else.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output and nothing else.",
        Recursive = true,
    };

    /// <summary>Makes the root command, which is <c>report</c> when no other is named.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Verifies and measures the Vmx.Crypto library. Without a command: report.");
        root.Options.Add(Json);
        ReportCommand.SetUp(root);
        root.Subcommands.Add(ReportCommand.Create());
        root.Subcommands.Add(EnginesCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(SpeedCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(arguments);
        if (parsed.Errors.Count != 0)
        {
            return Refuse(error, parsed.Errors[0].Message, ExitCode.BadArguments);
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (ToolException problem)
        {
            return Refuse(error, problem.Message, problem.ExitCode);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Refuse(error, problem.Message, ExitCode.Failure);
        }
    }

    private static int Refuse(TextWriter error, string message, int exitCode)
    {
        string line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).AsEnumerable());
        error.WriteLine(exitCode == ExitCode.BadArguments ? $"{Name}: {line} Help: {Name} --help" : $"{Name}: {line}");
        return exitCode;
    }
}
