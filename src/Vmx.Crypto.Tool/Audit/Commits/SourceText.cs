// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Tool.Audit.Commits;

/// <summary>The encoding that a text was read in.</summary>
internal enum TextEncoding
{
    Ascii,
    Utf8,
    Latin1,
}

/// <summary>A file's content as text: UTF-8 where it is that, else Latin-1, in which every byte is a character.</summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public SourceText(byte[] content, string path)
    {
        Bytes = content;
        Path = path;
        (Text, Encoding) = Decode(content);
        Lines = UnixLineEnds(Text).Split('\n');
    }

    public byte[] Bytes { get; }

    public string Path { get; }

    public string Text { get; }

    public TextEncoding Encoding { get; }

    /// <summary>The lines without their ends. A last line end makes an empty last line.</summary>
    public string[] Lines { get; }

    /// <summary>How comments look in it.</summary>
    public CommentSyntax Syntax => CommentSyntax.For(Path, Lines);

    private static (string, TextEncoding) Decode(byte[] content)
    {
        if (!content.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7F))
        {
            return (System.Text.Encoding.ASCII.GetString(content), TextEncoding.Ascii);
        }
        try
        {
            return (_strict.GetString(content), TextEncoding.Utf8);
        }
        catch (DecoderFallbackException)
        {
            return (System.Text.Encoding.Latin1.GetString(content), TextEncoding.Latin1);
        }
    }

    /// <summary>The text with one kind of line ends. A form feed is none: it stands in the middle of sources.</summary>
    public static string UnixLineEnds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>A line with its white space brought to one blank between words.</summary>
    public static string Collapse(string line) => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The lines with collapsed white space; blank ones are left out.</summary>
    public static string[] Collapse(IEnumerable<string> lines) => [.. lines.Select(Collapse).Where(line => line.Length != 0)];

    /// <summary>All characters that are not white space.</summary>
    public static string Squeeze(IEnumerable<string> lines) => string.Concat(lines.SelectMany(line => line).Where(character => !char.IsWhiteSpace(character)));

    /// <summary>Whether white space at the start of a line means something in the language.</summary>
    public bool HasSignificantIndentation =>
        System.IO.Path.GetExtension(Path) is ".py" or ".mk" or ".mak" or ".yml" or ".yaml" || System.IO.Path.GetFileName(Path) is "Makefile" or "makefile" or "GNUmakefile";
}
