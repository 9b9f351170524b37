// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Tool.Provenance;

//
//  LICENSE-NOTICES.md, as the manifest says it
//
//      The file is generated: every fact of it is in provenance/manifest.json, the licence texts that it quotes are the files
//      that the manifest names, and what is written down here is headings and the sentences that join them. So it cannot say
//      less than the manifest, nor anything else; the check compares it byte for byte.
//
internal static class LicenseNotices
{
    /// <summary>Where the notices are in the repository and in the packages.</summary>
    public const string RelativePath = "LICENSE-NOTICES.md";

    /// <summary>What to do about notices that are not as they should be.</summary>
    public const string HowToWrite = "Write it anew: cryptovmx audit --write-notices";

    private const int LineLength = 120;

    /// <summary>The text of the file. Throws <see cref="IOException"/> where a licence text that it quotes cannot be read.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="root">The checkout, for the licence texts.</param>
    public static string Generate(Manifest manifest, string root)
    {
        ManifestSource[] followed = [.. manifest.Sources.Where(source => source.Channel is not null)];
        var text = new StringBuilder();
        Heading(text, "# Licences and notices");
        Paragraph(text, $"{manifest.Product} is `{manifest.Licence}`. Our own code is under the BSD 3-Clause licence (file LICENSE). Some kernels are translations of CRYPTOGAMS modules by {Names(followed.SelectMany(source => source.Authors))}; they are under the CRYPTOGAMS licence below. Each source file says which of the two applies, and `{Manifest.RelativePath}` says for each kernel what it follows. This file is part of the package, because both licences ask that their terms accompany binary redistributions.");
        Paragraph(text, $"It is generated from the manifest by `cryptovmx audit --write-notices`, and `cryptovmx audit` compares the two.");
        Followed(text, manifest, followed, root);
        NotFollowed(text, manifest.Exclusions);
        KnownAnswers(text, manifest);
        OtherWorks(text, manifest);
        return text.ToString();
    }

    /// <summary>Where a file differs from what is generated, in a sentence, or null.</summary>
    public static string? Difference(byte[] file, string generated)
    {
        byte[] expected = Encoding.UTF8.GetBytes(generated);
        if (file.AsSpan().SequenceEqual(expected))
        {
            return null;
        }
        string[] found = Encoding.UTF8.GetString(file).Split('\n');
        string[] wanted = generated.Split('\n');
        int line = found.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is {Quote(found, line)} and should be {Quote(wanted, line)}.";
    }

    private static string Quote(string[] lines, int line) => line < lines.Length ? $"'{lines[line]}'" : "not there";

