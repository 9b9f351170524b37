// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit.Reports;

//
//  The package as an SPDX 2.3 document
//
//      SPDX has no relationship for a translation. DESCENDANT_OF says that a kernel's file is of the lineage of a pinned
//      module; its comment says that it is a translation by hand, and where the record is. Vectors are TEST_CASE_OF the
//      package. The licence that SPDX does not list is in the document in full.
//
internal static partial class SpdxDocument
{
    private const string DocumentId = "SPDXRef-DOCUMENT";
    private const string PackageId = "SPDXRef-Package";
    private const string None = "NOASSERTION";

    public static JsonObject Create(AuditData data, Manifest manifest)
    {
        ManifestSource[] followed = [.. manifest.Sources.Where(source => source.Channel is not null)];
        FileLicence[] sources = [.. data.SourceFiles];
        return new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = DocumentId,
            ["name"] = $"{manifest.Product}-{AuditData.Version}",
            ["documentNamespace"] = $"https://spdx.org/spdxdocs/{manifest.Product}-{AuditData.Version}-{data.Subject.Sha256}",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = data.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["creators"] = new JsonArray($"Tool: cryptovmx-{AuditData.Version}"),
            },
            ["hasExtractedLicensingInfos"] = new JsonArray([.. ExtractedLicences(followed)]),
            ["packages"] = new JsonArray([Package(data, manifest), .. followed.Select(Upstream)]),
            ["files"] = new JsonArray([.. sources.Select(file => Source(file, manifest)), .. manifest.Vectors.Select(Vectors)]),
            ["relationships"] = new JsonArray([.. Relationships(manifest, followed, sources)]),
        };
    }

    private static JsonObject Package(AuditData data, Manifest manifest) => new JsonObject
    {
        ["SPDXID"] = PackageId,
        ["name"] = manifest.Product,
        ["versionInfo"] = AuditData.Version,
        ["downloadLocation"] = None,
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = manifest.Licence,
        ["licenseDeclared"] = manifest.Licence,
        ["copyrightText"] = string.Join('\n', data.SourceFiles.Select(file => file.Copyright).OfType<string>().SelectMany(holders => holders.Split("; ")).Distinct().Order(StringComparer.Ordinal)),
        ["checksums"] = Checksums(data.Subject.Sha256),
        ["comment"] = $"The checksum is that of {data.Subject.Name}.",
    };

    private static JsonNode Upstream(ManifestSource source) => new JsonObject
    {
        ["SPDXID"] = SourceId(source.Id),
        ["name"] = source.Channel!.Path,
        ["versionInfo"] = source.Channel.Commit,
        ["downloadLocation"] = $"git+{source.Channel.Repository}@{source.Channel.Commit}#{source.Channel.Path}",
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = source.Licence,
        ["licenseDeclared"] = source.Licence,
        ["licenseComments"] = source.Terms,
        ["copyrightText"] = None,
        ["originator"] = $"Person: {source.Authors[0]}",
        ["checksums"] = Checksums(source.Channel.Sha256),
        ["comment"] = $"Git blob {source.Channel.Blob}, obtained on {source.Channel.Acquired}. Basis: {source.Basis}; confidence: {source.Confidence}.",
    };

    private static JsonObject Source(FileLicence file, Manifest manifest)
    {
        KernelFile? kernel = manifest.Kernels.SelectMany(entry => entry.Files).FirstOrDefault(entry => entry.Path == file.Path);
        return File(file.Path, "SOURCE", kernel?.Sha256, file.Licence, file.Copyright);
    }

    private static JsonNode Vectors(ManifestVectors vectors)
    {
        JsonObject file = File(vectors.File.Path, "TEXT", vectors.File.Sha256, null, null);
        file["comment"] = $"{vectors.Origin} {vectors.Terms}";
        return file;
    }

    // SPDX asks for the SHA-1 of every file; where only the record's SHA-256 is meaningful, the former is computed beside it.
    private static JsonObject File(string path, string type, string? recorded, string? licence, string? copyright)
    {
        byte[] content = System.IO.File.ReadAllBytes(Path.Combine(Checkout.FindRoot()!, path));
        var file = new JsonObject
        {
            ["SPDXID"] = FileId(path),
            ["fileName"] = $"./{path}",
            ["fileTypes"] = new JsonArray(type),
            ["checksums"] = new JsonArray(Checksum("SHA1", Sha1(content)), Checksum("SHA256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)))),
            ["licenseConcluded"] = licence ?? None,
            ["licenseInfoInFiles"] = new JsonArray([.. licence is null ? [(JsonNode)None] : FileLicences.Identifiers(licence).Select(id => (JsonNode)id)]),
            ["copyrightText"] = copyright ?? None,
        };
        if (recorded is not null)
        {
            file["comment"] = $"Recorded in the manifest with the SHA-256 {recorded} of its content without carriage returns.";
        }
        return file;
    }

    private static IEnumerable<JsonNode> Relationships(Manifest manifest, ManifestSource[] followed, FileLicence[] sources)
    {
        yield return Relationship(DocumentId, "DESCRIBES", PackageId, null);
        foreach (ManifestSource source in followed)
        {
            yield return Relationship(PackageId, "DESCENDANT_OF", SourceId(source.Id), "Some kernels are translations by hand; see the files.");
        }
        foreach (FileLicence file in sources)
        {
            yield return Relationship(PackageId, "GENERATED_FROM", FileId(file.Path), null);
        }
        foreach (ManifestKernel kernel in manifest.Kernels)
        {
            IEnumerable<string> paths = kernel.Files.Where(file => kernel.Follows.Any(routine => manifest.Sources.Any(source => source.Id == routine.Source && source.Licence == file.Licence))).Select(file => file.Path);
            foreach ((string path, string source) in paths.SelectMany(path => kernel.Follows.Select(routine => routine.Source).Distinct().Select(source => (path, source))))
            {
                yield return Relationship(FileId(path), "DESCENDANT_OF", SourceId(source), $"A translation by hand; entry '{kernel.Id}' of {Manifest.RelativePath} names routines and lines.");
            }
        }
        foreach (ManifestVectors vectors in manifest.Vectors)
        {
            yield return Relationship(FileId(vectors.File.Path), "TEST_CASE_OF", PackageId, null);
        }
    }

    private static IEnumerable<JsonNode> ExtractedLicences(ManifestSource[] followed) =>
        followed.DistinctBy(source => source.Licence).Select(source => new JsonObject
        {
            ["licenseId"] = source.Licence,
            ["name"] = source.Licence["LicenseRef-".Length..],
            ["extractedText"] = System.IO.File.ReadAllText(Path.Combine(Checkout.FindRoot()!, source.Channel!.LicenceFile.Copy), Encoding.UTF8),
        });

    private static JsonObject Relationship(string from, string type, string to, string? comment)
    {
        var relationship = new JsonObject { ["spdxElementId"] = from, ["relationshipType"] = type, ["relatedSpdxElement"] = to };
        if (comment is not null)
        {
            relationship["comment"] = comment;
        }
        return relationship;
    }

    private static JsonArray Checksums(string sha256) => new(Checksum("SHA256", sha256));

    private static JsonObject Checksum(string algorithm, string value) => new() { ["algorithm"] = algorithm, ["checksumValue"] = value };

#pragma warning disable CA5350 // SPDX 2.3 identifies files by SHA-1; the SHA-256 stands beside it.
    private static string Sha1(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(content));
#pragma warning restore CA5350

    private static string SourceId(string id) => $"SPDXRef-Source-{id}";

    private static string FileId(string path) => $"SPDXRef-File-{ForbiddenPattern().Replace(path, "-")}";

    [GeneratedRegex(@"[^A-Za-z0-9.-]")]
    private static partial Regex ForbiddenPattern();
}
