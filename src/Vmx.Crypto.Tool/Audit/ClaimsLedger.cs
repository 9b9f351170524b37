// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit;

/// <summary>Whether a statement holds, as the manifest records it and as this audit found.</summary>
/// <param name="Id">The claim.</param>
/// <param name="Statement">What was said.</param>
/// <param name="By">Who said it.</param>
/// <param name="Date">When.</param>
/// <param name="Recorded">The verdict in the manifest.</param>
/// <param name="Found">The verdict of this audit, or null where it does not look at what the claim is about.</param>
/// <param name="Evidence">The manifest's evidence; what this audit found comes first.</param>
internal sealed record ClaimOutcome(string Id, string Statement, string By, string Date, string Recorded, string? Found, IReadOnlyList<string> Evidence)
{
    /// <summary>Whether this audit and the manifest say the same, where both say something.</summary>
    public bool Agrees => Found is null or ClaimsLedger.Unknown || Found == Recorded;
}

//
//  The ledger of claims
//
//      A claim of the manifest can say what it asserts of files: who wrote them, and of which classes the commits by others
//      are. Then the audit answers it from the commits. Everything else that was said stays as the manifest records it.
//
internal static class ClaimsLedger
{
    public const string Proven = "proven";
    public const string Disproved = "disproved";
    public const string Unknown = "unknown";

    public static IReadOnlyList<ClaimOutcome> Fill(IReadOnlyList<ManifestClaim> claims, IReadOnlyList<FileAudit> files) =>
        [.. claims.Select(claim => Check(claim, files))];

    private static ClaimOutcome Check(ManifestClaim claim, IReadOnlyList<FileAudit> files)
    {
        List<string> evidence = [];
        string? found = null;
        foreach (ManifestAssertion assertion in claim.Asserts ?? [])
        {
            if (files.FirstOrDefault(file => file.Path == assertion.Path) is not FileAudit file)
            {
                // A statement about several files needs all of them to be proven, and one of them to be disproved.
                found = found == Disproved ? found : Unknown;
                evidence.Add($"{assertion.Path}: not audited.");
                continue;
            }
            (string verdict, string text) = Check(assertion, file);
            evidence.Add($"{file.Path}: {text}");
            found = (found, verdict) switch
            {
                (Disproved, _) or (_, Disproved) => Disproved,
                (Unknown, _) or (_, Unknown) => Unknown,
                _ => Proven,
            };
        }
        // A file that was not audited says nothing; a claim none of whose files was audited is not answered here.
        bool isAnswered = claim.Asserts?.Any(assertion => files.Any(file => file.Path == assertion.Path)) ?? false;
        return new ClaimOutcome(claim.Id, claim.Statement, claim.By, claim.Date, claim.Verdict, isAnswered ? found : null, [.. isAnswered ? evidence : [], .. claim.Evidence]);
    }

    private static (string Verdict, string Text) Check(ManifestAssertion assertion, FileAudit file)
    {
        if (file.Verdict.Kind == VerdictKind.Unknown)
        {
            return (Unknown, file.Verdict.Text);
        }
        FileChange[] audited = [.. file.Audited];
        FileChange[] byOthers = [.. audited.Where(change => change.Who.Author != assertion.Author)];
        FileChange[] submitted = [.. audited.Where(change => change.Who.Author == assertion.Author && change.IsForeignTo(assertion.Author) && change.Class.IsCode())];
        FileChange[] unmentioned = [.. byOthers.Where(change => !assertion.Others.Contains(change.Class.Word()))];
        FileChange[] attributions = [.. byOthers.Where(change => change.RemovedAttributions.Count != 0)];
        List<string> problems =
        [
            .. unmentioned.Select(change => $"{change.Commit.Short} by {change.Who.Author} is not mentioned (class {change.Class.Word()})"),
            .. submitted.Select(change => $"{change.Commit.Short} was submitted by {string.Join(", ", change.Who.Submitters)} and {Figures.Count(file.Lines?.Commits.GetValueOrDefault(change.Commit.Hash) ?? 0, "of its line")} survive"),
            .. attributions.Select(change => $"{change.Commit.Short} removed the line '{change.RemovedAttributions[0]}'"),
        ];
        if (file.Verdict.Origin is string origin)
        {
            problems.Add($"the file says that it follows {origin}");
        }
        string counts = $"{Figures.Count(audited.Length, "commit")}, {audited.Length - byOthers.Length} by {assertion.Author}; by others {(byOthers.Length == 0 ? "none" : string.Join(", ", byOthers.Select(change => $"{change.Commit.Short} ({change.Class.Word()})")))}";
        return problems.Count == 0 ? (Proven, $"{counts}.") : (Disproved, $"{counts}; {string.Join("; ", problems)}.");
    }
}
