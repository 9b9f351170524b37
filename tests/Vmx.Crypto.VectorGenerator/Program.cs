// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  Generates the vector files that no standard has
//
//      dotnet run --project tests/Vmx.Crypto.VectorGenerator            writes vectors/generated-*.json
//      dotnet run --project tests/Vmx.Crypto.VectorGenerator -- --check compares them with what is there
//
//      Every answer comes from two implementations at least that know nothing of each other and of this library: the
//      system's libcrypto and src/Reference, and where they can BouncyCastle, libsodium (through NSec) and the platform's
//      own AES. Where two of them differ the program ends. Inputs are made from labels by SHA-256, so every run writes the
//      same bytes.
//
using System;
using System.IO;
using Vmx.Crypto.VectorGenerator;

bool check = args is ["--check"];
if (args.Length != 0 && !check)
{
    Console.Error.WriteLine("The only argument there is: --check");
    return 2;
}
string folder = Repository.VectorFolder;
int different = 0;
foreach ((string name, byte[] content) in VectorSets.Generate())
{
    string path = Path.Combine(folder, name);
    bool same = File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    if (!check && !same)
    {
        File.WriteAllBytes(path, content);
    }
    different += same ? 0 : 1;
    Console.WriteLine($"{name}: {content.Length:N0} bytes, {(same ? "as it was" : check ? "DIFFERENT" : "written")}");
}
return check && different != 0 ? 1 : 0;
