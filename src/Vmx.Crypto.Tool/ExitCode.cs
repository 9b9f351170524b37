// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Tool;

/// <summary>What the command returns to its caller.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for held.</summary>
    public const int Success = 0;

    /// <summary>Something that was asked for did not hold, or could not be done.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense. One line on standard error says why.</summary>
    public const int BadArguments = 2;
}
