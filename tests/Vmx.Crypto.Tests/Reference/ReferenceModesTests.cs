// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Reference;

//
//  The oracle's modes against the examples of SP 800-38A Appendix F.1, F.2 and F.5 and of IEEE 1619 Annex B.
//
public sealed class ReferenceModesTests
{
    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
    private const string Key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
    private const string Iv = "000102030405060708090a0b0c0d0e0f";
    private const string CounterBlock = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private const string Plaintext = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    [Theory]
    [InlineData(Key128, "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4")]
    [InlineData(Key192, "bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eefef7afd2270e2e60adce0ba2face6444e9a4b41ba738d6c72fb16691603c18e0e")]
    [InlineData(Key256, "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7")]
    public void Ecb_is_that_of_appendix_F_1(string key, string ciphertext)
    {
        Assert.Equal(ciphertext, Hex(ReferenceModes.EcbEncrypt(Bytes(key), Bytes(Plaintext))));
        Assert.Equal(Plaintext, Hex(ReferenceModes.EcbDecrypt(Bytes(key), Bytes(ciphertext))));
    }

    [Theory]
    [InlineData(Key128, "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7")]
    [InlineData(Key192, "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd")]
    [InlineData(Key256, "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b")]
    public void Cbc_is_that_of_appendix_F_2(string key, string ciphertext)
    {
        Assert.Equal(ciphertext, Hex(ReferenceModes.CbcEncrypt(Bytes(key), Bytes(Iv), Bytes(Plaintext))));
        Assert.Equal(Plaintext, Hex(ReferenceModes.CbcDecrypt(Bytes(key), Bytes(Iv), Bytes(ciphertext))));
    }

    [Theory]
    [InlineData(Key128, "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")]
    [InlineData(Key192, "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050")]
    [InlineData(Key256, "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6")]
    public void Ctr_is_that_of_appendix_F_5(string key, string ciphertext)
    {
        Assert.Equal(ciphertext, Hex(ReferenceModes.Ctr(Bytes(key), Bytes(CounterBlock), 128, littleEndian: false, Bytes(Plaintext))));
        Assert.Equal(ciphertext[20..], Hex(ReferenceModes.Ctr(Bytes(key), Bytes(CounterBlock), 128, littleEndian: false, Bytes(Plaintext).AsSpan(10), position: 10)));
    }

    [Theory]
    [InlineData(32, false, "000102030405060708090a0bffffffff", "000102030405060708090a0b00000000")]
    [InlineData(64, false, "0001020304050607ffffffffffffffff", "00010203040506070000000000000000")]
    [InlineData(64, false, "000102030405060708090a0bffffffff", "000102030405060708090a0c00000000")]
    [InlineData(128, false, "ffffffffffffffffffffffffffffffff", "00000000000000000000000000000000")]
    [InlineData(32, true, "ffffffff0405060708090a0b0c0d0e0f", "000000000405060708090a0b0c0d0e0f")]
    [InlineData(64, true, "ffffffffffffffff08090a0b0c0d0e0f", "000000000000000008090a0b0c0d0e0f")]
    [InlineData(128, true, "ffffffffffffffff08090a0b0c0d0e0f", "000000000000000009090a0b0c0d0e0f")]
    public void Counter_carries_through_its_own_bits_and_no_others(int bits, bool littleEndian, string block, string next) =>
        Assert.Equal(next, Hex(ReferenceModes.CounterBlock(Bytes(block), bits, littleEndian, 1)));

    // The key and the data unit sequence number as Annex B prints them: least significant byte first.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "0000000000", "0000000000000000000000000000000000000000000000000000000000000000", "917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e")]
    [InlineData("1111111111111111111111111111111122222222222222222222222222222222", "3333333333", "4444444444444444444444444444444444444444444444444444444444444444", "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0")]
    [InlineData("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0", "9a78563412", "000102030405060708090a0b0c0d0e0f10", "6c1625db4671522d3d7599601de7ca09ed")]
    [InlineData("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0", "9a78563412", "000102030405060708090a0b0c0d0e0f1011", "d069444b7a7e0cab09e24447d24deb1fedbf")]
    [InlineData("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0", "9a78563412", "000102030405060708090a0b0c0d0e0f101112", "e5df1351c0544ba1350b3363cd8ef4beedbf9d")]
    [InlineData("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0", "9a78563412", "000102030405060708090a0b0c0d0e0f10111213", "9d84c813f719aa2c7be3f66171c7c5c2edbf9dac")]
    public void Xts_is_that_of_annex_B(string key, string number, string plaintext, string ciphertext)
    {
        byte[] tweak = [.. Bytes(number), .. new byte[11]];
        Assert.Equal(ciphertext, Hex(ReferenceModes.XtsEncryptDataUnit(Bytes(key), tweak, Bytes(plaintext))));
        Assert.Equal(plaintext, Hex(ReferenceModes.XtsDecryptDataUnit(Bytes(key), tweak, Bytes(ciphertext))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Xts_data_units_are_numbered_by_first_and_step(bool bigEndian)
    {
        byte[] key = [.. Enumerable.Range(0, 64).Select(value => (byte)value)];
        byte[] data = new byte[20 + 20 + 17];
        byte[] all = ReferenceModes.XtsEncryptDataUnits(key, data, 20, 0xFFFE, bigEndian, step: 3);
        string[] tweaks = ["feff", "0100 01", "0400 01"];
        int at = 0;
        foreach (string tweak in tweaks)
        {
            byte[] block = [.. Bytes(tweak.Replace(" ", "", StringComparison.Ordinal)), .. new byte[16]];
            Array.Resize(ref block, 16);
            if (bigEndian)
            {
                Array.Reverse(block);
            }
            int length = Math.Min(20, data.Length - at);
            Assert.Equal(ReferenceModes.XtsEncryptDataUnit(key, block, data.AsSpan(at, length)), all[at..(at + length)]);
            at += length;
        }
        Assert.Equal(data, ReferenceModes.XtsDecryptDataUnits(key, all, 20, 0xFFFE, bigEndian, step: 3));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
