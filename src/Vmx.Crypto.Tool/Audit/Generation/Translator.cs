// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tool.Audit.Git;

namespace Vmx.Crypto.Tool.Audit.Generation;

//
//  The translator of perlasm
//
//      A perlasm script prints assembly through a translator (ppc-xlate.pl, x86_64-xlate.pl, arm-xlate.pl), which writes the
//      dialect of one target. All revisions of a script go through one and the same translator, given by the user or taken
//      from the audited revision's tree: then a difference of what comes out is a difference of the script.
//
internal sealed partial record Translator(string Name, string Origin, byte[] Content)
{
    private static readonly Dictionary<string, string[]> _targets = new(StringComparer.Ordinal)
    {
        ["ppc-xlate.pl"] = ["linux64le", "linux64", "linux32", "aix64", "osx64"],
        ["x86_64-xlate.pl"] = ["elf", "macosx", "mingw64", "nasm", "masm"],
        ["arm-xlate.pl"] = ["linux32", "linux64", "ios32", "ios64"],
    };

    /// <summary>The targets that are compared; none of a translator that is not known.</summary>
    public IReadOnlyList<string> Targets => _targets.GetValueOrDefault(Name, []);

    /// <summary>The translator that a script names, or null when the script is no perlasm.</summary>
    public static string? NameIn(string script) => ScriptPattern().Match(script) is { Success: true } match ? match.Value : null;

    /// <summary>Whether a path is that of a translator.</summary>
    public static bool IsTranslator(string path) => TranslatorPattern().IsMatch(Path.GetFileName(path));

    /// <summary>The user's file.</summary>
    public static Translator FromFile(string path) => new(Path.GetFileName(path), path, File.ReadAllBytes(path));

    /// <summary>The file of that name in a revision's tree, or null when there is none.</summary>
    public static Translator? FromTree(GitRepository repository, string revision, string name)
    {
        string? path = repository.Paths(revision).Where(path => path == name || path.EndsWith("/" + name, StringComparison.Ordinal)).OrderBy(path => path.Length).FirstOrDefault();
        return path is not null && repository.Blobs([$"{revision}:{path}"]).TryGetValue($"{revision}:{path}", out GitBlob? blob)
            ? new Translator(name, $"{path} at {revision[..10]}", blob.Content)
            : null;
    }

    [GeneratedRegex(@"^[a-z0-9_]+-xlate\.pl$")]
    private static partial Regex TranslatorPattern();

    [GeneratedRegex(@"\b[a-z0-9_]+-xlate\.pl\b")]
    private static partial Regex ScriptPattern();
}
