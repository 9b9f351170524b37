// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Vmx.Crypto.Tool.KnownAnswers;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>This project's vector files, as they are copied beside the test program.</summary>
internal static class Vectors
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>Every file's name, the schema's left out.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Where(name => name != "schema.json").Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Names];

    public static TheoryData<string> Published => [.. Names.Where(name => !name.StartsWith("generated-", StringComparison.Ordinal))];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static KnownAnswerFile Read(string name) => KnownAnswerReader.Read(PathOf(name));

    public static JsonObject Parse(string name) => JsonNode.Parse(File.ReadAllBytes(PathOf(name)))!.AsObject();
}
