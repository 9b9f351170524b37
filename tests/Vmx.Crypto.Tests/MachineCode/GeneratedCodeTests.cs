// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm;
using Vmx.Crypto.Perlasm.X64;
using Vmx.Crypto.Tests.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>The generated files are what the scripts write now, all of them and no others.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void Files_of_the_checkout_are_what_the_scripts_write()
    {
        string folder = Path.Combine(Repository.Root, GeneratedCode.Folder);
        IReadOnlyDictionary<string, string> files = GeneratedCode.Files();
        Assert.Equal(files.Keys.Order(), Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order());
        Assert.All(files, file => Assert.True(
            file.Value == File.ReadAllText(Path.Combine(folder, file.Key)).ReplaceLineEndings("\n"),
            $"{file.Key} is not what its script writes: run src/Vmx.Crypto.Perlasm."));
    }

    [Fact]
    public void Package_holds_what_the_scripts_write() => Assert.All(KernelCatalog.Shapes, shape =>
        Assert.All(KernelCatalog.Create(shape).Select(kernel => kernel.Assemble()), kernel =>
        {
            X64Kernel blob = KernelCode.Source(shape)(Enum.Parse<X64Routine>(kernel.Name));
            Assert.Equal(kernel.Bytes, blob.Bytes.ToArray());
            Assert.Equal(kernel.CodeLength, blob.CodeLength);
        }));

    [Theory]
    [InlineData(null, "BSD-3-Clause")]
    [InlineData("ppc/aesp8-ppc.pl at 9444b2d53bae", "LicenseRef-CRYPTOGAMS")]
    public void Generated_file_states_the_licence_of_its_script(string? follows, string licence)
    {
        string header = GeneratedCode.Header("; ", follows);
        Assert.Contains("License-Identifier: " + licence, header, StringComparison.Ordinal);
        Assert.Equal(follows is not null, header.Contains("CRYPTOGAMS by <appro@openssl.org>", StringComparison.Ordinal));
        Assert.All(header.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith(";", line, StringComparison.Ordinal));
    }
}
