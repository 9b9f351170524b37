// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using CsCheck;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  Any split of the input gives the same output: the keystream, and GHASH, GMAC and GCM in pieces, cut at any byte or into
//  1 to 64 whole blocks.
//
public sealed class PublicSplitTests
{
    private static readonly Gen<int[]> _splits = Gen.OneOf<int[]>(
        Generators.BlockSplits,
        Gen.OneOf<int>(Gen.Int[0, 17], Gen.Int[0, 300], Gen.Int[0, 64].Select(blocks => blocks * 16)).Array[0, 12]);

    private static readonly Gen<int> _length = Gen.OneOf<int>(Gen.Int[0, 100], Gen.Int[0, 3000]);

    public static TheoryData<string> Engines => [.. EnginesUnderTest.All.Select(engine => engine.Name)];

    public static TheoryData<string, AesCtrCounter> EnginesAndCounters => PublicPropertyTests.EnginesAndCounters;

    [Theory]
    [MemberData(nameof(EnginesAndCounters))]
    public void Keystream_in_pieces_is_that_of_the_reference(string engineName, AesCtrCounter counter)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Block, byte[] Data, int[] Splits, long Start, bool Fill)> inputs =
            from key in Generators.AesKey
            from block in Generators.CounterBlock
            from data in _length.SelectMany(Generators.Bytes)
            from splits in _splits
            from start in Gen.OneOf<long>(Gen.Const(0L), Gen.Long[0, 100], Gen.Long[0, 1L << 33])
            from fill in Gen.Bool
            select (key, block, fill ? new byte[data.Length] : data, splits, start, fill);
        inputs.Sample(
            input =>
            {
                using var aes = new AesCtr(input.Key, counter, engine);
                using AesCtrKeystream keystream = aes.CreateKeystream(input.Block);
                keystream.Position = input.Start;
                byte[] actual = [.. input.Data];
                foreach (Range range in Generators.Cut(actual.Length, input.Splits))
                {
                    if (input.Fill)
                    {
                        keystream.Fill(actual.AsSpan(range));
                    }
                    else
                    {
                        keystream.Transform(actual.AsSpan(range), actual.AsSpan(range));
                    }
                }
                Assert.Equal(ReferenceModes.Ctr(input.Key, input.Block, PublicSubjects.Bits(counter), PublicSubjects.IsLittleEndian(counter), input.Data, input.Start), actual);
                Assert.Equal(input.Start + actual.Length, keystream.Position);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Ghash_in_pieces_is_that_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen.Select(Generators.Block, _length.SelectMany(Generators.Bytes), _splits).Sample(
            (subkey, data, splits) =>
            {
                using var key = new GhashKey(subkey, engine);
                using Ghash hash = key.CreateHash();
                byte[] actual = new byte[16];
                foreach (Range range in Generators.Cut(data.Length, splits))
                {
                    hash.Append(data.AsSpan(range));
                    hash.GetCurrentHash(actual);
                    Assert.Equal(ReferenceGhash.Compute(subkey, data.AsSpan(..range.End)), actual);
                }
                hash.GetHashAndReset(actual);
                Assert.Equal(ReferenceGhash.Compute(subkey, data), actual);
                hash.GetCurrentHash(actual);
                Assert.Equal(new byte[16], actual);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Gmac_in_pieces_is_that_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen.Select(Generators.AesKey, Generators.Bytes(12), _length.SelectMany(Generators.Bytes), _splits).Sample(
            (key, nonce, data, splits) =>
            {
                using var gmac = new AesGmac(key, 16, AesGcmOptions.None, engine);
                using AesGmacHash hash = gmac.CreateHash(nonce);
                foreach (Range range in Generators.Cut(data.Length, splits))
                {
                    hash.Append(data.AsSpan(range));
                }
                byte[] tag = new byte[16];
                hash.GetTag(tag);
                Assert.Equal(ReferenceGcm.Gmac(key, nonce, data), tag);
            },
            iter: Generators.Iterations(engine));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Gcm_in_pieces_is_that_of_the_reference(string engineName)
    {
        Engine engine = EnginesUnderTest.Get(engineName);
        Gen<(byte[] Key, byte[] Nonce, byte[] Associated, int[] AssociatedSplits, byte[] Data, int[] Splits)> inputs =
            from key in Generators.AesKey
            from nonce in Generators.Bytes(12)
            from associated in Generators.AssociatedData
            from associatedSplits in _splits
            from data in _length.SelectMany(Generators.Bytes)
            from splits in _splits
            select (key, nonce, associated, associatedSplits, data, splits);
        inputs.Sample(
            input =>
            {
                using var aes = new AesGcmCipher(input.Key, 16, AesGcmOptions.None, engine);
                (byte[] expectedText, byte[] expectedTag) = ReferenceGcm.Encrypt(input.Key, input.Nonce, input.Data, input.Associated);
                Range[] pieces = [.. Generators.Cut(input.Data.Length, input.Splits)];

                using AesGcmEncryptor encryptor = aes.CreateEncryptor(input.Nonce);
                foreach (Range range in Generators.Cut(input.Associated.Length, input.AssociatedSplits))
                {
                    encryptor.AppendAssociatedData(input.Associated.AsSpan(range));
                }
                byte[] text = [.. input.Data];
                foreach (Range range in pieces)
                {
                    encryptor.Encrypt(text.AsSpan(range), text.AsSpan(range));
                }
                byte[] tag = new byte[16];
                encryptor.GetTag(tag);
                Assert.Equal(expectedText, text);
                Assert.Equal(expectedTag, tag);

                using AesGcmDecryptor verifier = aes.CreateDecryptor(input.Nonce);
                using AesGcmDecryptor decryptor = aes.CreateDecryptor(input.Nonce);
                verifier.AppendAssociatedData(input.Associated);
                decryptor.AppendAssociatedData(input.Associated);
                foreach (Range range in pieces)
                {
                    verifier.AppendCiphertext(text.AsSpan(range));
                }
                foreach (Range range in pieces)
                {
                    decryptor.DecryptUnverified(text.AsSpan(range), text.AsSpan(range));
                }
                Assert.Equal(input.Data, text);
                Assert.True(verifier.VerifyTag(tag));
                Assert.True(decryptor.VerifyTag(tag));
            },
            iter: Generators.Iterations(engine));
    }
}
