// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool;

/// <summary>Ends the command with one line on standard error and an exit code.</summary>
internal sealed class ToolException : Exception
{
    public ToolException(string message, int exitCode = Tool.ExitCode.Failure)
        : base(message) => ExitCode = exitCode;

    public ToolException(string message, Exception innerException)
        : base(message, innerException) => ExitCode = Tool.ExitCode.Failure;

    /// <summary>The exit code: <see cref="Tool.ExitCode.Failure"/> or <see cref="Tool.ExitCode.BadArguments"/>.</summary>
    public int ExitCode { get; }
}
