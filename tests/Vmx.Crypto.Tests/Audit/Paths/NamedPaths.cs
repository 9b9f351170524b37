// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.Provenance;
using static Vmx.Crypto.Engines.Engine;

namespace Vmx.Crypto.Tests.Audit.Paths;

//
//  What the manifest's words for paths mean
//
//      Blocks and branches are measured by themselves. Many a path that the manifest names is none of them but a length, a
//      counter or a number of messages: the words stand for what a kernel's vectors must call it with, and here is said with
//      what. The calls are those of the engine contract, so they are the same for every engine.
//
internal static class NamedPaths
{
    private static readonly Dictionary<string, string[]> _methods = new()
    {
        ["key-expansion"] = [nameof(Engine.ExpandKey)],
        ["block"] = [nameof(Engine.EncryptBlocks), nameof(Engine.DecryptBlocks)],
        ["aes"] = [nameof(Engine.EncryptBlocks), nameof(Engine.DecryptBlocks)],
        ["cbc-encrypt"] = [nameof(Engine.CbcEncrypt)],
        ["cbc-decrypt"] = [nameof(Engine.CbcDecrypt)],
        ["cbc-encrypt-many"] = [nameof(Engine.CbcEncryptMany)],
        ["ctr"] = [nameof(Engine.CtrBigEndian32), nameof(Engine.CtrLittleEndian32)],
        ["xts"] = [nameof(Engine.XtsEncrypt), nameof(Engine.XtsDecrypt)],
        ["ghash-key"] = [nameof(Engine.ExpandHashKey), nameof(Engine.Ghash)],
        ["ghash"] = [nameof(Engine.Ghash)],
        ["gcm"] = [nameof(Engine.GcmEncrypt), nameof(Engine.GcmDecrypt), nameof(Engine.GcmEncryptMessage), nameof(Engine.GcmDecryptMessage)],
        ["frame"] = [],
    };

