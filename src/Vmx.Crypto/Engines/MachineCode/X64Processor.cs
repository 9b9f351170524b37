// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>The registers that CPUID fills.</summary>
internal readonly record struct CpuidResult(int Eax, int Ebx, int Ecx, int Edx);

/// <summary>CPUID of a leaf and a subleaf.</summary>
internal delegate CpuidResult CpuidReader(int leaf, int subleaf);

//
//  What an x64 processor has, for machine code
//
//      Each feature is asked for by the name that the disassembler gives it, because the lists of features are derived from
//      the instructions. It is there when CPUID has its bit and the operating system keeps the registers it needs: XCR0,
//      which XGETBV reads, says which (Intel SDM volume 1, section 13.3).
//
//      Where the JIT compiler runs, its own properties must agree as well: they follow the runtime's switches
//      (DOTNET_EnableAVX512=0 and the like), by which a user turns a processor's parts off. The runtime has no property for
//      VAES; its switch turns off the wide carry-less multiplication, which stands for both. In a NativeAOT image these
//      properties are constants that say what the image was compiled for, so there CPUID and XCR0 alone decide.
//
internal sealed class X64Processor
{
    // XCR0: SSE and AVX; and with AVX-512 the mask registers, the upper halves of the first sixteen registers, and the others.
    private const ulong NoState = 0;
    private const ulong AvxState = 0x06;
    private const ulong Avx512State = AvxState | 0xE0;

    private const int SaveByOperatingSystem = 1 << 27;

    private enum Register
    {
        Ebx,
        Ecx,
    }

    private sealed record Feature(int Leaf, Register Register, int Bit, ulong State, Func<bool> IsUsedByRuntime);

    private static readonly Dictionary<string, Feature> _features = new(StringComparer.Ordinal)
    {
        ["SSE3"] = new(1, Register.Ecx, 0, NoState, static () => Sse3.IsSupported),
        ["PCLMULQDQ"] = new(1, Register.Ecx, 1, NoState, static () => Pclmulqdq.IsSupported),
        ["SSSE3"] = new(1, Register.Ecx, 9, NoState, static () => Ssse3.IsSupported),
        ["SSE4_1"] = new(1, Register.Ecx, 19, NoState, static () => Sse41.IsSupported),
        ["SSE4_2"] = new(1, Register.Ecx, 20, NoState, static () => Sse42.IsSupported),
        ["MOVBE"] = new(1, Register.Ecx, 22, NoState, static () => Avx2.IsSupported),
        ["POPCNT"] = new(1, Register.Ecx, 23, NoState, static () => Popcnt.IsSupported),
        ["AES"] = new(1, Register.Ecx, 25, NoState, static () => Aes.IsSupported),
        ["AVX"] = new(1, Register.Ecx, 28, AvxState, static () => Avx.IsSupported),
        ["BMI1"] = new(7, Register.Ebx, 3, NoState, static () => Bmi1.X64.IsSupported),
        ["AVX2"] = new(7, Register.Ebx, 5, AvxState, static () => Avx2.IsSupported),
        ["BMI2"] = new(7, Register.Ebx, 8, NoState, static () => Bmi2.X64.IsSupported),
        ["AVX512F"] = new(7, Register.Ebx, 16, Avx512State, static () => Avx512F.IsSupported),
        ["AVX512DQ"] = new(7, Register.Ebx, 17, Avx512State, static () => Avx512DQ.IsSupported),
        ["AVX512BW"] = new(7, Register.Ebx, 30, Avx512State, static () => Avx512BW.IsSupported),
        ["AVX512VL"] = new(7, Register.Ebx, 31, Avx512State, static () => Avx512F.VL.IsSupported),
        ["AVX512_VBMI"] = new(7, Register.Ecx, 1, Avx512State, static () => Avx512Vbmi.IsSupported),
        ["GFNI"] = new(7, Register.Ecx, 8, NoState, static () => Gfni.IsSupported),
        ["VAES"] = new(7, Register.Ecx, 9, AvxState, static () => Pclmulqdq.V256.IsSupported),
        ["VPCLMULQDQ"] = new(7, Register.Ecx, 10, AvxState, static () => Pclmulqdq.V256.IsSupported),
    };

