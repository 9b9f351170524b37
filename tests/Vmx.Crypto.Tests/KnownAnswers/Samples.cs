// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>Small files in the formats of others, written for these tests with figures of SP 800-38A, IEEE 1619 and the GCM paper.</summary>
internal static class Samples
{
    public const string Key = "2b7e151628aed2a6abf7158809cf4f3c";
    public const string Plaintext = "6bc1bee22e409f96e93d7e117393172a";
    public const string EcbCiphertext = "3ad77bb40d7a3660a89ecaf32466ef97";
    public const string Iv = "000102030405060708090a0b0c0d0e0f";
    public const string CbcCiphertext = "7649abac8119b246cee98e9b12e9197d";
    public const string CounterBlock = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    public const string CtrCiphertext = "874d6191b620e3261bef6864990db6ce";
    public const string XtsKey = "1111111111111111111111111111111122222222222222222222222222222222";
    public const string XtsTweak = "33333333330000000000000000000000";
    public const string XtsPlaintext = "4444444444444444444444444444444444444444444444444444444444444444";
    public const string XtsCiphertext = "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0";
    public const string ZeroKey = "00000000000000000000000000000000";
    public const string ZeroNonce = "000000000000000000000000";
    public const string GcmCiphertext = "0388dace60b6a392f328c2b971b2fe78";
    public const string GcmTag = "ab6e47d42cec13bdf53a67b21257bddf";
    public const string GmacTag = "58e2fccefa7e3061367f1d57a4e7455a";

    public const string CavpEcb = $"""
        # AESVS example for ECB
        [ENCRYPT]

        COUNT = 0
        KEY = {Key}
        PLAINTEXT = {Plaintext}
        CIPHERTEXT = {EcbCiphertext}

        [DECRYPT]

        COUNT = 0
        KEY = {Key}
        CIPHERTEXT = {EcbCiphertext}
        PLAINTEXT = {Plaintext}

        """;

    public const string CavpCbc = $"""
        # AESVS example for CBC
        [ENCRYPT]

        COUNT = 0
        KEY = {Key}
        IV = {Iv}
        PLAINTEXT = {Plaintext}
        CIPHERTEXT = {CbcCiphertext}

        """;

    public const string CavpCtr = $"""
        # AES Counter example
        [ENCRYPT]
        COUNT = 0
        KEY = {Key}
        IV = {CounterBlock}
        PLAINTEXT = {Plaintext}
        CIPHERTEXT = {CtrCiphertext}

        """;

    public const string CavpXts = $"""
        # XTSGen example
        [ENCRYPT]
        COUNT = 1
        DataUnitLen = 256
        Key = {XtsKey}
        i = {XtsTweak}
        PT = {XtsPlaintext}
        CT = {XtsCiphertext}

        COUNT = 2
        DataUnitLen = 250
        Key = {XtsKey}
        i = {XtsTweak}
        PT = {XtsPlaintext}
        CT = {XtsCiphertext}

        """;

    public const string CavpGcm = $"""
        # GCM Decrypt example
        [Keylen = 128]
        [IVlen = 96]
        [PTlen = 128]
        [AADlen = 0]
        [Taglen = 128]

        Count = 0
        Key = {ZeroKey}
        IV = {ZeroNonce}
        CT = {GcmCiphertext}
        AAD =
        Tag = {GcmTag}
        PT = {ZeroKey}

        Count = 1
        Key = {ZeroKey}
        IV = {ZeroNonce}
        CT = {GcmCiphertext}
        AAD =
        Tag = 00{"6e47d42cec13bdf53a67b21257bddf"}
        FAIL

        """;

    public const string WycheproofGcm = $$"""
        {
          "algorithm": "AES-GCM", "schema": "aead_test_schema_v1.json", "numberOfTests": 3,
          "testGroups": [
            { "type": "AeadTest", "keySize": 128, "ivSize": 96, "tagSize": 128, "tests": [
              { "tcId": 1, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "aad": "", "msg": "{{ZeroKey}}", "ct": "{{GcmCiphertext}}", "tag": "{{GcmTag}}", "result": "valid" },
              { "tcId": 2, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "aad": "", "msg": "{{ZeroKey}}", "ct": "{{GcmCiphertext}}", "tag": "{{GmacTag}}", "result": "invalid" },
              { "tcId": 3, "key": "{{ZeroKey}}", "iv": "", "aad": "", "msg": "", "ct": "", "tag": "{{GmacTag}}", "result": "invalid" }
            ] }
          ]
        }
        """;

    public const string WycheproofGmac = $$"""
        { "algorithm": "AES-GMAC", "schema": "mac_with_iv_test_schema_v1.json", "testGroups": [ { "tests": [
          { "tcId": 1, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "msg": "", "tag": "{{GmacTag}}", "result": "valid" },
          { "tcId": 2, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "msg": "", "tag": "{{GcmTag}}", "result": "invalid" } ] } ] }
        """;

