// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool;

/// <summary>The repository's files, where the command runs from a checkout, and what the tool's package carries of them.</summary>
internal static class Checkout
{
    private const string Marker = "CryptoVmx.sln";
    private const string VectorFolder = "vectors";

    /// <summary>The checkout's root above the current directory or above the program, or null.</summary>
    public static string? FindRoot() => FindAbove(Environment.CurrentDirectory) ?? FindAbove(AppContext.BaseDirectory);

    /// <summary>The folder with the vector files, of the checkout or of the package, or null.</summary>
    public static string? FindVectors()
    {
        string? ofCheckout = FindRoot() is string root ? Path.Combine(root, VectorFolder) : null;
        string ofPackage = Path.Combine(AppContext.BaseDirectory, VectorFolder);
        return Directory.Exists(ofCheckout) ? ofCheckout : Directory.Exists(ofPackage) ? ofPackage : null;
    }

    /// <summary>The folder above the manifest, of the checkout or of the package, or null.</summary>
    public static string? FindManifestRoot() =>
        ((string?[])[FindRoot(), AppContext.BaseDirectory]).FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, Manifest.RelativePath)));

    private static string? FindAbove(string folder)
    {
        for (DirectoryInfo? candidate = new(folder); candidate is not null; candidate = candidate.Parent)
        {
            if (File.Exists(Path.Combine(candidate.FullName, Marker)))
            {
                return candidate.FullName;
            }
        }
        return null;
    }
}
