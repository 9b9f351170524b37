// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  ACVP vector sets with their expected results
//
//      The prompt and the results are either elements of one array or two files of one folder (prompt.json and
//      expectedResults.json, or any two with the same vsId and algorithm). Groups and tests of the two are joined by tgId
//      and tcId. A document whose tests hold both, as internal projections do, needs no second file.
//
internal static class AcvpReader
{
    public static bool Recognises(LocatedJson root) => Documents(root).Any();

    public static KnownAnswerFile Read(string path, LocatedJson root)
    {
        List<LocatedJson> documents = [.. Documents(root)];
        if (documents.All(document => !IsPrompt(document)))
        {
            (string Path, LocatedJson Root) prompt = FindPartner(path, documents[0], wantPrompt: true)
                ?? throw root.Refuse("expected results without a prompt in the same folder");
            path = prompt.Path;
            documents.InsertRange(0, Documents(prompt.Root));
        }
        else if (documents.Count == 1 && FindPartner(path, documents[0], wantPrompt: false) is (_, LocatedJson results))
        {
            documents.AddRange(Documents(results));
        }
        var collector = new KnownAnswerCollector();
        foreach (LocatedJson prompt in documents.Where(IsPrompt))
        {
            Dictionary<(long Group, long Test), LocatedJson> results = Index(documents.Where(other => !ReferenceEquals(other, prompt) && IsSameSet(other, prompt)));
            foreach (LocatedJson group in prompt.GetItems("testGroups"))
            {
                foreach (LocatedJson test in group.GetItems("tests"))
                {
                    LocatedJson? result = results.GetValueOrDefault((group.GetInteger("tgId"), test.GetInteger("tcId")));
                    AcvpTest.Read(prompt.GetString("algorithm"), new AcvpTest(group, test, result), collector);
                }
            }
        }
        return collector.ToFile(path, KnownAnswerFormat.Acvp);
    }

    private static IEnumerable<LocatedJson> Documents(LocatedJson root) =>
        (root.IsArray ? root.Items : [root]).Where(document => document.Find("testGroups") is not null && document.Find("vsId") is not null);

    /// <summary>A prompt states a direction or a key length for each group; results have neither.</summary>
    private static bool IsPrompt(LocatedJson document) =>
        document.GetItems("testGroups") is { Count: > 0 } groups && groups[0].Find("testType") is not null;

    private static bool IsSameSet(LocatedJson left, LocatedJson right) =>
        left.GetInteger("vsId") == right.GetInteger("vsId") && (left.FindString("algorithm") ?? right.FindString("algorithm")) == (right.FindString("algorithm") ?? left.FindString("algorithm"));

    private static Dictionary<(long Group, long Test), LocatedJson> Index(IEnumerable<LocatedJson> documents)
    {
        var index = new Dictionary<(long Group, long Test), LocatedJson>();
        foreach (LocatedJson group in documents.SelectMany(document => document.GetItems("testGroups")))
        {
            foreach (LocatedJson test in group.GetItems("tests"))
            {
                if (!index.TryAdd((group.GetInteger("tgId"), test.GetInteger("tcId")), test))
                {
                    throw test.Refuse("the same tgId and tcId are there twice");
                }
            }
        }
        return index;
    }

    private static (string Path, LocatedJson Root)? FindPartner(string path, LocatedJson document, bool wantPrompt)
    {
        string full = Path.GetFullPath(path);
        string likely = wantPrompt ? "prompt" : "expected";
        IEnumerable<string> siblings = Directory.EnumerateFiles(Path.GetDirectoryName(full)!, "*.json")
            .Where(sibling => sibling != full)
            .OrderBy(sibling => Path.GetFileName(sibling).Contains(likely, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(sibling => sibling, StringComparer.Ordinal);
        foreach (string sibling in siblings)
        {
            try
            {
                ReadOnlySpan<byte> content = KnownAnswerReader.ReadContent(sibling);
                LocatedJson root = LocatedJson.Parse(sibling, content.StartsWith("\uFEFF"u8) ? content[3..] : content);
                if (Documents(root).Any(other => IsPrompt(other) == wantPrompt && IsSameSet(other, document)))
                {
                    return (sibling, root);
                }
            }
            catch (KnownAnswerFormatException) when (!Path.GetFileName(sibling).Contains(likely, StringComparison.OrdinalIgnoreCase))
            {
                // Some other file of the folder, which is judged where it is named itself.
            }
        }
        return null;
    }
}