    private static readonly Lazy<X64Processor> _current = new(Detect);

    private readonly CpuidResult _leaf1;
    private readonly CpuidResult _leaf7;
    private readonly ulong? _state;

    /// <summary>A processor.</summary>
    /// <param name="cpuid">Its CPUID.</param>
    /// <param name="state">XCR0, or null where the runtime's properties must agree instead. Called only if it can be read.</param>
    public X64Processor(CpuidReader cpuid, Func<ulong>? state)
    {
        int highest = cpuid(0, 0).Eax;
        _leaf1 = highest >= 1 ? cpuid(1, 0) : default;
        _leaf7 = highest >= 7 ? cpuid(7, 0) : default;
        if (state is not null)
        {
            _state = (_leaf1.Ecx & SaveByOperatingSystem) != 0 ? state() : NoState;
        }
    }

    /// <summary>The names of the features that can be asked for.</summary>
    public static IReadOnlyCollection<string> KnownFeatures => _features.Keys;

    /// <summary>Null when this process can run code that needs these features, else why not.</summary>
    public static string? WhyUnsupported(ReadOnlySpan<string> features)
    {
        if (!X86Base.X64.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "the runtime does not use CPUID" : "this is not an x64 process";
        }
        if (ExecutableMemory.WhyForbidden() is { } forbidden)
        {
            return forbidden;
        }
        try
        {
            return _current.Value.WhyMissing(features);
        }
        catch (PlatformNotSupportedException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>Null when the processor has these features and they may be used, else which are missing, in words.</summary>
    public string? WhyMissing(ReadOnlySpan<string> features)
    {
        List<string> absent = [], unsaved = [], unused = [];
        foreach (string name in features)
        {
            Feature feature = _features[name];
            CpuidResult leaf = feature.Leaf == 1 ? _leaf1 : _leaf7;
            int register = feature.Register == Register.Ebx ? leaf.Ebx : leaf.Ecx;
            if (((register >> feature.Bit) & 1) == 0)
            {
                absent.Add(name);
            }
            else if (_state is ulong state && (state & feature.State) != feature.State)
            {
                unsaved.Add(name);
            }
            else if (_state is null && !feature.IsUsedByRuntime())
            {
                unused.Add(name);
            }
        }
        string[] reasons = [.. new[]
        {
            Reason(absent, "the processor has no"),
            Reason(unsaved, "the operating system does not enable"),
            Reason(unused, "the runtime does not use"),
        }.OfType<string>()];
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    private static string? Reason(List<string> names, string words) => names.Count == 0 ? null : $"{words} {string.Join(", ", names)}";

    private static X64Processor Detect() =>
        new(
            static (leaf, subleaf) =>
            {
                (int eax, int ebx, int ecx, int edx) = X86Base.CpuId(leaf, subleaf);
                return new CpuidResult(eax, ebx, ecx, edx);
            },
            RuntimeFeature.IsDynamicCodeCompiled ? null : ReadState);

    /// <summary>XCR0, through two instructions of our own: .NET has none for it. Both conventions may change rax, rcx and rdx.</summary>
    /// <exception cref="PlatformNotSupportedException">The operating system refuses executable memory.</exception>
    internal static unsafe ulong ReadState()
    {
        ReadOnlySpan<byte> code =
        [
            0x31, 0xC9,                 // xor ecx, ecx
            0x0F, 0x01, 0xD0,           // xgetbv
            0x48, 0xC1, 0xE2, 0x20,     // shl rdx, 20h
            0x48, 0x09, 0xD0,           // or rax, rdx
            0xC3,                       // ret
        ];
        byte* memory = ExecutableMemory.Load(code, ExecutablePages.System);
        ulong state = ((delegate* unmanaged[SuppressGCTransition]<ulong>)memory)();
        ExecutableMemory.Unload(memory, code.Length, ExecutablePages.System);
        return state;
    }
}
