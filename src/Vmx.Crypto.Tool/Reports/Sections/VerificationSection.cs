// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>The known answers: vector files down, engines across.</summary>
internal static class VerificationSection
{
    private const int FailuresShown = 5;

    public static Fragment Render(ReportData data) => Fragment.Of($"""
        <section aria-labelledby="answers">
        <h2 id="answers">Known answers</h2>
        {(data.Verification is VerificationData verification ? Matrix(data, verification) : Absent())}
        </section>
        """);

    private static Fragment Absent() => Fragment.Of($"""
        <p>Not checked: the vector files are in the repository, and this report was made away from one.</p>
        """);

    private static Fragment Matrix(ReportData data, VerificationData verification)
    {
        IReadOnlyList<EngineVerification> engines = verification.Engines;
        EngineInfo[] others = [.. data.Engines.Where(engine => engines.All(verified => verified.Engine != engine.Name))];
        return Fragment.Of($"""
            <p>A known answer is a key, an input and the output that a standard or two independent implementations give for them. Each file of them was run on every engine that can run here,
            encrypting and decrypting, in place and from one buffer to another. A number is how many came out right.</p>
            <div class="scroll"><table class="matrix">
            <thead><tr><th scope="col">Vector file</th><th scope="col">Modes</th>{Fragment.Join(engines.Select(engine => Fragment.Of($"""<th scope="col" class="figure">{engine.Engine}</th>""")))}</tr></thead>
            <tbody>
            {Fragment.Join(verification.Files.Select(file => Row(file, engines)))}
            </tbody>
            <tfoot><tr><th scope="row">All files</th><td></td>{Fragment.Join(engines.Select(engine => Total(engine)))}</tr></tfoot>
            </table></div>
            {(others.Length == 0 ? Fragment.Empty : NotVerified(others))}
            {Skipped(engines)}
            {Fragment.Join(engines.Select(Failures))}
            """);
    }

    private static Fragment Row(VectorFileSummary file, IReadOnlyList<EngineVerification> engines) => Fragment.Of($"""
        <tr><th scope="row"><span class="path">{file.Path}</span>{(file.Origin is string origin ? Fragment.Of($"""<small>{origin}</small>""") : Fragment.Empty)}</th><td>{string.Join(", ", file.Modes.Select(mode => mode.ToString().ToUpperInvariant()))}</td>{Fragment.Join(engines.Select(engine => Cell(engine.Files.First(result => result.Path == file.Path))))}</tr>

        """);

    private static Fragment Total(EngineVerification engine)
    {
        int run = engine.Files.Sum(file => file.Run);
        int failed = engine.Files.Sum(file => file.Failed);
        return Cell(run, failed);
    }

    private static Fragment Cell(KnownAnswerResult result) => Cell(result.Run, result.Failed);

    private static Fragment Cell(int run, int failed) => failed == 0 && run != 0
        ? Fragment.Of($"""<td class="figure good">{run:N0}</td>""")
        : failed == 0
            ? Fragment.Of($"""<td class="figure">none run</td>""")
            : Fragment.Of($"""<td class="figure bad">{failed:N0} wrong of {run:N0}</td>""");

    private static Fragment NotVerified(EngineInfo[] engines) => Fragment.Of($"""
        <p>Not verified here, because they cannot run on this machine: {string.Join(", ", engines.Select(engine => $"{engine.Name} ({engine.Reason})"))}.</p>
        """);

    private static Fragment Skipped(IReadOnlyList<EngineVerification> engines)
    {
        KnownAnswerResult[] skipped = engines.Count == 0 ? [] : [.. engines[0].Files.Where(file => file.Reasons.Count != 0)];
        return skipped.Length == 0 ? Fragment.Empty : Fragment.Of($"""
            <p>Left out, with the reason:</p>
            <ul>{Fragment.Join(skipped.SelectMany(file => file.Reasons.Select(reason => Fragment.Of($"""<li>{file.Path}: {reason.Key}{(reason.Value == 0 ? "" : $", {Figures.Count(reason.Value, "case")}")}</li>"""))))}</ul>
            """);
    }

    private static Fragment Failures(EngineVerification engine) => Fragment.Join(engine.Files.Where(file => file.Failed != 0).Select(file => Fragment.Of($"""
        <h3>{engine.Engine}, {file.Path}: {Figures.Count(file.Failed, "wrong answer")}</h3>
        <ul>{Fragment.Join(file.Failures.Take(FailuresShown).Select(failure => Fragment.Of($"""<li><strong>{failure.Id}</strong>: {failure.Detail}</li>""")))}</ul>
        {(file.Failed > FailuresShown ? Fragment.Of($"""<p>and {Figures.Count(file.Failed - FailuresShown, "other")}.</p>""") : Fragment.Empty)}
        """)));
}
