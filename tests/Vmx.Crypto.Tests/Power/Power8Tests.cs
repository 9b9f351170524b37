// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Perlasm.Power;
using Vmx.Crypto.Tool.Speed.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

/// <summary>The Power8 engine: what the package contains, on every emulated processor that can run it, and refused on one that cannot.</summary>
public sealed class Power8Tests
{
    private static readonly string[] _processors = ["power8", "power9", "power10"];

    public static TheoryData<string> Processors => [.. _processors];

    public static TheoryData<string> KernelNames => [.. KernelCatalog.Create().Select(kernel => kernel.Name)];

    public static TheoryData<string, string> ProcessorsAndFamilies => [.. _processors.SelectMany(processor => Enum.GetNames<ModeFamily>(), (processor, family) => (processor, family))];

    [Theory]
    [MemberData(nameof(ProcessorsAndFamilies))]
    public void Engine_passes_its_self_tests(string processor, string family)
    {
        PowerProcessors.Require();
        using EmulatedKernels server = EmulatedKernels.Start(EmulatedPower8.Kernels, processor);
        Assert.Null(EngineSelfTest.Run(new Power8Engine(new EmulatedPower8(server)), Enum.Parse<ModeFamily>(family)));
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Detection_accepts_what_the_system_says_of_a_processor_with_vector_crypto(string processor)
    {
        PowerProcessors.Require();
        using EmulatedKernels server = EmulatedKernels.Start(EmulatedPower8.Kernels, processor);
        Assert.Null(Power8Processor.WhyUnsupported("ppc64le", server.HardwareCapabilities2));
        Assert.Equal(128UL, server.CacheLineSize);
    }

    // Exit code 3 is the server's own: an instruction that the processor lacks would have ended it by a signal.
    [Fact]
    public void Detection_refuses_a_processor_without_vector_crypto()
    {
        PowerProcessors.Require();
        using EmulatedKernels server = EmulatedKernels.Start(EmulatedPower8.Kernels, "power7");
        Assert.Equal("the processor is older than POWER8: it has no vector crypto", Power8Processor.WhyUnsupported("ppc64le", server.HardwareCapabilities2));
        Assert.Equal(KernelServer.RefusedExitCode, server.WaitForExit());
    }

    [Fact]
    public void Detection_asks_this_machine() =>
        Assert.Equal(RuntimeInformation.ProcessArchitecture != Architecture.Ppc64le, Power8Processor.WhyUnsupported() == Power8Processor.WhyUnsupported("", 0));

    [Theory]
    [InlineData("x86_64")]
    [InlineData("aarch64")]
    [InlineData("ppc64")]
    [InlineData("")]
    public void Detection_refuses_other_machines(string machine) =>
        Assert.Equal("the processor is not a 64-bit little-endian POWER", Power8Processor.WhyUnsupported(machine, ulong.MaxValue));

    [Theory]
    [InlineData(0x8E00_0000UL, true)]
    [InlineData(0x8C00_0000UL, false)]
    [InlineData(0x0E00_0000UL, false)]
    [InlineData(0UL, false)]
    public void Detection_asks_for_both_capabilities(ulong hardwareCapabilities2, bool isSupported) =>
        Assert.Equal(isSupported, Power8Processor.WhyUnsupported("ppc64le", hardwareCapabilities2) is null);

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Package_contains_what_the_script_writes(string name)
    {
        AssembledPowerKernel kernel = KernelCatalog.Create().Single(kernel => kernel.Name == name).Assemble();
        Assert.Equal(kernel.Bytes, Power8Code.Find(Enum.Parse<Power8Routine>(name)).ToArray());
        Assert.Equal(Enum.GetNames<Power8Routine>(), KernelCatalog.Create().Select(script => script.Name));
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Kernel_is_what_binutils_makes_of_its_text(string name)
    {
        Binutils.Require();
        AssembledPowerKernel kernel = KernelCatalog.Create().Single(kernel => kernel.Name == name).Assemble();
        Assert.Equal(Binutils.Assemble(kernel.Texts), kernel.Bytes[..kernel.CodeLength]);
        Assert.DoesNotContain(Binutils.Mnemonics(kernel.Bytes[..kernel.CodeLength]), instruction => instruction.StartsWith('.'));
    }

    [Fact]
    public void Nothing_branches_on_contents()
    {
        // Comparisons read general-purpose registers, and nothing moves from a vector register or from text into one.
        foreach (AssembledPowerKernel kernel in KernelCatalog.Create().Select(kernel => kernel.Assemble()))
        {
            string[] loads = [.. kernel.Texts.Where(text => text.StartsWith("lwz ", StringComparison.Ordinal) || text.StartsWith("ld ", StringComparison.Ordinal))];
            Assert.All(loads, text => Assert.True(
                text == "lwz r0,240(r3)" || text.EndsWith("(r1)", StringComparison.Ordinal) || (kernel.Name == "CbcEncryptLanes" && text.EndsWith("(r5)", StringComparison.Ordinal)),
                $"{kernel.Name}: {text}"));
            Assert.DoesNotContain(kernel.Texts, text => text.StartsWith("mf", StringComparison.Ordinal) && text is not ("mflr r0" or "mflr r11"));
        }
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(31, true)]
    [InlineData(3, false)]
    public void Harness_sees_a_general_purpose_register_that_is_not_kept(int number, bool isKept) => AssertBreach(isKept, code => code.li(PowerAssembler.R(number), 1));

    [Theory]
    [InlineData(20, 3, true)]
    [InlineData(20, 0, true)]
    [InlineData(31, 0, true)]
    [InlineData(0, 3, true)]
    [InlineData(19, 3, true)]
    [InlineData(0, 0, false)]
    public void Harness_sees_a_vector_register_that_is_not_kept_or_not_zeroed(int number, int value, bool isBreach) =>
        AssertBreach(isBreach, code => code.vspltisb(PowerAssembler.V(number), value));

    [Theory]
    [InlineData(-16)]
    [InlineData(16)]
    public unsafe void Harness_sees_a_write_beside_the_arguments(int offset)
    {
        PowerProcessors.Require();
        using EmulatedKernels server = EmulatedKernels.Start([new Program(code =>
        {
            code.addi(PowerAssembler.R(3), PowerAssembler.R(3), offset);
            code.stw(PowerAssembler.R(3), 0, PowerAssembler.R(3));
        }).Encode()], "power8");
        byte* memory = stackalloc byte[16];
        server.Begin();
        ulong place = server.Place(memory, 16, isInput: false, isOutput: true);
        Assert.Contains("beside", Assert.Throws<InvalidDataException>(() => server.Call(0, place)).Message, StringComparison.Ordinal);
    }

    private static void AssertBreach(bool isBreach, Action<PowerAssembler> body)
    {
        PowerProcessors.Require();
        using EmulatedKernels server = EmulatedKernels.Start([new Program(body).Encode()], "power8");
        server.Begin();
        if (isBreach)
        {
            _ = Assert.Throws<InvalidDataException>(() => server.Call(0));
        }
        else
        {
            server.Call(0);
        }
    }

    private sealed class Program : PowerAssembler
    {
        public Program(Action<PowerAssembler> body)
        {
            body(this);
            blr();
        }
    }
}
