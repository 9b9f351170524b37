// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text.RegularExpressions;

namespace Vmx.Crypto.Tool.Provenance;

/// <summary>A file of the checkout with what its header, or the list for files that have none, says of it.</summary>
/// <param name="Path">The path from the root.</param>
/// <param name="Licence">The licence expression, or null where nothing states one.</param>
/// <param name="Copyright">The holders, or null where nothing states them.</param>
/// <param name="IsFromHeader">Whether the file itself says so.</param>
internal sealed record FileLicence(string Path, string? Licence, string? Copyright, bool IsFromHeader);

//
//  The licence of every file
//
//      A file states its licence and holders in SPDX lines near its beginning. What cannot hold such lines is listed in
//      .reuse/dep5, by patterns of which the last that fits counts; a header goes before the list.
//
internal static partial class FileLicences
{
    private const string ListPath = ".reuse/dep5";
    private const int HeaderLines = 30;

    private static readonly string[] _notOurs = [".git", "bin", "obj", "artifacts", "TestResults", ".vs", "BenchmarkDotNet.Artifacts"];

    /// <summary>Every file that belongs to the checkout, by path.</summary>
    public static IReadOnlyList<FileLicence> Read(string root)
    {
        IReadOnlyList<Stanza> stanzas = ReadList(root);
        return
        [
            .. Files(root, root).Order(StringComparer.Ordinal).Select(path =>
            {
                string[] head = [.. File.ReadLines(Path.Combine(root, path)).Take(HeaderLines)];
                string[] licences = [.. head.Select(line => LicencePattern().Match(line)).Where(match => match.Success).Select(match => match.Groups["value"].Value.Trim())];
                string[] holders = [.. head.Select(line => CopyrightPattern().Match(line)).Where(match => match.Success).Select(match => match.Groups["value"].Value.Trim())];
                return licences.Length != 0
                    ? new FileLicence(path, string.Join(" AND ", licences.Distinct()), holders.Length == 0 ? null : string.Join("; ", holders), IsFromHeader: true)
                    : stanzas.LastOrDefault(stanza => stanza.Covers(path)) is Stanza stanza
                        ? new FileLicence(path, stanza.Licence, stanza.Copyright, IsFromHeader: false)
                        : new FileLicence(path, null, null, IsFromHeader: false);
            }),
        ];
    }

    /// <summary>The licence identifiers of an expression.</summary>
    public static IEnumerable<string> Identifiers(string expression) =>
        expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "OR" or "WITH"));

    /// <summary>What does not hold: a file without a licence or a holder, and a licence without its text.</summary>
    public static IEnumerable<string> Problems(string root, IReadOnlyList<FileLicence> files, Manifest? manifest)
    {
        Dictionary<string, string?> licences = files.ToDictionary(file => file.Path, file => file.Licence);
        foreach (ManifestThirdParty entry in manifest?.ThirdParty ?? [])
        {
            foreach (FileHash file in entry.Files)
            {
                if (licences.GetValueOrDefault(file.Path) != entry.Licence)
                {
                    yield return $"{file.Path} is stated to be under '{licences.GetValueOrDefault(file.Path)}', and the manifest says {entry.Licence}.";
                }
                if (File.Exists(Path.Combine(root, file.Path)) && FileHash.Of(File.ReadAllBytes(Path.Combine(root, file.Path))) != file.Sha256)
                {
                    yield return $"{file.Path} has changed: it is the work of others and must be as they made it.";
                }
            }
        }
        foreach (FileLicence file in files.Where(file => !file.Path.StartsWith("LICENSES/", StringComparison.Ordinal) && file.Path is not ("LICENSE" or ListPath)))
        {
            if (file.Licence is null || file.Copyright is null)
            {
                yield return $"{file.Path} has no {(file.Licence is null ? "licence" : "copyright holder")}: neither in a header nor in {ListPath}.";
            }
        }
        HashSet<string> used = [.. files.Select(file => file.Licence).OfType<string>().SelectMany(Identifiers)];
        foreach (string id in used.Order(StringComparer.Ordinal).Where(id => !File.Exists(Path.Combine(root, "LICENSES", id + ".txt"))))
        {
            yield return $"LICENSES/{id}.txt does not exist, and files are under {id}.";
        }
        foreach (FileLicence text in files.Where(file => file.Path.StartsWith("LICENSES/", StringComparison.Ordinal) && !used.Contains(Path.GetFileNameWithoutExtension(file.Path))))
        {
            yield return $"No file is under the licence of {text.Path}.";
        }
    }

    private static IEnumerable<string> Files(string root, string folder)
    {
        // A linked checkout has a file of the name .git.
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !_notOurs.Contains(Path.GetFileName(file))))
        {
            yield return Path.GetRelativePath(root, file).Replace('\\', '/');
        }
        foreach (string file in Directory.EnumerateDirectories(folder).Where(inner => !_notOurs.Contains(Path.GetFileName(inner))).SelectMany(inner => Files(root, inner)))
        {
            yield return file;
        }
    }

    private static List<Stanza> ReadList(string root)
    {
        string path = Path.Combine(root, ListPath);
        List<Stanza> stanzas = [];
        foreach (string text in File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n") : [])
        {
            Dictionary<string, string> fields = [];
            string? last = null;
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (char.IsWhiteSpace(line[0]) && last is not null)
                {
                    fields[last] += $"; {line.Trim()}";
                }
                else if (line.IndexOf(':', StringComparison.Ordinal) is int colon and > 0)
                {
                    last = line[..colon];
                    fields[last] = line[(colon + 1)..].Trim();
                }
            }
            if (fields.TryGetValue("Files", out string? files) && fields.TryGetValue("License", out string? licence) && fields.TryGetValue("Copyright", out string? copyright))
            {
                stanzas.Add(new Stanza(files.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries), licence, copyright));
            }
        }
        return stanzas;
    }

    private sealed record Stanza(string[] Patterns, string Licence, string Copyright)
    {
        // In this format a star stands for any characters, slashes included.
        public bool Covers(string path) => Array.Exists(Patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false));
    }

    // REUSE-IgnoreStart
    [GeneratedRegex(@"^\W*SPDX-License-Identifier: *(?<value>.+?)\W*$")]
    private static partial Regex LicencePattern();

    [GeneratedRegex(@"^\W*SPDX-FileCopyrightText: *(?<value>.+?)(\s*\*/)?$")]
    private static partial Regex CopyrightPattern();
    // REUSE-IgnoreEnd
}
