// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using CsCheck;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Differential;

//
//  The reference and every engine against the system's libcrypto: what was written here and what was written by others,
//  from the same standards, must agree.
//
public sealed class LibcryptoTests
{
    public static TheoryData<string> Subjects => [.. EngineSubjects.All.Where(subject => subject.Independent is not null).Select(subject => subject.Name)];

    public static TheoryData<string, string> EnginesAndSubjects => EnginesUnderTest.With(EngineSubjects.All.Where(subject => subject.Independent is not null));

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Reference_is_libcrypto(string subjectName)
    {
        Libcrypto.Require();
        Subject subject = EngineSubjects.Get(subjectName);
        Generators.Message(subject).Sample(
            message => Assert.Equal(subject.Independent!(message), subject.Expected(message)),
            iter: Generators.Iterations(null));
    }

    [Theory]
    [MemberData(nameof(EnginesAndSubjects))]
    public void Engine_is_libcrypto(string engineName, string subjectName)
    {
        Libcrypto.Require();
        Engine engine = EnginesUnderTest.Get(engineName);
        Subject subject = EngineSubjects.Get(subjectName);
        Generators.Message(subject, Gen.Int[0, 20000]).Sample(
            message => Assert.Equal(subject.Independent!(message), subject.Actual(engine, message)),
            iter: Generators.Iterations(engine));
    }

    [Fact]
    public void Reference_ctr_of_128_bits_is_libcrypto()
    {
        Libcrypto.Require();
        Gen.Select(Generators.AesKey, Generators.CounterBlock, Generators.Length.SelectMany(Generators.Bytes)).Sample(
            (key, block, data) => Assert.Equal(Libcrypto.Ctr(key, block, data), ReferenceModes.Ctr(key, block, 128, littleEndian: false, data)),
            iter: Generators.Iterations(null));
    }

    [Fact]
    public void Reference_gcm_is_libcrypto()
    {
        Libcrypto.Require();
        Gen<(byte[] Key, byte[] Nonce, byte[] Associated, byte[] Data, int TagSize)> messages =
            from key in Generators.AesKey
            from nonce in Gen.OneOf(Gen.Const(12), Gen.Int[1, 100]).SelectMany(Generators.Bytes)
            from associated in Generators.AssociatedData
            from data in Generators.Length.SelectMany(Generators.Bytes)
            from tagSize in Gen.OneOf(4, 8, 12, 13, 14, 15, 16)
            select (key, nonce, associated, data, tagSize);
        messages.Sample(
            m =>
            {
                (byte[] ciphertext, byte[] tag) = Libcrypto.GcmEncrypt(m.Key, m.Nonce, m.Data, m.Associated, m.TagSize);
                (byte[] expectedCiphertext, byte[] expectedTag) = ReferenceGcm.Encrypt(m.Key, m.Nonce, m.Data, m.Associated, m.TagSize);
                Assert.Equal(ciphertext, expectedCiphertext);
                Assert.Equal(tag, expectedTag);
                Assert.Equal(m.Data, Libcrypto.GcmDecrypt(m.Key, m.Nonce, ciphertext, tag, m.Associated));
                Assert.Equal(m.Data, ReferenceGcm.Decrypt(m.Key, m.Nonce, ciphertext, tag, m.Associated));
                tag[m.Data.Length % m.TagSize] ^= 0x80;
                Assert.Null(Libcrypto.GcmDecrypt(m.Key, m.Nonce, ciphertext, tag, m.Associated));
                Assert.Null(ReferenceGcm.Decrypt(m.Key, m.Nonce, ciphertext, tag, m.Associated));
            },
            iter: Generators.Iterations(null));
    }
}
