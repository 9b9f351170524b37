// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.X64;

namespace Vmx.Crypto.Tool.Speed.Limits;

/// <summary>Measures <see cref="InstructionTimes"/> with loops of machine code, in every width of registers that the processor has.</summary>
internal sealed class InstructionMeter
{
    private const double CyclesPerSample = 12_000;

    /// <summary>One sample in four is below what counts: a limit is what the core does when nobody disturbs it, and not by chance.</summary>
    private const int Share = 4;

    /// <summary>How many AES instructions are together where GCM's are woven; the order that suits the processor best counts.</summary>
    private static readonly int[] _orders = [1, 2, 4];

    private static readonly int[] _keySizes = [128, 192, 256];

    private static readonly string[] _features = ["AES", "AVX", "PCLMULQDQ"];

    // Executable memory is made once in a process.
    private static readonly Lazy<InstructionMeter> _current = new(() => new InstructionMeter());

    private readonly Dictionary<InstructionLoop, nint> _entries = [];
    private readonly AesLatencyLoop _aesLatency = new();
    private readonly MultiplicationLatencyLoop _multiplicationLatency = new();
    private readonly List<Loops> _widths = [];

    private InstructionMeter()
    {
        foreach (int bits in (int[])[128, 256, 512])
        {
            var loops = new Loops(
                bits,
                new AesThroughputLoop(bits),
                new MultiplicationThroughputLoop(bits),
                _keySizes.ToDictionary(keyBits => keyBits, keyBits => _orders.Select(together => new GcmOperationsLoop(bits, SpeedModes.Rounds(keyBits), together)).ToArray()));
            if (loops.All.All(TryLoad))
            {
                _widths.Add(loops);
            }
        }
        _ = TryLoad(_aesLatency) && TryLoad(_multiplicationLatency);
    }

    /// <summary>Null when the processor can be asked here, else why not.</summary>
    public static string? WhyUnsupported()
    {
        if (X64Processor.WhyUnsupported(_features) is string reason)
        {
            return reason;
        }
        try
        {
            _ = _current.Value;
            return null;
        }
        catch (PlatformNotSupportedException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>Measures.</summary>
    /// <param name="sampler">What takes the samples.</param>
    /// <param name="samples">How many of each loop; the lower quartile counts.</param>
    public static InstructionTimes Measure(SpeedSampler sampler, int samples)
    {
        InstructionMeter meter = _current.Value;
        return new InstructionTimes(
            [.. meter._widths.Select(width => new RegisterTimes(width.Bits, Time(width.Aes), Time(width.Multiplication), Gcm(width, 128), Gcm(width, 192), Gcm(width, 256)))],
            Time(meter._aesLatency),
            Time(meter._multiplicationLatency));

        double Gcm(Loops width, int keyBits) => width.Gcm[keyBits].Min(Time);

        double Time(InstructionLoop loop) => Figures.Round(meter.Time(loop, sampler, samples));
    }

    private unsafe double Time(InstructionLoop loop, SpeedSampler sampler, int samples)
    {
        nint entry = _entries[loop];
        // As many turns as give a sample its length: nothing is known of the loop but that an instruction takes a cycle or so.
        nint turns = Math.Max(1, (nint)(CyclesPerSample / loop.PerTurn / (loop is GcmOperationsLoop ? 8 : 1)));
        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                X64Code.Call(entry, (void*)turns);
            }
        }
        Run(1);
        double[] cycles = [.. Enumerable.Range(0, samples).Select(_ => sampler.Take(Run, 1).Cycles).Order()];
        return cycles[cycles.Length / Share] / (turns * loop.PerTurn);
    }

    private unsafe bool TryLoad(InstructionLoop loop)
    {
        AssembledKernel kernel = loop.Assemble();
        if (X64Processor.WhyUnsupported([.. kernel.Features()]) is not null)
        {
            return false;
        }
        List<byte> image = [.. kernel.Bytes];
        int entry = OperatingSystem.IsWindows() ? WindowsConvention.Wrap(image, 0, kernel.CodeLength) : 0;
        _entries[loop] = (nint)(ExecutableMemory.Load(image.ToArray(), ExecutablePages.System) + entry);
        return true;
    }

    /// <summary>The loops of one width.</summary>
    private sealed record Loops(int Bits, AesThroughputLoop Aes, MultiplicationThroughputLoop Multiplication, IReadOnlyDictionary<int, GcmOperationsLoop[]> Gcm)
    {
        public IEnumerable<InstructionLoop> All => [Aes, Multiplication, .. Gcm.Values.SelectMany(loops => loops)];
    }
}
