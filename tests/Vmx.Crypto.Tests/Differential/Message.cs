// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.MachineCode;
using Vmx.Crypto.Tests.Power;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

/// <summary>One input of a differential test. Modes ignore what they do not have.</summary>
/// <param name="Key">The key; for XTS, Key1 and Key2; for GHASH, the hash subkey.</param>
/// <param name="Block">16 bytes: the IV, the first counter block, the tweak, J0, or the hash so far.</param>
/// <param name="AssociatedData">The additional authenticated data.</param>
/// <param name="Data">The text.</param>
/// <param name="InPlace">Whether the output is written over the input.</param>
internal sealed record Message(byte[] Key, byte[] Block, byte[] AssociatedData, byte[] Data, bool InPlace)
{
    /// <summary>All of it, so that a failure can be typed in again.</summary>
    public override string ToString() =>
        $"key {Convert.ToHexStringLower(Key)}, block {Convert.ToHexStringLower(Block)}, associated data [{AssociatedData.Length}] {Convert.ToHexStringLower(AssociatedData)}, data [{Data.Length}] {Convert.ToHexStringLower(Data)}, {(InPlace ? "in place" : "not in place")}";
}

/// <summary>One mode in one direction, computed in up to three ways.</summary>
/// <param name="Name">Its name in the tests' output.</param>
/// <param name="KeySizes">The sizes of <see cref="Message.Key"/> in bytes.</param>
/// <param name="Granularity">What lengths are multiples of.</param>
/// <param name="Minimum">The shortest length in bytes.</param>
/// <param name="Expected">The output by the reference: text, then state or tag.</param>
/// <param name="Actual">The same by an engine.</param>
/// <param name="Independent">The same by libcrypto, where it has the mode.</param>
internal sealed record Subject(
    string Name,
    int[] KeySizes,
    int Granularity,
    int Minimum,
    Func<Message, byte[]> Expected,
    Func<Engine, Message, byte[]> Actual,
    Func<Message, byte[]>? Independent = null)
{
    public override string ToString() => Name;
}

/// <summary>
/// What is under test: every engine that this process can run, the machine code as Windows calls it, and the defaults of the
/// base class.
/// </summary>
internal static class EnginesUnderTest
{
    public static IReadOnlyList<Engine> All { get; } =
        [.. TestMatrix.Engines, .. KernelBridge.Shapes.Where(_ => PowerProcessors.Chosen is null).Select(shape => KernelBridge.ToWindows(shape).Engine), new ReferenceEngine()];

    public static Engine Get(string name) => All.Single(engine => engine.Name == name);

    /// <summary>Every engine with every subject.</summary>
    public static TheoryData<string, string> With(IEnumerable<Subject> subjects)
    {
        var data = new TheoryData<string, string>();
        foreach (Subject subject in subjects)
        {
            foreach (Engine engine in All)
            {
                data.Add(engine.Name, subject.Name);
            }
        }
        return data;
    }
}
