// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>Executable memory, its refusal, and what the choice of an engine makes of that.</summary>
public sealed unsafe class ExecutableMemoryTests
{
    private static readonly byte[] _code = [0xC3];

    [Fact]
    public void Sizes_are_whole_pages_and_memory_is_written_before_it_is_made_executable()
    {
        using var pages = new ObservedPages(refusesToAllocate: false, refusesToExecute: false);
        byte[] code = new byte[Environment.SystemPageSize + 1];
        code[^1] = 0xC3;
        byte* memory = ExecutableMemory.Load(code, pages);
        Assert.Equal(2 * (nuint)Environment.SystemPageSize, pages.Size);
        Assert.True(new ReadOnlySpan<byte>(memory, code.Length).SequenceEqual(code));
        Assert.Equal("allocate, make executable", pages.Calls);
        ExecutableMemory.Unload(memory, code.Length, pages);
        Assert.Equal("allocate, make executable, free", pages.Calls);
    }

    [Theory]
    [InlineData(true, "allocate")]
    [InlineData(false, "allocate, make executable, free")]
    public void Refusal_is_told_and_leaves_no_memory_behind(bool refusesToAllocate, string calls)
    {
        using var pages = new ObservedPages(refusesToAllocate, refusesToExecute: !refusesToAllocate);
        PlatformNotSupportedException refusal = Assert.Throws<PlatformNotSupportedException>(() => ExecutableMemory.Load(_code, pages));
        Assert.Equal("the operating system refuses executable memory: not today", refusal.Message);
        Assert.Equal(calls, pages.Calls);
    }

    [Fact]
    public void Engine_whose_memory_is_refused_is_not_supported_and_the_next_takes_over()
    {
        using var pages = new ObservedPages(refusesToAllocate: false, refusesToExecute: true);
        var selector = new EngineSelector(
            [
                new("Best", "of a test", () => null, () => new CorruptEngine("Best", new X64Code(_code, new int[Enum.GetValues<X64Routine>().Length], pages))),
                new("Last", "of a test", () => null, () => new FakeEngine("Last")),
            ],
            () => null,
            (_, _) => null);
        const string Reason = "the operating system refuses executable memory: not today";
        Assert.Equal([new EngineInfo("Best", false, false, Reason), new EngineInfo("Last", true, true, "selected")], selector.Describe());
        Assert.Equal("Last", selector.Get(ModeFamily.Ctr).Name);
        Assert.Equal("Last", selector.Current.Name);
        Assert.Equal(["Last"], selector.Supported.Select(engine => engine.Name));
    }

    [Fact]
    public void Forced_engine_whose_memory_is_refused_throws_at_use()
    {
        using var pages = new ObservedPages(refusesToAllocate: true, refusesToExecute: false);
        var selector = new EngineSelector(
            [
                new("Best", "of a test", () => null, () => new CorruptEngine("Best", new X64Code(_code, new int[Enum.GetValues<X64Routine>().Length], pages))),
                new("Last", "of a test", () => null, () => new FakeEngine("Last")),
            ],
            () => "Best",
            (_, _) => null);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => selector.Get(ModeFamily.Block));
        Assert.Contains("refuses executable memory: not today", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(selector.Describe(), engine => engine.IsSelected);
    }

