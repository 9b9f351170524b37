// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Vmx.Crypto.Perlasm.X64;

namespace Vmx.Crypto.Perlasm;

/// <summary>The files that the package contains and this program writes: by name, and what they hold.</summary>
internal static class GeneratedCode
{
    /// <summary>Where they belong, from the root of a checkout.</summary>
    public const string Folder = "src/Vmx.Crypto/Engines/MachineCode/Generated";

    private const string Remark = "Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.";

    // REUSE-IgnoreStart
    /// <summary>The lines that state copyright and licence, those of the script.</summary>
    /// <param name="comment">What begins a comment.</param>
    /// <param name="follows">The CRYPTOGAMS module that the script follows, or null.</param>
    public static string Header(string comment, string? follows)
    {
        string[] lines = follows is null
            ? ["SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors", "SPDX-License-Identifier: BSD-3-Clause"]
            :
            [
                "SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>",
                "SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors",
                "SPDX-License-Identifier: LicenseRef-CRYPTOGAMS",
                "",
                $"Follows CRYPTOGAMS {follows}.",
            ];
        return string.Concat(lines.Append("").Select(line => $"{comment}{line}".TrimEnd() + "\n"));
    }
    // REUSE-IgnoreEnd

    /// <summary>Every file.</summary>
    public static IReadOnlyDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (VectorShape shape in KernelCatalog.Shapes)
        {
            AssembledKernel[] kernels = [.. KernelCatalog.Create(shape).Select(kernel => kernel.Assemble())];
            files.Add($"{shape.Engine}.g.cs", Catalogue(shape.Engine, kernels));
            foreach (AssembledKernel kernel in kernels)
            {
                files.Add($"{shape.Engine}.{kernel.Name}.g.cs", Blob(kernel));
                files.Add($"{shape.Engine}.{kernel.Name}.lst", kernel.Listing());
            }
        }
        Power.GeneratedPower.AddTo(files);
        return files;
    }

    private static StringBuilder Beginning(string? follows) => new StringBuilder(Header("// ", follows)).Append("// ").Append(Remark).Append("\n\n");

    private static string Catalogue(string engine, AssembledKernel[] kernels)
    {
        StringBuilder text = Beginning(null).Append("using System;\n\nnamespace Vmx.Crypto.Engines.MachineCode.Generated;\n\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"/// <summary>The machine code of <c>{engine}</c>.</summary>\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"internal static partial class {engine}Code\n{{\n");
        _ = text.Append("    /// <summary>What the processor must have, as derived from the instructions.</summary>\n    public static ReadOnlySpan<string> Features => new[]\n    {\n");
        foreach (string feature in kernels.SelectMany(kernel => kernel.Features()).Distinct().Order(StringComparer.Ordinal))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"        \"{feature}\",\n");
        }
        _ = text.Append("    };\n\n    /// <summary>The kernel of a routine; none when the engine goes without.</summary>\n    public static X64Kernel Find(X64Routine routine) => routine switch\n    {\n");
        foreach (AssembledKernel kernel in kernels)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"        X64Routine.{kernel.Name} => new X64Kernel({kernel.Name}, {kernel.CodeLength}),\n");
        }
        return text.Append("        _ => default,\n    };\n}\n").ToString();
    }

    private static string Blob(AssembledKernel kernel)
    {
        StringBuilder text = Beginning(kernel.Follows).Append("using System;\n\nnamespace Vmx.Crypto.Engines.MachineCode.Generated;\n\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"internal static partial class {kernel.Shape.Engine}Code\n{{\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{kernel.CodeLength} bytes of code, then {kernel.Bytes.Length - kernel.CodeLength} of constants.</summary>\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"    private static ReadOnlySpan<byte> {kernel.Name} =>\n    [\n");
        foreach (byte[] line in kernel.Bytes.Chunk(24))
        {
            _ = text.Append("        ").AppendJoin(' ', line.Select(value => string.Create(CultureInfo.InvariantCulture, $"0x{value:X2},"))).Append('\n');
        }
        return text.Append("    ];\n}\n").ToString();
    }
}
