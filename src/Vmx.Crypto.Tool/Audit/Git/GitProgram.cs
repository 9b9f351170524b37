// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Builders;

namespace Vmx.Crypto.Tool.Audit.Git;

//
//  Git as a program
//
//      Every answer depends on the repository alone: messages are in English, no configuration of the user or the system is
//      read, replace objects are ignored, nothing is fetched, pathnames are literal, and no program that the repository
//      configures (text conversion, pager, file system monitor) is run.
//
internal sealed partial class GitProgram(string gitDirectory)
{
    private const string Program = "git";

    private static readonly Dictionary<string, string?> _environment = new()
    {
        ["LC_ALL"] = "C",
        ["LANGUAGE"] = null,
        ["TZ"] = "UTC",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL",
        ["GIT_CONFIG_COUNT"] = null,
        ["GIT_CONFIG_PARAMETERS"] = null,
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_OBJECT_DIRECTORY"] = null,
        ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = null,
        ["GIT_NAMESPACE"] = null,
        ["GIT_GRAFT_FILE"] = null,
        ["GIT_SHALLOW_FILE"] = null,
        ["GIT_EXTERNAL_DIFF"] = null,
    };

    private readonly string[] _always =
    [
        "--no-pager", "--literal-pathspecs", $"--git-dir={gitDirectory}",
        "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "core.attributesFile=", "-c", "log.showSignature=false", "-c", "log.mailmap=false",
        "-c", "i18n.logOutputEncoding=UTF-8", "-c", "blame.ignoreRevsFile=", "-c", "diff.algorithm=default", "-c", "diff.renameLimit=0", "-c", "protocol.allow=never",
    ];

    /// <summary>Runs Git and gives its standard output as bytes. Throws <see cref="GitException"/> when it fails.</summary>
    public byte[] Bytes(IEnumerable<string> arguments, string? input = null) => Bytes(arguments, input is null ? [] : Encoding.UTF8.GetBytes(input));

    /// <summary>The same with bytes as its input.</summary>
    public byte[] Bytes(IEnumerable<string> arguments, byte[] input)
    {
        (int exitCode, byte[] output, string error) = Run(arguments, input);
        return exitCode == 0 ? output : throw new GitException(FirstLine(error, exitCode));
    }

    /// <summary>Runs Git and gives its standard output as text.</summary>
    public string Text(params IEnumerable<string> arguments) => Encoding.UTF8.GetString(Bytes(arguments));

    /// <summary>Runs Git and gives its standard output as text, or null when Git fails.</summary>
    public string? TryText(params IEnumerable<string> arguments)
    {
        (int exitCode, byte[] output, _) = Run(arguments, []);
        return exitCode == 0 ? Encoding.UTF8.GetString(output) : null;
    }

    private (int ExitCode, byte[] Output, string Error) Run(IEnumerable<string> arguments, byte[] input)
    {
        using var output = new MemoryStream();
        var error = new StringBuilder();
        Command command = Cli.Wrap(Program)
            .WithArguments(All(arguments))
            .WithEnvironmentVariables(_environment)
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error, Encoding.UTF8))
            .WithStandardInputPipe(input.Length == 0 ? PipeSource.Null : PipeSource.FromBytes(input))
            .WithValidation(CommandResultValidation.None);
        try
        {
            CommandResult result = command.ExecuteAsync().GetAwaiter().GetResult();
            return (result.ExitCode, output.ToArray(), error.ToString());
        }
        catch (Win32Exception)
        {
            throw new GitException("Git is not installed, or not on the PATH.");
        }
    }

    private Action<ArgumentsBuilder> All(IEnumerable<string> arguments) => builder => builder.Add(_always.Concat(arguments));

    private static string FirstLine(string error, int exitCode)
    {
        string? line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        return line is null ? $"Git ended with exit code {exitCode}."
            : MissingPattern().IsMatch(line) ? $"An object of the history is missing or damaged. Git says: {line}"
            : $"Git says: {line}";
    }

    [GeneratedRegex(@"\b(?:could not|cannot|unable to) (?:read|open|get)\b|\bbad (?:object|tree)\b|\bmissing (?:blob|tree|commit|object)\b|\bcorrupt", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPattern();
}
