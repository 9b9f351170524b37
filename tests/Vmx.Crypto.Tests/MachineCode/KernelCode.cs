// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Perlasm.X64;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>The code of a kernel, decoded: its instructions and where each leads.</summary>
internal sealed class KernelCode
{
    private readonly Dictionary<ulong, int> _indices;

    public KernelCode(string name, ReadOnlySpan<byte> bytes, int codeLength, IReadOnlyList<PublicMemory> publicMemory)
    {
        Name = name;
        PublicMemory = publicMemory;
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(bytes[..codeLength].ToArray()), 0);
        var instructions = new List<Instruction>();
        while (decoder.IP < (ulong)codeLength)
        {
            instructions.Add(decoder.Decode());
        }
        Instructions = instructions;
        _indices = instructions.Select((instruction, index) => (instruction.IP, index)).ToDictionary();
    }

    public string Name { get; }

    public IReadOnlyList<Instruction> Instructions { get; }

    /// <summary>What of memory it may branch on.</summary>
    public IReadOnlyList<PublicMemory> PublicMemory { get; }

    /// <summary>Every kernel that the package contains, as the package contains it.</summary>
    public static IEnumerable<KernelCode> All => KernelCatalog.Shapes.SelectMany(Of);

    /// <summary>Those of one engine.</summary>
    public static IEnumerable<KernelCode> Of(VectorShape shape)
    {
        X64KernelSource source = Source(shape);
        foreach (Kernel kernel in KernelCatalog.Create(shape))
        {
            X64Kernel blob = source(Enum.Parse<X64Routine>(kernel.Name));
            yield return new KernelCode($"{shape.Engine}.{kernel.Name}", blob.Bytes, blob.CodeLength, kernel.PublicMemory);
        }
    }

    /// <summary>The package's kernels of an engine.</summary>
    public static X64KernelSource Source(VectorShape shape) => shape.IsAvx512 ? Vaes512Code.Find : Vaes256Code.Find;

    /// <summary>Code that a test wrote.</summary>
    public static KernelCode Written(Action<Assembler> write, params PublicMemory[] publicMemory)
    {
        byte[] bytes = Assemble(write);
        return new KernelCode("written by a test", bytes, bytes.Length, publicMemory);
    }

    /// <summary>Bytes of code that a test wrote.</summary>
    public static byte[] Assemble(Action<Assembler> write, ulong address = 0)
    {
        var assembler = new Assembler(64);
        write(assembler);
        using var stream = new MemoryStream();
        _ = assembler.Assemble(new StreamCodeWriter(stream), address);
        return stream.ToArray();
    }

    /// <summary>The instructions that may follow one, or null where it leads out of the code or where nobody knows.</summary>
    public IReadOnlyList<int>? Successors(int index)
    {
        Instruction instruction = Instructions[index];
        int? next = index + 1 < Instructions.Count ? index + 1 : null;
        int? target = _indices.TryGetValue(instruction.NearBranchTarget, out int found) ? found : null;
        int?[] successors = instruction.FlowControl switch
        {
            FlowControl.Next => [next],
            FlowControl.ConditionalBranch => [next, target],
            FlowControl.UnconditionalBranch => [target],
            FlowControl.Return => [],
            _ => [null],
        };
        return successors.Contains(null) ? null : [.. successors.Select(successor => successor!.Value)];
    }

    /// <summary>An instruction for a reader.</summary>
    public string Describe(int index) => $"{Name} at {Instructions[index].IP:x4}, {Instructions[index]}";
}