    private static readonly Dictionary<string, Func<Evidence, bool>> _rules = new()
    {
        // Keys.
        ["keys of 128, 192 and 256 bits"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.KeySize), [16, 24, 32])),
        ["keys of 128 and 256 bits"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.KeySize), [16, 32])),
        ["with and without the inverse round keys"] = evidence => new[] { 16, 24, 32 }.All(size => Covers(evidence.Calls.Where(call => call.KeySize == size).Select(call => call.ForDecryption), [false, true])),
        ["subkeys with and without the bit that is carried out"] = evidence => Covers(evidence.Calls.Where(call => call.Subkey.Length != 0).Select(call => (Convert.FromHexString(call.Subkey)[0] & 0x80) != 0), [false, true]),
        ["H = 0, 1 and all ones"] = evidence => Covers(evidence.Calls.Select(call => call.Subkey), [new string('0', 32), "80" + new string('0', 30), new string('f', 32)]),
        ["messages that want sixteen powers and more"] = evidence => Covers(evidence.Calls.Where(call => call.Method == nameof(Engine.Ghash)).Select(call => call.Blocks > 16), [false, true]),

        // Numbers of blocks, and what is left of the last one.
        ["one block"] = evidence => evidence.Any(call => call.Blocks == 1),
        ["several blocks"] = evidence => evidence.Any(call => call.Blocks > 1),
        ["one block and several"] = evidence => evidence.Any(call => call.Blocks == 1) && evidence.Any(call => call.Blocks > 1),
        ["fewer than eight blocks"] = evidence => Covers(evidence.Calls.Select(call => call.Blocks), Numbers(1, 7)),
        ["eight blocks"] = evidence => evidence.Any(call => call.Length == 8 * BlockSize),
        ["loop of eight blocks"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Blocks >= 3 * 8)),
        ["loop of sixteen blocks"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Blocks >= 3 * 16)),
        ["tails of one to seven blocks"] = evidence => evidence.InEachMethod(calls => Covers(calls.Where(call => call.Blocks > 8).Select(call => call.Length / BlockSize % 8), Numbers(1, 7))),
        ["tails of one to eight blocks"] = evidence => evidence.InEachMethod(calls => Covers(calls.Where(call => call.Blocks > 8).Select(call => (call.Blocks - 1) % 8), Numbers(0, 7))),
        ["tails of 1 to 127 bytes"] = evidence => Covers(evidence.Calls.Select(call => call.Length / BlockSize % 8), Numbers(0, 7)) && Covers(evidence.Calls.Select(call => call.Length % BlockSize), Numbers(0, 15)),
        ["tails of 1 to 255 bytes"] = evidence => Covers(evidence.Calls.Select(call => call.Length / BlockSize % 16), Numbers(0, 15)) && Covers(evidence.Calls.Select(call => call.Length % BlockSize), Numbers(0, 15)),
        ["partial blocks"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Length > BlockSize && call.Length % BlockSize != 0)),
        ["partial last blocks"] = evidence => Covers(evidence.Calls.Select(call => call.Length % BlockSize), Numbers(0, 15)),
        ["the last bytes"] = evidence => Covers(evidence.Calls.Select(call => call.Length % BlockSize), Numbers(0, 15)),
        ["whole words and every number of blocks left over"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.Blocks), Numbers(1, 32)) && calls.Any(call => call.Blocks > 64)),
        ["every number of blocks modulo the lanes"] = evidence => Covers(evidence.Calls.Select(call => call.Blocks % 16), Numbers(0, 15)),

        // Registers of two and of four blocks.
        ["loop of eight registers"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Blocks >= 3 * 8 * 4)),
        ["loop of sixteen registers"] = evidence => evidence.Any(call => call.Blocks >= 3 * 16 * 4),
        ["four, two and one registers"] = evidence => evidence.InEachMethod(calls => RemainingRegisters(calls, 8)),
        ["four, two and one registers, and blocks that fill none"] = evidence => evidence.InEachMethod(calls => RemainingRegisters(calls, 8) && Covers(calls.Select(call => call.Blocks % 4), Numbers(0, 3))),
        ["four, two and one registers, and the last bytes"] = evidence => RemainingRegisters(evidence.Calls, 8) && Covers(evidence.Calls.Select(call => call.Length % BlockSize), Numbers(0, 15)),
        ["part of a register"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.Blocks % 4), Numbers(1, 3))),
        ["the loop, and each number of registers that may be left"] = evidence => evidence.Any(call => call.Blocks >= 3 * 8 * 4) && RemainingRegisters(evidence.Calls, 8),
        ["what is left, a register at a time"] = evidence => evidence.Any(call => call.Blocks is > 4 and < 16 * 2) && evidence.Any(call => call.Blocks > 16 * 4 && call.Blocks % (16 * 4) > 4),
        ["batches of sixteen registers"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Blocks >= 3 * 16 * 4)),
        ["one and two halves of a batch"] = evidence => new[] { 2, 4 }.All(blocks => Covers(evidence.Calls.Select(call => Math.Min(call.Blocks / (8 * blocks), 2)), Numbers(0, 2))),
        ["words of 64, 128, 256 and 512 bits"] = evidence => evidence.AllBlocksReached,
        ["each accumulator: 128, 256 and 512 bits"] = evidence => evidence.AllBlocksReached,

        // Counters.
        ["both counters"] = evidence => Covers(evidence.Calls.Select(call => call.Method), [nameof(Engine.CtrBigEndian32), nameof(Engine.CtrLittleEndian32)]),
        ["the counter's wrap at 2^32"] = evidence => evidence.Any(call => call.Wraps) && evidence.Any(call => call is { Wraps: true, Blocks: > 16 }),
        // The public types split a message there: no call of an engine goes on after it.
        ["calls that end where the counter wraps at 2^32, after the loop and in the tail"] = evidence =>
            evidence.InEachMethod(calls => Covers(calls.Where(call => call.BlocksToWrap == call.Blocks && call.Blocks >= 8).Select(call => call.Blocks % 8 == 0), [true, false])),

        // Data units.
        ["stealing of 1 to 15 bytes, both directions"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.Length % BlockSize), Numbers(0, 15))),
        ["stealing of 1 to 15 bytes after each of them, both directions"] = evidence => evidence.InEachMethod(calls =>
            Numbers(0, 7).All(tail => Covers(calls.Where(call => call.Length / BlockSize % 8 == tail).Select(call => call.Length % BlockSize), Numbers(1, 15)))),
        ["one block and stealing"] = evidence => evidence.InEachMethod(calls => Covers(calls.Where(call => call.Length < 2 * BlockSize).Select(call => call.Length), Numbers(17, 31))),
        ["runs of data units"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.DataUnits > 1)),
        ["runs of more than eight data units"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.DataUnits > 8)),
        ["data units in parts"] = evidence => evidence.InEachMethod(calls => calls.Any(call => call.Length > 2 * 32 * 1024)),

        // Directions and places.
        ["both directions"] = evidence => evidence.InEachMethod(calls => calls.Count != 0),
        ["in place"] = evidence => evidence.InEachMethod(calls => Covers(calls.Select(call => call.IsInPlace), [true, false])),

        // Many messages.
        ["fewer messages than lanes"] = evidence => evidence.Any(call => call.MessageLengths.Count is > 1 and < 8),
        ["more messages than lanes"] = evidence => evidence.Any(call => call.MessageLengths.Count > 8),
        ["messages of different lengths, empty ones included"] = evidence => evidence.Any(call => call.MessageLengths.Contains(0) && call.MessageLengths.Distinct().Count() > 2),
        ["sixteen and thirty-two lanes"] = evidence => evidence.Any(call => call.MessageLengths.Count == 16) && evidence.Any(call => call.MessageLengths.Count > 32),
        ["lines of four blocks, and what is left"] = evidence => evidence.Any(call => call.MessageLengths.Count > 1 && call.MessageLengths.Min() >= 3 * 4 * BlockSize && call.MessageLengths.Any(length => length % (4 * BlockSize) != 0)),

        // Whole messages of GCM.
        ["one and several strides of sixteen blocks"] = evidence => evidence.Any(call => call.Blocks is >= 16 and < 32) && evidence.Any(call => call.Blocks >= 48),
        ["one and several groups of eight blocks"] = evidence => evidence.Any(call => call.Blocks is >= 8 and < 16) && evidence.Any(call => call.Blocks >= 24),
        ["what follows them, partial blocks included"] = evidence => Covers(evidence.Calls.Where(call => call.Blocks > 8).Select(call => call.Length / BlockSize % 8), Numbers(0, 7)) && evidence.Any(call => call.Blocks > 8 && call.Length % BlockSize != 0),
        ["messages in one call and in pieces"] = evidence => evidence.Any(call => call.Method.EndsWith("Message", StringComparison.Ordinal)) && evidence.Any(call => call.Length > 2 * 32 * 1024),

        // What no call of an engine shows, and the tests that do.
        ["System V and Windows calling conventions"] = _ => AreTests(typeof(MachineCode.KernelBridgeTests), typeof(MachineCode.WindowsConventionTests)),
        ["code made visible before its first call"] = _ => AreTests(typeof(Power.MonoTests)),
        ["refusal of processors without vector crypto"] = _ => AreTests(typeof(Power.Power8Tests)),
    };

    /// <summary>All words that have a meaning.</summary>
    public static IReadOnlyCollection<string> Known => _rules.Keys;

    /// <summary>Those of a kernel's paths that have a rule and that its vectors' calls satisfy.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="calls">The calls that its vectors make.</param>
    /// <param name="allBlocksReached">Whether every block of its statements was reached, in processes with and without the wider instruction sets.</param>
    public static IReadOnlyList<string> Reached(ManifestKernel kernel, IEnumerable<EngineCall> calls, bool allBlocksReached)
    {
        string[] methods = _methods[kernel.Id[(kernel.Id.IndexOf('-', StringComparison.Ordinal) + 1)..]];
        var evidence = new Evidence(methods, [.. calls.Where(call => methods.Contains(call.Method))], allBlocksReached);
        return [.. kernel.Paths.Where(path => _rules.TryGetValue(path, out Func<Evidence, bool>? rule) && rule(evidence))];
    }

    private static bool Covers<T>(IEnumerable<T> found, IEnumerable<T> wanted) => !wanted.Except(found).Any();

    private static IEnumerable<long> Numbers(int first, int last) => Enumerable.Range(first, last - first + 1).Select(number => (long)number);

    // Registers that are left behind a loop of so many: each of one, two and four, alone or with others, for both sizes.
    private static bool RemainingRegisters(IReadOnlyList<EngineCall> calls, int loop) => new[] { 2, 4 }.All(blocks => new[] { 1, 2, 4 }.All(registers =>
        Covers(calls.Select(call => (call.Blocks / blocks % loop & registers) != 0), [true, false])));

    private static bool AreTests(params Type[] classes) => classes.All(type => type.GetMethods().Any(method => method.IsDefined(typeof(Xunit.FactAttribute), inherit: true)));

    /// <summary>What a rule looks at.</summary>
    private sealed record Evidence(IReadOnlyList<string> Methods, IReadOnlyList<EngineCall> Calls, bool AllBlocksReached)
    {
        public bool Any(Func<EngineCall, bool> condition) => Calls.Any(condition);

        public bool InEachMethod(Func<IReadOnlyList<EngineCall>, bool> condition) =>
            Methods.All(method => condition([.. Calls.Where(call => call.Method == method)]));
    }
}
