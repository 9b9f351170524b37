// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  Executable memory
//
//      One region for each engine that runs, written once and then made readable and executable: at no time is it writable
//      and executable together. It lives as long as the process. The user may forbid it, and the operating system may
//      refuse it (SELinux's execmem, a process that denies writable memory to become executable, a hardened runtime, a
//      policy of the process); then there are no machine-code engines, and the reason is told.
//
internal static unsafe class ExecutableMemory
{
    /// <summary>The environment variable that forbids it when it is 0.</summary>
    public const string EnvironmentVariable = "VMX_CRYPTO_MACHINE_CODE";

    /// <summary>The <see cref="AppContext"/> switch that forbids it when it is false.</summary>
    public const string AppContextName = "Vmx.Crypto.MachineCode";

    /// <summary>Null when the user allows executable memory, else how it was forbidden.</summary>
    public static string? WhyForbidden() =>
        WhyForbidden(Environment.GetEnvironmentVariable(EnvironmentVariable), AppContext.TryGetSwitch(AppContextName, out bool isAllowed) ? isAllowed : null);

    /// <summary>The same of values of the variable and of the switch, null where they are not set.</summary>
    internal static string? WhyForbidden(string? variable, bool? isAllowed) =>
        variable == "0" ? $"{EnvironmentVariable}=0 forbids machine code"
        : isAllowed == false ? $"the switch {AppContextName} forbids machine code"
        : null;

    /// <summary>Copies code into memory of its own and makes it executable.</summary>
    /// <param name="code">The code, position-independent.</param>
    /// <param name="pages">Where memory comes from.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="PlatformNotSupportedException">The operating system refuses; the message says so.</exception>
    public static byte* Load(ReadOnlySpan<byte> code, ExecutablePages pages)
    {
        nuint size = WholePages(code.Length);
        byte* memory;
        string? refusal;
        try
        {
            memory = pages.Allocate(size, out refusal);
            if (memory != null)
            {
                code.CopyTo(new Span<byte>(memory, code.Length));
                refusal = pages.MakeExecutable(memory, size);
                if (refusal is not null)
                {
                    pages.Free(memory, size);
                }
            }
        }
        catch (TypeLoadException exception)
        {
            // No library of that name, or no such function in it.
            throw new PlatformNotSupportedException("this operating system is not known to give executable memory", exception);
        }
        return refusal is null ? memory : throw new PlatformNotSupportedException($"the operating system refuses executable memory: {refusal}");
    }

    /// <summary>Gives back what <see cref="Load"/> made of so many bytes of code.</summary>
    public static void Unload(byte* memory, int codeLength, ExecutablePages pages) => pages.Free(memory, WholePages(codeLength));

    private static nuint WholePages(int length)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        return ((nuint)length + page - 1) / page * page;
    }
}
