// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  Writes the machine code that the package contains, and its listings. Run it in a checkout, after a script has changed:
//
//      dotnet run --project src/Vmx.Crypto.Perlasm
//

using System;
using System.Collections.Generic;
using System.IO;
using Vmx.Crypto.Perlasm;

string? root = Environment.CurrentDirectory;
while (root is not null && !File.Exists(Path.Combine(root, "CryptoVmx.sln")))
{
    root = Path.GetDirectoryName(root);
}
if (root is null)
{
    Console.Error.WriteLine("This is no checkout: there is no CryptoVmx.sln here or above.");
    return 2;
}

string folder = Path.Combine(root, GeneratedCode.Folder);
IReadOnlyDictionary<string, string> files = GeneratedCode.Files();
Directory.CreateDirectory(folder);
foreach (string path in Directory.GetFiles(folder))
{
    if (!files.ContainsKey(Path.GetFileName(path)))
    {
        File.Delete(path);
    }
}
foreach ((string name, string text) in files)
{
    string path = Path.Combine(folder, name);
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
        Console.WriteLine($"{GeneratedCode.Folder}/{name}");
    }
}
return 0;
