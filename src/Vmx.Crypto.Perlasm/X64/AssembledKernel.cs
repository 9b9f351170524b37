// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Iced.Intel;

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>A kernel's bytes.</summary>
/// <param name="Name">The routine's name.</param>
/// <param name="Shape">What it is written for.</param>
/// <param name="Follows">The module that its script follows, or null.</param>
/// <param name="Bytes">Code, then constants.</param>
/// <param name="CodeLength">Where the constants begin.</param>
/// <param name="Comments">The script's remarks, by offset.</param>
internal sealed record AssembledKernel(string Name, VectorShape Shape, string? Follows, byte[] Bytes, int CodeLength, IReadOnlyDictionary<int, string> Comments)
{
    /// <summary>The instructions, decoded from the bytes.</summary>
    public IReadOnlyList<Instruction> Disassemble()
    {
        var decoder = Iced.Intel.Decoder.Create(64, new ByteArrayCodeReader(Bytes, 0, CodeLength), 0);
        var instructions = new List<Instruction>();
        while (decoder.IP < (ulong)CodeLength)
        {
            instructions.Add(decoder.Decode());
        }
        return instructions;
    }

    /// <summary>The processor features that the code needs beyond those of every x64 processor, as Iced names them, in alphabetical order.</summary>
    public IReadOnlyList<string> Features() =>
        [.. Disassemble().SelectMany(instruction => instruction.CpuidFeatures).Select(feature => feature.ToString())
            .Where(feature => !feature.StartsWith("INTEL", StringComparison.Ordinal) && feature is not ("X64" or "CMOV" or "SSE" or "SSE2" or "MULTIBYTENOP"))
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What a reviewer reads: offset, instruction, and the script's remarks.</summary>
    public string Listing()
    {
        var text = new StringBuilder(GeneratedCode.Header("; ", Follows));
        _ = text.Append(CultureInfo.InvariantCulture, $"; {Shape.Engine}, {Name}: {CodeLength} bytes of code, {Bytes.Length - CodeLength} of constants\n");
        IReadOnlyList<Instruction> instructions = Disassemble();
        HashSet<ulong> targets = [.. instructions.Where(instruction => instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch).Select(instruction => instruction.NearBranchTarget)];
        var formatter = new NasmFormatter { Options = { HexPrefix = "0x", HexSuffix = "", UppercaseHex = false, RipRelativeAddresses = true, SpaceAfterOperandSeparator = true, FirstOperandCharIndex = 16 } };
        var output = new StringOutput();
        foreach (Instruction instruction in instructions)
        {
            if (Comments.TryGetValue((int)instruction.IP, out string? comment))
            {
                foreach (string line in comment.Split('\n'))
                {
                    _ = text.Append("        ; ").Append(line).Append('\n');
                }
            }
            if (targets.Contains(instruction.IP))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"L{instruction.IP:x4}:\n");
            }
            formatter.Format(instruction, output);
            _ = text.Append(CultureInfo.InvariantCulture, $"{instruction.IP:x4}    {output.ToStringAndReset()}\n");
        }
        for (int offset = CodeLength; offset < Bytes.Length; offset += 16)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{offset:x4}    db {Convert.ToHexStringLower(Bytes, offset, Math.Min(16, Bytes.Length - offset))}\n");
        }
        return text.ToString();
    }
}
