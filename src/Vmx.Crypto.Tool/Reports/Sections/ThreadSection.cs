// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>Throughput against the number of threads, with what as many separate cores would give.</summary>
internal static class ThreadSection
{
    public static Fragment Render(IReadOnlyList<ThreadResult> results)
    {
        int most = results.Select(result => result.Threads).DefaultIfEmpty(0).Max();
        return Fragment.Of($"""
            <section aria-labelledby="threads">
            <h2 id="threads">Threads</h2>
            {(most == 0 ? Fragment.Of($"""<p>Not measured.</p>""") : Body(results, most))}
            </section>
            """);
    }

    private static Fragment Body(IReadOnlyList<ThreadResult> results, int most) => Fragment.Of($"""
        <p>One keyed object is shared by all threads, and each thread has its own {Figures.Bytes(ThreadScaling.Size)} of text. {(most == 1
            ? "This process has one processor to run on, so there is nothing to scale over."
            : $"There are {most.ToString(CultureInfo.InvariantCulture)} processors to run on. The dashed line is what one thread gives, times the number of threads. The best of several rounds counts.")}</p>
        {(most == 1 ? Fragment.Empty : Plots(results, most))}
        {Table(results)}
        <p class="note">What the operating system calls a processor may be one of two threads of a core, and a virtual machine may not say so: two of those share the units that
        compute AES and can then not be twice as fast as one.</p>
        """);

    private static Fragment Table(IReadOnlyList<ThreadResult> results)
    {
        int[] counts = [.. results.Select(result => result.Threads).Distinct().Order()];
        return Fragment.Of($"""
            <table class="stack threads">
            <caption>GB/s of all threads together</caption>
            <thead><tr><th scope="col">Mode</th>{Fragment.Join(counts.Select(count => Fragment.Of($"""<th scope="col" class="figure">{Figures.Count(count, "thread")}</th>""")))}</tr></thead>
            <tbody>
            {Fragment.Join(results.GroupBy(result => result.Mode).Select(mode => Row(mode.Key, [.. counts.Select(count => (count, mode.FirstOrDefault(result => result.Threads == count)))])))}
            </tbody>
            </table>
            """);
    }

    private static Fragment Row(string mode, (int Threads, ThreadResult? Result)[] results) => Fragment.Of($"""
        <tr><th scope="row">{Title(mode)}</th>{Fragment.Join(results.Select(result => Fragment.Of($"""<td class="figure" data-label="{Figures.Count(result.Threads, "thread")}">{Figures.Significant(result.Result?.GigabytesPerSecond)}</td>""")))}</tr>

        """);

    private static Fragment Plots(IReadOnlyList<ThreadResult> results, int most) => Fragment.Of($"""
        <div class="plots">
        {Fragment.Join(results.GroupBy(result => result.Mode).Select(mode => Plot(mode.Key, [.. mode.OrderBy(result => result.Threads)], most)))}
        </div>
        """);

    private static Fragment Plot(string mode, ThreadResult[] results, int most)
    {
        double one = results[0].GigabytesPerSecond;
        double gain = results[^1].GigabytesPerSecond / one;
        string measured = Figures.Times(gain);
        string ideal = $"ideal × {most.ToString(CultureInfo.InvariantCulture)}";
        var horizontal = new Axis("threads", results[0].Threads, most, false, [.. results.Select(result => new Tick(result.Threads, result.Threads.ToString(CultureInfo.InvariantCulture)))]);
        var vertical = Axis.FromZero("GB/s", results.Select(result => result.GigabytesPerSecond).Append(one * most).Max());
        Line[] lines =
        [
            new Line("engine-0", measured, true, [.. results.Select(result => new LinePoint(result.Threads, result.GigabytesPerSecond, $"{Figures.Count(result.Threads, "thread")}: {Figures.Significant(result.GigabytesPerSecond)} GB/s"))]),
            new Line("limit", ideal, false, [new LinePoint(1, one, ""), new LinePoint(most, one * most, "")]),
        ];
        string description = $"Throughput against threads: {string.Join("; ", results.Select(result => $"{Figures.Significant(result.GigabytesPerSecond)} GB/s with {result.Threads.ToString(CultureInfo.InvariantCulture)}"))}; {measured} of {ideal}";
        return SpeedSection.Figure(mode, LinePanel.Draw(lines, horizontal, vertical, description));
    }

    private static string Title(string mode) => SpeedModes.Find(mode)?.Title() ?? mode;
}
