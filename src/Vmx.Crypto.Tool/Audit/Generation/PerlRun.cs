// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using CliWrap;

namespace Vmx.Crypto.Tool.Audit.Generation;

/// <summary>What a run of Perl wrote, or why it wrote nothing.</summary>
internal sealed record PerlOutput(byte[]? Content, string? Error)
{
    /// <summary>As assembly: what is compared is the hash of the lines that are not blank.</summary>
    public Generated AsAssembly()
    {
        if (Content is null)
        {
            return new Generated(null, Error);
        }
        IEnumerable<string> lines = Encoding.Latin1.GetString(Content).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line));
        byte[] assembly = Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return assembly.Length == 0
            ? new Generated(null, "nothing was generated")
            : new Generated(Convert.ToHexStringLower(SHA256.HashData(assembly)), null);
    }
}

//
//  Perl as a program
//
//      A run depends on its script, its arguments and its input: no library path or option of the user reaches it. A script
//      that fails, does not come to an end, or writes nothing has no output. This executes what is audited.
//
internal static class PerlRun
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string?> _environment = new()
    {
        ["LC_ALL"] = "C",
        ["PERL5LIB"] = null,
        ["PERL5OPT"] = null,
        ["PERL_HASH_SEED"] = "0",
    };

    /// <summary>Whether Perl is there.</summary>
    /// <param name="perl">Its program.</param>
    public static bool IsRunnable(string perl)
    {
        try
        {
            return Cli.Wrap(perl).WithArguments(["-e", "exit 0"]).WithValidation(CommandResultValidation.None).ExecuteAsync().GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a script.</summary>
    /// <param name="perl">The program.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <param name="outputName">The file that it writes.</param>
    /// <param name="input">What it reads.</param>
    public static PerlOutput Run(string perl, string folder, IReadOnlyList<string> arguments, string outputName, byte[]? input = null)
    {
        var error = new StringBuilder();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            CommandResult result = Cli.Wrap(perl)
                .WithArguments(arguments)
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(_environment)
                .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromBytes(input))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit.Token).GetAwaiter().GetResult();
            string output = Path.Combine(folder, outputName);
            return result.ExitCode == 0 && File.Exists(output)
                ? new PerlOutput(File.ReadAllBytes(output), null)
                : new PerlOutput(null, error.ToString().Split('\n').FirstOrDefault(line => line.Length != 0) ?? $"Perl ended with exit code {result.ExitCode} and wrote nothing");
        }
        catch (OperationCanceledException)
        {
            return new PerlOutput(null, $"no end after {_patience.TotalSeconds:F0} seconds");
        }
    }
}
