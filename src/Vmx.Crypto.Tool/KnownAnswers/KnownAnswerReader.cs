// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  Reads a file of known answers in any of four formats
//
//      The content tells the format, not the name: JSON begins with a brace or a bracket and its members tell whose it is;
//      NIST's response files are lines of "NAME = value". In a folder, what holds no known answers at all (a note, a JSON
//      schema) is passed over; a file that is named directly must hold some.
//
internal static class KnownAnswerReader
{
    private const long MaximumLength = 256 << 20;

    /// <summary>The files below a path: itself, or every file of a folder in order of their names.</summary>
    public static IReadOnlyList<string> Enumerate(string path) =>
        Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [path];

    /// <summary>Reads every file below some paths; what cannot be read becomes a complaint and the rest goes on.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="problems">The complaints.</param>
    public static IReadOnlyList<KnownAnswerFile> ReadAll(IEnumerable<string> paths, out IReadOnlyList<KnownAnswerFormatException> problems)
    {
        var files = new List<KnownAnswerFile>();
        var found = new List<KnownAnswerFormatException>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            bool isFolder = Directory.Exists(path);
            foreach (string name in Enumerate(path))
            {
                try
                {
                    KnownAnswerFile file = Read(name);
                    if (file.Format == KnownAnswerFormat.None && !isFolder)
                    {
                        throw new KnownAnswerFormatException(name, 1, "holds no known answers in any of the formats");
                    }
                    // Both files of an ACVP vector set lead to the same cases.
                    if (seen.Add(Path.GetFullPath(file.Path)))
                    {
                        files.Add(file);
                    }
                }
                catch (KnownAnswerFormatException problem)
                {
                    found.Add(problem);
                }
            }
        }
        problems = found;
        return files;
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="KnownAnswerFormatException">It is none of the formats, or it is malformed.</exception>
    public static KnownAnswerFile Read(string path) => Parse(path, ReadContent(path));

    /// <summary>Reads one file whose content is at hand.</summary>
    /// <exception cref="KnownAnswerFormatException">It is none of the formats, or it is malformed.</exception>
    public static KnownAnswerFile Parse(string path, byte[] content)
    {
        ReadOnlySpan<byte> text = content;
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }
        ReadOnlySpan<byte> start = text.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
        {
            throw new KnownAnswerFormatException(path, 1, "the file is empty");
        }
        if (text.Contains((byte)0))
        {
            return Nothing(path, "not a text file");
        }
        return start[0] is (byte)'{' || (start[0] is (byte)'[' && !CavpReader.IsSection(start))
            ? ReadJson(path, LocatedJson.Parse(path, text))
            : CavpReader.Read(path, System.Text.Encoding.UTF8.GetString(text));
    }

    /// <summary>A file that holds no known answers.</summary>
    internal static KnownAnswerFile Nothing(string path, string reason) =>
        new(path, KnownAnswerFormat.None, [], new Dictionary<string, int> { [reason] = 0 });

    private static KnownAnswerFile ReadJson(string path, LocatedJson root)
    {
        if (AcvpReader.Recognises(root))
        {
            return AcvpReader.Read(path, root);
        }
        if (WycheproofReader.Recognises(root))
        {
            return WycheproofReader.Read(path, root);
        }
        if (VectorFileReader.Recognises(root))
        {
            return VectorFileReader.Read(path, root);
        }
        return root.Find("$schema") is not null && root.Find("$id") is not null
            ? Nothing(path, "a JSON schema")
            : throw root.Refuse("JSON, but neither ours nor Wycheproof's nor ACVP's");
    }

    internal static byte[] ReadContent(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumLength })
            {
                throw new KnownAnswerFormatException(path, 1, $"more than {MaximumLength >> 20} MiB");
            }
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new KnownAnswerFormatException(path, 1, "cannot be opened: " + problem.Message.ReplaceLineEndings(" "), problem);
        }
    }
}
