// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Xunit;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>What machine code finds of its processor: by processors of the tests' own, and by this one.</summary>
public sealed class X64ProcessorTests
{
    private const int SaveByOperatingSystem = 1 << 27;
    private const ulong EveryState = 0xE7;

    private static readonly CpuidReader _everything = (leaf, _) => new CpuidResult(leaf == 0 ? 0x20 : -1, -1, -1, -1);

    [Fact]
    public void Processor_that_has_everything_misses_nothing()
    {
        var processor = new X64Processor(_everything, () => EveryState);
        Assert.Null(processor.WhyMissing([.. X64Processor.KnownFeatures]));
    }

    [Fact]
    public void Processor_that_has_nothing_misses_each_feature_by_name()
    {
        var processor = new X64Processor((_, _) => default, () => EveryState);
        Assert.All(X64Processor.KnownFeatures, name => Assert.Equal($"the processor has no {name}", processor.WhyMissing([name])));
        Assert.Equal("the processor has no AVX2, VAES", processor.WhyMissing(["AVX2", "VAES"]));
    }

    /// <summary>Bits by the manuals: Intel SDM volume 2, CPUID.</summary>
    [Theory]
    [InlineData("AES", 1, 'c', 25)]
    [InlineData("PCLMULQDQ", 1, 'c', 1)]
    [InlineData("AVX", 1, 'c', 28)]
    [InlineData("AVX2", 7, 'b', 5)]
    [InlineData("BMI2", 7, 'b', 8)]
    [InlineData("AVX512F", 7, 'b', 16)]
    [InlineData("AVX512DQ", 7, 'b', 17)]
    [InlineData("AVX512BW", 7, 'b', 30)]
    [InlineData("AVX512VL", 7, 'b', 31)]
    [InlineData("VAES", 7, 'c', 9)]
    [InlineData("VPCLMULQDQ", 7, 'c', 10)]
    public void Each_feature_has_its_bit(string name, int leaf, char register, int bit)
    {
        CpuidResult Only(int asked, bool isThere)
        {
            int other = isThere ? 0 : -1;
            int value = asked == leaf ? (isThere ? 1 << bit : ~(1 << bit)) : other;
            int ecx = (register == 'c' ? value : other) | (asked == 1 ? SaveByOperatingSystem : 0);
            return new CpuidResult(asked == 0 ? 7 : other, register == 'b' ? value : other, ecx, other);
        }
        Assert.Null(new X64Processor((asked, _) => Only(asked, isThere: true), () => EveryState).WhyMissing([name]));
        Assert.NotNull(new X64Processor((asked, _) => Only(asked, isThere: false), () => EveryState).WhyMissing([name]));
    }

    [Theory]
    [InlineData("AVX2", 0x06, true)]
    [InlineData("AVX2", 0x02, false)]
    [InlineData("VAES", 0x04, false)]
    [InlineData("AVX512F", 0xE6, true)]
    [InlineData("AVX512F", 0x06, false)]
    [InlineData("AVX512VL", 0xC6, false)]
    [InlineData("AVX512BW", 0xA6, false)]
    [InlineData("AVX512DQ", 0x66, false)]
    [InlineData("AES", 0x00, true)]
    public void Operating_system_must_keep_the_registers(string name, int state, bool isEnabled)
    {
        string? why = new X64Processor(_everything, () => (ulong)state).WhyMissing([name]);
        Assert.Equal(isEnabled ? null : $"the operating system does not enable {name}", why);
    }

    [Fact]
    public void State_is_not_read_where_the_operating_system_does_not_save_it()
    {
        var processor = new X64Processor(
            (leaf, _) => new CpuidResult(leaf == 0 ? 7 : -1, -1, leaf == 1 ? ~SaveByOperatingSystem : -1, -1),
            () => throw new InvalidOperationException("XGETBV would be an invalid instruction."));
        Assert.Equal("the operating system does not enable AVX", processor.WhyMissing(["AVX"]));
    }

    [Fact]
    public void Leaves_that_the_processor_does_not_have_are_not_asked_for()
    {
        var processor = new X64Processor((leaf, _) => leaf > 1 ? throw new InvalidOperationException() : new CpuidResult(leaf == 0 ? 1 : -1, -1, -1, -1), () => EveryState);
        Assert.Equal("the processor has no AVX2", processor.WhyMissing(["AVX", "AVX2"]));
    }

    [Fact]
    public void Runtime_must_agree_where_the_jit_compiler_runs()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported, "This is not x64.");
        string? why = new X64Processor(_everything, state: null).WhyMissing(["AVX512F"]);
        Assert.Equal(Avx512F.IsSupported ? null : "the runtime does not use AVX512F", why);
    }

    [Fact]
    public void Feature_that_nobody_knows_is_an_error() =>
        Assert.ThrowsAny<Exception>(() => new X64Processor(_everything, () => EveryState).WhyMissing(["AVX1024"]));

    [Fact]
    public void State_of_this_processor_is_that_which_its_vectors_need()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported && (X86Base.CpuId(1, 0).Ecx & SaveByOperatingSystem) != 0 && ExecutableMemory.WhyForbidden() is null, "There is nothing to read here.");
        ulong state = X64Processor.ReadState();
        Assert.Equal(1u, state & 1);
        Assert.True(!Avx.IsSupported || (state & 0x06) == 0x06);
        Assert.True(!Avx512F.IsSupported || (state & 0xE6) == 0xE6);
    }

    [Fact]
    public void Both_routes_agree_here_unless_the_runtime_has_switched_something_off()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported && RuntimeFeature.IsDynamicCodeCompiled && ExecutableMemory.WhyForbidden() is null, "There is one route here.");
        bool isSwitched = Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal));
        Assert.SkipWhen(isSwitched, "The runtime has switched something off.");
        static CpuidResult Read(int leaf, int subleaf)
        {
            (int eax, int ebx, int ecx, int edx) = X86Base.CpuId(leaf, subleaf);
            return new CpuidResult(eax, ebx, ecx, edx);
        }
        var byProcessor = new X64Processor(Read, X64Processor.ReadState);
        var byRuntime = new X64Processor(Read, state: null);
        Assert.Equal(byProcessor.WhyMissing(Vaes512Code.Features) is null, byRuntime.WhyMissing(Vaes512Code.Features) is null);
        Assert.Equal(byProcessor.WhyMissing(Vaes256Code.Features) is null, byRuntime.WhyMissing(Vaes256Code.Features) is null);
    }

    [Fact]
    public void Other_processors_are_told_apart()
    {
        Assert.SkipWhen(RuntimeInformation.ProcessArchitecture == Architecture.X64, "This is x64.");
        Assert.Equal("this is not an x64 process", Vaes512Engine.WhyUnsupported());
    }
}
