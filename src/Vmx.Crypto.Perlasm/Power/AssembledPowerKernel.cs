// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>A kernel's bytes.</summary>
/// <param name="Name">The routine's name.</param>
/// <param name="Follows">The CRYPTOGAMS module that the script follows, or null.</param>
/// <param name="Bytes">Code, then constants from a multiple of 16 bytes on.</param>
/// <param name="CodeLength">Bytes of code.</param>
/// <param name="Texts">The instructions, one a word.</param>
/// <param name="Targets">The offsets that branches lead to.</param>
/// <param name="Comments">The script's remarks, by offset.</param>
internal sealed record AssembledPowerKernel(string Name, string? Follows, byte[] Bytes, int CodeLength, IReadOnlyList<string> Texts, IReadOnlySet<int> Targets, IReadOnlyDictionary<int, string> Comments)
{
    /// <summary>What a reviewer reads: offset, instruction, and the script's remarks.</summary>
    public string Listing()
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"# Power8, {Name}: {CodeLength} bytes of code, {Bytes.Length - CodeLength} of constants\n");
        for (int offset = 0; offset < CodeLength; offset += 4)
        {
            if (Comments.TryGetValue(offset, out string? comment))
            {
                foreach (string line in comment.Split('\n'))
                {
                    _ = text.Append("        # ").Append(line).Append('\n');
                }
            }
            if (Targets.Contains(offset))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"L{offset:x4}:\n");
            }
            _ = text.Append(CultureInfo.InvariantCulture, $"{offset:x4}    {Resolved(Texts[offset / 4], offset)}\n");
        }
        for (int offset = CodeLength; offset < Bytes.Length; offset += 16)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{offset:x4}    .byte {Convert.ToHexStringLower(Bytes, offset, Math.Min(16, Bytes.Length - offset))}\n");
        }
        return text.ToString();
    }

    private static string Resolved(string text, int offset)
    {
        int at = text.IndexOf(" .", StringComparison.Ordinal);
        return at < 0 ? text : $"{text[..at]} L{offset + int.Parse(text[(at + 2)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture):x4}";
    }
}