    /// <summary>One wrong bit in the constants or the code of one kernel: the self-test sees it and the next engine serves.</summary>
    [Theory]
    [InlineData("Vaes512", nameof(X64Routine.CtrBigEndian32), nameof(ModeFamily.Ctr))]
    [InlineData("Vaes256", nameof(X64Routine.CtrLittleEndian32), nameof(ModeFamily.Ctr))]
    [InlineData("Vaes512", nameof(X64Routine.EncryptBlocks), nameof(ModeFamily.Block))]
    [InlineData("Vaes256", nameof(X64Routine.DecryptBlocks), nameof(ModeFamily.Block))]
    public void Altered_kernel_fails_its_self_test_and_the_next_engine_takes_over(string name, string routineName, string familyName)
    {
        Perlasm.X64.VectorShape? shape = KernelBridge.Shapes.FirstOrDefault(shape => shape.Engine == name);
        Assert.SkipWhen(shape is null, "This process does not run the engine.");
        byte[] image = X64Code.Build(KernelCode.Source(shape!), OperatingSystem.IsWindows(), out int[] entries);
        KernelCode code = KernelCode.Of(shape!).Single(code => code.Name == $"{name}.{routineName}");
        int start = entries[(int)Enum.Parse<X64Routine>(routineName)];

        // The first round of the loop with the key of the second: an offset or a register in the instruction's last byte.
        Iced.Intel.Instruction round = code.Instructions.First(instruction => instruction.Mnemonic is Iced.Intel.Mnemonic.Vaesenclast or Iced.Intel.Mnemonic.Vaesdeclast);
        image[start + (int)round.NextIP - 1] ^= 0x01;

        var selector = new EngineSelector(
            [
                new(name, "of a test", () => null, () => new CorruptEngine(name, new X64Code(image, entries, ExecutablePages.System), shape!.Blocks)),
                new("Portable", "of a test", () => null, () => EngineCatalog.Selector.Supported[^1]),
            ],
            () => null,
            EngineSelfTest.Run);
        Assert.Equal("Portable", selector.Get(Enum.Parse<ModeFamily>(familyName)).Name);
        Assert.StartsWith("failed its self-test: ", selector.Describe()[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("0", null, "VMX_CRYPTO_MACHINE_CODE=0 forbids machine code")]
    [InlineData("0", true, "VMX_CRYPTO_MACHINE_CODE=0 forbids machine code")]
    [InlineData("1", null, null)]
    [InlineData("", true, null)]
    [InlineData(null, false, "the switch Vmx.Crypto.MachineCode forbids machine code")]
    [InlineData("1", false, "the switch Vmx.Crypto.MachineCode forbids machine code")]
    public void Variable_or_switch_forbids_it(string? variable, bool? isAllowed, string? why) => Assert.Equal(why, ExecutableMemory.WhyForbidden(variable, isAllowed));

    [Fact]
    public void Environment_of_this_process_is_followed()
    {
        const string Variable = ExecutableMemory.EnvironmentVariable;
        string? before = Environment.GetEnvironmentVariable(Variable);
        Assert.Equal(before == "0", ExecutableMemory.WhyForbidden() is not null);
        if (before == "0")
        {
            string expected = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "VMX_CRYPTO_MACHINE_CODE=0 forbids machine code" : "this is not an x64 process";
            Assert.Equal(expected, X64Processor.WhyUnsupported(Vaes256Code.Features));
            Assert.DoesNotContain(EngineCatalog.Selector.Supported, engine => engine is VaesEngine);
        }
    }

    /// <summary>At no time is a mapping writable and executable together: asked of the kernel's own list of mappings.</summary>
    [Fact]
    public void Code_is_executable_and_not_writable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The list of mappings is that of Linux.");
        byte* memory = ExecutableMemory.Load(_code, ExecutablePages.System);
        ((delegate* unmanaged[SuppressGCTransition]<void>)memory)();
        string mapping = File.ReadLines("/proc/self/maps").Single(line =>
        {
            string[] ends = line.Split(' ')[0].Split('-');
            return (ulong)memory >= Convert.ToUInt64(ends[0], 16) && (ulong)memory < Convert.ToUInt64(ends[1], 16);
        });
        Assert.Equal("r-xp", mapping.Split(' ')[1]);
        ExecutableMemory.Unload(memory, _code.Length, ExecutablePages.System);
    }

    /// <summary>Machine code of any kind.</summary>
    private sealed class CorruptEngine(string name, X64Code code, int blocks = 2) : VaesEngine(code, blocks)
    {
        public override string Name => name;
    }

    /// <summary>Memory that is never made executable, and refusals to order.</summary>
    private sealed class ObservedPages(bool refusesToAllocate, bool refusesToExecute) : ExecutablePages, IDisposable
    {
        private const string Refusal = "not today";

        private byte* _memory;

        public nuint Size { get; private set; }

        public string Calls { get; private set; } = "";

        public override byte* Allocate(nuint size, out string? refusal)
        {
            Note("allocate");
            Size = size;
            refusal = refusesToAllocate ? Refusal : null;
            return _memory = refusesToAllocate ? null : (byte*)NativeMemory.Alloc(size);
        }

        public override string? MakeExecutable(byte* memory, nuint size)
        {
            Note("make executable");
            return refusesToExecute ? Refusal : null;
        }

        public override void Free(byte* memory, nuint size)
        {
            Note("free");
            Assert.Equal(Size, size);
            Assert.True(memory == _memory);
        }

        public void Dispose() => NativeMemory.Free(_memory);

        private void Note(string call) => Calls += Calls.Length == 0 ? call : ", " + call;
    }
}
