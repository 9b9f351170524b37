// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Vmx.Crypto.Tests.KnownAnswers;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

/// <summary>The checks of every file's licence and of a package fail on what they guard against.</summary>
public sealed class LicensingCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_of_the_checkout_has_a_licence_and_a_holder() =>
        Assert.Empty(FileLicences.Problems(Repository.Root, FileLicences.Read(Repository.Root), Manifest.Read(Repository.Root)));

    // REUSE-IgnoreStart
    [Theory]
    [InlineData("a.cs", "int a;\n", "a.cs has no licence")]
    [InlineData("a.cs", "// SPDX-License-Identifier: MIT\n", "a.cs has no copyright holder")]
    [InlineData("a.cs", "// SPDX-FileCopyrightText: 2026 Ann\n// SPDX-License-Identifier: MIT\n", "LICENSES/MIT.txt does not exist")]
    [InlineData("LICENSES/MIT.txt", "text", "No file is under the licence of LICENSES/MIT.txt")]
    public void A_file_that_says_too_little_is_a_problem(string path, string content, string problem)
    {
        _folder.Write(path, content);
        Assert.Contains(FileLicences.Problems(_folder.Path, FileLicences.Read(_folder.Path), null), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_speaks_for_what_has_no_header_and_the_last_pattern_counts()
    {
        _folder.Write("LICENSES/MIT.txt", "text");
        _folder.Write("LICENSES/ISC.txt", "text");
        _folder.Write(".reuse/dep5", "Format: x\n\nFiles: *.json\nCopyright: 2026 Ann\n           2025 Bob\nLicense: MIT\n\nFiles: data/*\nCopyright: 2026 Ann\nLicense: ISC\n");
        _folder.Write("a.json", "{}");
        _folder.Write("data/deep/b.json", "{}");
        FileLicence[] files = [.. FileLicences.Read(_folder.Path)];
        Assert.Equal(new FileLicence("a.json", "MIT", "2026 Ann; 2025 Bob", IsFromHeader: false), files.Single(file => file.Path == "a.json"));
        Assert.Equal("ISC", files.Single(file => file.Path == "data/deep/b.json").Licence);
        Assert.Empty(FileLicences.Problems(_folder.Path, files, null));
    }
    // REUSE-IgnoreEnd

    [Fact]
    public void A_changed_file_of_others_is_a_problem()
    {
        Manifest manifest = Manifest.Read(Repository.Root);
        FileHash file = manifest.ThirdParty[0].Files[0];
        _folder.Write(file.Path, File.ReadAllText(Path.Combine(Repository.Root, file.Path)) + "\n");
        Assert.Contains(FileLicences.Problems(_folder.Path, FileLicences.Read(_folder.Path), manifest), problem => problem.Contains("has changed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_with_all_that_belongs_there_passes() => Assert.True(CheckPackage(archive => { }).Passed);

    [Theory]
    [InlineData("LICENSE-NOTICES.md", null, "lacks LICENSE-NOTICES.md")]
    [InlineData("LICENSE-NOTICES.md", "something else", "is not what the manifest generates: line 1 ")]
    [InlineData("LICENSE", "something else", "is not that of the repository")]
    [InlineData("provenance/manifest.json", "{}", "is not that of the repository")]
    [InlineData("lib/net10.0/libcrypto.so", "native", "which nothing accounts for")]
    [InlineData("Vmx.Crypto.nuspec", "<license type=\"expression\">MIT</license>", "does not name the file LICENSE")]
    public void A_package_that_is_otherwise_fails(string path, string? content, string problem)
    {
        ManifestCheckResult result = CheckPackage(archive =>
        {
            archive.GetEntry(path)?.Delete();
            if (content is not null)
            {
                Write(archive, path, content);
            }
        });
        Assert.False(result.Passed);
        Assert.Contains(problem, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_package_fails()
    {
        string path = _folder.Write("a.nupkg", "not a package");
        Assert.False(PackageCheck.Run(Repository.Root, path).Passed);
    }

    private ManifestCheckResult CheckPackage(Action<ZipArchive> edit)
    {
        string path = Path.Combine(_folder.Path, "Vmx.Crypto.nupkg");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (string name in new[] { "LICENSE", "LICENSE-NOTICES.md", "README.md", Manifest.RelativePath })
            {
                Write(archive, name, File.ReadAllText(Path.Combine(Repository.Root, name)));
            }
            Write(archive, "Vmx.Crypto.nuspec", "<license type=\"file\">LICENSE</license>");
            Write(archive, "lib/net10.0/Vmx.Crypto.dll", "library");
        }
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            edit(archive);
        }
        return PackageCheck.Run(Repository.Root, path);
    }

    private static void Write(ZipArchive archive, string path, string content)
    {
        using StreamWriter writer = new(archive.CreateEntry(path).Open());
        writer.Write(content);
    }
}
