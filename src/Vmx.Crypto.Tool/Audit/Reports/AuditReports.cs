// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vmx.Crypto.Tool.Audit.Reports;

/// <summary>Writes the reports of an audit into a folder: two for people, three for programs.</summary>
internal static class AuditReports
{
    private static readonly JsonSerializerOptions _options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes. What is about this repository is written only in a checkout.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(AuditData data, string folder)
    {
        Directory.CreateDirectory(folder);
        List<string> written = [];
        void Put(string name, string text)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            written.Add(path);
        }
        void PutJson(string name, JsonNode document) => Put(name, document.ToJsonString(_options) + "\n");

        Put("audit.md", AuditMarkdown.Render(data));
        Put("audit.html", AuditPage.Render(data));
        if (data.Licensing is { Manifest: Provenance.Manifest manifest } licensing)
        {
            PutJson("audit.spdx.json", SpdxDocument.Create(data, manifest));
            PutJson("audit.cdx.json", CycloneDxDocument.Create(data, manifest));
            PutJson("audit.test-result.json", TestResultStatement.Create(data, licensing, manifest));
        }
        return written;
    }
}
