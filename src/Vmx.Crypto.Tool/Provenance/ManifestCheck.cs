// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tool.Provenance;

/// <summary>The outcome of one named check of the manifest.</summary>
/// <param name="Id">The check's name.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">What was checked; or what does not hold and what to do about it.</param>
internal sealed record ManifestCheckResult(string Id, bool Passed, string Detail);

//
//  The manifest against the checkout
//
//      Every check is a question with a yes or no that a reader can repeat by hand: it compares what provenance/manifest.json
//      says with the files of the checkout and with the [Provenance] attributes of the library that is loaded. A kernel's
//      source span is the whole of each file its entry lists, so that nothing a kernel is made of can change unseen.
//
//      What it does not do: it does not fetch the upstream sources; their commits, blobs and hashes are recorded for
//      whoever wants to compare them.
//
internal static partial class ManifestCheck
{
    private const string SourceFolder = "src";
    private const string VectorFolder = "vectors";
    private const string EngineFolder = "src/Vmx.Crypto/Engines/";
    private const string ScriptFolder = "src/Vmx.Crypto.Perlasm/";
    private const string ScriptNamespace = "Vmx.Crypto.Perlasm.";
    private const string Translated = "translated";
    private const string OwnLicence = "BSD-3-Clause";
    private const string CryptogamsLicence = "LicenseRef-CRYPTOGAMS";
    // REUSE-IgnoreStart
    private const string OwnCopyright = "SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors";
    private const string CryptogamsCopyright = "SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>";
    // REUSE-IgnoreEnd

    /// <summary>How many digits of a pinned commit a translated file names at least.</summary>
    private const int PinDigits = 12;

    /// <summary>Runs every check. A manifest that cannot be read gives one result that says why.</summary>
    /// <param name="repositoryRoot">The folder with <c>CryptoVmx.sln</c>.</param>
    public static IReadOnlyList<ManifestCheckResult> Run(string repositoryRoot)
    {
        Manifest manifest;
        try
        {
            manifest = Manifest.Read(repositoryRoot);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [new("schema-shape", false, $"{Manifest.RelativePath} cannot be read: {exception.Message}")];
        }
        Dictionary<string, string> sources = ReadSources(repositoryRoot);
        return
        [
            new("schema-shape", true, $"{manifest.Sources.Count} sources, {manifest.Kernels.Count} kernels, {manifest.Vectors.Count} vector files, {manifest.Exclusions.Count} exclusions, {manifest.Claims.Count} claims"),
            Result("cross-references", CrossReferences(manifest), "every id is unique and every reference resolves"),
            Result("code-and-manifest", CodeAndManifest(manifest, sources), "every kernel has an entry and every entry its kernel"),
            Result("span-hashes", SpanHashes(manifest, repositoryRoot), "every kernel is as it was reviewed"),
            Result("vectors", Vectors(manifest, repositoryRoot), "every vector file is listed and as recorded"),
            Result("notices", Notices(manifest, repositoryRoot), $"{LicenseNotices.RelativePath} is what the manifest generates, byte for byte; licence and author's words are verbatim"),
            Result("licence-headers", LicenceHeaders(manifest, sources), "every source file's header agrees with the manifest"),
            Result("taint-probes", TaintProbes(manifest, sources), "nothing of the excluded works was found"),
        ];
    }

    private static ManifestCheckResult Result(string id, IEnumerable<string> problems, string whenPassed)
    {
        string[] found = [.. problems];
        return new(id, found.Length == 0, found.Length == 0 ? whenPassed : string.Join("\n", found));
    }

