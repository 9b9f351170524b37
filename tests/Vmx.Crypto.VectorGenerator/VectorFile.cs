// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>One vector file in the making, as <c>vectors/schema.json</c> describes it.</summary>
internal sealed class VectorFile
{
    private const string Command = "dotnet run --project tests/Vmx.Crypto.VectorGenerator";

    private static readonly JsonWriterOptions _options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonArray _cases = [];
    private readonly HashSet<string> _ids = [];
    private readonly JsonObject _root;

    /// <summary>Begins a file.</summary>
    /// <param name="id">Its name without extension.</param>
    /// <param name="title">What it holds.</param>
    /// <param name="mode">The mode, as the schema spells it.</param>
    /// <param name="implementations">Which implementations agreed on every answer.</param>
    public VectorFile(string id, string title, string mode, params string[] implementations)
    {
        Name = id + ".json";
        _root = new JsonObject
        {
            ["id"] = id,
            ["title"] = title,
            ["mode"] = mode,
            ["origin"] = new JsonObject
            {
                ["generated"] = true,
                ["command"] = Command,
                ["implementations"] = new JsonArray([.. Array.ConvertAll(implementations, name => (JsonNode)name)]),
            },
            ["terms"] = new JsonObject
            {
                ["license"] = "BSD-3-Clause",
                ["statement"] = "Generated for this project, from inputs of its own.",
            },
            ["exclusions"] = new JsonArray(),
            ["cases"] = _cases,
        };
    }

    public string Name { get; }

    /// <summary>Adds a case. Byte arrays are written in hexadecimal.</summary>
    public void Add(string id, params (string Name, object Value)[] members)
    {
        if (!_ids.Add(id))
        {
            throw new InvalidOperationException($"{Name} has two cases '{id}'.");
        }
        var item = new JsonObject { ["id"] = id };
        foreach ((string name, object value) in members)
        {
            item[name] = value switch
            {
                byte[] bytes => Convert.ToHexStringLower(bytes),
                string text => text,
                int number => number,
                bool flag => flag,
                _ => throw new ArgumentException(value.GetType().Name, nameof(members)),
            };
        }
        _cases.Add(item);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, _options))
        {
            _root.WriteTo(writer);
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
