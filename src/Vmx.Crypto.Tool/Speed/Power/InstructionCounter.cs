// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.Power;

namespace Vmx.Crypto.Tool.Speed.Power;

//
//  Counts the instructions that the POWER kernels execute
//
//      The emulator runs one instruction at a time and writes a line for each one in the kernels' memory. A message is
//      processed twice, once with 64 blocks more: the difference is what these blocks cost, without what every call costs.
//      Counts are exact and the same on every machine. They are not times.
//
internal static unsafe class InstructionCounter
{
    private const int BlockSize = Engine.BlockSize;
    private const int ShortBlocks = 64;
    private const int LongBlocks = 128;
    private const string Processor = "power8";

    // The routines of aesp8-ppc.pl and ghashp8-ppc.pl of the pinned commit, assembled for 64-bit little-endian POWER and counted
    // in the same way, for keys of 128, 192 and 256 bits; GCM is CTR and GHASH one after the other, and XTS has no 192-bit keys.
    private static readonly (string Mode, double[] Cryptogams, Action<Power8Engine, Buffers, int> Run)[] _modes =
    [
        ("ctr", [19.375, 21.875, 24.375], static (engine, memory, blocks) => engine.CtrBigEndian32(memory.Schedule, memory.State, memory.Text, memory.Text, (nuint)(blocks * BlockSize))),
        ("cbc-dec", [18, 20.5, 23], static (engine, memory, blocks) => engine.CbcDecrypt(memory.Schedule, memory.State, memory.Text, memory.Text, (nuint)blocks)),
        ("xts-enc", [24.5, 0, 29.833], static (engine, memory, blocks) => engine.XtsEncrypt(memory.Schedule, memory.Schedule, new XtsRun((nuint)(blocks * BlockSize), 1, 1, 0, BigEndian: false), memory.Text, memory.Text)),
        ("cbc-enc", [63, 72, 81], static (engine, memory, blocks) => engine.CbcEncrypt(memory.Schedule, memory.State, memory.Text, memory.Text, (nuint)blocks)),
        ("cbc-enc-many", [63, 72, 81], CbcEncryptMany),
        ("gcm-seal", [29.875, 32.375, 34.875], static (engine, memory, blocks) => engine.GcmEncrypt(memory.Schedule, memory.HashKey, memory.State, memory.Hash, memory.Text, memory.Text, (nuint)(blocks * BlockSize))),
        ("gcm-open", [29.875, 32.375, 34.875], static (engine, memory, blocks) => engine.GcmDecrypt(memory.Schedule, memory.HashKey, memory.State, memory.Hash, memory.Text, memory.Text, (nuint)(blocks * BlockSize))),
    ];

    /// <summary>Counts every mode with every key size.</summary>
    /// <exception cref="ToolException">The emulator is not installed.</exception>
    public static IReadOnlyList<InstructionCount> Count()
    {
        if (!EmulatedKernels.IsAvailable)
        {
            throw new ToolException($"{EmulatedKernels.Emulator}, which counts the instructions, is not installed; Debian's package is qemu-user.", ExitCode.Failure);
        }
        int[] keys = [128, 192, 256];
        return
        [
            .. _modes.SelectMany(mode => keys.Zip(mode.Cryptogams).Where(pair => pair.Second != 0)
                .Select(pair => new InstructionCount(mode.Mode, pair.First, PerBlock(pair.First, mode.Run), pair.Second))),
            new InstructionCount("ghash", null, PerBlock(128, static (engine, memory, blocks) => engine.Ghash(memory.HashKey, memory.Hash, memory.Text, (nuint)(blocks * BlockSize))), 10.5),
        ];
    }

    private static void CbcEncryptMany(Power8Engine engine, Buffers memory, int blocks)
    {
        const int Messages = 8;
        AesCbcJob* jobs = stackalloc AesCbcJob[Messages];
        int size = blocks / Messages * BlockSize;
        for (int i = 0; i < Messages; i++)
        {
            jobs[i] = new AesCbcJob(i * size, i * size, size);
        }
        engine.CbcEncryptMany(memory.Schedule, jobs, Messages, memory.Text, memory.Text, memory.Text);
    }

    private static double PerBlock(int keyBits, Action<Power8Engine, Buffers, int> run) =>
        (double)(Executed(keyBits, LongBlocks, run) - Executed(keyBits, ShortBlocks, run)) / (LongBlocks - ShortBlocks);

    /// <summary>The instructions of a key's expansion and one message.</summary>
    private static int Executed(int keyBits, int blocks, Action<Power8Engine, Buffers, int> run)
    {
        string log = Path.GetTempFileName();
        try
        {
            IReadOnlyList<byte[]> kernels = EmulatedPower8.Kernels;
            _ = KernelServer.Build(kernels, out int[] entries);
            int length = entries[^1] + kernels[^1].Length - entries[0];
            using (EmulatedKernels server = EmulatedKernels.Start(kernels, Processor, SingleStep(), "-d", "exec,nochain", "-dfilter", string.Create(CultureInfo.InvariantCulture, $"0x{entries[0]:x}+0x{length:x}"), "-D", log))
            {
                var memory = new Buffers();
                try
                {
                    var engine = new Power8Engine(new EmulatedPower8(server));
                    engine.ExpandKey(memory.Text, keyBits / 8, memory.Schedule, forDecryption: true);
                    engine.ExpandHashKey(memory.Text, memory.HashKey);
                    run(engine, memory, blocks);
                }
                finally
                {
                    memory.Free();
                }
            }
            return File.ReadLines(log).Count(line => line.StartsWith("Trace ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(log);
        }
    }

    // The option was renamed with version 8.1 of the emulator.
    private static string SingleStep()
    {
        using Process help = Process.Start(new ProcessStartInfo(EmulatedKernels.Emulator, "--help") { RedirectStandardOutput = true })!;
        string text = help.StandardOutput.ReadToEnd();
        help.WaitForExit();
        return text.Contains("-one-insn-per-tb", StringComparison.Ordinal) ? "-one-insn-per-tb" : "-singlestep";
    }

    /// <summary>What the engine works on.</summary>
    private sealed class Buffers
    {
        private const int Alignment = 64;
        private const int KeySize = 256;
        private const int TextSize = LongBlocks * BlockSize;

        private readonly byte* _memory;

        public Buffers()
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((2 * KeySize) + TextSize + (2 * BlockSize), Alignment);
            new Span<byte>(_memory, (2 * KeySize) + TextSize + (2 * BlockSize)).Clear();
        }

        public byte* Schedule => _memory;

        public byte* HashKey => _memory + KeySize;

        public byte* Text => _memory + (2 * KeySize);

        public byte* State => Text + TextSize;

        public byte* Hash => State + BlockSize;

        public void Free() => NativeMemory.AlignedFree(_memory);
    }
}
