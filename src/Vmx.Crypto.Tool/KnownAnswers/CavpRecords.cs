// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>The lines of a CAVP response file, gathered into cases. Names are upper case.</summary>
internal sealed class CavpRecords
{
    private static readonly HashSet<string> _names =
        ["KEY", "IV", "PLAINTEXT", "CIPHERTEXT", "DATAUNITLEN", "I", "DATAUNITSEQNUMBER", "PT", "CT", "AAD", "TAG"];

    private static readonly HashSet<string> _foreignNames = ["NONCE", "ADATA", "PAYLOAD", "RESULT", "AAD2", "AAD3", "MSG", "MAC", "P", "C", "K"];

    private readonly List<CavpRecord> _cases = [];
    private readonly StringBuilder _comments = new();

    private CavpRecords()
    {
    }

    public IReadOnlyList<CavpRecord> Cases => _cases;

    /// <summary>How many cases there are, for files that are only counted.</summary>
    public int Count => _cases.Count;

    /// <summary>The comments, one a line.</summary>
    public string Comments => _comments.ToString();

    /// <summary>The first name that no mode of this library uses but another one's response files do.</summary>
    public string? ForeignName { get; private set; }

    /// <summary>The first line that has no place in a response file.</summary>
    public KnownAnswerFormatException? Problem { get; private set; }

    /// <summary>Whether this is a text of another kind, without any line of a response file.</summary>
    public bool IsProse { get; private set; }

    public static CavpRecords Read(string path, string text)
    {
        var records = new CavpRecords();
        var parameters = new Dictionary<string, long>(StringComparer.Ordinal);
        string direction = string.Empty;
        CavpRecord? current = null;
        bool anyLine = false;
        int number = 0;
        foreach (ReadOnlySpan<char> whole in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = whole.Trim();
            if (line.IsEmpty)
            {
                continue;
            }
            if (line[0] == '#')
            {
                records._comments.Append(line).Append('\n');
            }
            else if (line[0] == '[')
            {
                if (!ReadSection(line, parameters, ref direction))
                {
                    records.Note(path, number, $"'{Shorten(line)}' is not a section");
                }
                anyLine = true;
                current = null;
            }
            else if (line.Equals("FAIL", StringComparison.OrdinalIgnoreCase) && current is not null)
            {
                current.IsFailure = true;
            }
            else if (ReadAssignment(line, out string name, out string value))
            {
                anyLine = true;
                if (name == "COUNT")
                {
                    current = new CavpRecord(path, number, $"{direction}{(direction.Length == 0 ? "" : " ")}{value} at line {number}", parameters);
                    records._cases.Add(current);
                    continue;
                }
                if (_foreignNames.Contains(name))
                {
                    records.ForeignName ??= name;
                }
                else if (!_names.Contains(name))
                {
                    records.Note(path, number, $"'{Shorten(name)}' is not a field of any mode");
                }
                if (current is null)
                {
                    records.Note(path, number, $"{Shorten(name)} stands outside of a case: no COUNT before it");
                }
                else if (!current.TryAdd(name, value, number))
                {
                    records.Note(path, number, $"{Shorten(name)} is there twice in one case");
                }
            }
            else
            {
                records.Note(path, number, $"'{Shorten(line)}' is neither NAME = value nor a section nor a comment");
            }
        }
        records.IsProse = !anyLine;
        if (records._cases.Count == 0)
        {
            records.Note(path, number, "the file ends without any case");
        }
        return records;
    }

    private void Note(string path, int line, string problem) => Problem ??= new KnownAnswerFormatException(path, line, problem);

    private static bool ReadSection(ReadOnlySpan<char> line, Dictionary<string, long> parameters, ref string direction)
    {
        if (line[^1] != ']')
        {
            return false;
        }
        ReadOnlySpan<char> content = line[1..^1].Trim();
        if (content.Equals("ENCRYPT", StringComparison.OrdinalIgnoreCase) || content.Equals("DECRYPT", StringComparison.OrdinalIgnoreCase))
        {
            direction = content.ToString().ToLowerInvariant();
            return true;
        }
        foreach (Range part in content.Split(','))
        {
            if (!ReadAssignment(content[part].Trim(), out string name, out string value)
                || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return false;
            }
            parameters[name] = number;
        }
        return true;
    }

    private static bool ReadAssignment(ReadOnlySpan<char> line, out string name, out string value)
    {
        name = value = string.Empty;
        int equals = line.IndexOf('=');
        if (equals <= 0)
        {
            return false;
        }
        ReadOnlySpan<char> left = line[..equals].TrimEnd();
        foreach (char character in left)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }
        name = left.ToString().ToUpperInvariant();
        value = line[(equals + 1)..].Trim().ToString();
        return true;
    }

    private static string Shorten(ReadOnlySpan<char> text)
    {
        var shortened = new StringBuilder();
        foreach (char character in text[..Math.Min(text.Length, 40)])
        {
            shortened.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);
        }
        return shortened.ToString();
    }
}

/// <summary>One case of a response file: its fields, each with its line.</summary>
internal sealed class CavpRecord
{
    private readonly string _path;
    private readonly int _line;
    private readonly Dictionary<string, (string Value, int Line)> _fields = [];
    private readonly Dictionary<string, long> _parameters;

    public CavpRecord(string path, int line, string id, Dictionary<string, long> parameters)
    {
        _path = path;
        _line = line;
        Id = id;
        _parameters = new Dictionary<string, long>(parameters);
    }

    /// <summary>Direction, count and line: counts repeat within a file.</summary>
    public string Id { get; }

    /// <summary>Whether the message must be refused.</summary>
    public bool IsFailure { get; set; }

    public bool TryAdd(string name, string value, int line) => _fields.TryAdd(name, (value, line));

    public bool Has(string name) => _fields.ContainsKey(name);

    public byte[] GetBytes(string name)
    {
        string value = Get(name).Value;
        return Hexadecimal.TryParse(value, out byte[] bytes, out string problem) ? bytes : throw Refuse(name, problem);
    }

    public long GetInteger(string name) =>
        long.TryParse(Get(name).Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw Refuse(name, "is not a number");

    /// <summary>Refuses a field whose length is not what another field says.</summary>
    public void CheckLength(string name, long actual, long expected)
    {
        if (actual != expected)
        {
            throw Refuse(name, string.Create(CultureInfo.InvariantCulture, $"has {actual} bytes where {expected} belong"));
        }
    }

    /// <summary>Refuses a field whose length is not what its section says, in bits.</summary>
    public void CheckParameter(string name, long bytes, string parameter)
    {
        if (_parameters.TryGetValue(parameter, out long bits) && bits != bytes * 8)
        {
            throw Refuse(name, string.Create(CultureInfo.InvariantCulture, $"has {bytes * 8} bits, its section says {bits}"));
        }
    }

    /// <summary>A complaint about a field, at its line.</summary>
    public KnownAnswerFormatException Refuse(string name, string problem) =>
        new(_path, _fields.TryGetValue(name, out (string Value, int Line) field) ? field.Line : _line, $"{name} {problem}");

    private (string Value, int Line) Get(string name) =>
        _fields.TryGetValue(name, out (string Value, int Line) field) ? field : throw Refuse(name, "is missing from the case that begins here");
}
