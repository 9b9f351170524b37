// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.KnownAnswers;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Audit.Mutants;

//
//  The known answers notice mistakes
//
//      Each mutant has one mistake, most of them made in public before, and must be killed by the vector file that the
//      manifest names for it. A mistake in the comparison of tags cannot be an engine's; it is made around the public type.
//
public sealed class MutantTests
{
    private const string TagMutant = "tag-of-fifteen-bytes";

    private static readonly Dictionary<string, (Func<Engine> Make, string Killer)> _mutants = new()
    {
        ["counter-width"] = (() => new CounterWidthMutant(), "generated-gcm-short-counter-wrap"),
        ["gcm-counter"] = (() => new GcmCounterMutant(), "generated-gcm-counter-wrap"),
        ["ctr-tail"] = (() => new CtrTailMutant(), "generated-ctr"),
        ["dropped-tail"] = (() => new DroppedTailMutant(), "generated-ctr"),
        ["unreduced-ghash"] = (() => new UnreducedGhashMutant(), "gcm-paper-ghash"),
        ["stealing-order"] = (() => new StealingOrderMutant(), "ieee-1619-xts"),
        ["tweak-step"] = (() => new TweakStepMutant(), "generated-xts-data-units"),
    };

    public static TheoryData<string> Names => [.. _mutants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutant_is_killed_by_its_vectors(string name)
    {
        (Func<Engine> make, string killer) = _mutants[name];
        KnownAnswerFile vectors = Vectors.Read($"{killer}.json");
        Assert.Equal(0, KnownAnswerRunner.Run(vectors, new Mutant("unchanged"), cancellation: TestContext.Current.CancellationToken).Failed);
        Assert.NotEqual(0, KnownAnswerRunner.Run(vectors, make(), cancellation: TestContext.Current.CancellationToken).Failed);
    }

    // Accepting any last byte is what comparing fifteen bytes does.
    [Fact]
    public void A_tag_compared_on_fifteen_bytes_is_killed_by_the_refused_messages()
    {
        KnownAnswerCase[] refused = [.. Vectors.Read("generated-gcm-refused.json").Cases.Where(answer => answer is { Verdict: KnownAnswerVerdict.Invalid, Tag.Length: 16, Iv.Length: 12 })];
        Assert.NotEmpty(refused);
        Assert.Equal(0, refused.Count(answer => Accepts(answer, [answer.Tag[15]])));
        Assert.NotEqual(0, refused.Count(answer => Accepts(answer, [.. Enumerable.Range(0, 256).Select(last => (byte)last)])));
    }

    [Fact]
    public void The_manifest_lists_these_mutants_with_what_kills_them() =>
        Assert.Equal(
            _mutants.Select(mutant => (mutant.Key, mutant.Value.Killer)).Append((TagMutant, "generated-gcm-refused")).Order(),
            Manifest.Read(Repository.Root).Mutants.Select(mutant => (mutant.Id, mutant.KilledBy)).Order());

    // Two defects of the originals cannot be made here, because there is no place to make them.
    [Fact]
    public void Counters_are_read_only_and_xts_returns_nothing()
    {
        Type readOnly = typeof(ReadOnlySpan<byte>);
        MethodInfo[] ctr = [.. typeof(AesCtr).GetMethods().Where(method => method.Name is "Transform" or "TransformAt" or "CreateKeystream")];
        Assert.Equal(3, ctr.Length);
        Assert.All(ctr, method => Assert.Equal(readOnly, Assert.Single(method.GetParameters(), parameter => parameter.Name == "initialCounterBlock").ParameterType));
        MethodInfo[] xts = [.. typeof(AesXts).GetMethods().Where(method => method.Name.Contains("crypt", StringComparison.Ordinal))];
        Assert.Equal(4, xts.Length);
        Assert.All(xts, method => Assert.Equal(typeof(void), method.ReturnType));
    }

    private static bool Accepts(KnownAnswerCase answer, byte[] lastBytes)
    {
        using AesGcmCipher cipher = new(answer.Key, 16);
        byte[] plaintext = new byte[answer.Ciphertext!.Length];
        return Array.Exists(lastBytes, last => cipher.TryDecrypt(answer.Iv, answer.Ciphertext, [.. answer.Tag[..15], last], plaintext, answer.AssociatedData));
    }
}
