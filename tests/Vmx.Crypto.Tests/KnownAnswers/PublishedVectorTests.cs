// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Differential;
using Vmx.Crypto.Tool.KnownAnswers;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>The figures taken from standards, against the reference and libcrypto, intermediate values included.</summary>
public sealed class PublishedVectorTests
{
    private const int BlockSize = 16;

    [Theory]
    [MemberData(nameof(Vectors.Published), MemberType = typeof(Vectors))]
    public void Reference_gives_the_answers(string name) =>
        Assert.Empty(KnownAnswerRunner.Run(Vectors.PathOf(name), new ReferenceEngine()).Failures);

    [Theory]
    [MemberData(nameof(Vectors.Published), MemberType = typeof(Vectors))]
    public void Libcrypto_gives_the_answers(string name)
    {
        Libcrypto.Require();
        foreach (KnownAnswerCase answer in Vectors.Read(name).Cases)
        {
            switch (answer.Mode)
            {
                case KnownAnswerMode.Ecb:
                    Assert.Equal(answer.Ciphertext, Libcrypto.Ecb(answer.Key, answer.Plaintext!, encrypt: true));
                    break;
                case KnownAnswerMode.Cbc:
                    Assert.Equal(answer.Ciphertext, Libcrypto.Cbc(answer.Key, answer.Iv, answer.Plaintext!, encrypt: true));
                    break;
                case KnownAnswerMode.Ctr:
                    // No published counter wraps, so all of them may count in 128 bits.
                    Assert.Equal(answer.Ciphertext, Libcrypto.Ctr(answer.Key, answer.Iv, answer.Plaintext!));
                    break;
                case KnownAnswerMode.Xts:
                    // Its encryption refuses equal halves of a key, its decryption does not.
                    Assert.Equal(answer.Plaintext, Libcrypto.Xts(answer.Key, answer.Iv, answer.Ciphertext!, encrypt: false));
                    break;
                case KnownAnswerMode.Gcm:
                    (byte[] ciphertext, byte[] tag) = Libcrypto.GcmEncrypt(answer.Key, answer.Iv, answer.Plaintext!, answer.AssociatedData);
                    Assert.Equal(answer.Ciphertext, ciphertext);
                    Assert.Equal(answer.Tag, tag);
                    break;
                default:
                    // libcrypto has no GHASH of its own; the tags of the same messages are checked above.
                    Assert.Equal(KnownAnswerMode.Ghash, answer.Mode);
                    break;
            }
        }
    }

    [Fact]
    public void Key_schedules_are_the_references()
    {
        foreach (JsonNode item in Cases("fips-197-key-expansion.json"))
        {
            var cipher = new ReferenceAes(Bytes(item["key"]));
            Assert.Equal(Convert.ToHexStringLower(cipher.RoundKeys), string.Concat(Strings(item["intermediate"]!["keySchedule"])));
        }
    }

    [Fact]
    public void Round_states_are_the_references()
    {
        foreach (JsonNode item in Cases("fips-197-cipher.json"))
        {
            var cipher = new ReferenceAes(Bytes(item["key"]));
            IReadOnlyList<byte[]> trace = cipher.TraceEncryption(Bytes(item["plaintext"]));
            JsonArray rounds = item["intermediate"]!["rounds"]!.AsArray();
            Assert.Equal(cipher.Rounds, rounds.Count);
            for (int i = 0; i < rounds.Count; i++)
            {
                JsonNode round = rounds[i]!;
                byte[] start = Bytes(round["start"]);
                byte[] roundKey = cipher.RoundKeys.Slice((i + 1) * BlockSize, BlockSize).ToArray();
                byte[] substituted = Array.ConvertAll(start, ReferenceAes.SubstituteByte);
                byte[] shifted = [.. Enumerable.Range(0, BlockSize).Select(index => substituted[(index + (4 * (index % 4))) % BlockSize])];
                byte[] mixed = round["mixColumns"] is null ? shifted : Bytes(round["mixColumns"]);
                Assert.Equal(i + 1, (int?)round["round"]);
                Assert.Equal(trace[i + 1], start);
                Assert.Equal(roundKey, Bytes(round["roundKey"]));
                Assert.Equal(substituted, Bytes(round["subBytes"]));
                Assert.Equal(shifted, Bytes(round["shiftRows"]));
                Assert.Equal(trace[i + 2], mixed.Zip(roundKey, (left, right) => (byte)(left ^ right)));
                Assert.Equal(i == rounds.Count - 1, round["mixColumns"] is null);
            }
        }
    }

