// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Reference;

//
//  The oracle against the worked examples of FIPS 197: Appendix A (key expansion), Appendix B (one encryption, round by
//  round), Appendix C (one for each key size).
//
public sealed class ReferenceAesTests
{
    private const string Counting = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    [Fact]
    public void Key_expansion_of_128_bits_is_that_of_appendix_A_1() => Expands(
        "2b7e151628aed2a6abf7158809cf4f3c",
        """
        2b7e1516 28aed2a6 abf71588 09cf4f3c a0fafe17 88542cb1 23a33939 2a6c7605 f2c295f2 7a96b943 5935807a 7359f67f
        3d80477d 4716fe3e 1e237e44 6d7a883b ef44a541 a8525b7f b671253b db0bad00 d4d1c6f8 7c839d87 caf2b8bc 11f915bc
        6d88a37a 110b3efd dbf98641 ca0093fd 4e54f70e 5f5fc9f3 84a64fb2 4ea6dc4f ead27321 b58dbad2 312bf560 7f8d292f
        ac7766f3 19fadc21 28d12941 575c006e d014f9a8 c9ee2589 e13f0cc8 b6630ca6
        """);

    [Fact]
    public void Key_expansion_of_192_bits_is_that_of_appendix_A_2() => Expands(
        "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
        """
        8e73b0f7 da0e6452 c810f32b 809079e5 62f8ead2 522c6b7b fe0c91f7 2402f5a5 ec12068e 6c827f6b 0e7a95b9 5c56fec2
        4db7b4bd 69b54118 85a74796 e92538fd e75fad44 bb095386 485af057 21efb14f a448f6d9 4d6dce24 aa326360 113b30e6
        a25e7ed5 83b1cf9a 27f93943 6a94f767 c0a69407 d19da4e1 ec1786eb 6fa64971 485f7032 22cb8755 e26d1352 33f0b7b3
        40beeb28 2f18a259 6747d26b 458c553e a7e1466c 9411f1df 821f750a ad07d753 ca400538 8fcc5006 282d166a bc3ce7b5
        e98ba06f 448c773c 8ecc7204 01002202
        """);

    [Fact]
    public void Key_expansion_of_256_bits_is_that_of_appendix_A_3() => Expands(
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        """
        603deb10 15ca71be 2b73aef0 857d7781 1f352c07 3b6108d7 2d9810a3 0914dff4 9ba35411 8e6925af a51a8b5f 2067fcde
        a8b09c1a 93d194cd be49846e b75d5b9a d59aecb8 5bf3c917 fee94248 de8ebe96 b5a9328a 2678a647 98312229 2f6c79b3
        812c81ad dadf48ba 24360af2 fab8b464 98c5bfc9 bebd198e 268c3ba7 09e04214 68007bac b2df3316 96e939e4 6c518d80
        c814e204 76a9fb8a 5025c02d 59c58239 de136967 6ccc5a71 fa256395 9674ee15 5886ca5d 2e2f31d7 7e0af1fa 27cf73c3
        749c47ab 18501dda e2757e4f 7401905a cafaaae3 e4d59b34 9adf6ace bd10190d fe4890d1 e6188d0b 046df344 706c631e
        """);

    [Fact]
    public void Rounds_are_those_of_appendix_B() => Encrypts(
        "2b7e151628aed2a6abf7158809cf4f3c",
        """
        3243f6a8885a308d313198a2e0370734
        193de3bea0f4e22b9ac68d2ae9f84808 a49c7ff2689f352b6b5bea43026a5049 aa8f5f0361dde3ef82d24ad26832469a
        486c4eee671d9d0d4de3b138d65f58e7 e0927fe8c86363c0d9b1355085b8be01 f1006f55c1924cef7cc88b325db5d50c
        260e2e173d41b77de86472a9fdd28b25 5a4142b11949dc1fa3e019657a8c040c ea835cf00445332d655d98ad8596b0c5
        eb40f21e592e38848ba113e71bc342d2
        3925841d02dc09fbdc118597196a0b32
        """);

    [Fact]
    public void Rounds_of_a_128_bit_key_are_those_of_appendix_C_1() => Encrypts(
        Counting[..32],
        """
        00112233445566778899aabbccddeeff
        00102030405060708090a0b0c0d0e0f0 89d810e8855ace682d1843d8cb128fe4 4915598f55e5d7a0daca94fa1f0a63f7
        fa636a2825b339c940668a3157244d17 247240236966b3fa6ed2753288425b6c c81677bc9b7ac93b25027992b0261996
        c62fe109f75eedc3cc79395d84f9cf5d d1876c0f79c4300ab45594add66ff41f fde3bad205e5d0d73547964ef1fe37f1
        bd6e7c3df2b5779e0b61216e8b10b689
        69c4e0d86a7b0430d8cdb78070b4c55a
        """);

