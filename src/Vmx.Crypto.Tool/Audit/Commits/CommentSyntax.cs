// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.Audit.Commits;

//
//  What of a source is comment
//
//      Comments are removed and what is left is compared. Where it is not certain that something is a comment, it stays: a
//      change there then counts as code, which is the direction in which a mistake does no harm.
//
//      perlasm is two languages in one file. Perl's comment begins with # at the start of a word outside of a string; in the
//      assembly text of a here-document the assembler's comment signs hold, which are program output to Perl.
//
internal sealed partial class CommentSyntax
{
    private readonly string[] _lineComments;
    private readonly string[] _embeddedComments;
    private readonly bool _hasBlockComments;
    private readonly bool _isPerl;

    private CommentSyntax(string[] lineComments, bool hasBlockComments, bool isPerl = false, string[]? embeddedComments = null)
    {
        _lineComments = lineComments;
        _hasBlockComments = hasBlockComments;
        _isPerl = isPerl;
        _embeddedComments = embeddedComments ?? lineComments;
    }

    /// <summary>The syntax of a file, by its name; of perlasm also by the translator that it calls.</summary>
    public static CommentSyntax For(string path, IReadOnlyList<string> lines) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".pl" or ".pm" => new CommentSyntax(["#"], hasBlockComments: false, isPerl: true, EmbeddedComments(lines)),
        ".c" or ".h" or ".cc" or ".cpp" or ".hpp" or ".cs" or ".java" or ".js" or ".go" or ".rs" => new CommentSyntax(["//"], hasBlockComments: true),
        ".s" or ".asm" => new CommentSyntax(["//"], hasBlockComments: true),
        ".py" or ".sh" or ".mk" or ".yml" or ".yaml" or ".toml" or ".rb" or ".cmake" => new CommentSyntax(["#"], hasBlockComments: false),
        _ => new CommentSyntax([], hasBlockComments: false),
    };

    private static string[] EmbeddedComments(IReadOnlyList<string> lines)
    {
        string all = string.Join('\n', lines);
        return all.Contains("ppc-xlate", StringComparison.Ordinal) ? ["#", "!", ";"]
            : all.Contains("arm-xlate", StringComparison.Ordinal) ? ["//", "@"]
            : ["#"];
    }

    /// <summary>The lines without comments, with collapsed white space; what is then blank is left out.</summary>
    public string[] Strip(IReadOnlyList<string> lines)
    {
        List<string> code = [];
        string? terminator = null;
        bool isManual = false;
        bool isInBlock = false;
        for (int index = 0; index < lines.Count; index++)
        {
            string line = lines[index];
            if (_isPerl && terminator is null)
            {
                if (isManual || ManualPattern().IsMatch(line))
                {
                    isManual = !line.StartsWith("=cut", StringComparison.Ordinal);
                    continue;
                }
                if (line is "__END__")
                {
                    break;
                }
            }
            if (terminator is not null && line == terminator)
            {
                terminator = null;
                code.Add(line);
                continue;
            }
            // A first line that names the interpreter is for the system, not for Perl.
            string kept = index == 0 && line.StartsWith("#!", StringComparison.Ordinal)
                ? line
                : StripLine(line, terminator is null ? _lineComments : _embeddedComments, ref isInBlock);
            if (_isPerl && terminator is null && HereDocumentPattern().Match(kept) is { Success: true } start)
            {
                terminator = start.Groups["end"].Value;
            }
            if (SourceText.Collapse(kept) is { Length: > 0 } words)
            {
                code.Add(words);
            }
        }
        return [.. code];
    }

    private string StripLine(string line, string[] signs, ref bool isInBlock)
    {
        var kept = new StringBuilder();
        char quote = '\0';
        for (int position = 0; position < line.Length; position++)
        {
            char character = line[position];
            if (isInBlock)
            {
                if (line.AsSpan(position).StartsWith("*/"))
                {
                    isInBlock = false;
                    position++;
                }
                continue;
            }
            if (quote != '\0')
            {
                kept.Append(character);
                if (character == '\\' && position + 1 < line.Length)
                {
                    kept.Append(line[++position]);
                }
                else if (character == quote)
                {
                    quote = '\0';
                }
                continue;
            }
            if (_hasBlockComments && line.AsSpan(position).StartsWith("/*"))
            {
                isInBlock = true;
                position++;
                continue;
            }
            bool isAtWord = position == 0 || char.IsWhiteSpace(line[position - 1]);
            if (isAtWord && Array.Exists(signs, sign => line.AsSpan(position).StartsWith(sign, StringComparison.Ordinal)))
            {
                break;
            }
            if (character is '"' or '\'')
            {
                quote = character;
            }
            kept.Append(character);
        }
        // A string that does not end here was perhaps none: then everything counts.
        return quote == '\0' ? kept.ToString() : line;
    }

    /// <summary>How many lines the file begins with that hold nothing but comments, blanks and the interpreter's name.</summary>
    public int HeaderLength(IReadOnlyList<string> lines)
    {
        bool isInBlock = false;
        int count = 0;
        foreach (string line in lines)
        {
            bool isInterpreter = count == 0 && line.StartsWith("#!", StringComparison.Ordinal);
            if (!isInterpreter && StripLine(line, _lineComments, ref isInBlock).Trim().Length != 0)
            {
                break;
            }
            count++;
        }
        return count;
    }

    [GeneratedRegex(@"^=[a-z]")]
    private static partial Regex ManualPattern();

    [GeneratedRegex("<<\\s?[\"']?(?<end>[A-Za-z_]+)[\"']?\\s*;?\\s*$")]
    private static partial Regex HereDocumentPattern();
}
