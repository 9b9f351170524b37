// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>Bytes written in hexadecimal, in either case.</summary>
internal static class Hexadecimal
{
    /// <summary>Reads bytes.</summary>
    /// <param name="text">The digits and nothing else.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="problem">What is wrong with the digits, to follow the name of the value.</param>
    /// <returns>Whether they could be read.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out byte[] bytes, out string problem)
    {
        bytes = [];
        problem = string.Empty;
        int wrong = text.IndexOfAnyExcept(_digits);
        if (wrong >= 0)
        {
            problem = char.IsControl(text[wrong]) || char.IsSurrogate(text[wrong])
                ? $"has a character U+{(int)text[wrong]:X4} that is no hexadecimal digit"
                : $"has '{text[wrong]}', which is no hexadecimal digit";
            return false;
        }
        if (text.Length % 2 != 0)
        {
            problem = $"has an odd number of hexadecimal digits ({text.Length})";
            return false;
        }
        bytes = Convert.FromHexString(text);
        return true;
    }

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdefABCDEF");
}
