// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using CsCheck;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Random inputs through the public types, on every engine: whole messages, positions, runs of data units, paddings.
//  PublicSplitTests cuts messages into pieces.
//
public sealed class PublicPropertyTests
{
    public static TheoryData<string, string> EnginesAndSubjects => EnginesUnderTest.With(PublicSubjects.All);

    public static TheoryData<string, string> EnginesAndIndependent => EnginesUnderTest.With(PublicSubjects.All.Where(subject => subject.Independent is not null));

    public static TheoryData<string> Engines => [.. EnginesUnderTest.All.Select(engine => engine.Name)];

    public static TheoryData<string, AesCtrCounter> EnginesAndCounters => new MatrixTheoryData<string, AesCtrCounter>(EnginesUnderTest.All.Select(engine => engine.Name), Enum.GetValues<AesCtrCounter>());

    [Theory]
    [MemberData(nameof(EnginesAndSubjects))]
    public void Random_message_is_that_of_the_reference(string engineName, string subjectName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Subject subject = PublicSubjects.Get(subjectName);
        Generators.Message(subject).Sample(
            message => Assert.Equal(subject.Expected(message), subject.Actual(engine, message)),
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(EnginesAndIndependent))]
    public void Random_message_is_that_of_libcrypto(string engineName, string subjectName)
    {
        Libcrypto.Require();
        Engine engine = EnginesUnderTest.Get(engineName);
        Subject subject = PublicSubjects.Get(subjectName);
        Generators.Message(subject, Gen.Int[0, 20000]).Sample(
            message => Assert.Equal(subject.Independent!(message), subject.Actual(engine, message)),
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(EnginesAndCounters))]
    public void Ctr_from_any_position_is_that_of_the_reference(string engineName, AesCtrCounter counter)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        long last = PublicSubjects.Bits(counter) == 32 ? 16L << 32 : long.MaxValue;
        Gen<(byte[] Key, byte[] Block, byte[] Data, long Position)> inputs =
            from key in Generators.AesKey
            from block in Generators.CounterBlock
            from data in Generators.Length.SelectMany(Generators.Bytes)
            from position in Gen.OneOf<long>(Gen.Long[0, 300], Gen.Long[0, last - data.Length], Gen.Long[(16L << 32) - 5000, (16L << 32) - data.Length], Gen.Const(last - data.Length))
            select (key, block, data, position);
        inputs.Sample(
            input =>
            {
                using var aes = new AesCtr(input.Key, counter, engine);
                byte[] actual = new byte[input.Data.Length];
                aes.TransformAt(input.Block, input.Position, input.Data, actual);
                Assert.Equal(ReferenceModes.Ctr(input.Key, input.Block, PublicSubjects.Bits(counter), PublicSubjects.IsLittleEndian(counter), input.Data, input.Position), actual);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Xts_data_units_are_those_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Data, int UnitSize, UInt128 First, AesXtsTweakFormat Format, long Step)> inputs =
            from key in Generators.Key([32, 64])
            from unitSize in Gen.OneOf<int>(Gen.Int[16, 80], Gen.Int[16, 700], Gen.Const(512), Gen.Const(520))
            from count in Gen.Int[0, 6]
            from data in Generators.Bytes(unitSize * count)
            from first in Gen.OneOf<ulong>(Gen.ULong, Gen.ULong[0, 10], Gen.ULong[ulong.MaxValue - 5, ulong.MaxValue])
            from high in Gen.ULong[0, ulong.MaxValue - 10]
            from format in Gen.Enum<AesXtsTweakFormat>()
            from step in Gen.OneOf<long>(Gen.Const(1L), Gen.Const(8L), Gen.Long[0, long.MaxValue])
            select (key, data, unitSize, new UInt128(high, first), format, step);
        inputs.Sample(
            input =>
            {
                bool bigEndian = input.Format == AesXtsTweakFormat.BigEndian;
                using var xts = new AesXts(input.Key, AesXtsKeyCheck.RequireDistinct, engine);
                byte[] actual = new byte[input.Data.Length];
                xts.EncryptDataUnits(input.Data, actual, input.UnitSize, input.First, input.Format, input.Step);
                Assert.Equal(ReferenceModes.XtsEncryptDataUnits(input.Key, input.Data, input.UnitSize, input.First, bigEndian, input.Step), actual);
                xts.DecryptDataUnits(actual, actual, input.UnitSize, input.First, input.Format, input.Step);
                Assert.Equal(input.Data, actual);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Cbc_of_many_messages_is_that_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, int[] Blocks, byte[] Data, byte[] Ivs, bool InPlace)> inputs =
            from key in Generators.AesKey
            from blocks in Gen.OneOf(Gen.Int[0, 4], Gen.Int[0, 40]).Array[0, 30]
            from data in Generators.Bytes(16 * blocks.Sum())
            from ivs in Generators.Bytes(16 * blocks.Length)
            from inPlace in Gen.Bool
            select (key, blocks, data, ivs, inPlace);
        inputs.Sample(
            input =>
            {
                var jobs = new List<AesCbcJob>();
                var expected = new List<byte>();
                for (int i = 0, at = 0; i < input.Blocks.Length; at += 16 * input.Blocks[i], i++)
                {
                    jobs.Add(new AesCbcJob(at, at, 16 * input.Blocks[i]));
                    expected.AddRange(ReferenceModes.CbcEncrypt(input.Key, input.Ivs.AsSpan(16 * i, 16), input.Data.AsSpan(at, 16 * input.Blocks[i])));
                }
                using var aes = new AesCbc(input.Key, engine);
                byte[] source = [.. input.Data];
                byte[] destination = input.InPlace ? source : new byte[source.Length];
                aes.EncryptMany([.. jobs], input.Ivs, source, destination);
                Assert.Equal(expected, destination);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Cbc_padding_is_that_of_the_platform(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Iv, byte[] Data, PaddingMode Padding)> inputs =
            from key in Generators.AesKey
            from iv in Generators.Block
            from data in Generators.Length.SelectMany(Generators.Bytes)
            from padding in Gen.OneOf(PaddingMode.PKCS7, PaddingMode.ANSIX923, PaddingMode.ISO10126, PaddingMode.Zeros)
            select (key, iv, data, padding);
        inputs.Sample(
            input =>
            {
                using var platform = Aes.Create();
                platform.Key = input.Key;
                using var aes = new AesCbc(input.Key, engine);
                byte[] ours = new byte[AesCbc.GetCiphertextLength(input.Data.Length, input.Padding)];
                Assert.Equal(ours.Length, aes.Encrypt(input.Data, input.Iv, ours, input.Padding));
                byte[] theirs = platform.EncryptCbc(input.Data, input.Iv, input.Padding);
                if (input.Padding == PaddingMode.ISO10126)
                {
                    // Its padding is random: only the other side can tell.
                    Assert.Equal(input.Data, platform.DecryptCbc(ours, input.Iv, input.Padding));
                }
                else
                {
                    Assert.Equal(theirs, ours);
                }
                byte[] plaintext = new byte[theirs.Length];
                int written = aes.Decrypt(theirs, input.Iv, plaintext, input.Padding);
                Assert.Equal(platform.DecryptCbc(theirs, input.Iv, input.Padding), plaintext[..written]);
            },
            iter: Generators.Iterations(engine));
    }

    // The last block is chosen near what paddings look like, so that valid and invalid ones both come up.
    [Theory]
    [MemberData(nameof(Engines))]
    public void Cbc_refuses_the_paddings_that_the_platform_refuses(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Iv, byte[] Data, PaddingMode Padding)> inputs =
            from key in Generators.AesKey
            from iv in Generators.Block
            from before in Generators.Block.Array[0, 2]
            from start in Gen.OneOf<byte>(Gen.Const((byte)0), Gen.Byte[0, 18])
            from fill in Gen.OneOf<byte>(Gen.Const((byte)0), Gen.Byte[0, 18])
            from last in Gen.Byte[0, 18]
            from filled in Gen.Int[0, 15]
            from padding in Gen.OneOf(PaddingMode.PKCS7, PaddingMode.ANSIX923, PaddingMode.ISO10126, PaddingMode.Zeros)
            let block = (byte[])[.. Enumerable.Repeat(start, 15 - filled), .. Enumerable.Repeat(fill == 0 ? last : fill, filled), last]
            select (key, iv, (byte[])[.. before.SelectMany(b => b), .. block], padding);
        inputs.Sample(
            input =>
            {
                using var platform = Aes.Create();
                platform.Key = input.Key;
                using var aes = new AesCbc(input.Key, engine);
                byte[] ciphertext = ReferenceModes.CbcEncrypt(input.Key, input.Iv, input.Data);
                Assert.Equal(
                    Outcome(() => platform.DecryptCbc(ciphertext, input.Iv, input.Padding)),
                    Outcome(() =>
                    {
                        byte[] plaintext = new byte[ciphertext.Length];
                        return plaintext[..aes.Decrypt(ciphertext, input.Iv, plaintext, input.Padding)];
                    }));
            },
            iter: 10 * Generators.Iterations(engine));

        static string Outcome(Func<byte[]> decrypt)
        {
            try
            {
                return Convert.ToHexStringLower(decrypt());
            }
            catch (CryptographicException)
            {
                return "refused";
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Gcm_with_any_nonce_and_tag_is_that_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Nonce, byte[] Associated, byte[] Data, int TagSize)> messages =
            from key in Generators.AesKey
            from nonce in Gen.Int[1, 200].SelectMany(Generators.Bytes)
            from associated in Generators.AssociatedData
            from data in Generators.Length.SelectMany(Generators.Bytes)
            from tagSize in Gen.OneOf(4, 8, 12, 13, 14, 15, 16)
            select (key, nonce, associated, data, tagSize);
        messages.Sample(
            m =>
            {
                using var aes = new AesGcmCipher(m.Key, m.TagSize, AesGcmOptions.AllowAnyNonceLength | AesGcmOptions.AllowShortTags, engine);
                byte[] text = new byte[m.Data.Length];
                byte[] tag = new byte[m.TagSize];
                aes.Encrypt(m.Nonce, m.Data, text, tag, m.Associated);
                (byte[] expectedText, byte[] expectedTag) = ReferenceGcm.Encrypt(m.Key, m.Nonce, m.Data, m.Associated, m.TagSize);
                Assert.Equal(expectedText, text);
                Assert.Equal(expectedTag, tag);
                aes.Decrypt(m.Nonce, text, tag, text, m.Associated);
                Assert.Equal(m.Data, text);
            },
            iter: Generators.Iterations(engine));
    }
}