    private static IEnumerable<string> CrossReferences(Manifest manifest)
    {
        IEnumerable<string> ids = manifest.Sources.Select(source => source.Id)
            .Concat(manifest.Kernels.Select(kernel => kernel.Id))
            .Concat(manifest.Vectors.Select(vectors => vectors.Id))
            .Concat(manifest.Mutants.Select(mutant => mutant.Id))
            .Concat(manifest.ThirdParty.Select(entry => entry.Id))
            .Concat(manifest.Exclusions.Select(exclusion => exclusion.Id))
            .Concat(manifest.Claims.Select(claim => claim.Id));
        foreach (IGrouping<string, string> group in ids.GroupBy(id => id).Where(group => group.Count() > 1))
        {
            yield return $"The id '{group.Key}' is used {group.Count()} times.";
        }

        HashSet<string> sources = [.. manifest.Sources.Select(source => source.Id)];
        HashSet<string> vectors = [.. manifest.Vectors.Select(file => file.Id)];
        foreach (ManifestMutant mutant in manifest.Mutants.Where(mutant => !vectors.Contains(mutant.KilledBy)))
        {
            yield return $"The mutant '{mutant.Id}' is killed by '{mutant.KilledBy}', which is not listed.";
        }
        HashSet<string> engines = [.. EngineCatalog.Tiers.Select(tier => tier.Name)];
        foreach (ManifestKernel kernel in manifest.Kernels)
        {
            foreach (string source in kernel.Follows.Select(followed => followed.Source).Concat(kernel.References.Select(cited => cited.Source)).Where(id => !sources.Contains(id)))
            {
                yield return $"The kernel '{kernel.Id}' names the source '{source}', which is not listed.";
            }
            foreach (string id in kernel.Vectors.Where(id => !vectors.Contains(id)))
            {
                yield return $"The kernel '{kernel.Id}' names the vectors '{id}', which are not listed.";
            }
            foreach (string engine in kernel.Engines.Where(name => !engines.Contains(name)))
            {
                yield return $"The kernel '{kernel.Id}' names the engine '{engine}', which is not in the catalogue.";
            }
            if ((kernel.Kind == Translated) != (kernel.Follows.Count != 0))
            {
                yield return $"The kernel '{kernel.Id}' is {kernel.Kind} and follows {kernel.Follows.Count} routines: a translated kernel names what it follows, any other follows none.";
            }
        }
        foreach (string engine in engines.Except(manifest.Kernels.SelectMany(kernel => kernel.Engines)).Order(StringComparer.Ordinal))
        {
            yield return $"No kernel names the engine '{engine}'.";
        }
    }

    private static IEnumerable<string> CodeAndManifest(Manifest manifest, Dictionary<string, string> sources)
    {
        HashSet<(string Id, string Member)> inCode = [.. AttributedMembers(typeof(VmxCrypto).Assembly)];
        HashSet<(string Id, string Member)> inManifest = [.. manifest.Kernels.SelectMany(kernel => kernel.Members.Where(member => !IsOfAScript(member)).Select(member => (kernel.Id, member)))];
        foreach ((string id, string member) in inCode.Except(inManifest).Order())
        {
            yield return $"{member} carries [Provenance(\"{id}\")] and no entry of that id names it.";
        }
        foreach ((string id, string member) in inManifest.Except(inCode).Order())
        {
            yield return $"The entry '{id}' names {member}, which does not exist or does not carry [Provenance(\"{id}\")].";
        }

        foreach (string problem in ScriptsAndManifest(manifest, sources))
        {
            yield return problem;
        }

        // The same question asked of the text, which also holds what this build leaves out.
        HashSet<(string Id, string File)> listed = [.. manifest.Kernels.SelectMany(kernel => kernel.Files.Select(file => (kernel.Id, file.Path)))];
        HashSet<(string Id, string File)> found = [];
        foreach ((string path, string text) in sources)
        {
            found.UnionWith(ProvenanceAttributeText().Matches(text).Select(match => (match.Groups["id"].Value, path)));
        }
        foreach ((string id, string path) in found.Except(listed).Order())
        {
            yield return $"{path} carries [Provenance(\"{id}\")] and no entry of that id lists the file.";
        }
        foreach (string path in sources.Keys.Where(IsOfAnEngine).Except(listed.Select(pair => pair.File)))
        {
            yield return $"{path} is part of an engine and no entry lists it.";
        }
    }

    // The folders themselves hold the contract and the catalogue, and the program that writes; their folders hold the engines
    // and the scripts.
    private static bool IsOfAnEngine(string path) => IsInAFolderOf(EngineFolder, path) || IsInAFolderOf(ScriptFolder, path);

