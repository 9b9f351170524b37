// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using NJsonSchema;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.Audit;
using Vmx.Crypto.Tool.Audit.Reports;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit;

/// <summary>The reports: valid by their published schemas, complete, and safe against what strangers wrote into a history.</summary>
public sealed partial class AuditReportTests
{
    private const string Schemas = "tests/Vmx.Crypto.Tests/Audit/Schemas";

    private static readonly Lazy<LicensingResult> _licensing = new(() => LicensingResult.Run(Repository.Root, package: null, new Progress<double>()));

    [Theory]
    [InlineData("audit.spdx.json", Schemas + "/SPDX/spdx-schema.json")]
    [InlineData("audit.cdx.json", Schemas + "/CycloneDX/bom-1.6.schema.json")]
    [InlineData("audit.test-result.json", "provenance/test-result.schema.json")]
    public async Task A_report_for_programs_is_valid_by_its_schema(string name, string schemaPath)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, schemaPath), TestContext.Current.CancellationToken);
        JsonObject document = Document(name);
        Assert.Empty(schema.Validate(document.ToJsonString()));

        document[name switch { "audit.spdx.json" => "spdxVersion", "audit.cdx.json" => "bomFormat", _ => "predicate" }] = 7;
        Assert.NotEmpty(schema.Validate(document.ToJsonString()));
    }

    [Fact]
    public void Every_translated_file_descends_from_its_module_and_every_vector_file_is_a_test_case()
    {
        JsonObject document = Document("audit.spdx.json");
        (string From, string Type, string To)[] relationships = [.. document["relationships"]!.AsArray().Select(node => ((string)node!["spdxElementId"]!, (string)node["relationshipType"]!, (string)node["relatedSpdxElement"]!))];
        Manifest manifest = _licensing.Value.Manifest!;
        foreach (ManifestKernel kernel in manifest.Kernels.Where(kernel => kernel.Kind == "translated"))
        {
            Assert.All(kernel.Files.Where(file => file.Licence == "LicenseRef-CRYPTOGAMS"), file => Assert.Contains(relationships, relationship =>
                relationship.Type == "DESCENDANT_OF" && relationship.From.EndsWith(Path.GetFileName(file.Path), StringComparison.Ordinal)));
        }
        Assert.Equal(manifest.Vectors.Count, relationships.Count(relationship => relationship.Type == "TEST_CASE_OF"));

        // Every name that a relationship uses is defined, and once.
        string[] ids = [.. new[] { "packages", "files" }.SelectMany(list => document[list]!.AsArray()).Select(node => (string)node!["SPDXID"]!), "SPDXRef-DOCUMENT"];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(relationships, relationship => Assert.Contains(relationship.From, ids));
        Assert.All(relationships, relationship => Assert.Contains(relationship.To, ids));
    }

    [Fact]
    public void The_pedigree_names_the_pinned_modules()
    {
        JsonNode pedigree = Document("audit.cdx.json")["metadata"]!["component"]!["pedigree"]!;
        Assert.Equal(["ppc/aesp8-ppc.pl", "ppc/ghashp8-ppc.pl"], pedigree["ancestors"]!.AsArray().Select(ancestor => (string)ancestor!["name"]!));
        Assert.Equal("9444b2d53bae594bc5f51a170fb69ec7efaa9d36", (string)Assert.Single(pedigree["commits"]!.AsArray())!["uid"]!);
    }

    [Fact]
    public void A_test_result_binds_what_was_tested_to_every_vector_file()
    {
        JsonObject statement = Document("audit.test-result.json");
        Assert.Equal(AuditSubject.Of(typeof(VmxCrypto).Assembly.Location).Sha256, (string)statement["subject"]![0]!["digest"]!["sha256"]!);
        JsonNode predicate = statement["predicate"]!;
        Assert.Equal("PASSED", (string)predicate["result"]!);
        Assert.Equal(_licensing.Value.Manifest!.Vectors.Count, predicate["configuration"]!.AsArray().Count);
        string[] passed = [.. predicate["passedTests"]!.AsArray().Select(test => (string)test!)];
        Assert.All(predicate["notVerified"]!.AsArray(), engine => Assert.DoesNotContain(passed, test => test.StartsWith((string)engine!["engine"]!, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_wrong_answer_is_a_failed_test()
    {
        LicensingResult good = _licensing.Value;
        KnownAnswerCheck wrong = good.Answers with { Outcomes = [.. good.Answers.Outcomes.Select((outcome, index) => index == 0 ? outcome with { Failed = 1 } : outcome)] };
        ManifestCheckResult judged = wrong.Judge(good.Manifest!);
        Assert.False(judged.Passed);
        AuditData data = Data() with { Licensing = good with { Answers = wrong, Checks = [.. good.Checks.Select(check => check.Id == judged.Id ? judged : check)] } };
        JsonNode predicate = TestResultStatement.Create(data, data.Licensing!, good.Manifest!)["predicate"]!;
        Assert.Equal("FAILED", (string)predicate["result"]!);
        Assert.Contains("known-answers", predicate["failedTests"]!.AsArray().Select(test => (string)test!));
        Assert.False(data.Passed);
    }

    [Fact]
    public void Vectors_that_were_not_run_are_not_passed()
    {
        LicensingResult good = _licensing.Value;
        KnownAnswerOutcome left = good.Answers.Outcomes.First(outcome => outcome.File.EndsWith("generated-ctr.json", StringComparison.Ordinal));
        ManifestCheckResult judged = (good.Answers with { Outcomes = [.. good.Answers.Outcomes.Where(outcome => outcome != left)] }).Judge(good.Manifest!);
        Assert.False(judged.Passed);
        Assert.Contains($"was not run on {left.Engine}", judged.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_of_the_licences_holds_on_the_checkout() =>
        Assert.All(_licensing.Value.Checks, check => Assert.True(check.Passed, $"{check.Id}:\n{check.Detail}"));

    [Fact]
    public void The_page_is_complete_and_needs_nothing_from_elsewhere()
    {
        using TestRepository repository = Sample();
        string page = AuditPage.Render(Data() with { Upstream = repository.Audit(["module.c"], _licensing.Value.Manifest!.Claims) });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("id=\"claims\"", page, StringComparison.Ordinal);
        Assert.Contains("Benjamin Herrenschmidt", page, StringComparison.Ordinal);
        Assert.All(_licensing.Value.Manifest!.Kernels, kernel => Assert.Contains(kernel.Id, page, StringComparison.Ordinal));
        Assert.All(Data().SourceFiles, file => Assert.Contains($"<code>{file.Path}</code>", page, StringComparison.Ordinal));
        Assert.Contains("Everything that was asked held: every check passed, every file has a verdict, and every claim was found as it is recorded.", page, StringComparison.Ordinal);
        Assert.Contains("<li><span class=\"badge open\">mixed</span><span class=\"anywhere\">module.c: Mixed", page, StringComparison.Ordinal);
        Assert.All(LabelPattern().Matches(page), label => Assert.NotEmpty(label.Groups["label"].Value));
        XElement[] plots = [.. PlotPattern().Matches(page).Select(match => XElement.Parse(match.Value))];
        Assert.Equal(2, plots.Length);
        Assert.Equal(3, plots[0].Elements("circle").Count());
    }

    [Fact]
    public void What_strangers_wrote_stays_text()
    {
        using TestRepository repository = new();
        repository.Commit("Ann & Owner | `x`", "add", ("module.c", "// Written by Eve Evil, <script>alert(1)</script> | `x`\nint a;\n"));
        repository.Commit("Ann & Owner | `x`", "licence", ("module.c", "// Copyright 2016 The Example Authors\nint a;\n"));
        AuditData data = Data() with { Upstream = repository.Audit(["module.c"], []) };
        Assert.DoesNotContain("<script>alert", AuditPage.Render(data), StringComparison.Ordinal);
        string markdown = AuditMarkdown.Render(data);
        Assert.DoesNotContain("<script>", markdown, StringComparison.Ordinal);
        string[] rows = [.. markdown.Split('\n').Where(line => line.Contains("alert", StringComparison.Ordinal))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains("\\| \\`x\\`", row, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_file_is_told_in_every_report_and_nothing_passes()
    {
        using TestRepository repository = Sample();
        AuditData data = Data() with { Upstream = repository.Audit(["nowhere.c"], []) };
        Assert.False(data.Passed);
        Assert.Contains("nowhere.c is unknown", AuditPage.Render(data), StringComparison.Ordinal);
        Assert.Contains("nowhere.c is unknown", AuditMarkdown.Render(data), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_writes_five_reports()
    {
        string folder = Directory.CreateTempSubdirectory("vmx-audit-reports-").FullName;
        try
        {
            Assert.Equal(
                ["audit.cdx.json", "audit.html", "audit.md", "audit.spdx.json", "audit.test-result.json"],
                AuditReports.Write(Data(), folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static AuditData Data() =>
        new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), AuditSubject.Of(typeof(VmxCrypto).Assembly.Location), _licensing.Value, null);

    private static JsonObject Document(string name)
    {
        AuditData data = Data();
        Manifest manifest = _licensing.Value.Manifest!;
        return name switch
        {
            "audit.spdx.json" => SpdxDocument.Create(data, manifest),
            "audit.cdx.json" => CycloneDxDocument.Create(data, manifest),
            _ => TestResultStatement.Create(data, _licensing.Value, manifest),
        };
    }

    private static TestRepository Sample()
    {
        TestRepository repository = new();
        repository.Commit(TestRepository.Owner, "add", ("module.c", "int a;\nint b;\n"));
        repository.Commit(TestRepository.Other, "fix", ("module.c", "int a;\nint c;\n"));
        repository.Commit(TestRepository.Other, "white space", ("module.c", "int a;\nint  c;\n"));
        return repository;
    }

    [GeneratedRegex("<td (?:data-label=\"(?<label>[^\"]*)\" class=\"lines\")")]
    private static partial Regex LabelPattern();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex PlotPattern();
}
