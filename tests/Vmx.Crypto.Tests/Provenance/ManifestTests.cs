// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using NJsonSchema;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Provenance;

//
//  The manifest holds on this checkout, and every check of it fails on a copy in which what it guards was changed.
//
//      A copy gets a vector file of the tests' own. Its kernels are the library's, because the checks ask the library that
//      is loaded.
//
public sealed class ManifestTests : IDisposable
{
    private const string VectorPath = "vectors/of-the-tests.json";

    private readonly string _folder = Directory.CreateTempSubdirectory("vmx-provenance-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Manifest_validates_against_its_schema()
    {
        JsonSchema schema = await Schema();
        string manifest = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Manifest.RelativePath), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(manifest));
    }

    [Theory]
    [InlineData("sources", "kind", "rumour")]
    [InlineData("sources", "id", "Upper Case")]
    [InlineData("kernels", "kind", "borrowed")]
    [InlineData("kernels", "id", "")]
    [InlineData("exclusions", "commit", "3d3a7ecd1a")]
    [InlineData("claims", "verdict", "likely")]
    public async Task Schema_refuses_a_wrong_value(string list, string member, string value)
    {
        JsonSchema schema = await Schema();
        JsonNode manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Manifest.RelativePath), TestContext.Current.CancellationToken))!;
        manifest[list]![0]![member] = value;
        Assert.NotEmpty(schema.Validate(manifest.ToJsonString()));
    }

    [Fact]
    public void Every_check_holds_on_the_checkout()
    {
        IReadOnlyList<ManifestCheckResult> results = ManifestCheck.Run(Repository.Root);
        Assert.Equal(
            ["schema-shape", "cross-references", "code-and-manifest", "span-hashes", "vectors", "notices", "licence-headers", "taint-probes"],
            results.Select(result => result.Id));
        Assert.All(results, result => Assert.True(result.Passed, $"{result.Id}:\n{result.Detail}"));
    }

    [Fact]
    public void Untouched_copy_passes()
    {
        Prepare();
        Assert.All(ManifestCheck.Run(_folder), result => Assert.True(result.Passed, $"{result.Id}:\n{result.Detail}"));
    }

    [Fact]
    public void Missing_manifest_is_one_failed_check()
    {
        ManifestCheckResult result = Assert.Single(ManifestCheck.Run(_folder));
        Assert.False(result.Passed);
        Assert.Equal("schema-shape", result.Id);
    }

    [Fact]
    public void Unknown_member_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["sources"]![0]!["licens"] = "BSD-3-Clause");
        Assert.Equal("schema-shape", Assert.Single(ManifestCheck.Run(_folder)).Id);
    }

    [Fact]
    public void Reference_to_an_unlisted_source_fails()
    {
        Prepare();
        EditManifest(manifest => KernelEntry(manifest)["references"] = new JsonArray(new JsonObject { ["source"] = "nowhere", ["section"] = "1" }));
        AssertOnlyFailure("cross-references", "'nowhere'");
    }

    [Fact]
    public void Id_used_twice_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["claims"]![1]!["id"] = manifest["claims"]![0]!["id"]!.DeepClone());
        AssertOnlyFailure("cross-references", "used 2 times");
    }

    [Fact]
    public void Entry_without_its_attribute_fails()
    {
        Prepare();
        EditManifest(manifest => KernelEntry(manifest)["members"]!.AsArray().Add("Vmx.Crypto.Engines.NoSuchKernel"));
        AssertOnlyFailure("code-and-manifest", "Vmx.Crypto.Engines.NoSuchKernel");
    }

    [Fact]
    public void Kernel_without_its_entry_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["kernels"]!.AsArray().RemoveAt(0));
        AssertFailure("code-and-manifest", "no entry of that id names it");
    }

    [Fact]
    public void Source_text_without_an_entry_fails()
    {
        Prepare();
        AppendTo("src/Vmx.Crypto/Error.cs", "[Provenance(\"unrecorded-kernel\")]\ninternal sealed class UnrecordedKernel;\n");
        AssertOnlyFailure("code-and-manifest", "unrecorded-kernel");
    }

    [Fact]
    public void Engine_file_without_an_entry_fails()
    {
        Prepare();
        string path = "src/Vmx.Crypto/Engines/Portable/Unrecorded.cs";
        File.Copy(Path.Combine(_folder, "src/Vmx.Crypto/Error.cs"), Path.Combine(_folder, path));
        AssertOnlyFailure("code-and-manifest", path);
    }

    [Fact]
    public void Script_without_its_entry_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["kernels"]!.AsArray().Single(kernel => (string?)kernel!["id"] == "vaes-ctr")!["members"] = new JsonArray("Vmx.Crypto.Perlasm.X64.NoSuchKernel.WriteBody"));
        AssertOnlyFailure("code-and-manifest", "src/Vmx.Crypto.Perlasm/X64/CtrKernel.cs has the script Vmx.Crypto.Perlasm.X64.CtrKernel.WriteBody, and no entry");
        AssertOnlyFailure("code-and-manifest", "Vmx.Crypto.Perlasm.X64.NoSuchKernel.WriteBody, which does not exist");
    }

    [Fact]
    public void Script_file_without_an_entry_fails()
    {
        Prepare();
        string path = "src/Vmx.Crypto.Perlasm/X64/Unrecorded.cs";
        File.Copy(Path.Combine(_folder, "src/Vmx.Crypto/Error.cs"), Path.Combine(_folder, path));
        AssertOnlyFailure("code-and-manifest", path);
    }

    [Fact]
    public void Engine_without_a_kernel_fails()
    {
        Prepare();
        EditManifest(manifest =>
        {
            foreach (JsonNode? kernel in manifest["kernels"]!.AsArray())
            {
                kernel!["engines"] = new JsonArray("AesNi");
            }
        });
        AssertOnlyFailure("cross-references", "No kernel names the engine 'Portable'");
    }

    [Fact]
    public void Changed_span_fails()
    {
        Prepare();
        AppendTo(Kernel().Files[0].Path, "// one more line\n");
        AssertOnlyFailure("span-hashes", $"Review {Kernel().Id} again");
    }

    [Fact]
    public void Line_ends_of_the_checkout_do_not_matter()
    {
        Prepare();
        string path = Path.Combine(_folder, Kernel().Files[0].Path);
        File.WriteAllText(path, File.ReadAllText(path).ReplaceLineEndings("\r\n"));
        Assert.True(Find("span-hashes").Passed);
    }

    [Fact]
    public void Altered_vector_fails()
    {
        Prepare();
        AppendTo(VectorPath, " ");
        AssertOnlyFailure("vectors", VectorPath);
    }

    [Fact]
    public void Wrong_number_of_cases_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["vectors"]!.AsArray()[^1]!["cases"] = 3);
        AssertOnlyFailure("vectors", "holds 2 cases and the manifest says 3");
    }

    [Fact]
    public void Unlisted_vector_file_fails()
    {
        Prepare();
        File.WriteAllText(Path.Combine(_folder, "vectors", "unlisted.json"), "{}");
        AssertOnlyFailure("vectors", "vectors/unlisted.json is not listed");
    }

    [Fact]
    public void Altered_licence_text_fails()
    {
        Prepare();
        AppendTo("LICENSES/LicenseRef-CRYPTOGAMS.txt", "and so on\n");
        AssertOnlyFailure("notices", "must be verbatim");
    }

    [Fact]
    public void The_licence_is_the_one_that_was_published()
    {
        ManifestSource[] followed = [.. Manifest.Read(Repository.Root).Sources.Where(source => source.Channel is not null)];
        Assert.NotEmpty(followed);
        Assert.All(followed, source => Assert.Equal("c2e940a0b67954b8e9284d34adb38ae55ffa38219bc879f0d8dd96cd06318526", source.Channel!.LicenceFile.Sha256));
    }

    [Theory]
    [InlineData("Redistributions of source code must", "Redistributions of source code should")]
    [InlineData("# Written by Andy Polyakov <appro", "# Written by A. Polyakov <appro")]
    [InlineData("`openssl-aes-gcm-ppc`", "`something-else`")]
    [InlineData("is not\nexercised.", "is not exercised.")]
    [InlineData("\n## Known answers", "\n\n## Known answers")]
    [InlineData("\n", "\r\n")]
    public void Altered_notices_fail(string original, string altered)
    {
        Prepare();
        string path = Path.Combine(_folder, LicenseNotices.RelativePath);
        string notices = File.ReadAllText(path);
        Assert.Contains(original, notices, StringComparison.Ordinal);
        File.WriteAllText(path, notices.Replace(original, altered, StringComparison.Ordinal));
        AssertOnlyFailure("notices", "is not what the manifest generates: line ");
    }

    [Fact]
    public void Missing_notices_fail()
    {
        Prepare();
        File.Delete(Path.Combine(_folder, LicenseNotices.RelativePath));
        AssertOnlyFailure("notices", "is not what the manifest generates: line 1 ");
    }

    // Every fact of the notices is the manifest's: a changed one shows until the notices are written anew.
    [Theory]
    [InlineData("licence")]
    [InlineData("notices/exercised")]
    [InlineData("notices/notReliedOn")]
    [InlineData("notices/channel")]
    [InlineData("notices/changes")]
    [InlineData("notices/notEndorsing/0")]
    [InlineData("notices/copyrightLines/1/line")]
    [InlineData("notices/copyrightLines/1/seen")]
    [InlineData("notices/carriedByTheCommand/0/use")]
    [InlineData("notices/termsOfTheCarried/1/text/0")]
    [InlineData("notices/carriedByTheCommand/0/copyright")]
    [InlineData("sources/0/channel/blob")]
    [InlineData("sources/0/channel/acquired")]
    [InlineData("sources/0/channel/licenceFile/blob")]
    [InlineData("sources/0/corroboration/0/shows")]
    [InlineData("sources/2/terms")]
    [InlineData("vectors/0/terms")]
    [InlineData("vectors/0/origin")]
    [InlineData("thirdParty/0/terms")]
    [InlineData("exclusions/0/reason")]
    [InlineData("exclusions/0/licence")]
    public void A_fact_that_changed_fails_until_the_notices_are_written_anew(string path)
    {
        Prepare();
        EditManifest(manifest =>
        {
            JsonNode node = path.Split('/').Aggregate(manifest, (parent, step) => parent is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : parent[step]!);
            node.ReplaceWith((string)node! + "0");
        });
        AssertOnlyFailure("notices", "is not what the manifest generates: line ");
        WriteNotices();
        Assert.True(Find("notices").Passed);
    }

    [Fact]
    public void Author_s_words_that_are_not_verbatim_fail()
    {
        Prepare();
        EditManifest(manifest => manifest["sources"]![0]!["quotes"]![0]!["text"]![1] = "# Written by A. Polyakov for the OpenSSL");
        WriteNotices();
        AssertOnlyFailure("notices", "does not quote the author's block of 'cryptogams-aesp8' verbatim");
    }

    [Fact]
    public void A_licence_without_a_listed_copyright_line_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["notices"]!["copyrightLines"]!.AsArray().RemoveAt(0));
        WriteNotices();
        AssertOnlyFailure("notices", "none of the copyright lines");
    }

    [Fact]
    public void A_carried_package_without_the_text_of_its_licence_fails()
    {
        Prepare();
        EditManifest(manifest => manifest["notices"]!["termsOfTheCarried"]!.AsArray().RemoveAt(1));
        WriteNotices();
        AssertOnlyFailure("notices", "no text of the licence of libsodium, ISC");
    }

    // What the command is packed with is what its project restores; its own projects are in no list of others' works.
    [Fact]
    public void Every_package_that_the_command_carries_is_named()
    {
        JsonNode locked = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src/Vmx.Crypto.Tool/packages.lock.json")))!;
        IEnumerable<string> carried = locked["dependencies"]!["net10.0"]!.AsObject().Where(package => (string?)package.Value!["type"] != "Project").Select(package => package.Key);
        Assert.Equal(carried.Order(StringComparer.Ordinal), Manifest.Read(Repository.Root).Notices.CarriedByTheCommand.Select(package => package.Package).Order(StringComparer.Ordinal));
    }

    // REUSE-IgnoreStart
    [Theory]
    [InlineData("// SPDX-License-Identifier: BSD-3-Clause", "// SPDX-License-Identifier: MIT")]
    [InlineData("// SPDX-License-Identifier: BSD-3-Clause", "// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS")]
    [InlineData("// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors", "//")]
    // REUSE-IgnoreEnd
    public void Header_that_disagrees_fails(string original, string altered)
    {
        Prepare();
        string path = Path.Combine(_folder, "src/Vmx.Crypto/Error.cs");
        File.WriteAllText(path, File.ReadAllText(path).Replace(original, altered, StringComparison.Ordinal));
        AssertOnlyFailure("licence-headers", "src/Vmx.Crypto/Error.cs");
    }

    [Theory]
    [InlineData("2006-2017 CRYPTOGAMS by", "nobody", "lacks the line")]
    [InlineData("9444b2d53bae", "the tip", "with the commit of its pin")]
    public void Translation_without_its_header_fails(string original, string altered, string problem)
    {
        Prepare();
        string path = Path.Combine(_folder, Manifest.Read(_folder).Kernels.First(kernel => kernel.Kind == "translated").Files[0].Path);
        File.WriteAllText(path, File.ReadAllText(path).Replace(original, altered, StringComparison.Ordinal));
        AssertFailure("licence-headers", problem);
    }

    [Theory]
    [InlineData("0x0f102132")]
    [InlineData("0x4354_6576")]
    [InlineData("0x87, 0x98, 0xA9, 0xBA")]
    [InlineData("0xFE, 0xED, 0xDC, 0xCB")]
    public void Constant_of_an_excluded_work_fails(string constant)
    {
        Prepare();
        AppendTo("src/Vmx.Crypto/Error.cs", $"// {constant}\n");
        AssertOnlyFailure("taint-probes", "src/Vmx.Crypto/Error.cs");
    }

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "provenance/manifest.schema.json"), TestContext.Current.CancellationToken);

    private void Prepare()
    {
        Repository.CopyTo(_folder);
        string path = Path.Combine(_folder, VectorPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{ \"cases\": [ 1, 2 ] }");
        EditManifest(manifest => manifest["vectors"]!.AsArray().Add(JsonNode.Parse($$"""
            {
              "id": "of-the-tests",
              "file": { "path": "{{VectorPath}}", "sha256": "{{FileHash.Of(File.ReadAllBytes(path))}}" },
              "origin": "the tests", "terms": "BSD-3-Clause", "cases": 2, "exclusions": []
            }
            """)));
        WriteNotices();
    }

    private void WriteNotices() =>
        File.WriteAllText(Path.Combine(_folder, LicenseNotices.RelativePath), LicenseNotices.Generate(Manifest.Read(_folder), _folder));

    private void EditManifest(Action<JsonNode> edit)
    {
        string path = Path.Combine(_folder, Manifest.RelativePath);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private void AppendTo(string path, string text) => File.AppendAllText(Path.Combine(_folder, path), text);

    private ManifestKernel Kernel() => Manifest.Read(_folder).Kernels[0];

    private static JsonNode KernelEntry(JsonNode manifest) => manifest["kernels"]![0]!;

    private ManifestCheckResult Find(string id) => ManifestCheck.Run(_folder).Single(result => result.Id == id);

    private void AssertFailure(string id, string problem)
    {
        ManifestCheckResult result = Find(id);
        Assert.False(result.Passed);
        Assert.Contains(problem, result.Detail, StringComparison.Ordinal);
    }

    private void AssertOnlyFailure(string id, string problem)
    {
        ManifestCheckResult failed = Assert.Single(ManifestCheck.Run(_folder), result => !result.Passed);
        Assert.Equal(id, failed.Id);
        Assert.Contains(problem, failed.Detail, StringComparison.Ordinal);
    }
}
