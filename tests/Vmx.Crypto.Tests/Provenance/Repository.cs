// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool;
using Xunit;

namespace Vmx.Crypto.Tests.Provenance;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>
    /// Its root. Skips the test that asks where there is none, and on emulated processors, of which it would learn nothing.
    /// </summary>
    public static string Root
    {
        get
        {
            Assert.SkipUnless(SuiteSize.IsFull, "The records of the checkout do not depend on the processor; the full suite checks them.");
            string? root = Checkout.FindRoot();
            Assert.SkipWhen(root is null, "The checkout is not on this machine: this test reads its sources.");
            return root;
        }
    }

    /// <summary>Copies what the manifest's checks read to a folder of its own.</summary>
    public static string CopyTo(string folder)
    {
        string root = Root;
        foreach (string name in (ReadOnlySpan<string>)["provenance", "LICENSES", "src", "vectors"])
        {
            string from = Path.Combine(root, name);
            if (!Directory.Exists(from))
            {
                continue;
            }
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(root, file);
                if (Path.GetExtension(file) is ".cs" or ".json" or ".txt" && !relative.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                {
                    string to = Path.Combine(folder, relative);
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    File.Copy(file, to);
                }
            }
        }
        File.Copy(Path.Combine(root, "LICENSE-NOTICES.md"), Path.Combine(folder, "LICENSE-NOTICES.md"));
        return folder;
    }
}
