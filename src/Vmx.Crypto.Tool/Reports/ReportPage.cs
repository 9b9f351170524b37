// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Vmx.Crypto.Tool.Reports.Html;
using Vmx.Crypto.Tool.Reports.Sections;

namespace Vmx.Crypto.Tool.Reports;

/// <summary>The report as one HTML page: nothing outside of it is needed to read it, and it asks the network for nothing.</summary>
internal static class ReportPage
{
    private const string StyleSheet = "Vmx.Crypto.Tool.Reports.report.css";

    /// <summary>Writes the page.</summary>
    public static string Render(ReportData data)
    {
        var verdict = new Verdict(data);
        return Fragment.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Vmx.Crypto report, {data.Origin.Time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</title>
            <style>
            {new Fragment(ReadStyleSheet())}
            </style>
            </head>
            <body>
            <main>
            {VerdictSection.Render(data, verdict)}
            {EnginesSection.Render(data.Engines)}
            {VerificationSection.Render(data)}
            {SpeedSection.Render(data)}
            {ThreadSection.Render(data.Threads)}
            {LicenceSection.Render(data.Licences)}
            {(data.Licences?.Manifest is { } manifest ? ClaimSection.Render(manifest.Claims) : Fragment.Empty)}
            </main>
            </body>
            </html>

            """).Value;
    }

    /// <summary>Writes the page into a folder, which is made if need be.</summary>
    /// <returns>The file.</returns>
    public static string Write(ReportData data, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "index.html");
        File.WriteAllText(path, Render(data), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    /// <summary>The looks of every page that the tool writes.</summary>
    public static string ReadStyleSheet()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(StyleSheet) ?? throw new FileNotFoundException(StyleSheet);
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().Split('\n').SkipWhile(line => line.StartsWith("/*", System.StringComparison.Ordinal)));
    }
}
