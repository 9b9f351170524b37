// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>Runs of XTS data units of every size, and data units that an engine takes in several pieces.</summary>
public sealed class XtsRunTests
{
    private const int MostUnits = 40;

    // The low 64 bits of the tweak's number wrap within a run, and for the longest step between each two units.
    private static readonly UInt128 _first = new(17, ulong.MaxValue - 20);
    private static readonly long[] _steps = [1, 0, 8, long.MaxValue];
    private static readonly ConcurrentDictionary<(int Bits, int Size, int Count, long Step, AesXtsTweakFormat Format), byte[]> _expected = new();

    public static IEnumerable<TheoryDataRow<string, AesXtsTweakFormat, int>> Rows =>
        from engine in TestMatrix.Engines
        from format in Enum.GetValues<AesXtsTweakFormat>()
        from bits in (int[])[256, 512]
        select new TheoryDataRow<string, AesXtsTweakFormat, int>(engine.Name, format, bits);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Units_of_every_size_and_number_are_those_of_the_reference(string engine, AesXtsTweakFormat format, int bits)
    {
        using var xts = new AesXts(TestData.Key(bits), AesXtsKeyCheck.RequireDistinct, TestMatrix.Engine(engine));
        for (int size = 16; size <= 600; size += SuiteSize.Choose(full: 1, sample: 73))
        {
            long step = _steps[size % _steps.Length];
            ReadOnlySpan<byte> expected = Expected(bits, size, MostUnits, step, format);
            ReadOnlySpan<byte> plaintext = TestData.Bytes(size, size * MostUnits);
            for (int count = 1; count <= MostUnits; count++)
            {
                AssertRun(xts, plaintext[..(size * count)], expected[..(size * count)], size, step, format, inPlace: count % 2 == 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Long_units_and_long_runs_are_those_of_the_reference(string engine, AesXtsTweakFormat format, int bits)
    {
        using var xts = new AesXts(TestData.Key(bits), AesXtsKeyCheck.RequireDistinct, TestMatrix.Engine(engine));
        foreach ((int size, int count) in ((int, int)[])
            [
                (16, 300), (512, 130), (4096, 17), (20_000, 3), (32_767, 2), (32_768, 2), (32_769, 1), (32_783, 2), (32_784, 2), (32_785, 2), (33_000, 1),
                (65_535, 1), (65_536, 2), (65_551, 1), (65_552, 1), (65_553, 1), (66_064, 1), (99_999, 1),
            ])
        {
            byte[] expected = Expected(bits, size, count, step: 3, format);
            foreach (bool inPlace in (bool[])[false, true])
            {
                AssertRun(xts, TestData.Bytes(size, size * count), expected, size, 3, format, inPlace);
            }
        }
    }

    private static void AssertRun(AesXts xts, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> ciphertext, int size, long step, AesXtsTweakFormat format, bool inPlace)
    {
        byte[] buffer = new byte[plaintext.Length];
        if (inPlace)
        {
            plaintext.CopyTo(buffer);
            xts.EncryptDataUnits(buffer, buffer, size, _first, format, step);
            AssertEqual(ciphertext, buffer, size);
            xts.DecryptDataUnits(buffer, buffer, size, _first, format, step);
        }
        else
        {
            xts.EncryptDataUnits(plaintext, buffer, size, _first, format, step);
            AssertEqual(ciphertext, buffer, size);
            xts.DecryptDataUnits(ciphertext, buffer, size, _first, format, step);
        }
        AssertEqual(plaintext, buffer, size);
    }

    private static void AssertEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int size)
    {
        int common = expected.CommonPrefixLength(actual);
        Assert.True(common == expected.Length, $"Data units of {size} bytes, {expected.Length / size} of them: byte {common % size} of unit {common / size} is wrong.");
    }

    private static byte[] Expected(int bits, int size, int count, long step, AesXtsTweakFormat format) =>
        _expected.GetOrAdd((bits, size, count, step, format), static key => ReferenceModes.XtsEncryptDataUnits(
            TestData.Key(key.Bits), TestData.Bytes(key.Size, key.Size * key.Count), key.Size, _first, key.Format == AesXtsTweakFormat.BigEndian, key.Step));
}
