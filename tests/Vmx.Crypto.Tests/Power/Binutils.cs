// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

/// <summary>The GNU assembler and disassembler for 64-bit little-endian POWER, where they are installed.</summary>
internal static class Binutils
{
    private const string Prefix = "powerpc64le-linux-gnu-";

    public static void Require() => Assert.SkipUnless(IsInstalled(Prefix + "as"), "binutils-powerpc64le-linux-gnu is not installed.");

    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length != 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>What the GNU assembler makes of a program text.</summary>
    public static byte[] Assemble(IEnumerable<string> lines)
    {
        string folder = Directory.CreateTempSubdirectory("vmx-crypto-").FullName;
        try
        {
            string source = Path.Combine(folder, "code.s");
            File.WriteAllText(source, string.Join('\n', lines.Prepend(".text").Select(line => line)) + "\n");
            _ = Run("as", "-mpower8", "-mregnames", "-o", Path.Combine(folder, "code.o"), source);
            _ = Run("objcopy", "-O", "binary", "-j", ".text", Path.Combine(folder, "code.o"), Path.Combine(folder, "code.bin"));
            return File.ReadAllBytes(Path.Combine(folder, "code.bin"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The mnemonics that the disassembler reads from code, one a word.</summary>
    public static IReadOnlyList<string> Mnemonics(byte[] code)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, code);
            return [.. Run("objdump", "-D", "-b", "binary", "-m", "powerpc:common64", "-EL", "-M", "power8", path)
                .Split('\n').Select(line => line.Split('\t')).Where(fields => fields.Length >= 3).Select(fields => fields[2].Trim())];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Prefix + tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string errors = "";
        process.ErrorDataReceived += (_, line) => errors += line.Data + "\n";
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool}: {errors}");
        return output;
    }
}
