// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Vmx.Crypto.Perlasm.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

//
//  The POWER assembler against binutils
//
//      Every instruction that the assembler has is found by reflection and written with every combination of the outermost
//      and some middle values of its operands. The GNU assembler gets the text, and every word must be the same. A value
//      beside the range must be refused.
//
public sealed class PowerAssemblerTests
{
    /// <summary>The ranges of the operands that are numbers: minimum, maximum, and what the value must be a multiple of.</summary>
    private static readonly Dictionary<string, (int Minimum, int Maximum, int Multiple)> _ranges = new()
    {
        ["vsldoi.bytes"] = (0, 15, 1),
        ["vspltb.element"] = (0, 15, 1),
        ["vspltw.element"] = (0, 3, 1),
        ["vspltisb.value"] = (-16, 15, 1),
        ["li.value"] = (-32768, 32767, 1),
        ["lis.value"] = (-32768, 32767, 1),
        ["addi.value"] = (-32768, 32767, 1),
        ["ori.value"] = (0, 65535, 1),
        ["andi_.value"] = (0, 65535, 1),
        ["cmpdi.value"] = (-32768, 32767, 1),
        ["cmpwi.value"] = (-32768, 32767, 1),
        ["srdi.bits"] = (1, 63, 1),
        ["sldi.bits"] = (1, 63, 1),
        ["lwz.displacement"] = (-32768, 32767, 1),
        ["stw.displacement"] = (-32768, 32767, 1),
        ["ld.displacement"] = (-32768, 32764, 4),
        ["std.displacement"] = (-32768, 32764, 4),
        ["stdu.displacement"] = (-32768, 32764, 4),
    };

    private static readonly int[] _registers = [0, 1, 6, 15, 16, 31];

    private static readonly int[] _fields = [0, 1, 6, 7];

