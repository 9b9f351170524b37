// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>The known answers: engines down and modes across, then file by file.</summary>
internal static class VerificationSection
{
    private const int FailuresShown = 5;

    public static Fragment Render(ReportData data) => Fragment.Of($"""
        <section aria-labelledby="answers">
        <h2 id="answers">Known answers</h2>
        {(data.Verification is VerificationData verification ? Body(data, verification) : Absent())}
        </section>
        """);

    private static Fragment Absent() => Fragment.Of($"""
        <p>Not checked: the vector files are in the repository, and this report was made away from one.</p>
        """);

    private static Fragment Body(ReportData data, VerificationData verification)
    {
        var matrix = new VerificationMatrix(verification);
        return Fragment.Of($"""
            <p>A known answer is a key, an input and the output that a standard or two independent implementations give for them. Each was run on every engine that can run here,
            encrypting and decrypting, in place and from one buffer to another.</p>
            <table class="stack matrix">
            <caption>Known answers that came out right, by engine and mode</caption>
            <thead><tr><th scope="col">Engine</th>{Fragment.Join(matrix.Groups.Select(group => ColumnHead(group.Mode)))}{ColumnHead("All")}</tr></thead>
            <tbody>
            {Fragment.Join(data.Engines.Select(engine => EngineRow(engine, matrix)))}
            </tbody>
            </table>
            {Fragment.Join(verification.Engines.Select(Failures))}
            {Files(matrix, verification)}
            """);
    }

    private static Fragment ColumnHead(string name) => Fragment.Of($"""<th scope="col" class="figure">{name}</th>""");

    private static Fragment EngineRow(EngineInfo engine, VerificationMatrix matrix) => matrix.Rows.FirstOrDefault(row => row.Engine == engine.Name) is VerificationRow row
        ? Fragment.Of($"""
            <tr><th scope="row">{engine.Name}</th>{Fragment.Join(matrix.Groups.Zip(row.Counts, (group, count) => Cell(group.Mode, count)))}{Cell("All", row.All)}</tr>

            """)
        : Fragment.Of($"""
            <tr><th scope="row">{engine.Name}</th><td class="reason" colspan="{matrix.Groups.Count + 1}">not usable here: {engine.Reason}</td></tr>

            """);

    private static Fragment Cell(string column, AnswerCount count) => count switch
    {
        { Failed: > 0 } => Fragment.Of($"""<td class="figure bad" data-label="{column}">{count.Failed:N0} wrong of {count.Run:N0}</td>"""),
        { Run: 0 } => Fragment.Of($"""<td class="figure" data-label="{column}">none</td>"""),
        _ => Fragment.Of($"""<td class="figure good" data-label="{column}">{count.Passed:N0}</td>"""),
    };

    private static Fragment Files(VerificationMatrix matrix, VerificationData verification) => Fragment.Of($"""
        <details{(verification.Engines.Any(engine => engine.Files.Any(file => file.Failed != 0)) ? new Fragment(" open") : Fragment.Empty)}>
        <summary>Every file, and where its answers come from</summary>
        <table class="stack files">
        <caption>Known answers that came out right, by file and engine</caption>
        <thead><tr><th scope="col">Mode</th><th scope="col">Vector file</th>{Fragment.Join(verification.Engines.Select(engine => ColumnHead(engine.Engine)))}</tr></thead>
        {Fragment.Join(matrix.Groups.Select(group => Group(group, verification.Engines)))}
        </table>
        {Skipped(verification.Engines)}
        </details>
        """);

    private static Fragment Group(VerificationGroup group, IReadOnlyList<EngineVerification> engines) => Fragment.Of($"""
        <tbody>
        {Fragment.Join(group.Files.Select((file, index) => Fragment.Of($"""
            <tr>{(index == 0 ? Fragment.Of($"""<th scope="rowgroup" rowspan="{group.Files.Count}">{group.Mode}</th>""") : Fragment.Empty)}<td class="source"><span class="path">{file.Path}</span>{(file.Origin is string origin ? Fragment.Of($"""<small>{origin}</small>""") : Fragment.Empty)}</td>{Fragment.Join(engines.Select(engine => Cell(engine.Engine, AnswerCount.Of(engine.Files.Where(result => result.Path == file.Path)))))}</tr>

            """)))}
        </tbody>

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
