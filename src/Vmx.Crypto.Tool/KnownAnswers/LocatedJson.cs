// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  A JSON document (RFC 8259) that remembers the line of every value
//
//      System.Text.Json does the parsing; its own document model keeps no positions, and a reader that refuses a value
//      must be able to say where it stands.
//
internal sealed class LocatedJson
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 32 };

    private readonly string _path;
    private readonly string _text;
    private readonly Dictionary<string, LocatedJson> _members = [];
    private readonly List<LocatedJson> _items = [];

    private LocatedJson(string path, int line, JsonTokenType kind, string text)
    {
        _path = path;
        Line = line;
        Kind = kind;
        _text = text;
    }

    /// <summary>The line the value begins on, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The token that begins the value.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>Whether this is an object.</summary>
    public bool IsObject => Kind == JsonTokenType.StartObject;

    /// <summary>Whether this is an array.</summary>
    public bool IsArray => Kind == JsonTokenType.StartArray;

    /// <summary>An array's elements.</summary>
    public IReadOnlyList<LocatedJson> Items => _items;

    /// <summary>Parses a document.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="utf8">Its bytes, without a byte order mark.</param>
    /// <exception cref="KnownAnswerFormatException">It is not JSON.</exception>
    public static LocatedJson Parse(string path, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, _options);
        var lines = new LineCounter();
        try
        {
            reader.Read();
            LocatedJson root = ReadValue(path, utf8, ref reader, ref lines);
            reader.Read();
            return root;
        }
        catch (JsonException problem)
        {
            throw new KnownAnswerFormatException(path, (int)(problem.LineNumber ?? 0) + 1, "not valid JSON: " + FirstSentence(problem.Message), problem);
        }
        catch (InvalidOperationException problem)
        {
            // The reader's complaint about a string that is not UTF-8.
            throw new KnownAnswerFormatException(path, lines.At(utf8, reader.TokenStartIndex), "not valid UTF-8", problem);
        }
    }

    /// <summary>A member, or null when the object has none of that name or this is no object.</summary>
    public LocatedJson? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>A member that must be there.</summary>
    public LocatedJson Get(string name) => Find(name) ?? throw Refuse($"'{name}' is missing");

    /// <summary>An array that must be there.</summary>
    public IReadOnlyList<LocatedJson> GetItems(string name)
    {
        LocatedJson value = Get(name);
        return value.IsArray ? value._items : throw value.Refuse($"'{name}' is not an array");
    }

    /// <summary>A string that must be there.</summary>
    public string GetString(string name) => Get(name).AsString(name);

    /// <summary>A string, or null when there is none.</summary>
    public string? FindString(string name) => Find(name)?.AsString(name);

    /// <summary>A whole number that must be there.</summary>
    public long GetInteger(string name) => Get(name).AsInteger(name);

    /// <summary>A whole number, or null when there is none.</summary>
    public long? FindInteger(string name) => Find(name)?.AsInteger(name);

    /// <summary>True or false, or null when there is neither.</summary>
    public bool? FindBoolean(string name) => Find(name) switch
    {
        null => null,
        { Kind: JsonTokenType.True } => true,
        { Kind: JsonTokenType.False } => false,
        LocatedJson value => throw value.Refuse($"'{name}' is neither true nor false"),
    };

    /// <summary>Bytes written in hexadecimal that must be there.</summary>
    public byte[] GetBytes(string name) => Get(name).AsBytes(name);

    /// <summary>Bytes written in hexadecimal, or null when there are none.</summary>
    public byte[]? FindBytes(string name) => Find(name)?.AsBytes(name);

    /// <summary>This value as bytes written in hexadecimal.</summary>
    /// <param name="name">What to call it in a message.</param>
    public byte[] AsBytes(string name) =>
        Hexadecimal.TryParse(AsString(name), out byte[] bytes, out string problem) ? bytes : throw Refuse($"'{name}' {problem}");

    /// <summary>A complaint about this value.</summary>
    public KnownAnswerFormatException Refuse(string problem) => new(_path, Line, problem);

    private string AsString(string name) =>
        Kind == JsonTokenType.String ? _text : throw Refuse($"'{name}' is not a string");

    private long AsInteger(string name) =>
        Kind == JsonTokenType.Number && long.TryParse(_text, out long value) ? value : throw Refuse($"'{name}' is not a whole number");

    private static LocatedJson ReadValue(string path, ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, ref LineCounter lines)
    {
        int line = lines.At(utf8, reader.TokenStartIndex);
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
            _ => string.Empty,
        };
        var value = new LocatedJson(path, line, reader.TokenType, text);
        if (value.IsObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string name = reader.GetString()!;
                reader.Read();
                LocatedJson member = ReadValue(path, utf8, ref reader, ref lines);
                if (!value._members.TryAdd(name, member))
                {
                    throw member.Refuse($"'{name}' is there twice");
                }
            }
        }
        else if (value.IsArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                value._items.Add(ReadValue(path, utf8, ref reader, ref lines));
            }
        }
        return value;
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).ReplaceLineEndings(" ");
    }

    /// <summary>Counts line ends up to positions that never go back.</summary>
    private struct LineCounter
    {
        private int _position;
        private int _line;

        public int At(ReadOnlySpan<byte> utf8, long position)
        {
            _line += utf8[_position..(int)position].Count((byte)'\n');
            _position = (int)position;
            return _line + 1;
        }
    }
}
