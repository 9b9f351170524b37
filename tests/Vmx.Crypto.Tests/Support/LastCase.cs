// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Names the case that runs, in a file that outlives the process when the case ends it.</summary>
internal sealed class LastCase : IDisposable
{
    private const int Size = 256;

    private const string Prefix = "vmx-crypto-last-case-";

    private static readonly string _path = Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}.txt");

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public LastCase()
    {
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, mapName: null, Size);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>The cases at which processes ended that are no more.</summary>
    public static IEnumerable<string> TakeLeftBehind()
    {
        foreach (string path in Directory.EnumerateFiles(Path.GetTempPath(), Prefix + "*.txt"))
        {
            if (!int.TryParse(Path.GetFileNameWithoutExtension(path)[Prefix.Length..], CultureInfo.InvariantCulture, out int process) || IsRunning(process))
            {
                continue;
            }
            string text = File.ReadAllText(path).TrimEnd('\0');
            File.Delete(path);
            yield return text;
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public void Set(string engine, string entryPoint, int keyBits, string placement, int length)
    {
        byte[] text = new byte[Size];
        Encoding.ASCII.GetBytes($"{engine}, {entryPoint}, {(keyBits == 0 ? "" : $"{keyBits}-bit key, ")}{placement}, length {length}", text);
        _view.WriteArray(0, text, 0, Size);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
