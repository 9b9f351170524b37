// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.Audit.Commits;

/// <summary>What comparing the two texts alone can tell about a change.</summary>
/// <param name="Class">The first layer that holds.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Added">How many lines came.</param>
/// <param name="Removed">How many lines went.</param>
/// <param name="RemovedAttributions">Lines that named a person who is not named there any more.</param>
internal sealed record TextualChange(CommitClass Class, string Evidence, int Added, int Removed, IReadOnlyList<string> RemovedAttributions);

//
//  The layers that need only the texts: line ends, white space, encoding, header, comment, plumbing, texts, data, code
//
internal static partial class TextLayers
{
    public static TextualChange Compare(SourceText old, SourceText @new)
    {
        var difference = LineDifference.Between(RawLines(old), RawLines(@new));
        string[] removed = [.. difference.Removed.Select(line => old.Lines[line])];
        string[] added = [.. difference.Added.Select(line => @new.Lines[line])];
        (CommitClass commitClass, string evidence) = Classify(old, @new, difference, removed, added);
        IReadOnlyList<string> attributions = commitClass is CommitClass.Header or CommitClass.Text or CommitClass.Code or CommitClass.Comment
            ? HeaderLexicon.RemovedAttributions(removed, added)
            : [];
        return new TextualChange(commitClass, evidence, added.Length, removed.Length, attributions);
    }

    // Lines as bytes, so that a changed encoding is a changed line; with their ends, so that a changed end is one, too.
    private static string[] RawLines(SourceText text)
    {
        string[] lines = System.Text.Encoding.Latin1.GetString(text.Bytes).Split('\n');
        return lines.Length == text.Lines.Length ? lines : text.Lines;
    }

    private static (CommitClass, string) Classify(SourceText old, SourceText @new, LineDifference difference, string[] removed, string[] added)
    {
        if (old.Bytes.AsSpan().SequenceEqual(@new.Bytes))
        {
            return (CommitClass.Mode, "the content is the same");
        }
        if (WithoutLineEnds(old).SequenceEqual(WithoutLineEnds(@new)))
        {
            return (CommitClass.LineEnds, "equal but for line ends");
        }
        if (SourceText.Collapse(old.Lines).SequenceEqual(SourceText.Collapse(@new.Lines)) && old.Encoding == @new.Encoding)
        {
            return (IndentationChanged(removed, added), old.HasSignificantIndentation) switch
            {
                (true, true) => (CommitClass.Code, "white space at the start of lines, which means something in this language"),
                (true, false) => (CommitClass.WhiteSpace, "equal but for white space, some of it at the start of lines, or blank lines"),
                _ => (CommitClass.WhiteSpace, "equal but for white space inside or at the end of lines"),
            };
        }
        if (SourceText.UnixLineEnds(old.Text) == SourceText.UnixLineEnds(@new.Text))
        {
            return (CommitClass.Encoding, $"the same characters, {Name(old.Encoding)} became {Name(@new.Encoding)} on {Figures.Count(added.Length, "line")}");
        }
        return IsHeader(old, @new, difference)
            ? (CommitClass.Header, $"{Figures.Count(removed.Length + added.Length, "line")} at the top, every one about rights, authors or the interpreter")
            : CompareCode(old, @new);
    }

    private static (CommitClass, string) CompareCode(SourceText old, SourceText @new)
    {
        string[] oldCode = old.Syntax.Strip(old.Lines);
        string[] newCode = @new.Syntax.Strip(@new.Lines);
        if (oldCode.SequenceEqual(newCode))
        {
            bool joinsWords = SourceText.Squeeze(old.Lines) == SourceText.Squeeze(@new.Lines);
            return joinsWords
                ? (CommitClass.WhiteSpace, "equal but for white space that joins or parts words of a comment")
                : (CommitClass.Comment, "equal without comments");
        }
        var difference = LineDifference.Between(oldCode, newCode);
        string[] changed = [.. difference.Removed.Select(line => oldCode[line]), .. difference.Added.Select(line => newCode[line])];
        string count = $"{Figures.Count(changed.Length, "line")} of code removed or added";
        if (Array.TrueForAll(changed, PlumbingPattern().IsMatch))
        {
            return (CommitClass.Plumbing, $"{count}, all about the generator's arguments and output");
        }
        if (Array.TrueForAll(changed, TextPattern().IsMatch))
        {
            return (CommitClass.Text, $"{count}, all of them texts in the program");
        }
        return Array.TrueForAll(changed, DataPattern().IsMatch)
            ? (CommitClass.Data, $"{count}, all of them tables of numbers")
            : (CommitClass.Code, count);
    }

    private static bool IsHeader(SourceText old, SourceText @new, LineDifference difference)
    {
        int oldHeader = old.Syntax.HeaderLength(old.Lines);
        int newHeader = @new.Syntax.HeaderLength(@new.Lines);
        return difference.Removed.All(line => line < oldHeader && HeaderLexicon.IsLegal(old.Lines[line]))
            && difference.Added.All(line => line < newHeader && HeaderLexicon.IsLegal(@new.Lines[line]));
    }

    private static bool IndentationChanged(string[] removed, string[] added) =>
        !removed.Select(Indentation).SequenceEqual(added.Select(Indentation));

    private static string Indentation(string line) => line[..^line.TrimStart().Length];

    private static byte[] WithoutLineEnds(SourceText text) => Array.FindAll(text.Bytes, octet => octet != '\r');

    private static string Name(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Latin1 => "Latin-1",
        TextEncoding.Utf8 => "UTF-8",
        _ => "ASCII",
    };

    // A line that asks for the target is about what is written for it.
    [GeneratedRegex(@"^(?!.*\$flavou?r\s*(?:[=!]~|==|!=|eq\b|ne\b)).*(?:\bSTDOUT\b|\$output\b|\$flavou?r\s*=(?![=~])|\$xlate\b|@ARGV|\$#ARGV|-xlate\.pl|^require\b)")]
    private static partial Regex PlumbingPattern();

    [GeneratedRegex(@"^\.(asciz?|string)\b")]
    private static partial Regex TextPattern();

    [GeneratedRegex(@"^\.(long|byte|quad|short|word|hword|octa|[24]byte)\b[\s,0-9a-fA-FxX]*$|^(0x[0-9a-fA-F]+[uUlL]*\s*,?\s*)+$")]
    private static partial Regex DataPattern();
}
