// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>XTS data units: sizes, tweaks, steps and keys.</summary>
public sealed class XtsDataUnitTests
{
    private const int MaximumDataUnitSize = 1 << 24;

    private static readonly byte[] _key = TestData.Key(256);

    public static IEnumerable<TheoryDataRow<string, AesXtsTweakFormat>> Rows =>
        from engine in TestMatrix.Engines
        from format in Enum.GetValues<AesXtsTweakFormat>()
        select new TheoryDataRow<string, AesXtsTweakFormat>(engine.Name, format);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Runs_of_units_are_the_units_one_by_one(string engine, AesXtsTweakFormat format)
    {
        bool bigEndian = format == AesXtsTweakFormat.BigEndian;
        foreach (int bits in (int[])[256, 512])
        {
            byte[] key = TestData.Key(bits);
            using var xts = new AesXts(key, AesXtsKeyCheck.RequireDistinct, TestMatrix.Engine(engine));
            foreach (int size in (int[])[16, 17, 31, 32, 33, 48, 64, 96, 112, 128, 129, 255, 256, 511, 512, 520, 528])
            {
                foreach (int count in (int[])[1, 2, 5])
                {
                    foreach (long step in (long[])[0, 1, 8, long.MaxValue])
                    {
                        UInt128 first = new(17, ulong.MaxValue - 2);
                        byte[] plaintext = TestData.Bytes(size, size * count);
                        byte[] expected = ReferenceModes.XtsEncryptDataUnits(key, plaintext, size, first, bigEndian, step);
                        byte[] ciphertext = new byte[plaintext.Length];
                        xts.EncryptDataUnits(plaintext, ciphertext, size, first, format, step);
                        Assert.Equal(expected, ciphertext);
                        xts.DecryptDataUnits(ciphertext, ciphertext, size, first, format, step);
                        Assert.Equal(plaintext, ciphertext);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Only_unit_may_be_short(string engine, AesXtsTweakFormat format)
    {
        using var xts = new AesXts(_key, AesXtsKeyCheck.RequireDistinct, TestMatrix.Engine(engine));
        foreach (int length in (int[])[16, 17, 200, 511])
        {
            byte[] plaintext = TestData.Bytes(40, length);
            byte[] ciphertext = new byte[length];
            xts.EncryptDataUnits(plaintext, ciphertext, 512, 7, format);
            Assert.Equal(ReferenceModes.XtsEncryptDataUnits(_key, plaintext, 512, 7, format == AesXtsTweakFormat.BigEndian), ciphertext);
            xts.DecryptDataUnits(ciphertext, ciphertext, 512, 7, format);
            Assert.Equal(plaintext, ciphertext);
        }
        foreach (int length in (int[])[1, 15, 513, 528, 1023, 1025])
        {
            AssertRefused("plaintext", length, (source, destination) => xts.EncryptDataUnits(source, destination, 512, 7, format));
            AssertRefused("ciphertext", length, (source, destination) => xts.DecryptDataUnits(source, destination, 512, 7, format));
        }
    }

    [Fact]
    public void Tweak_beyond_128_bits_is_refused()
    {
        using var xts = new AesXts(_key);
        foreach ((UInt128 first, long step, int units, bool isRight) in ((UInt128, long, int, bool)[])
            [
                (UInt128.MaxValue, 1, 1, true), (UInt128.MaxValue, 1, 2, false), (UInt128.MaxValue, 0, 3, true), (UInt128.MaxValue - 1, 1, 2, true),
                (UInt128.MaxValue - 1, 1, 3, false), (UInt128.MaxValue - 8, 8, 2, true), (UInt128.MaxValue - 7, 8, 2, false),
                (UInt128.MaxValue - long.MaxValue, long.MaxValue, 2, true), (UInt128.MaxValue - long.MaxValue + 1, long.MaxValue, 2, false),
                (UInt128.MaxValue, long.MaxValue, 1, true),
            ])
        {
            foreach (AesXtsTweakFormat format in Enum.GetValues<AesXtsTweakFormat>())
            {
                byte[] plaintext = TestData.Bytes(41, 32 * units);
                if (isRight)
                {
                    byte[] destination = new byte[plaintext.Length];
                    xts.EncryptDataUnits(plaintext, destination, 32, first, format, step);
                    Assert.Equal(ReferenceModes.XtsEncryptDataUnits(_key, plaintext, 32, first, format == AesXtsTweakFormat.BigEndian, step), destination);
                }
                else
                {
                    AssertRefused("firstDataUnit", plaintext.Length, (source, destination) => xts.EncryptDataUnits(source, destination, 32, first, format, step));
                    AssertRefused("firstDataUnit", plaintext.Length, (source, destination) => xts.DecryptDataUnits(source, destination, 32, first, format, step));
                }
            }
        }
    }

    [Fact]
    public void Sizes_out_of_range_are_refused_by_name()
    {
        using var xts = new AesXts(_key);
        foreach (int size in (int[])[int.MinValue, -1, 0, 1, 15, MaximumDataUnitSize + 1, int.MaxValue])
        {
            AssertRefused("dataUnitSize", 32, (source, destination) => xts.EncryptDataUnits(source, destination, size, 0));
            AssertRefused("dataUnitSize", 32, (source, destination) => xts.DecryptDataUnits(source, destination, size, 0));
        }
        foreach (int length in (int[])[1, 15])
        {
            AssertRefused("plaintext", length, (source, destination) => xts.EncryptDataUnit(source, destination, new byte[16]));
            AssertRefused("ciphertext", length, (source, destination) => xts.DecryptDataUnit(source, destination, new byte[16]));
        }
        foreach (int length in (int[])[0, 8, 15, 17])
        {
            AssertRefused("tweak", 32, (source, destination) => xts.EncryptDataUnit(source, destination, new byte[length]));
            AssertRefused("tweak", 32, (source, destination) => xts.DecryptDataUnit(source, destination, new byte[length]));
        }
        AssertRefused("dataUnitStep", 32, (source, destination) => xts.EncryptDataUnits(source, destination, 32, 0, AesXtsTweakFormat.LittleEndian, -1));
        AssertRefused("dataUnitStep", 32, (source, destination) => xts.DecryptDataUnits(source, destination, 32, 0, AesXtsTweakFormat.LittleEndian, long.MinValue));
        AssertRefused("tweakFormat", 32, (source, destination) => xts.EncryptDataUnits(source, destination, 32, 0, (AesXtsTweakFormat)9));
    }

    [Fact]
    public void Largest_data_unit_is_a_million_blocks()
    {
        Assert.SkipUnless(SuiteSize.IsFull, "16 MiB take too long on an emulated processor.");
        using var xts = new AesXts(_key);
        byte[] buffer = new byte[MaximumDataUnitSize + 1];
        xts.EncryptDataUnit(buffer.AsSpan(1), buffer.AsSpan(1), new byte[16]);
        Assert.ThrowsAny<ArgumentException>(() => xts.EncryptDataUnit(buffer, buffer, new byte[16]));
        xts.DecryptDataUnits(buffer.AsSpan(1), buffer.AsSpan(1), MaximumDataUnitSize, 0);
        Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Keys_with_equal_halves_are_refused_unless_allowed()
    {
        foreach (int half in (int[])[16, 32])
        {
            byte[] key = [.. TestData.Bytes(42, half), .. TestData.Bytes(42, half)];
            Assert.Throws<CryptographicException>(() => new AesXts(key));
            Assert.Throws<CryptographicException>(() => new AesXts(key.AsSpan()));
            Assert.Throws<CryptographicException>(() => new AesXts(new byte[2 * half], AesXtsKeyCheck.RequireDistinct));
            using var xts = new AesXts(key, AesXtsKeyCheck.AllowEqual);
            byte[] destination = new byte[50];
            xts.EncryptDataUnit(TestData.Bytes(43, 50), destination, new byte[16]);
            Assert.Equal(ReferenceModes.XtsEncryptDataUnit(key, new byte[16], TestData.Bytes(43, 50)), destination);
            for (int i = 0; i < half; i++)
            {
                byte[] other = [.. key];
                other[half + i] ^= 1;
                new AesXts(other).Dispose();
            }
        }
    }

    private delegate void Call(byte[] source, byte[] destination);

    private static void AssertRefused(string name, int length, Call call)
    {
        byte[] destination = MatrixCase.Filled(length);
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => call(TestData.Bytes(44, length), destination));
        Assert.Equal(name, exception.ParamName);
        Assert.True(MatrixCase.IsUntouched(destination));
    }
}
