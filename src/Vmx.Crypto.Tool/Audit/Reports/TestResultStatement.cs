// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using System.Text.Json.Nodes;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit.Reports;

//
//  The known answers as an in-toto statement of type https://in-toto.io/attestation/test-result/v0.1
//
//      It binds the hash of what was tested to the vector files, by their hashes, and to the outcome on each engine. An engine
//      that cannot run here is no test that passed: it is listed apart, with the reason. The statement is not signed.
//
internal static class TestResultStatement
{
    public static JsonObject Create(AuditData data, LicensingResult licensing, Manifest manifest)
    {
        KnownAnswerCheck answers = licensing.Answers;
        bool hasFailed = !licensing.Passed || answers.Outcomes.Count == 0;
        return new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray(Resource(data.Subject.Name, data.Subject.Sha256)),
            ["predicateType"] = "https://in-toto.io/attestation/test-result/v0.1",
            ["predicate"] = new JsonObject
            {
                ["result"] = hasFailed ? "FAILED" : "PASSED",
                ["configuration"] = new JsonArray([.. manifest.Vectors.Select(vectors => Resource(vectors.File.Path, vectors.File.Sha256))]),
                ["passedTests"] = new JsonArray(
                [
                    .. answers.Outcomes.Where(outcome => outcome is { Failed: 0, Run: > 0 }).Select(Name),
                    .. licensing.Checks.Where(check => check.Passed).Select(check => (JsonNode)check.Id),
                ]),
                ["warnedTests"] = new JsonArray(),
                ["failedTests"] = new JsonArray(
                [
                    .. answers.Outcomes.Where(outcome => outcome.Failed != 0).Select(Name),
                    .. licensing.Checks.Where(check => !check.Passed).Select(check => (JsonNode)check.Id),
                ]),
                ["notVerified"] = new JsonArray([.. answers.NotVerified.Select(engine => new JsonObject { ["engine"] = engine.Name, ["reason"] = engine.Reason })]),
            },
        };
    }

    private static JsonNode Name(KnownAnswerOutcome outcome) => $"{outcome.Engine}: {outcome.File} ({Figures.Count(outcome.Run, "case")})";

    private static JsonObject Resource(string name, string sha256) => new()
    {
        ["name"] = name,
        ["digest"] = new JsonObject { ["sha256"] = sha256 },
    };
}
