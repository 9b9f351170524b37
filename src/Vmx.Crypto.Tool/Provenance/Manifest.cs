// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Provenance;

//
//  provenance/manifest.json in memory
//
//      The words and their meanings are in provenance/manifest.schema.json, beside it. Reading is strict: a member that is
//      missing, null or not known is an error, so that a misspelt one is never passed over.
//
internal sealed record Manifest(
    [property: JsonPropertyName("$schema")] string Schema,
    string Product,
    string Licence,
    ManifestNotices Notices,
    IReadOnlyList<ManifestSource> Sources,
    IReadOnlyList<ManifestKernel> Kernels,
    IReadOnlyList<ManifestVectors> Vectors,
    IReadOnlyList<ManifestMutant> Mutants,
    IReadOnlyList<ManifestThirdParty> ThirdParty,
    IReadOnlyList<ManifestExclusion> Exclusions,
    IReadOnlyList<ManifestClaim> Claims)
{
    /// <summary>Where the manifest is in the repository.</summary>
    public const string RelativePath = "provenance/manifest.json";

    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the manifest of a checkout. Throws <see cref="IOException"/> or <see cref="JsonException"/>.</summary>
    public static Manifest Read(string repositoryRoot)
    {
        using FileStream stream = File.OpenRead(Path.Combine(repositoryRoot, RelativePath));
        return JsonSerializer.Deserialize<Manifest>(stream, _options) ?? throw new JsonException("The manifest is null.");
    }

    /// <summary>The same, or null where it cannot be read: the checks say why.</summary>
    public static Manifest? TryRead(string repositoryRoot)
    {
        try
        {
            return Read(repositoryRoot);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

internal sealed record ManifestNotices(
    IReadOnlyList<CopyrightLine> CopyrightLines,
    string Channel,
    string Exercised,
    string NotReliedOn,
    string Changes,
    IReadOnlyList<string> NotEndorsing,
    IReadOnlyList<CarriedPackage> CarriedByTheCommand,
    IReadOnlyList<LicenceTerms> TermsOfTheCarried);

internal sealed record CopyrightLine(string Line, string Seen);

internal sealed record CarriedPackage(string Package, string Use, string Licence, string Copyright);

internal sealed record LicenceTerms(string Licence, IReadOnlyList<string> Text);

internal sealed record ManifestSource(
    string Id,
    string Title,
    string Kind,
    IReadOnlyList<string> Authors,
    string Licence,
    string Terms,
    string Basis,
    string Confidence,
    string UsedFor,
    ManifestChannel? Channel = null,
    IReadOnlyList<ManifestQuote>? Quotes = null,
    IReadOnlyList<ManifestPin>? Corroboration = null);

internal sealed record ManifestChannel(
    string Repository,
    string Commit,
    string Path,
    string Blob,
    string Sha256,
    string Acquired,
    ManifestLicenceFile LicenceFile);

internal sealed record ManifestLicenceFile(string Path, string Blob, string Sha256, string Copy);

internal sealed record ManifestQuote(string What, int FirstLine, IReadOnlyList<string> Text, string Sha256)
{
    /// <summary>The lines as the file has them.</summary>
    [JsonIgnore]
    public string Verbatim => string.Concat(Text.Select(line => line + "\n"));
}

internal sealed record ManifestPin(string Repository, string Commit, string Path, string Blob, string Sha256, string Shows);

internal sealed record ManifestKernel(
    string Id,
    IReadOnlyList<string> Engines,
    string Kind,
    IReadOnlyList<string> Members,
    IReadOnlyList<KernelFile> Files,
    IReadOnlyList<FollowedRoutine> Follows,
    IReadOnlyList<CitedSection> References,
    string Method,
    IReadOnlyList<string> Deviations,
    IReadOnlyList<string> Vectors,
    IReadOnlyList<string> Paths)
{
    /// <summary>The licence expression of all its files together.</summary>
    [JsonIgnore]
    public string Licence => string.Join(" AND ", Files.Select(file => file.Licence).Distinct().Order(StringComparer.Ordinal));
}

internal sealed record KernelFile(string Path, string Sha256, string Licence);

internal sealed record FollowedRoutine(string Source, IReadOnlyList<string> Labels, int FirstLine, int LastLine);

internal sealed record CitedSection(string Source, string Section);

internal sealed record ManifestVectors(
    string Id,
    FileHash File,
    string Origin,
    string Terms,
    int Cases,
    IReadOnlyList<VectorExclusion> Exclusions);

internal sealed record VectorExclusion(string What, string Reason);

internal sealed record ManifestMutant(string Id, string What, string History, string KilledBy);

internal sealed record ManifestThirdParty(
    string Id,
    string What,
    IReadOnlyList<FileHash> Files,
    string Repository,
    string Commit,
    string Licence,
    string Terms);

internal sealed record ManifestExclusion(
    string Id,
    string What,
    string Repository,
    string Commit,
    string Licence,
    string Reason,
    IReadOnlyList<string> Probes);

internal sealed record ManifestClaim(
    string Id,
    string Statement,
    string By,
    string Where,
    string Date,
    string Verdict,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<ManifestAssertion>? Asserts = null);

internal sealed record ManifestAssertion(string Path, string Author, IReadOnlyList<string> Others);

/// <summary>A file and the SHA-256 of its bytes without carriage returns, so that it does not depend on the checkout.</summary>
internal sealed record FileHash(string Path, string Sha256)
{
    /// <summary>The hash as the manifest records it.</summary>
    public static string Of(byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData(Array.FindAll(content, octet => octet != '\r')));
}
