// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Reference;
using Xunit;

namespace Vmx.Crypto.Tests.Reference;

//
//  The oracle's GHASH and GCM against test cases 1 to 6 of McGrew and Viega's GCM paper (Appendix B), which SP 800-38D's
//  authors point to, and against RFC 8452 Appendix A.
//
public sealed class ReferenceGcmTests
{
    private const string Key = "feffe9928665731c6d6a8f9467308308";
    private const string Text = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
    private const string Data = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
    private const string LongNonce = "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b";

    [Theory]
    [InlineData("00000000000000000000000000000000", "000000000000000000000000", "", "", "", "58e2fccefa7e3061367f1d57a4e7455a")]
    [InlineData("00000000000000000000000000000000", "000000000000000000000000", "", "00000000000000000000000000000000", "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf")]
    [InlineData(Key, "cafebabefacedbaddecaf888", "", Text, "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985", "4d5c2af327cd64a62cf35abd2ba6fab4")]
    [InlineData(Key, "cafebabefacedbaddecaf888", Data, "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39", "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091", "5bc94fbc3221a5db94fae95ae7121a47")]
    [InlineData(Key, "cafebabefacedbad", Data, "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39", "61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598", "3612d2e79e3b0785561be14aaca2fccb")]
    [InlineData(Key, LongNonce, Data, "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39", "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5", "619cc5aefffe0bfa462af43c1699d050")]
    public void Gcm_is_that_of_the_papers_cases(string key, string nonce, string associatedData, string plaintext, string ciphertext, string tag)
    {
        (byte[] text, byte[] fullTag) = ReferenceGcm.Encrypt(Bytes(key), Bytes(nonce), Bytes(plaintext), Bytes(associatedData), 16);
        Assert.Equal(ciphertext, Hex(text));
        Assert.Equal(tag, Hex(fullTag));
        Assert.Equal(Bytes(plaintext), ReferenceGcm.Decrypt(Bytes(key), Bytes(nonce), text, fullTag, Bytes(associatedData)));
        Assert.Equal(Bytes(plaintext), ReferenceGcm.Decrypt(Bytes(key), Bytes(nonce), text, fullTag.AsSpan(0, 4), Bytes(associatedData)));
        fullTag[15] ^= 1;
        Assert.Null(ReferenceGcm.Decrypt(Bytes(key), Bytes(nonce), text, fullTag, Bytes(associatedData)));
    }

    [Fact]
    public void Ghash_and_hash_subkey_are_those_of_case_2()
    {
        byte[] hashSubkey = ReferenceGcm.HashSubkey(new byte[16]);
        Assert.Equal("66e94bd4ef8a2c3b884cfa59ca342b2e", Hex(hashSubkey));
        byte[] blocks = Bytes("0388dace60b6a392f328c2b971b2fe7800000000000000000000000000000080");
        Assert.Equal("f38cbb1ad69223dcc3457ae5b6b0f885", Hex(ReferenceGhash.Compute(hashSubkey, blocks)));
        Assert.Equal("5e2ec746917062882c85b0685353deb7", Hex(ReferenceGhash.Multiply(hashSubkey, blocks.AsSpan(0, 16))));
    }

    [Fact]
    public void Polyval_is_that_of_RFC_8452()
    {
        byte[] h = Bytes("25629347589242761d31f826ba4b757b");
        byte[] blocks = Bytes("4f4f95668c83dfb6401762bb2d01a262d1a24ddd2721d006bbe45f20d3c9f362");
        Assert.Equal("f7a3b47b846119fae5b7866cf5e5b77e", Hex(ReferenceGhash.Polyval(h, blocks)));
        Assert.Equal("bd9b3997046731fb96251b91f9c99d7a", Hex(ReferenceGhash.Compute(h, blocks)));
    }

    [Fact]
    public void Gmac_is_the_tag_of_a_message_without_text()
    {
        byte[] nonce = Bytes("cafebabefacedbaddecaf888");
        Assert.Equal(ReferenceGcm.Encrypt(Bytes(Key), nonce, default, Bytes(Data), 12).Tag, ReferenceGcm.Gmac(Bytes(Key), nonce, Bytes(Data), 12));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
