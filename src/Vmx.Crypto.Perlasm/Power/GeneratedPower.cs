// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>The generated files of the POWER kernels.</summary>
internal static class GeneratedPower
{
    private const string Engine = "Power8";

    private const string Beginning = "using System;\n\nnamespace Vmx.Crypto.Engines.MachineCode.Generated;\n\n";

    private const string Remark = "Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.";

    /// <summary>Adds every file, by name.</summary>
    public static void AddTo(IDictionary<string, string> files)
    {
        AssembledPowerKernel[] kernels = [.. KernelCatalog.Create().Select(kernel => kernel.Assemble())];
        var catalogue = new StringBuilder(GeneratedCode.Header("// ", null) + $"// {Remark}\n\n" + Beginning);
        _ = catalogue.Append(CultureInfo.InvariantCulture, $"/// <summary>The machine code of <c>{Engine}</c>.</summary>\ninternal static partial class {Engine}Code\n{{\n");
        _ = catalogue.Append(CultureInfo.InvariantCulture, $"    /// <summary>The kernel of a routine.</summary>\n    public static ReadOnlySpan<byte> Find({Engine}Routine routine) => routine switch\n    {{\n");
        foreach (AssembledPowerKernel kernel in kernels)
        {
            files.Add($"{Engine}.{kernel.Name}.g.cs", Blob(kernel));
            files.Add($"{Engine}.{kernel.Name}.lst", GeneratedCode.Header("# ", kernel.Follows) + kernel.Listing());
            _ = catalogue.Append(CultureInfo.InvariantCulture, $"        {Engine}Routine.{kernel.Name} => {kernel.Name},\n");
        }
        files.Add($"{Engine}.g.cs", catalogue.Append("        _ => throw new ArgumentOutOfRangeException(nameof(routine)),\n    };\n}\n").ToString());
    }

    private static string Blob(AssembledPowerKernel kernel)
    {
        var text = new StringBuilder(GeneratedCode.Header("// ", kernel.Follows) + $"// {Remark}\n\n" + Beginning);
        _ = text.Append(CultureInfo.InvariantCulture, $"internal static partial class {Engine}Code\n{{\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{kernel.CodeLength} bytes of code, then {kernel.Bytes.Length - kernel.CodeLength} of constants.</summary>\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"    private static ReadOnlySpan<byte> {kernel.Name} =>\n    [\n");
        foreach (byte[] line in kernel.Bytes.Chunk(24))
        {
            _ = text.Append("        ").AppendJoin(' ', line.Select(value => string.Create(CultureInfo.InvariantCulture, $"0x{value:X2},"))).Append('\n');
        }
        return text.Append("    ];\n}\n").ToString();
    }
}