    private static void Followed(StringBuilder text, Manifest manifest, ManifestSource[] followed, string root)
    {
        ManifestChannel[] channels = [.. followed.Select(source => source.Channel!)];
        ManifestNotices notices = manifest.Notices;
        Heading(text, "## CRYPTOGAMS");
        Heading(text, "### What was followed");
        Table(
            text,
            ["module", "repository", "commit", "blob", "SHA-256"],
            channels.Select(channel => (string[])[$"`{channel.Path}`", channel.Repository, channel.Commit, channel.Blob, channel.Sha256])
                .Concat(channels.Select(channel => (string[])[$"`{channel.LicenceFile.Path}`", channel.Repository, channel.Commit, channel.LicenceFile.Blob, channel.LicenceFile.Sha256]))
                .DistinctBy(row => string.Join('|', row)));
        Paragraph(text, $"Obtained on {Names(channels.Select(channel => channel.Acquired))}. {notices.Channel} Other states of the modules, from which no text was taken, support that:");
        Items(text, followed.SelectMany(source => source.Corroboration ?? []).Select(pin => $"`{pin.Path}` at {pin.Commit} of {pin.Repository}, SHA-256 {pin.Sha256}. {pin.Shows}"));
        Heading(text, "### Copyright lines");
        Items(text, notices.CopyrightLines.Select(copyright => $"`{copyright.Line}`: {copyright.Seen}"));
        Heading(text, "### The licence, verbatim");
        foreach (ManifestLicenceFile licence in channels.Select(channel => channel.LicenceFile).DistinctBy(licence => licence.Sha256))
        {
            Block(text, File.ReadAllText(Path.Combine(root, licence.Copy)).ReplaceLineEndings("\n"));
        }
        Heading(text, "### Which of its alternatives is exercised");
        Paragraph(text, notices.Exercised);
        Paragraph(text, notices.NotReliedOn);
        Heading(text, "### The author's words, verbatim");
        foreach ((ManifestChannel channel, ManifestQuote quote) in followed.SelectMany(source => (source.Quotes ?? []).Select(quote => (source.Channel!, quote))))
        {
            Paragraph(text, $"`{channel.Path}`, lines {quote.FirstLine} to {quote.FirstLine + quote.Text.Count - 1}, {quote.What}:");
            Block(text, quote.Verbatim);
        }
        Heading(text, "### What was changed");
        Paragraph(text, notices.Changes);
        Paragraph(text, "The manifest lists the routines, their labels and lines, and every deviation, kernel by kernel. These files are translations:");
        foreach (ManifestSource source in followed)
        {
            string[] files =
            [
                .. manifest.Kernels.Where(kernel => kernel.Follows.Any(routine => routine.Source == source.Id))
                    .SelectMany(kernel => kernel.Files).Where(file => file.Licence == source.Licence).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal),
            ];
            Items(text, [$"of `{source.Channel!.Path}`: {string.Join(", ", files.Select(file => $"`{file}`"))}"]);
        }
        Heading(text, "### No endorsement");
        Paragraph(text, $"Neither {string.Join(" nor ", notices.NotEndorsing)} endorses this package. Their names occur here only to say where things come from.");
    }

    private static void NotFollowed(StringBuilder text, IReadOnlyList<ManifestExclusion> exclusions)
    {
        Heading(text, "## What was not followed");
        Items(text, exclusions.Select(exclusion =>
        {
            string at = exclusion.Commit.Length == 0 ? $"{exclusion.Repository}" : $"{exclusion.Repository}, commit {exclusion.Commit}";
            string probes = exclusion.Probes.Count == 0 ? "" : $" Constants of it must not occur in our sources, which a check looks for: {string.Join(", ", exclusion.Probes.Select(probe => $"`{probe}`"))}.";
            return $"`{exclusion.Id}`: {exclusion.What} ({at}; {exclusion.Licence}). {exclusion.Reason}{probes}";
        }));
    }

    private static void KnownAnswers(StringBuilder text, Manifest manifest)
    {
        Heading(text, "## Known answers");
        Paragraph(text, "The files in `vectors/` are written for this project in a format of its own; each names its origin and terms. They hold values, which are facts. By their terms:");
        foreach (IGrouping<string, ManifestVectors> terms in manifest.Vectors.GroupBy(vectors => vectors.Terms))
        {
            Items(text, [terms.Key]);
            Items(text, terms.GroupBy(vectors => vectors.Origin).Select(origin => $"{origin.Key}: {string.Join(", ", origin.Select(vectors => $"`{vectors.Id}`"))}"), indent: 2);
        }
        Paragraph(text, "Read where the user has them, and not distributed with this project:");
        Items(text, manifest.Sources.Where(source => source.Kind == "vectors").Select(source => $"{source.Title}, by {Names(source.Authors)}. {source.Terms}"));
    }

    private static void OtherWorks(StringBuilder text, Manifest manifest)
    {
        Heading(text, "## Schemas of other projects");
        Paragraph(text, "The repository holds these files as their authors made them, and no package contains them:");
        Items(text, manifest.ThirdParty.Select(entry => $"`{entry.Id}`: {entry.What}. {entry.Repository}, commit {entry.Commit}; {entry.Licence} (`LICENSES/{entry.Licence}.txt`). {entry.Terms}"));
        Heading(text, "## Published methods");
        Paragraph(text, "Original and re-derived kernels implement published methods; the manifest says which kernel implements what. No text or code of these is reproduced:");
        Items(text, manifest.Sources.Where(source => source.Kind is "standard" or "paper").Select(source => $"{source.Title}, by {Names(source.Authors)}. {source.UsedFor} {source.Terms}"));
        Heading(text, "## Other works in the package of the command");
        Paragraph(text, $"The package `{manifest.Product}` contains nothing but this project's own code. The package of the command `cryptovmx` also carries, as their authors build them and under their own licences:");
        Items(text, manifest.Notices.CarriedByTheCommand.Select(carried => $"`{carried.Package}`, which {carried.Use}: {carried.Licence}, {carried.Copyright}"));
        foreach (LicenceTerms terms in manifest.Notices.TermsOfTheCarried)
        {
            Paragraph(text, $"{terms.Licence}, with the copyright notices above:");
            Block(text, string.Concat(terms.Text.Select(line => line + "\n")));
        }
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] distinct = [.. names.Distinct()];
        return distinct.Length < 2 ? string.Concat(distinct) : $"{string.Join(", ", distinct[..^1])} and {distinct[^1]}";
    }

    private static void Heading(StringBuilder text, string heading)
    {
        if (text.Length != 0 && !EndsWithBlankLine(text))
        {
            text.Append('\n');
        }
        text.Append(heading).Append("\n\n");
    }

    private static void Paragraph(StringBuilder text, string paragraph)
    {
        if (!EndsWithBlankLine(text))
        {
            text.Append('\n');
        }
        Wrap(text, paragraph, "", "");
        text.Append('\n');
    }

    private static void Items(StringBuilder text, IEnumerable<string> items, int indent = 0)
    {
        string margin = new(' ', indent);
        foreach (string item in items)
        {
            Wrap(text, item, $"{margin}- ", $"{margin}  ");
        }
    }

    private static void Block(StringBuilder text, string verbatim) => text.Append("```text\n").Append(verbatim).Append("```\n\n");

    private static void Table(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        foreach (string[] row in rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns))
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }
    }

    private static bool EndsWithBlankLine(StringBuilder text) => text.Length > 1 && text[^1] == '\n' && text[^2] == '\n';

    // Words move to the next line whole; a code span is one word, because a line break within one would stay there.
    private static void Wrap(StringBuilder text, string words, string first, string next)
    {
        int length = first.Length;
        text.Append(first);
        bool isStart = true;
        foreach (string word in Words(words))
        {
            if (!isStart && length + 1 + word.Length > LineLength)
            {
                text.Append('\n').Append(next);
                length = next.Length;
                isStart = true;
            }
            text.Append(isStart ? "" : " ").Append(word);
            length += word.Length + (isStart ? 0 : 1);
            isStart = false;
        }
        text.Append('\n');
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        bool isCode = false;
        foreach (char character in text)
        {
            isCode ^= character == '`';
            if (character == ' ' && !isCode)
            {
                yield return word.ToString();
                word.Clear();
                continue;
            }
            word.Append(character);
        }
        yield return word.ToString();
    }
}
