// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Text;

namespace Vmx.Crypto.Tool.Audit.Git;

/// <summary>A line of a file and where <c>git blame</c> says it comes from.</summary>
/// <param name="Commit">The commit that brought it.</param>
/// <param name="Path">The file that it was in then.</param>
/// <param name="Text">The line, each byte as one character: only its ASCII part is looked at.</param>
internal sealed record BlamedLine(string Commit, string Path, string Text)
{
    private const int HashDigits = 40;
    private const string PathField = "filename ";

    /// <summary>Reads the output of <c>git blame --line-porcelain</c>.</summary>
    public static IReadOnlyList<BlamedLine> Parse(byte[] output)
    {
        List<BlamedLine> lines = [];
        string commit = "";
        string path = "";
        int position = 0;
        while (position < output.Length)
        {
            int end = Array.IndexOf(output, (byte)'\n', position);
            end = end < 0 ? output.Length : end;
            ReadOnlySpan<byte> line = output.AsSpan(position, end - position);
            if (line is [(byte)'\t', ..])
            {
                lines.Add(new BlamedLine(commit, path, Encoding.Latin1.GetString(line[1..])));
                commit = "";
            }
            else if (commit.Length == 0)
            {
                commit = Encoding.ASCII.GetString(line[..HashDigits]);
            }
            else if (line.StartsWith("filename "u8))
            {
                path = Encoding.UTF8.GetString(line[PathField.Length..]);
            }
            position = end + 1;
        }
        return lines;
    }
}
