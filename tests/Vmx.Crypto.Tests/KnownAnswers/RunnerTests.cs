// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Differential;
using Vmx.Crypto.Tool.KnownAnswers;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>That the runner sees what is wrong: in an answer, and in an engine.</summary>
public sealed class RunnerTests
{
    private static readonly Engine _engine = EngineCatalog.Selector.Current;

    /// <summary>One file of each kind that the runner treats differently.</summary>
    public static TheoryData<string> Files =>
    [
        "sp-800-38a-ecb.json", "sp-800-38a-cbc.json", "generated-cbc-padding.json", "sp-800-38a-ctr.json", "generated-ctr-wrap.json", "ieee-1619-xts.json",
        "generated-xts-data-units.json", "gcm-paper.json", "generated-gcm-nonces-tags.json", "generated-gcm-refused.json", "generated-gmac.json", "gcm-paper-ghash.json",
        "generated-ecb-long.json", "generated-cbc-long.json", "generated-ctr-long.json", "generated-xts-long.json", "generated-gcm-long.json", "generated-ghash-long.json",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_answer_fails(string name)
    {
        foreach (KnownAnswerCase answer in Vectors.Read(name).Cases)
        {
            Assert.Null(KnownAnswerRunner.Check(answer, _engine));
            foreach ((string what, KnownAnswerCase wrong) in Mutants(answer))
            {
                Assert.True(KnownAnswerRunner.Check(wrong, _engine) is not null, $"{answer.Id}: nobody sees {what}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_engine_fails(string name)
    {
        KnownAnswerResult result = KnownAnswerRunner.Run(Vectors.PathOf(name), new WrongEngine());
        Assert.Equal(result.Run, result.Passed + result.Failed);
        // A wrong tag is refused by a wrong engine too, and so are most wrong paddings.
        Assert.True(name.Contains("refused", StringComparison.Ordinal) || result.Failed > result.Run / 2, $"{result.Failed} of {result.Run} fail");
        Assert.Equal(Math.Min(result.Failed, KnownAnswerResult.MaximumFailures), result.Failures.Count);
    }

    [Fact]
    public void An_engine_that_throws_fails_case_by_case()
    {
        KnownAnswerResult result = KnownAnswerRunner.Run(Vectors.PathOf("sp-800-38a-cbc.json"), new ThrowingEngine());
        Assert.Equal(result.Run, result.Failed);
        Assert.All(result.Failures, failure => Assert.Contains("NotSupportedException", failure.Detail, StringComparison.Ordinal));
    }

    /// <summary>The case with one thing wrong, in each of the ways that must show.</summary>
    private static IEnumerable<(string What, KnownAnswerCase Mutant)> Mutants(KnownAnswerCase answer)
    {
        bool isValid = answer.Verdict == KnownAnswerVerdict.Valid;
        yield return ("the other verdict", answer with
        {
            Verdict = isValid ? KnownAnswerVerdict.Invalid : KnownAnswerVerdict.Valid,
            Plaintext = answer.Plaintext ?? new byte[answer.Ciphertext?.Length ?? 0],
        });
        if (!isValid)
        {
            yield break;
        }
        if (answer.Tag.Length != 0)
        {
            yield return ("the tag's first byte", answer with { Tag = Flip(answer.Tag, 0) });
            yield return ("the tag's last byte", answer with { Tag = Flip(answer.Tag, answer.Tag.Length - 1) });
        }
        if (answer.Ciphertext is { Length: > 0 } ciphertext)
        {
            yield return ("the ciphertext's first byte", answer with { Ciphertext = Flip(ciphertext, 0) });
            // ISO 10126 pads with bytes that nobody can foresee.
            if (answer.Padding != System.Security.Cryptography.PaddingMode.ISO10126)
            {
                yield return ("the ciphertext's last byte", answer with { Ciphertext = Flip(ciphertext, ciphertext.Length - 1) });
            }
        }
        if (answer.CiphertextHash is byte[] hash)
        {
            yield return ("the hash of the ciphertext", answer with { CiphertextHash = Flip(hash, 31) });
        }
        if (answer.Plaintext is { Length: > 0 } plaintext)
        {
            yield return ("the plaintext's last byte", answer with { Plaintext = Flip(plaintext, plaintext.Length - 1) });
        }
        if (answer.HashStates.Count != 0)
        {
            yield return ("a state", answer with { HashStates = [.. answer.HashStates.Take(answer.HashStates.Count - 1), Flip(answer.HashStates[^1], 7)] });
        }
    }

    private static byte[] Flip(byte[] value, int position)
    {
        byte[] flipped = [.. value];
        flipped[position] ^= 1;
        return flipped;
    }

    /// <summary>An engine whose first block of every call is wrong in one bit, and so is its hash.</summary>
    private sealed unsafe class WrongEngine : Engine
    {
        private readonly ReferenceEngine _right = new();

        public override string Name => "Wrong";

        public override bool IsHardwareAccelerated => false;

        public override int KeyScheduleSize => _right.KeyScheduleSize;

        public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => _right.ExpandKey(key, keySize, schedule, forDecryption);

        public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
        {
            _right.EncryptBlocks(schedule, source, destination, blockCount);
            destination[0] ^= (byte)(blockCount == 0 ? 0 : 1);
        }

        public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
        {
            _right.DecryptBlocks(schedule, source, destination, blockCount);
            destination[0] ^= (byte)(blockCount == 0 ? 0 : 1);
        }

        public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
        {
            _right.Ghash(hashKey, state, source, length);
            state[15] ^= 1;
        }
    }

    private sealed unsafe class ThrowingEngine : Engine
    {
        public override string Name => "Throwing";

        public override bool IsHardwareAccelerated => false;

        public override int KeyScheduleSize => BlockSize;

        public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => throw new NotSupportedException();

        public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

        public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

        public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => throw new NotSupportedException();
    }
}