    [Fact]
    public void Input_and_output_blocks_are_the_references()
    {
        foreach (JsonNode item in Cases("sp-800-38a-cbc.json").Concat(Cases("sp-800-38a-ctr.json")))
        {
            byte[] inputs = Convert.FromHexString(string.Concat(Strings(item["intermediate"]!["inputBlocks"])));
            byte[] outputs = Convert.FromHexString(string.Concat(Strings(item["intermediate"]!["outputBlocks"])));
            byte[] chained = item["iv"] is null
                ? [.. Bytes(item["plaintext"]).Zip(Bytes(item["ciphertext"]), (left, right) => (byte)(left ^ right))]
                : [.. Bytes(item["plaintext"]).Zip([.. Bytes(item["iv"]), .. outputs], (left, right) => (byte)(left ^ right))];
            Assert.Equal(outputs, ReferenceModes.EcbEncrypt(Bytes(item["key"]), inputs));
            Assert.Equal(chained, item["iv"] is null ? outputs : inputs);
        }
    }

    [Fact]
    public void Gcm_intermediate_values_are_the_references()
    {
        foreach (JsonNode item in Cases("gcm-paper.json"))
        {
            JsonNode values = item["intermediate"]!;
            byte[] key = Bytes(item["key"]);
            byte[] preCounterBlock = Bytes(values["preCounterBlock"]);
            byte[] mask = Bytes(values["encryptedPreCounterBlock"]);
            Assert.Equal(ReferenceGcm.HashSubkey(key), Bytes(values["hashSubkey"]));
            Assert.Equal(ReferenceGcm.PreCounterBlock(key, Bytes(item["nonce"])), preCounterBlock);
            Assert.Equal(ReferenceModes.EcbEncrypt(key, preCounterBlock), mask);
            Assert.Equal(Bytes(item["tag"]), Bytes(values["hash"]).Zip(mask, (left, right) => (byte)(left ^ right)));
        }
    }

    [Fact]
    public void Ghash_of_the_gcm_cases_is_what_their_tags_are_made_of()
    {
        Dictionary<string, string> hashes = Cases("gcm-paper.json").ToDictionary(item => (string)item["id"]!, item => (string)item["intermediate"]!["hash"]!);
        JsonNode[] cases = Cases("gcm-paper-ghash.json");
        foreach ((string id, string hash) in hashes)
        {
            Assert.Equal(hash, (string?)cases.Single(item => (string?)item["id"] == id)["hash"]);
        }
        foreach (JsonNode item in cases)
        {
            string[] states = [.. Strings(item["states"])];
            Assert.Equal(states.Length * BlockSize, Bytes(item["data"]).Length);
            Assert.Equal(states[^1], (string?)item["hash"]);
        }
    }

    [Fact]
    public void Polyval_is_ghash_of_reversed_bytes()
    {
        JsonNode item = Cases("rfc-8452-ghash.json").Single(item => item["intermediate"] is not null);
        JsonNode values = item["intermediate"]!;
        byte[] polyval = Bytes(values["polyval"]);
        Assert.Equal(polyval, ReferenceGhash.Polyval(Bytes(values["polyvalKey"]), Bytes(values["polyvalData"])));
        Assert.Equal(polyval.Reverse(), Bytes(item["hash"]));
    }

    private static JsonNode[] Cases(string name) => [.. Vectors.Parse(name)["cases"]!.AsArray()!];

    private static byte[] Bytes(JsonNode? value) => Convert.FromHexString((string)value!);

    private static IEnumerable<string> Strings(JsonNode? array) => array!.AsArray().Select(value => (string)value!);
}
