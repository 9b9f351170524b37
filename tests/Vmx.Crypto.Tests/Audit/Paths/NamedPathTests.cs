// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>The manifest's words for paths are ones that have a meaning, and a kernel's vectors call it so.</summary>
public sealed class NamedPathTests
{
    private static readonly Lazy<Manifest> _manifest = new(() => Manifest.Read(Repository.Root));

    private static readonly Lazy<Dictionary<string, IReadOnlyCollection<EngineCall>>> _calls = new(() =>
        _manifest.Value.Vectors.ToDictionary(vectors => vectors.Id, vectors => RecordedEngine.CallsOf(Path.Combine(Repository.Root, vectors.File.Path))));

    [Fact]
    public void Vectors_make_the_calls_that_the_named_paths_take() => Assert.All(_manifest.Value.Kernels, kernel =>
        Assert.Equal(kernel.Paths, NamedPaths.Reached(kernel, kernel.Vectors.SelectMany(vectors => _calls.Value[vectors]), allBlocksReached: true)));

    [Fact]
    public void Every_meaning_is_of_a_path_that_the_manifest_names() =>
        Assert.Equal(NamedPaths.Known.Order(StringComparer.Ordinal), _manifest.Value.Kernels.SelectMany(kernel => kernel.Paths).Distinct().Order(StringComparer.Ordinal));

    // NIST's and IEEE's own figures are of a few blocks.
    [Theory]
    [InlineData("vaes-ctr", "loop of eight registers", "sp-800-38a-ctr")]
    [InlineData("vaes-ctr", "calls that end where the counter wraps at 2^32, after the loop and in the tail", "rfc-3686-ctr")]
    [InlineData("vaes-gcm", "batches of sixteen registers", "generated-gcm")]
    [InlineData("vaes-xts", "loop of eight registers", "ieee-1619-xts")]
    [InlineData("vaes-cbc-encrypt-many", "sixteen and thirty-two lanes", "sp-800-38a-cbc")]
    public void Fewer_vectors_do_not_reach(string id, string path, string vectors)
    {
        ManifestKernel kernel = _manifest.Value.Kernels.Single(kernel => kernel.Id == id);
        Assert.DoesNotContain(path, NamedPaths.Reached(kernel, _calls.Value[vectors], allBlocksReached: true));
    }
}