    private static IEnumerable<MethodInfo> Instructions =>
        typeof(PowerAssembler).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(void) && method.Name != nameof(PowerAssembler.Bind));

    public static TheoryData<string> Mnemonics => [.. Instructions.Select(method => method.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Mnemonics))]
    public void Every_form_is_encoded_as_binutils_encodes_it(string mnemonic)
    {
        Binutils.Require();
        var program = new Program();
        foreach (MethodInfo method in Instructions.Where(method => method.Name == mnemonic))
        {
            foreach (object[] operands in Combinations([.. method.GetParameters().Select(parameter => Values(method, parameter, program))]))
            {
                if (!TakesZeroAsBase(method, operands))
                {
                    _ = method.Invoke(program, operands);
                }
            }
        }
        program.Nop(8);
        byte[] code = program.Encode();
        Same(Binutils.Assemble(program.Texts), code, program.Texts);
    }

    [Fact]
    public void Every_instruction_with_a_number_refuses_what_does_not_fit()
    {
        int refused = 0;
        foreach (MethodInfo method in Instructions)
        {
            ParameterInfo[] parameters = method.GetParameters();
            for (int i = 0; i < parameters.Length; i++)
            {
                if (parameters[i].ParameterType == typeof(int))
                {
                    (int minimum, int maximum, int multiple) = _ranges[$"{method.Name}.{parameters[i].Name}"];
                    int[] outside = multiple == 1 ? [minimum - 1, maximum + 1] : [minimum - multiple, maximum + multiple, maximum - 1, 2];
                    foreach (int value in outside)
                    {
                        object[] operands = [.. parameters.Select(parameter => Values(method, parameter, new Program())[1])];
                        operands[i] = value;
                        var thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(new Program(), operands));
                        var reason = Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
                        Assert.Contains($"{method.Name}: {parameters[i].Name} is {value}", reason.Message, StringComparison.Ordinal);
                        refused++;
                    }
                }
            }
        }
        Assert.True(refused >= 2 * _ranges.Count);
    }

    [Fact]
    public void Registers_that_do_not_exist_and_zero_as_a_base_are_refused()
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => PowerAssembler.R(32));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => PowerAssembler.V(-1));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => PowerAssembler.Cr(8));
        var program = new Program();
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => program.ld(PowerAssembler.R(3), 0, PowerAssembler.R(0)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => program.addi(PowerAssembler.R(3), PowerAssembler.R(0), 1));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => program.lvx(PowerAssembler.V(3), PowerAssembler.R(0), PowerAssembler.R(4)));
        Assert.Contains("stands for zero", Assert.Throws<ArgumentOutOfRangeException>(() => program.stxvd2x(PowerAssembler.V(3), PowerAssembler.R(0), PowerAssembler.R(4))).Message, StringComparison.Ordinal);
        Assert.Equal(0, program.Position);
    }

    [Theory]
    [InlineData(8190, true)]
    [InlineData(8191, false)]
    public void Conditional_branches_reach_as_far_as_they_say(int instructionsBetween, bool reaches)
    {
        var program = new Program();
        var target = new PowerLabel();
        program.bc(Condition.Equal, PowerAssembler.Cr(0), target);
        program.Nop(instructionsBetween);
        program.Bind(target);
        program.nop();
        if (reaches)
        {
            Binutils.Require();
            Same(Binutils.Assemble(program.EncodedTexts()), program.Encode(), program.Texts);
        }
        else
        {
            Assert.Contains("bytes away", Assert.Throws<InvalidOperationException>(program.Encode).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Branches_backward_reach_as_far_as_they_say()
    {
        var program = new Program();
        var target = new PowerLabel();
        program.Bind(target);
        program.Nop(8192);
        program.bdnz(target);
        Assert.Equal(0x42008000u, BinaryPrimitives.ReadUInt32LittleEndian(program.Encode().AsSpan(8192 * 4)));
        program.bdnz(target);
        _ = Assert.Throws<InvalidOperationException>(program.Encode);
    }

    [Fact]
    public void Labels_are_bound_once_and_must_be_bound()
    {
        var program = new Program();
        var label = new PowerLabel();
        program.b(label);
        _ = Assert.Throws<InvalidOperationException>(program.Encode);
        program.Bind(label);
        _ = Assert.Throws<InvalidOperationException>(() => program.Bind(label));
    }

    private static object[] Values(MethodInfo method, ParameterInfo parameter, Program program)
    {
        if (parameter.ParameterType == typeof(int))
        {
            (int minimum, int maximum, int multiple) = _ranges[$"{method.Name}.{parameter.Name}"];
            return [.. new[] { minimum, minimum + multiple, (minimum + maximum) / 2 / multiple * multiple, maximum - multiple, maximum }.Distinct().Cast<object>()];
        }
        return parameter.ParameterType == typeof(Gpr) ? [.. _registers.Select(number => (object)PowerAssembler.R(number))]
            : parameter.ParameterType == typeof(Vr) ? [.. _registers.Select(number => (object)PowerAssembler.V(number))]
            : parameter.ParameterType == typeof(ConditionField) ? [.. _fields.Select(number => (object)PowerAssembler.Cr(number))]
            : parameter.ParameterType == typeof(Condition) ? [.. Enum.GetValues<Condition>().Cast<object>()]
            : parameter.ParameterType == typeof(PowerLabel) ? [program.Start, program.End]
            : throw new NotSupportedException($"{method.Name}: {parameter.ParameterType}");
    }

    private static bool TakesZeroAsBase(MethodInfo method, object[] operands) =>
        method.GetParameters().Zip(operands).Any(pair => pair.First.Name == "base" && pair.Second is Gpr { Number: 0 })
        || (method.Name == nameof(PowerAssembler.addi) && operands[1] is Gpr { Number: 0 });

    private static IEnumerable<object[]> Combinations(object[][] values) =>
        values.Aggregate((IEnumerable<object[]>)[[]], (rows, next) => rows.SelectMany(row => next.Select(value => (object[])[.. row, value])));

    private static void Same(byte[] expected, byte[] actual, IReadOnlyList<string> texts)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i += 4)
        {
            uint theirs = BinaryPrimitives.ReadUInt32LittleEndian(expected.AsSpan(i));
            uint ours = BinaryPrimitives.ReadUInt32LittleEndian(actual.AsSpan(i));
            Assert.True(theirs == ours, $"{texts[i / 4]}: binutils {theirs:x8}, ours {ours:x8}");
        }
    }

    private sealed class Program : PowerAssembler
    {
        public Program()
        {
            Bind(Start);
        }

        public PowerLabel Start { get; } = new();

        public PowerLabel End { get; } = new();

        public void Nop(int count)
        {
            if (End.Offset < 0)
            {
                Bind(End);
            }
            for (int i = 0; i < count; i++)
            {
                nop();
            }
        }

        public IReadOnlyList<string> EncodedTexts()
        {
            _ = Encode();
            return Texts;
        }
    }
}
