// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using NJsonSchema;
using NJsonSchema.Validation;
using Vmx.Crypto.Tests.Differential;
using Vmx.Crypto.VectorGenerator;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>What every vector file must be: as the schema says, complete, small, and made again with the same bytes.</summary>
public sealed class VectorFileTests
{
    private const long MaximumFileSize = 1 << 20;
    private const long MaximumFolderSize = 5 << 19;

    /// <summary>Every set there has to be, and its least number of cases.</summary>
    public static TheoryData<string, int> Sets => new()
    {
        { "fips-197-key-expansion", 3 },
        { "fips-197-cipher", 4 },
        { "sp-800-38a-ecb", 6 },
        { "sp-800-38a-cbc", 6 },
        { "sp-800-38a-ctr", 6 },
        { "ieee-1619-xts", 19 },
        { "rfc-3686-ctr", 9 },
        { "gcm-paper", 18 },
        { "gcm-paper-ghash", 18 },
        { "rfc-8452-ghash", 2 },
        { "generated-ecb", 40 },
        { "generated-cbc", 120 },
        { "generated-cbc-padding", 150 },
        { "generated-ctr", 160 },
        { "generated-ctr-wrap", 150 },
        { "generated-xts-128", 320 },
        { "generated-xts-256", 140 },
        { "generated-xts-data-units", 30 },
        { "generated-gcm", 180 },
        { "generated-gcm-nonces-tags", 40 },
        { "generated-gcm-counter-wrap", 16 },
        { "generated-gcm-short-counter-wrap", 36 },
        { "generated-gcm-refused", 31 },
        { "generated-gmac", 60 },
        { "generated-ghash", 80 },
        { "generated-ghash-operands", 100 },
        { "generated-ecb-long", 42 },
        { "generated-cbc-long", 42 },
        { "generated-ctr-long", 132 },
        { "generated-xts-long", 68 },
        { "generated-gcm-long", 84 },
        { "generated-ghash-long", 28 },
    };

    [Theory]
    [MemberData(nameof(Vectors.All), MemberType = typeof(Vectors))]
    public async Task File_is_as_the_schema_says(string name)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Vectors.PathOf("schema.json"), TestContext.Current.CancellationToken);
        ICollection<ValidationError> errors = schema.Validate(await File.ReadAllTextAsync(Vectors.PathOf(name), TestContext.Current.CancellationToken));
        Assert.Empty(errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("ciphertext", "0g")]
    [InlineData("ciphertext", "000")]
    [InlineData("ciphertext", "AA")]
    [InlineData("tweak", "00")]
    [InlineData("unheard", "00")]
    public async Task Schema_refuses_a_wrong_case(string member, string value)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Vectors.PathOf("schema.json"), TestContext.Current.CancellationToken);
        JsonObject file = Vectors.Parse("ieee-1619-xts.json");
        file["cases"]![0]![member] = value;
        Assert.NotEmpty(schema.Validate(file.ToJsonString()));
    }

    [Theory]
    [InlineData("ciphertext", "00")]
    [InlineData("ciphertextSha256", "00")]
    [InlineData("length", null)]
    [InlineData("ciphertextSha256", null)]
    [InlineData("plaintext", null)]
    public async Task Schema_refuses_a_wrong_long_message(string member, string? value)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Vectors.PathOf("schema.json"), TestContext.Current.CancellationToken);
        JsonObject file = Vectors.Parse("generated-ecb-long.json");
        if (value is null)
        {
            file["cases"]![0]!.AsObject().Remove(member);
        }
        else
        {
            file["cases"]![0]![member] = value;
        }
        Assert.NotEmpty(schema.Validate(file.ToJsonString()));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("origin")]
    [InlineData("terms")]
    [InlineData("exclusions")]
    [InlineData("cases")]
    public async Task Schema_refuses_a_file_without(string member)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Vectors.PathOf("schema.json"), TestContext.Current.CancellationToken);
        JsonObject file = Vectors.Parse("gcm-paper.json");
        file.Remove(member);
        Assert.NotEmpty(schema.Validate(file.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Set_is_complete(string id, int count)
    {
        JsonObject file = Vectors.Parse(id + ".json");
        JsonArray cases = file["cases"]!.AsArray();
        Assert.Equal(id, (string?)file["id"]);
        Assert.True(cases.Count >= count, $"{cases.Count} cases");
        Assert.Equal(cases.Count, cases.Select(item => (string?)item!["id"]).Distinct().Count());
        Assert.Equal(cases.Count, Vectors.Read(id + ".json").Cases.Count);
    }

    [Fact]
    public void Every_file_is_a_set_that_is_counted() =>
        Assert.Equal(Vectors.Names, Sets.Select(set => set.Data.Item1 + ".json").Order(StringComparer.Ordinal));

    [Fact]
    public void Files_are_small()
    {
        long[] sizes = [.. Directory.EnumerateFiles(Vectors.Folder).Select(path => new FileInfo(path).Length)];
        Assert.All(sizes, size => Assert.InRange(size, 1, MaximumFileSize));
        Assert.InRange(sizes.Sum(), 1, MaximumFolderSize);
    }

    [Fact]
    public void Equal_halves_of_an_xts_key_are_flagged()
    {
        foreach (JsonNode? item in Vectors.Names.Select(Vectors.Parse).Where(file => (string?)file["mode"] == "XTS").SelectMany(file => file["cases"]!.AsArray()))
        {
            string key = (string)item!["key"]!;
            Assert.Equal(key[..(key.Length / 2)] == key[(key.Length / 2)..], item["equalKeys"] is not null);
        }
    }

    [Fact]
    public void Generator_makes_the_same_bytes()
    {
        Libcrypto.Require();
        int count = 0;
        foreach ((string name, byte[] content) in VectorSets.Generate())
        {
            count++;
            Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(Vectors.PathOf(name))), $"{name} is not what the generator makes.");
        }
        Assert.Equal(Vectors.Names.Count(name => name.StartsWith("generated-", StringComparison.Ordinal)), count);
    }
}