    private static bool IsInAFolderOf(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.IndexOf('/', folder.Length) >= 0;

    // The scripts that write machine code are in a program of their own, which is not loaded here: they are found in the text.
    private static IEnumerable<string> ScriptsAndManifest(Manifest manifest, Dictionary<string, string> sources)
    {
        HashSet<(string Member, string Path)> inCode = [];
        foreach ((string path, string text) in sources.Where(source => IsInAFolderOf(ScriptFolder, source.Key)))
        {
            string space = "", type = "";
            foreach (Match match in ScriptText().Matches(text))
            {
                space = match.Groups["namespace"] is { Success: true, Value: var nextSpace } ? nextSpace : space;
                type = match.Groups["class"] is { Success: true, Value: var nextType } ? nextType : type;
                if (match.Groups["method"] is { Success: true, Value: var method })
                {
                    _ = inCode.Add(($"{space}.{type}.{method}", path));
                }
            }
        }
        HashSet<(string Member, string Path)> inManifest = [.. manifest.Kernels.SelectMany(kernel => kernel.Members.Where(IsOfAScript)
            .SelectMany(member => kernel.Files.Select(file => (member, file.Path))))];
        foreach ((string member, string path) in inCode.Except(inManifest).Order())
        {
            yield return $"{path} has the script {member}, and no entry names it and lists the file.";
        }
        foreach (string member in inManifest.Select(pair => pair.Member).Except(inCode.Select(pair => pair.Member)).Order())
        {
            yield return $"An entry names the script {member}, which does not exist.";
        }
    }

    private static bool IsOfAScript(string member) => member.StartsWith(ScriptNamespace, StringComparison.Ordinal);

    private static IEnumerable<(string Id, string Member)> AttributedMembers(Assembly assembly)
    {
        const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (Type type in assembly.GetTypes())
        {
            if (type.GetCustomAttribute<ProvenanceAttribute>(inherit: false) is { } ofType)
            {
                yield return (ofType.Id, MemberName(type));
            }
            foreach (MethodInfo method in type.GetMethods(Declared))
            {
                if (method.GetCustomAttribute<ProvenanceAttribute>(inherit: false) is { } ofMethod)
                {
                    yield return (ofMethod.Id, $"{MemberName(type)}.{method.Name}");
                }
            }
        }
    }

    private static string MemberName(Type type) => GenericArity().Replace(type.FullName!, "").Replace('+', '.');

    private static IEnumerable<string> SpanHashes(Manifest manifest, string root)
    {
        foreach (IGrouping<(string Path, string Sha256), string> file in manifest.Kernels.SelectMany(kernel => kernel.Files.Select(file => (file, kernel.Id))).GroupBy(pair => (pair.file.Path, pair.file.Sha256), pair => pair.Id))
        {
            if (HashProblem(root, file.Key.Path, file.Key.Sha256) is { } problem)
            {
                yield return $"{problem} Review {string.Join(", ", file)} again, then update the hash: provenance/update-hashes {file.Key.Path}";
            }
        }
    }

    private static IEnumerable<string> Vectors(Manifest manifest, string root)
    {
        foreach (ManifestVectors vectors in manifest.Vectors)
        {
            if (HashProblem(root, vectors.File.Path, vectors.File.Sha256) is { } problem)
            {
                yield return $"{problem} Verify {vectors.Id} against its origin, then update the hash: provenance/update-hashes {vectors.File.Path}";
            }
            else if (CaseCount(root, vectors.File.Path) is var count && count != vectors.Cases)
            {
                yield return $"{vectors.File.Path} holds {count} cases and the manifest says {vectors.Cases}.";
            }
        }
        string folder = Path.Combine(root, VectorFolder);
        if (Directory.Exists(folder))
        {
            IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(path => Relative(root, path))
                .Where(path => !path.EndsWith("schema.json", StringComparison.Ordinal));
            foreach (string path in files.Except(manifest.Vectors.Select(vectors => vectors.File.Path)).Order(StringComparer.Ordinal))
            {
                yield return $"{path} is not listed.";
            }
        }
    }

    private static int CaseCount(string root, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, path)));
            return document.RootElement.GetProperty("cases").GetArrayLength();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static IEnumerable<string> Notices(Manifest manifest, string root)
    {
        string[] problems = [.. NoticesFacts(manifest, root)];
        foreach (string problem in problems)
        {
            yield return problem;
        }
        // Notices that would quote an altered licence are not worth a comparison.
        if (problems.Length == 0 && LicenseNotices.Difference(File.Exists(Path.Combine(root, LicenseNotices.RelativePath)) ? File.ReadAllBytes(Path.Combine(root, LicenseNotices.RelativePath)) : [], LicenseNotices.Generate(manifest, root)) is { } difference)
        {
            yield return $"{LicenseNotices.RelativePath} is not what the manifest generates: {difference} {LicenseNotices.HowToWrite}";
        }
    }

    // What the notices are made of: the licence and the author's words are verbatim, and the licence has a copyright line that is listed.
    private static IEnumerable<string> NoticesFacts(Manifest manifest, string root)
    {
        foreach (CarriedPackage package in manifest.Notices.CarriedByTheCommand.Where(package => manifest.Notices.TermsOfTheCarried.All(terms => terms.Licence != package.Licence)))
        {
            yield return $"{Manifest.RelativePath} has no text of the licence of {package.Package}, {package.Licence}.";
        }
        foreach (ManifestSource source in manifest.Sources)
        {
            if (source.Channel is { LicenceFile: { } licence })
            {
                if (HashProblem(root, licence.Copy, licence.Sha256) is { } problem)
                {
                    yield return $"{problem} It is the licence of '{source.Id}' and must be verbatim.";
                }
                else if (!manifest.Notices.CopyrightLines.Any(copyright => File.ReadLines(Path.Combine(root, licence.Copy)).Contains(copyright.Line)))
                {
                    yield return $"{licence.Copy} has none of the copyright lines that the manifest lists.";
                }
            }
            foreach (ManifestQuote quote in source.Quotes ?? [])
            {
                if (HashOf(quote.Verbatim) != quote.Sha256)
                {
                    yield return $"{Manifest.RelativePath} does not quote {quote.What} of '{source.Id}' verbatim (SHA-256 {quote.Sha256}).";
                }
            }
        }
    }

    private static IEnumerable<string> LicenceHeaders(Manifest manifest, Dictionary<string, string> sources)
    {
        ILookup<string, string> licences = manifest.Kernels.SelectMany(kernel => kernel.Files).ToLookup(file => file.Path, file => file.Licence);
        foreach ((string path, string text) in sources)
        {
            string[] recorded = [.. licences[path].Distinct().DefaultIfEmpty(OwnLicence)];
            string[] stated = [.. LicenceIdentifier().Matches(text).Select(match => match.Groups["id"].Value)];
            if (!stated.SequenceEqual(recorded))
            {
                yield return $"{path} states the licence '{string.Join(", ", stated)}' and the manifest '{string.Join(", ", recorded)}'.";
            }
            if (!text.Contains(OwnCopyright, StringComparison.Ordinal))
            {
                yield return $"{path} lacks the line '{OwnCopyright}'.";
            }
            if (stated.Contains(CryptogamsLicence))
            {
                if (!text.Contains(CryptogamsCopyright, StringComparison.Ordinal))
                {
                    yield return $"{path} lacks the line '{CryptogamsCopyright}'.";
                }
                if (!manifest.Sources.Any(source => NamesPin(text, source)))
                {
                    yield return $"{path} does not name the module it follows with the commit of its pin.";
                }
            }
        }
        foreach (ManifestKernel kernel in manifest.Kernels)
        {
            foreach (string id in kernel.Follows.Select(followed => followed.Source).Distinct())
            {
                ManifestSource? source = manifest.Sources.FirstOrDefault(source => source.Id == id);
                if (source is not null && !kernel.Files.Any(file => file.Licence == source.Licence && sources.TryGetValue(file.Path, out string? text) && NamesPin(text, source)))
                {
                    yield return $"No file of '{kernel.Id}' under {source.Licence} names '{id}', which the kernel follows, with the commit of its pin.";
                }
            }
        }
    }

    private static bool NamesPin(string text, ManifestSource source) =>
        source.Channel is { } channel
        && text.Contains(Path.GetFileName(channel.Path), StringComparison.Ordinal)
        && text.Contains(channel.Commit[..PinDigits], StringComparison.Ordinal);

    private static IEnumerable<string> TaintProbes(Manifest manifest, Dictionary<string, string> sources)
    {
        foreach ((string path, string text) in sources)
        {
            // A constant counts however its digits are grouped: one number, a list of bytes, either byte order.
            string digits = HexDecoration().Replace(text, "").ToLowerInvariant();
            foreach (ManifestExclusion exclusion in manifest.Exclusions)
            {
                foreach (string probe in exclusion.Probes)
                {
                    byte[] bytes = Convert.FromHexString(probe.AsSpan(2));
                    string forward = Convert.ToHexStringLower(bytes);
                    Array.Reverse(bytes);
                    string backward = Convert.ToHexStringLower(bytes);
                    if (digits.Contains(forward, StringComparison.Ordinal) || digits.Contains(backward, StringComparison.Ordinal))
                    {
                        yield return $"{path} holds the constant {probe} of the excluded '{exclusion.Id}'.";
                    }
                }
            }
        }
    }

    private static string? HashProblem(string root, string path, string sha256)
    {
        string full = Path.Combine(root, path);
        if (!File.Exists(full))
        {
            return $"{path} does not exist.";
        }
        string actual = FileHash.Of(File.ReadAllBytes(full));
        return actual == sha256 ? null : $"{path} has changed: recorded {sha256}, is {actual}.";
    }

    private static Dictionary<string, string> ReadSources(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, SourceFolder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Relative(root, path))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(root, path)));

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static string HashOf(string text) => FileHash.Of(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^\s*\[Provenance\(""(?<id>[^""]+)""\)\]", RegexOptions.Multiline)]
    private static partial Regex ProvenanceAttributeText();

    [GeneratedRegex(@"^namespace (?<namespace>[\w.]+);|^internal (?:\w+ )*class (?<class>\w+)|^    protected override void (?<method>WriteBody)\(\)", RegexOptions.Multiline)]
    private static partial Regex ScriptText();

    [GeneratedRegex(@"`\d+")]
    private static partial Regex GenericArity();

    // REUSE-IgnoreStart
    [GeneratedRegex(@"^// SPDX-License-Identifier: (?<id>.+?)\r?$", RegexOptions.Multiline)]
    // REUSE-IgnoreEnd
    private static partial Regex LicenceIdentifier();

    [GeneratedRegex(@"0x|[\s_,]", RegexOptions.IgnoreCase)]
    private static partial Regex HexDecoration();
}
