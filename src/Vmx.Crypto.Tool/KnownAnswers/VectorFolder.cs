// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>Where this project's own vectors are.</summary>
internal static class VectorFolder
{
    private const string Name = "vectors";

    /// <summary>The checkout's folder, else the one that the package carries.</summary>
    /// <exception cref="ToolException">There is neither.</exception>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, Name);
            if (File.Exists(Path.Combine(folder.FullName, "CryptoVmx.sln")) && Directory.Exists(path))
            {
                return Shorten(path);
            }
        }
        string packaged = Path.Combine(AppContext.BaseDirectory, Name);
        return Directory.Exists(packaged)
            ? packaged
            : throw new ToolException("This installation carries no vectors; name a file or a folder.");
    }

    private static string Shorten(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
