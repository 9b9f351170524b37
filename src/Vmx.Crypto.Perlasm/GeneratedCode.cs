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

    private const string Header = """
        // SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
        // SPDX-License-Identifier: BSD-3-Clause
        //
        // Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.


        """;

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

    private static string Catalogue(string engine, AssembledKernel[] kernels)
    {
        StringBuilder text = new StringBuilder(Header).Append("using System;\n\nnamespace Vmx.Crypto.Engines.MachineCode.Generated;\n\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"/// <summary>The machine code of <c>{engine}</c>.</summary>\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"internal static partial class {engine}Code\n{{\n");
        _ = text.Append("    /// <summary>What the processor must have, as derived from the instructions.</summary>\n    public static ReadOnlySpan<string> Features => new[]\n    {\n");
        foreach (string feature in kernels.SelectMany(kernel => kernel.Features()).Distinct().Order(StringComparer.Ordinal))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"        \"{feature}\",\n");
        }
        _ = text.Append("    };\n\n    /// <summary>The kernel of a routine.</summary>\n    public static X64Kernel Find(X64Routine routine) => routine switch\n    {\n");
        foreach (AssembledKernel kernel in kernels)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"        X64Routine.{kernel.Name} => new X64Kernel({kernel.Name}, {kernel.CodeLength}),\n");
        }
        return text.Append("        _ => throw new ArgumentOutOfRangeException(nameof(routine)),\n    };\n}\n").ToString();
    }

    private static string Blob(AssembledKernel kernel)
    {
        StringBuilder text = new StringBuilder(Header).Append("using System;\n\nnamespace Vmx.Crypto.Engines.MachineCode.Generated;\n\n");
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
