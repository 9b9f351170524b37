// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Tool.Provenance;

//
//  What is inside a package
//
//      The licences ask that their terms accompany binaries: the licence, the notices and the manifest lie in the package as
//      they lie in the repository, and nothing but the library, its documentation and these is there.
//
internal static class PackageCheck
{
    /// <summary>Where each file of the repository lies in the package.</summary>
    private static readonly (string InRepository, string InPackage)[] _carried =
    [
        ("LICENSE", "LICENSE"),
        (LicenseNotices.RelativePath, LicenseNotices.RelativePath),
        ("README.md", "README.md"),
        (Manifest.RelativePath, Manifest.RelativePath),
    ];

    private static readonly string[] _packaging = ["_rels/.rels", "[Content_Types].xml", "Vmx.Crypto.nuspec"];

    public static ManifestCheckResult Run(string root, string package)
    {
        string[] problems;
        try
        {
            problems = [.. Problems(root, package)];
        }
        catch (InvalidDataException)
        {
            problems = [$"{package} is not a package."];
        }
        return new ManifestCheckResult("package", problems.Length == 0, problems.Length == 0 ? "licence, notices and manifest are in the package as they are in the repository, and nothing else is" : string.Join('\n', problems));
    }

    private static IEnumerable<string> Problems(string root, string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        foreach ((string inRepository, string inPackage) in _carried)
        {
            ZipArchiveEntry? entry = archive.GetEntry(inPackage);
            if (entry is null)
            {
                yield return $"The package lacks {inPackage}.";
            }
            else if (inRepository != LicenseNotices.RelativePath && FileHash.Of(Read(entry)) != FileHash.Of(File.ReadAllBytes(Path.Combine(root, inRepository))))
            {
                yield return $"{inPackage} in the package is not that of the repository.";
            }
        }
        if (Manifest.TryRead(root) is Manifest manifest
            && archive.GetEntry(LicenseNotices.RelativePath) is { } notices
            && LicenseNotices.Difference(Read(notices), LicenseNotices.Generate(manifest, root)) is { } difference)
        {
            yield return $"{LicenseNotices.RelativePath} in the package is not what the manifest generates: {difference}";
        }
        foreach (string path in archive.Entries.Select(entry => entry.FullName))
        {
            bool isKnown = Array.Exists(_carried, file => file.InPackage == path) || _packaging.Contains(path)
                || path.StartsWith("package/services/metadata/", StringComparison.Ordinal)
                || (path.StartsWith("lib/", StringComparison.Ordinal) && Path.GetFileName(path) is "Vmx.Crypto.dll" or "Vmx.Crypto.xml");
            if (!isKnown)
            {
                yield return $"The package holds {path}, which nothing accounts for.";
            }
        }
        string? specification = archive.GetEntry("Vmx.Crypto.nuspec") is { } nuspec ? Encoding.UTF8.GetString(Read(nuspec)) : null;
        if (specification?.Contains("<license type=\"file\">LICENSE</license>", StringComparison.Ordinal) != true)
        {
            yield return "The package's specification does not name the file LICENSE as its licence.";
        }
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
