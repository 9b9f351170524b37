// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Vmx.Crypto.Tests.Audit;
using Vmx.Crypto.Tests.KnownAnswers;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool.Pages;

/// <summary>How a page is looked at.</summary>
/// <param name="Name">The name in tests and of screenshots.</param>
/// <param name="Width">The window's width in CSS pixels.</param>
/// <param name="Scale">Device pixels to a CSS pixel.</param>
/// <param name="IsDark">Whether the reader prefers dark pages.</param>
/// <param name="IsPaper">Whether it is as on paper.</param>
internal sealed record PageView(string Name, int Width, int Scale, bool IsDark, bool IsPaper)
{
    public static PageView Wide { get; } = new("wide-light", 1280, 1, false, false);

    /// <summary>A4 with margins of 15 mm, at 96 dots per inch; who prints may still prefer dark screens.</summary>
    public static PageView Print { get; } = new("print", 680, 1, true, true);

    public static IReadOnlyList<PageView> All { get; } =
    [
        Wide,
        new("wide-dark", 1280, 1, true, false),
        new("tablet-light", 768, 1, false, false),
        new("phone-light", 360, 2, false, false),
        new("phone-dark", 360, 2, true, false),
        Print,
    ];
}

//
//  One browser and the pages that it shows
//
//      Of made-up data with everything in it, of made-up data with everything wrong, of one short real run, and of an audit
//      of this repository and of a small other one. Screenshots are left in artifacts/screenshots.
//
public sealed class PageFixture : IAsyncLifetime
{
    public const string Full = "full";
    public const string Failed = "failed";
    public const string Measured = "measured";
    public const string Audit = "audit";

    private const int ScreenshotHeight = 1400;
    private const int WindowHeight = 800;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, ReportData> _data = [];
    private Browser? _browser;

    public static IReadOnlyList<string> Names { get; } = [Full, Failed, Measured, Audit];

    internal static string Screenshots => Path.Combine(Repository.Root, "artifacts", "screenshots");

    /// <summary>A script that lies beside this file.</summary>
    public static string Script(string name)
    {
        using Stream stream = typeof(PageFixture).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().Split('\n').SkipWhile(line => line.StartsWith("//", StringComparison.Ordinal)));
    }

    public async ValueTask InitializeAsync()
    {
        if (Browser.Program is null || !SuiteSize.IsFull)
        {
            return;
        }
        Directory.CreateDirectory(Screenshots);
        WriteReport(Full, ReportSample.Full);
        WriteReport(Failed, ReportSample.Failed);
        WriteReport(Measured, new ReportBuilder(SpeedEffort.Least, new Progress<double>()).Build());
        WriteAudit();
        _browser = await Browser.StartAsync(Browser.Program);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _folder.Dispose();
    }

    internal string PathOf(string page) => Path.Combine(_folder.Path, page, page == Audit ? "audit.html" : "index.html");

    internal ReportData DataOf(string page) => _data[page];

    /// <summary>Opens a page in a view, or skips the test where that cannot be.</summary>
    internal async Task<Browser> ShowAsync(string page, PageView view)
    {
        Assert.SkipUnless(SuiteSize.IsFull, "A page does not depend on the processor; the full suite looks at it.");
        Assert.SkipWhen(_browser is null, "There is no Chromium on this machine.");
        await _browser!.SendAsync("Emulation.setDeviceMetricsOverride", new { width = view.Width, height = WindowHeight, deviceScaleFactor = view.Scale, mobile = false });
        await _browser.SendAsync("Emulation.setEmulatedMedia", new
        {
            media = view.IsPaper ? "print" : "screen",
            features = new[] { new { name = "prefers-color-scheme", value = view.IsDark ? "dark" : "light" } },
        });
        await _browser.OpenAsync(PathOf(page));
        return _browser;
    }

    /// <summary>Takes the page that is shown, in pieces that a person can look at.</summary>
    internal async Task TakeScreenshotsAsync(string page, PageView view)
    {
        double height = (await _browser!.EvaluateAsync("document.documentElement.scrollHeight")).GetDouble();
        for (int piece = 0; piece * ScreenshotHeight < height; piece++)
        {
            JsonElement answer = await _browser.SendAsync("Page.captureScreenshot", new
            {
                format = "png",
                captureBeyondViewport = true,
                clip = new { x = 0, y = piece * ScreenshotHeight, width = view.Width, height = Math.Min(ScreenshotHeight, height - (piece * ScreenshotHeight)), scale = 1 },
            });
            string path = Path.Combine(Screenshots, $"{page}-{view.Name}-{piece:00}.png");
            await File.WriteAllBytesAsync(path, answer.GetProperty("data").GetBytesFromBase64(), TestContext.Current.CancellationToken);
        }
    }

    private void WriteReport(string name, ReportData data)
    {
        _data.Add(name, data);
        ReportPage.Write(data, Path.Combine(_folder.Path, name));
    }

    private void WriteAudit()
    {
        using var repository = new TestRepository();
        const string Module = "crypto/aes/asm/a-module-with-a-long-name.pl";
        repository.Commit(TestRepository.Owner, "add", (Module, Lines('a', 20)));
        repository.Commit(TestRepository.Other, "more", (Module, Lines('a', 20) + Lines('b', 9)));
        repository.Commit(TestRepository.Owner, "much later\n\nSubmitted by: Somebody With-A-Long-Name", (Module, Lines('a', 18) + Lines('b', 9) + Lines('c', 4)));
        repository.Import();
        Invocation audit = Invocation.Of("audit", "--upstream", repository.Folder, "--path", Module, "--out", Path.Combine(_folder.Path, Audit));
        Assert.Equal("", audit.Error);
        Assert.True(File.Exists(PathOf(Audit)), audit.Output);
    }

    private static string Lines(char letter, int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append(letter).Append(' ').Append(i).Append(";\n");
        }
        return text.ToString();
    }
}
