// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit.Reports;

//
//  The package as a CycloneDX 1.6 bill of materials
//
//      Its pedigree says what the package descends from: the pinned modules as ancestors, their pins as commits, and how each
//      kernel differs from what it follows as notes. There are no dependencies to list.
//
internal static class CycloneDxDocument
{
    public static JsonObject Create(AuditData data, Manifest manifest)
    {
        ManifestSource[] followed = [.. manifest.Sources.Where(source => source.Channel is not null)];
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = data.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["tools"] = new JsonObject
                {
                    ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["name"] = "cryptovmx", ["version"] = AuditData.Version }),
                },
                ["component"] = new JsonObject
                {
                    ["type"] = "library",
                    ["bom-ref"] = "package",
                    ["name"] = manifest.Product,
                    ["version"] = AuditData.Version,
                    ["purl"] = $"pkg:nuget/{manifest.Product}@{AuditData.Version}",
                    ["hashes"] = Hashes(data.Subject.Sha256),
                    ["licenses"] = new JsonArray(new JsonObject { ["expression"] = manifest.Licence }),
                    ["pedigree"] = new JsonObject
                    {
                        ["ancestors"] = new JsonArray([.. followed.Select(Ancestor)]),
                        ["commits"] = new JsonArray([.. followed.Select(source => source.Channel!).DistinctBy(channel => channel.Commit).Select(Commit)]),
                        ["notes"] = Notes(manifest),
                    },
                },
            },
            ["components"] = new JsonArray([.. data.SourceFiles.Select(file => Component(file, manifest))]),
        };
    }

    private static JsonNode Ancestor(ManifestSource source) => new JsonObject
    {
        ["type"] = "file",
        ["name"] = source.Channel!.Path,
        ["version"] = source.Channel.Commit,
        ["description"] = source.Title,
        ["authors"] = new JsonArray([.. source.Authors.Select(author => new JsonObject { ["name"] = author })]),
        ["hashes"] = Hashes(source.Channel.Sha256),
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["name"] = source.Licence, ["text"] = new JsonObject { ["content"] = source.Terms } } }),
        ["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "vcs", ["url"] = source.Channel.Repository }),
    };

    private static JsonNode Commit(ManifestChannel channel) => new JsonObject
    {
        ["uid"] = channel.Commit,
        ["url"] = $"{channel.Repository}/commit/{channel.Commit}",
        ["message"] = "The pin at which the ancestors were read.",
    };

    private static string Notes(Manifest manifest)
    {
        IEnumerable<string> kernels = manifest.Kernels.Where(kernel => kernel.Follows.Count != 0)
            .Select(kernel => $"{kernel.Id} follows {string.Join(", ", kernel.Follows.Select(routine => string.Create(CultureInfo.InvariantCulture, $"{routine.Source} lines {routine.FirstLine} to {routine.LastLine}")))}. {string.Join(' ', kernel.Deviations)}");
        return string.Join('\n', kernels.Prepend("Hand translations to C#; the text is new."));
    }

    private static JsonObject Component(FileLicence file, Manifest manifest)
    {
        string? hash = manifest.Kernels.SelectMany(kernel => kernel.Files).FirstOrDefault(kernelFile => kernelFile.Path == file.Path)?.Sha256;
        var component = new JsonObject
        {
            ["type"] = "file",
            ["bom-ref"] = file.Path,
            ["name"] = file.Path,
            ["licenses"] = new JsonArray(new JsonObject { ["expression"] = file.Licence }),
            ["copyright"] = file.Copyright,
        };
        if (hash is not null)
        {
            component["hashes"] = Hashes(hash);
        }
        return component;
    }

    private static JsonArray Hashes(string sha256) => new(new JsonObject { ["alg"] = "SHA-256", ["content"] = sha256 });
}
