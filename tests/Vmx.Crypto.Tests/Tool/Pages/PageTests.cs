// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool.Pages;

/// <summary>The pages that the tool writes, as a browser shows them: what fits, what can be read, and that the plots show their data.</summary>
public sealed class PageTests(PageFixture fixture) : IClassFixture<PageFixture>
{
    /// <summary>Every page in every view.</summary>
    public static TheoryData<string, string> Cases => [.. from page in PageFixture.Names from view in PageView.All select (page, view.Name)];

    /// <summary>What breaks a page, and what is then found.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "main { min-width: 2000px }", "the page is [0-9]+ wide in a window of 1280" },
        { "caption { overflow: hidden; white-space: nowrap; max-width: 100px; display: block }", "only scrolling sideways shows all of" },
        { "h3 { width: 60px; white-space: nowrap }", "leaves its box" },
        { "h1 { position: absolute; left: 1200px }", "leaves the page" },
        { ".note { color: #ccc }", "the contrast of \"Figures are medians.* is 1\\.[0-9]+" },
        { ".plot .tick { fill: #ddd }", "the contrast of \"GB/s\" is 1\\.[0-9]+" },
        { ".engine-1 { --series: #eee }", "the contrast of a rect engine-1 is 1\\.[0-9]+" },
        { ".note { font-size: 8px }", "is 8.0 pixels high" },
        { ".plot .end { font-size: 17px }", "\"libcrypto\" and .* overlap|\"BouncyCastle\" and .* overlap" },
        { ".plot .label { font-size: 17px }", "\"Scalar reference\" is written over a bar" },
        { ".plot .value { transform: none; font-size: 60px }", "leaves the plot" },
        { ".plot .bar { width: 400px }", "a rect leaves the plot" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_page_fits_and_can_be_read(string page, string viewName)
    {
        PageView view = PageView.All.Single(candidate => candidate.Name == viewName);
        Browser browser = await fixture.ShowAsync(page, view);
        if (page != PageFixture.Failed && (page != PageFixture.Audit || !view.IsDark))
        {
            await fixture.TakeScreenshotsAsync(page, view);
        }
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        string[] problems = await ProblemsAsync(browser, view);
        Assert.True(problems.Length == 0, string.Join('\n', problems));
        // On an unknown request the page would have wanted something from elsewhere.
        Assert.Equal([new Uri(fixture.PathOf(page)).AbsoluteUri], browser.Requests);
        Assert.Empty(browser.Messages);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_found(string style, string problem)
    {
        Browser browser = await fixture.ShowAsync(PageFixture.Full, PageView.Wide);
        await browser.EvaluateAsync($"document.head.insertAdjacentHTML('beforeend', '<style>{style}</style>')");
        Assert.Contains(await ProblemsAsync(browser, PageView.Wide), found => System.Text.RegularExpressions.Regex.IsMatch(found, problem));
    }

    [Theory]
    [InlineData("document.querySelector('h3').outerHTML = '<h4>deep</h4>'", "skips a level")]
    [InlineData("document.querySelector('th').removeAttribute('scope')", "does not say of what")]
    [InlineData("document.querySelector('svg').removeAttribute('aria-label')", "a plot without words")]
    [InlineData("document.documentElement.lang = ''", "no language")]
    [InlineData("document.querySelector('circle').setAttribute('cx', '-9')", "a circle leaves the plot")]
    public async Task A_mistake_of_structure_is_found(string script, string problem)
    {
        Browser browser = await fixture.ShowAsync(PageFixture.Full, PageView.Wide);
        await browser.EvaluateAsync($"{script}; 0");
        Assert.Contains(await ProblemsAsync(browser, PageView.Wide), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PageFixture.Full)]
    [InlineData(PageFixture.Measured)]
    public async Task Every_plot_shows_its_data(string page)
    {
        Browser browser = await fixture.ShowAsync(page, PageView.Wide);
        JsonElement plots = await browser.EvaluateAsync($"({PageFixture.Script("plot-data.js")})()");
        PlotData[] found = JsonSerializer.Deserialize<PlotData[]>(plots, JsonSerializerOptions.Web)!;
        Assert.Equal(PlotData.Expected(fixture.DataOf(page)).Select(plot => plot.ToString()), found.Select(plot => plot.ToString()));
    }

    [Fact]
    public async Task Bars_are_as_long_as_their_figures_say()
    {
        Browser browser = await fixture.ShowAsync(PageFixture.Full, PageView.Wide);
        JsonElement plots = await browser.EvaluateAsync($"({PageFixture.Script("plot-data.js")})()");
        PlotData[] found = JsonSerializer.Deserialize<PlotData[]>(plots, JsonSerializerOptions.Web)!;
        Assert.All(found.Where(plot => plot.Bars.Count != 0), plot =>
        {
            double unit = plot.Bars[0].Length * ReportSample.Cycles(plot.Bars[0].Label, ReportBuilder.OverviewSize);
            Assert.All(plot.Bars.Where(bar => ReportSample.Engines.Append(ReportSample.BestPeer).Contains(bar.Label)), bar =>
                Assert.InRange(bar.Length * ReportSample.Cycles(bar.Label, ReportBuilder.OverviewSize) / unit, 0.99, 1.01));
        });
    }

    // Nobody can unfold anything on paper.
    [Theory]
    [InlineData(PageFixture.Full)]
    [InlineData(PageFixture.Audit)]
    public async Task On_paper_everything_is_unfolded(string page)
    {
        Browser browser = await fixture.ShowAsync(page, PageView.Print);
        JsonElement shown = await browser.EvaluateAsync("[...document.querySelectorAll('details')].map(part => part.lastElementChild.checkVisibility() && part.clientHeight > 2 * part.firstElementChild.clientHeight)");
        Assert.NotEqual(0, shown.GetArrayLength());
        Assert.All(shown.EnumerateArray(), isShown => Assert.True(isShown.GetBoolean()));
        // The print view prefers dark screens; paper is white.
        Assert.True((await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).every(channel => channel > 200)")).GetBoolean());
        JsonElement document = await browser.SendAsync("Page.printToPDF", new { printBackground = false, preferCSSPageSize = true });
        byte[] pdf = document.GetProperty("data").GetBytesFromBase64();
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
        await File.WriteAllBytesAsync(Path.Combine(PageFixture.Screenshots, $"{page}.pdf"), pdf, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Every_table_of_the_report_has_a_caption()
    {
        Browser browser = await fixture.ShowAsync(PageFixture.Full, PageView.Wide);
        JsonElement captions = await browser.EvaluateAsync("[...document.querySelectorAll('table')].map(table => table.caption?.textContent ?? '')");
        Assert.True(captions.GetArrayLength() > 5);
        Assert.DoesNotContain("", captions.EnumerateArray().Select(caption => caption.GetString()));
    }

    private static async Task<string[]> ProblemsAsync(Browser browser, PageView view)
    {
        JsonElement problems = await browser.EvaluateAsync($"({PageFixture.Script("page-checks.js")})({view.Width})");
        return [.. problems.EnumerateArray().Select(problem => problem.GetString()!)];
    }
}
