// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Random inputs at the engine contract. A failure prints the smallest input found and the seed that leads to it.
//
public sealed class EnginePropertyTests
{
    public static TheoryData<string, string> EnginesAndSubjects => EnginesUnderTest.With(EngineSubjects.All);

    public static TheoryData<string, string> EnginesAndChained => EnginesUnderTest.With(_next.Keys.Select(EngineSubjects.Get));

    // How the rest of a message goes on after its beginning gave an output: only what carries over changes.
    private static readonly Dictionary<string, Func<Message, byte[], Message>> _next = new()
    {
        ["CbcEncrypt"] = (message, output) => message with { Block = output[^16..] },
        ["CbcDecrypt"] = (message, output) => message with { Block = output[^16..] },
        ["CtrBigEndian32"] = (message, output) => message with { Block = Advance(message, littleEndian: false) },
        ["CtrLittleEndian32"] = (message, output) => message with { Block = Advance(message, littleEndian: true) },
        ["Ghash"] = (message, output) => message with { Block = output },
        ["GcmEncrypt"] = (message, output) => message with { Block = Advance(message, littleEndian: false), AssociatedData = output[^16..] },
        ["GcmDecrypt"] = (message, output) => message with { Block = Advance(message, littleEndian: false), AssociatedData = output[^16..] },
    };

    [Theory]
    [MemberData(nameof(EnginesAndSubjects))]
    public void Random_message_is_that_of_the_reference(string engineName, string subjectName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Subject subject = EngineSubjects.Get(subjectName);
        Generators.Message(subject).Sample(
            message => Assert.Equal(subject.Expected(message), subject.Actual(engine, message)),
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(EnginesAndChained))]
    public void Message_in_pieces_is_the_message_as_a_whole(string engineName, string subjectName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Subject subject = EngineSubjects.Get(subjectName);
        int carried = subject.Expected(new Message(new byte[16], new byte[16], [], [], InPlace: false)).Length;
        Gen.Select(Generators.Message(subject, Gen.Int[0, 6000]), Generators.BlockSplits).Sample(
            (message, splits) =>
            {
                byte[] whole = subject.Actual(engine, message);
                var text = new List<byte>();
                byte[] last = [];
                Message piece = message;
                foreach (Range range in Generators.Cut(message.Data.Length, splits))
                {
                    piece = piece with { Data = message.Data[range] };
                    byte[] output = subject.Actual(engine, piece);
                    text.AddRange(output[..^carried]);
                    last = output[^carried..];
                    piece = _next[subject.Name](piece, output);
                }
                Assert.Equal(whole, text.Concat(last));
            },
            iter: Generators.Iterations(engine));
    }

    public static TheoryData<string, bool> EnginesAndDirections
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (Engine engine in EnginesUnderTest.All)
            {
                data.Add(engine.Name, true);
                data.Add(engine.Name, false);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndDirections))]
    public void Run_of_data_units_is_that_of_the_reference(string engineName, bool encrypt)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(Message Message, XtsRun Run)> runs =
            from key in Generators.Key([32, 64])
            from unitSize in Gen.OneOf(Gen.Int[16, 80], Gen.Int[16, 700], Gen.Const(512), Gen.Const(520))
            from count in Gen.Int[0, 6]
            from data in Generators.Bytes(unitSize * count)
            from first in Generators.CounterBlock
            from step in Gen.OneOf(Gen.Const(1L), Gen.Const(8L), Gen.Long[0, long.MaxValue])
            from bigEndian in Gen.Bool
            from inPlace in Gen.Bool
            let highest = UInt128.MaxValue - ((UInt128)step * (UInt128)count)
            let number = UInt128.Min(BinaryPrimitives.ReadUInt128BigEndian(first), highest)
            select (new Message(key, new byte[16], [], data, inPlace), new XtsRun((nuint)unitSize, (nuint)count, number, (ulong)step, bigEndian));
        runs.Sample(
            input =>
            {
                (Message message, XtsRun run) = input;
                byte[] expected = encrypt
                    ? ReferenceModes.XtsEncryptDataUnits(message.Key, message.Data, (int)run.DataUnitSize, run.FirstTweak, run.BigEndian, (long)run.Step)
                    : ReferenceModes.XtsDecryptDataUnits(message.Key, message.Data, (int)run.DataUnitSize, run.FirstTweak, run.BigEndian, (long)run.Step);
                Assert.Equal(expected, EngineSubjects.Xts(engine, message, encrypt, run));
            },
            iter: Generators.Iterations(engine));
    }

    private static byte[] Advance(Message message, bool littleEndian) =>
        ReferenceModes.CounterBlock(message.Block, 32, littleEndian, (UInt128)(message.Data.Length / 16));
}