    [Fact]
    public void Rounds_of_a_192_bit_key_are_those_of_appendix_C_2() => Encrypts(
        Counting[..48],
        """
        00112233445566778899aabbccddeeff
        00102030405060708090a0b0c0d0e0f0 4f63760643e0aa85aff8c9d041fa0de4 cb02818c17d2af9c62aa64428bb25fd7
        f75c7778a327c8ed8cfebfc1a6c37f53 22ffc916a81474416496f19c64ae2532 80121e0776fd1d8a8d8c31bc965d1fee
        671ef1fd4e2a1e03dfdcb1ef3d789b30 0c0370d00c01e622166b8accd6db3a2c 7255dad30fb80310e00d6c6b40d0527c
        a906b254968af4e9b4bdb2d2f0c44336 88ec930ef5e7e4b6cc32f4c906d29414 afb73eeb1cd1b85162280f27fb20d585
        dda97ca4864cdfe06eaf70a0ec0d7191
        """);

    [Fact]
    public void Rounds_of_a_256_bit_key_are_those_of_appendix_C_3() => Encrypts(
        Counting,
        """
        00112233445566778899aabbccddeeff
        00102030405060708090a0b0c0d0e0f0 4f63760643e0aa85efa7213201a4e705 1859fbc28a1c00a078ed8aadc42f6109
        975c66c1cb9f3fa8a93a28df8ee10f63 1c05f271a417e04ff921c5c104701554 c357aae11b45b7b0a2c7bd28a8dc99fa
        7f074143cb4e243ec10c815d8375d54c d653a4696ca0bc0f5acaab5db96c5e7d 5aa858395fd28d7d05e1a38868f3b9c5
        4a824851c57e7e47643de50c2af3e8c9 c14907f6ca3b3aa070e9aa313b52b5ec 5f9c6abfbac634aa50409fa766677653
        516604954353950314fb86e401922521 627bceb9999d5aaac945ecf423f56da5
        8ea2b7ca516745bfeafc49904b496089
        """);

    [Fact]
    public void S_box_has_the_values_of_table_4_that_its_text_names()
    {
        Assert.Equal(0xED, ReferenceAes.SubstituteByte(0x53));
        Assert.Equal(0x63, ReferenceAes.SubstituteByte(0x00));
        Assert.Equal(0x16, ReferenceAes.SubstituteByte(0xFF));
    }

    [Fact]
    public void S_box_is_a_permutation_without_fixed_points_and_its_inverse_undoes_it()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Assert.Equal(256, all.Select(ReferenceAes.SubstituteByte).Distinct().Count());
        Assert.All(all, value =>
        {
            Assert.NotEqual(value, ReferenceAes.SubstituteByte(value));
            Assert.NotEqual((byte)~value, ReferenceAes.SubstituteByte(value));
            Assert.Equal(value, ReferenceAes.InverseSubstituteByte(ReferenceAes.SubstituteByte(value)));
        });
    }

    [Fact]
    public void Products_are_those_of_section_4_2()
    {
        Assert.Equal(0xC1, ReferenceAes.Multiply(0x57, 0x83));
        Assert.Equal(0xFE, ReferenceAes.Multiply(0x57, 0x13));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(33)]
    public void Key_of_another_size_is_refused(int size) =>
        Assert.Throws<ArgumentException>(() => new ReferenceAes(new byte[size]));

    private static void Expands(string key, string words)
    {
        var aes = new ReferenceAes(Convert.FromHexString(key));
        Assert.Equal(string.Concat(Fields(words)), Convert.ToHexStringLower(aes.RoundKeys));
        Assert.Equal(aes.RoundKeys.Length, 16 * (aes.Rounds + 1));
    }

    private static void Encrypts(string key, string states)
    {
        var aes = new ReferenceAes(Convert.FromHexString(key));
        string[] expected = Fields(states);
        byte[] input = Convert.FromHexString(expected[0]);
        IReadOnlyList<byte[]> trace = aes.TraceEncryption(input);
        Assert.Equal(expected, trace.Select(Convert.ToHexStringLower));
        Assert.Equal(aes.Rounds + 2, trace.Count);

        byte[] output = new byte[16];
        aes.EncryptBlock(input, output);
        Assert.Equal(expected[^1], Convert.ToHexStringLower(output));
        aes.DecryptBlock(output, output);
        Assert.Equal(input, output);
    }

    private static string[] Fields(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