    public const string WycheproofXts = $$"""
        { "algorithm": "AES-XTS", "schema": "ind_cpa_test_schema_v1.json", "testGroups": [ { "tests": [
          { "tcId": 1, "key": "{{XtsKey}}", "iv": "3333333333", "msg": "{{XtsPlaintext}}", "ct": "{{XtsCiphertext}}", "result": "valid" },
          { "tcId": 2, "key": "{{XtsKey}}{{Key}}", "iv": "33", "msg": "{{XtsPlaintext}}", "ct": "{{XtsCiphertext}}", "result": "valid" } ] } ] }
        """;

    public const string WycheproofCbc = $$"""
        { "algorithm": "AES-CBC-PKCS5", "schema": "ind_cpa_test_schema_v1.json", "testGroups": [ { "tests": [
          { "tcId": 1, "key": "{{Key}}", "iv": "{{Iv}}", "msg": "", "ct": "", "result": "invalid" },
          { "tcId": 2, "key": "{{Key}}", "iv": "{{Iv}}", "msg": "", "ct": "{{CbcCiphertext}}", "result": "invalid" } ] } ] }
        """;

    public const string AcvpPrompt = $$"""
        { "vsId": 7, "algorithm": "ACVP-AES-ECB", "revision": "1.0", "testGroups": [
          { "tgId": 1, "testType": "AFT", "direction": "encrypt", "keyLen": 128, "tests": [ { "tcId": 1, "key": "{{Key}}", "pt": "{{Plaintext}}" } ] },
          { "tgId": 2, "testType": "AFT", "direction": "decrypt", "keyLen": 128, "tests": [ { "tcId": 2, "key": "{{Key}}", "ct": "{{EcbCiphertext}}" } ] },
          { "tgId": 3, "testType": "MCT", "direction": "encrypt", "keyLen": 128, "tests": [ { "tcId": 3, "key": "{{Key}}", "pt": "{{Plaintext}}" } ] } ] }
        """;

    public const string AcvpResults = $$"""
        { "vsId": 7, "algorithm": "ACVP-AES-ECB", "testGroups": [
          { "tgId": 1, "tests": [ { "tcId": 1, "ct": "{{EcbCiphertext}}" } ] },
          { "tgId": 2, "tests": [ { "tcId": 2, "pt": "{{Plaintext}}" } ] },
          { "tgId": 3, "tests": [ { "tcId": 3, "resultsArray": [] } ] } ] }
        """;

    public const string AcvpGcm = $$"""
        [ { "acvVersion": "1.0" },
          { "vsId": 8, "algorithm": "ACVP-AES-GCM", "revision": "1.0", "testGroups": [
            { "tgId": 1, "testType": "AFT", "direction": "decrypt", "keyLen": 128, "ivLen": 96, "tagLen": 128, "payloadLen": 128, "aadLen": 0, "tests": [
              { "tcId": 1, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "aad": "", "ct": "{{GcmCiphertext}}", "tag": "{{GcmTag}}" },
              { "tcId": 2, "key": "{{ZeroKey}}", "iv": "{{ZeroNonce}}", "aad": "", "ct": "{{GcmCiphertext}}", "tag": "{{GmacTag}}" } ] } ] },
          { "vsId": 8, "algorithm": "ACVP-AES-GCM", "testGroups": [
            { "tgId": 1, "tests": [ { "tcId": 1, "pt": "{{ZeroKey}}", "testPassed": true }, { "tcId": 2, "testPassed": false } ] } ] } ]
        """;

    /// <summary>In our own format, "abc" over and over; the hash is that of what `openssl enc -aes-128-ctr` writes.</summary>
    public const string OwnLong = $$"""
        { "id": "long", "mode": "CTR", "cases": [
          { "id": "1", "key": "{{Key}}", "counterBlock": "{{CounterBlock}}", "counter": "BigEndian128",
            "plaintext": "616263", "length": 40, "ciphertextSha256": "a36761750ee3c862e64dc596b148d039872e80d80484d85132115f781f0e1cb4" } ] }
        """;

    /// <summary>Name, content, cases to run, cases to skip.</summary>
    public static readonly (string Name, string Content, string Format, int Cases, int Skipped)[] All =
    [
        ("ecb.rsp", CavpEcb, "NIST CAVP", 2, 0),
        ("cbc.rsp", CavpCbc, "NIST CAVP", 1, 0),
        ("ctr.txt", CavpCtr, "NIST CAVP", 1, 0),
        ("xts.rsp", CavpXts, "NIST CAVP", 1, 1),
        ("gcm.rsp", CavpGcm, "NIST CAVP", 2, 0),
        ("gcm.json", WycheproofGcm, "Wycheproof JSON", 3, 0),
        ("gmac.json", WycheproofGmac, "Wycheproof JSON", 2, 0),
        ("xts.json", WycheproofXts, "Wycheproof JSON", 1, 1),
        ("cbc.json", WycheproofCbc, "Wycheproof JSON", 2, 0),
        ("acvp.json", $"[ {AcvpPrompt}, {AcvpResults} ]", "ACVP JSON", 2, 1),
        ("acvp-gcm.json", AcvpGcm, "ACVP JSON", 2, 0),
        ("long.json", OwnLong, "Vmx.Crypto JSON", 1, 0),
    ];
}
