// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>A file of known answers that cannot be read. The message is one line: file, line number, what is wrong.</summary>
internal sealed class KnownAnswerFormatException(string path, int line, string problem, Exception? cause = null)
    : FormatException($"{path}:{line}: {problem}", cause)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong there.</summary>
    public string Problem { get; } = problem;
}
