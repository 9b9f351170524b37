// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;

namespace Vmx.Crypto.VectorGenerator;

internal static class Repository
{
    /// <summary>The folder <c>vectors</c> beside <c>CryptoVmx.sln</c>.</summary>
    public static string VectorFolder
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "CryptoVmx.sln")))
                {
                    return Path.Combine(folder.FullName, "vectors");
                }
            }
            throw new DirectoryNotFoundException("There is no CryptoVmx.sln above this program.");
        }
    }
}
