// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vmx.Crypto.Tool.Reports.Html;

/// <summary>Finished markup: what is inside is escaped where it has to be.</summary>
internal readonly record struct Fragment(string Value)
{
    /// <summary>Nothing.</summary>
    public static Fragment Empty { get; } = new(string.Empty);

    /// <summary>Fragment from an interpolated string: its literal text is markup, what is interpolated is escaped unless it is <see cref="Fragment"/>.</summary>
    public static Fragment Of(FragmentTemplate template) => new(template.Finish());

    /// <summary>One piece after the other.</summary>
    public static Fragment Join(IEnumerable<Fragment> pieces)
    {
        var builder = new StringBuilder();
        foreach (Fragment piece in pieces)
        {
            builder.Append(piece.Value);
        }
        return new(builder.ToString());
    }

    public override string ToString() => Value;
}

/// <summary>Escapes what an interpolated string interpolates, so that no section has to remember to.</summary>
[InterpolatedStringHandler]
internal readonly ref struct FragmentTemplate(int literalLength, int formattedCount)
{
    private readonly StringBuilder _builder = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _builder.Append(literal);

    public void AppendFormatted(Fragment markup) => _builder.Append(markup.Value);

    public void AppendFormatted(string? text) => _builder.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(int number, string? format = null) => _builder.Append(number.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>A coordinate: two decimals at most.</summary>
    public void AppendFormatted(double number) => _builder.Append(CultureInfo.InvariantCulture, $"{number:0.##}");

    public string Finish() => _builder.ToString();
}
