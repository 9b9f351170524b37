// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.IO;
using System.Text.Json;
using Vmx.Crypto.Tool;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>One run of the command line in this process, and what it wrote.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    public static Invocation Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CommandLine.Run(arguments, output, error);
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The one JSON document on standard output; parsing fails when anything else is there.</summary>
    public JsonElement Document()
    {
        Assert.Equal("", Error);
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
