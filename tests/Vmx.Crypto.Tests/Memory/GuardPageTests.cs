// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Memory;

/// <summary>
/// No kernel reads or writes a byte outside its source and destination: every length, against guard pages before and behind
/// both, and with every misalignment in turn.
/// </summary>
public sealed class GuardPageTests(ITestOutputHelper output)
{
    private const int LongestLength = 600;

    /// <summary>A run that an access to a guard page ended cannot say so itself.</summary>
    [Fact]
    public void Earlier_runs_that_ended_at_a_guard_page_are_told()
    {
        foreach (string left in LastCase.TakeLeftBehind())
        {
            output.WriteLine($"An earlier run ended at: {left}");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.SpanKeyRows), MemberType = typeof(TestMatrix))]
    public void Source_and_destination_may_lie_against_pages_that_must_not_be_touched(string engine, string entryPoint, int keyBits)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with the mmap of Linux.");
        using var row = MatrixCase.Create(engine, entryPoint, keyBits);
        using var lastCase = new LastCase();
        using var source = new GuardedMemory(LongestLength + 64);
        using var destination = new GuardedMemory(LongestLength + 64);
        using var tag = new GuardedMemory(16);
        int step = SuiteSize.Choose(1, 13);
        for (int length = 0; length <= LongestLength; length += length < 80 ? 1 : step)
        {
            if (!row.Mode.Accepts(length))
            {
                continue;
            }
            int size = row.Mode.ResultSize(length);
            byte[] expected = new byte[size];
            byte[] text = MatrixCase.Source(length);

            // Whether the result is right is another test's question. This one compares with the same kernel in the open.
            byte[] tagInTheOpen = row.TagArgument(length);
            row.Run(text, expected, tagInTheOpen);

            Check("at the end", source.AtEnd(length), destination.AtEnd(size), tag.AtEnd(row.Mode.TagSize));
            Check("at the start", source.AtStart(length), destination.AtStart(size), tag.AtStart(row.Mode.TagSize));
            int misalignment = length % 64;
            Check("misaligned", source.AtStart(length, misalignment), destination.AtStart(size, misalignment * 5 % 64), tag.AtStart(row.Mode.TagSize));
            if (row.EntryPoint.ChecksOverlap)
            {
                Check("in place at the end", destination.AtEnd(length), destination.AtEnd(length), tag.AtEnd(row.Mode.TagSize));
                Check("in place misaligned", destination.AtStart(length, misalignment), destination.AtStart(length, misalignment), tag.AtEnd(row.Mode.TagSize));
            }

            void Check(string placement, Span<byte> from, Span<byte> to, Span<byte> tagArgument)
            {
                lastCase.Set(engine, entryPoint, keyBits, placement, length);
                destination.All.Fill(MatrixCase.Untouched);
                text.CopyTo(from);
                if (row.Mode.TagIsInput)
                {
                    tagInTheOpen.CopyTo(tagArgument);
                }
                row.Run(from, to, tagArgument);
                bool isRight = to.SequenceEqual(expected) && tagArgument.SequenceEqual(tagInTheOpen);
                Assert.True(isRight, $"length {length}, {placement}");

                // What lies in the same pages around the destination is not written either.
                to.Fill(MatrixCase.Untouched);
                Assert.True(MatrixCase.IsUntouched(destination.All), $"length {length}, {placement}: written beside the destination");
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Parameters_may_lie_against_pages_that_must_not_be_touched(string engineName)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with the mmap of Linux.");
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        using var lastCase = new LastCase();
        using var memory = new GuardedMemory(600);
        byte[] text = TestData.Bytes(80, 64);
        byte[] output64 = new byte[64];
        byte[] tag = new byte[16];
        foreach (bool atEnd in (bool[])[true, false])
        {
            foreach (int bits in (int[])[128, 192, 256])
            {
                using var cbc = new AesCbc(Place(bits / 8), engine);
                cbc.Encrypt(text, Place(16), output64, System.Security.Cryptography.PaddingMode.None);
                cbc.Decrypt(text, Place(16), output64, System.Security.Cryptography.PaddingMode.None);
                cbc.EncryptMany([new(0, 0, 16), new(16, 16, 0), new(16, 16, 48)], Place(48), text, output64);
                foreach (AesCtrCounter counter in Enum.GetValues<AesCtrCounter>())
                {
                    using var ctr = new AesCtr(Place(bits / 8), counter, engine);
                    ctr.Transform(Place(16), text, output64);
                }
                using var gcm = new AesGcmCipher(Place(bits / 8), 12, AesGcmOptions.AllowAnyNonceLength, engine);
                foreach (int length in Enumerable.Range(1, 100).Append(300))
                {
                    gcm.Encrypt(Place(length), text, output64, tag.AsSpan(0, 12));
                }
                for (int length = 0; length <= 600; length += SuiteSize.Choose(1, 11))
                {
                    gcm.Encrypt(text.AsSpan(0, 12), text, output64, tag.AsSpan(0, 12), Place(length));
                }
                gcm.Encrypt(text.AsSpan(0, 12), text, output64, Place(12));
            }
            foreach (int size in (int[])[32, 64])
            {
                using var xts = new AesXts(Place(size), AesXtsKeyCheck.RequireDistinct, engine);
                xts.EncryptDataUnit(text, output64, Place(16));
                xts.DecryptDataUnit(text, output64, Place(16));
            }
            using var ghash = new GhashKey(Place(16), engine);
            ghash.Compute(text, Place(16));

            Span<byte> Place(int length)
            {
                lastCase.Set(engineName, "parameters", keyBits: 0, atEnd ? "at the end" : "at the start", length);
                Span<byte> place = atEnd ? memory.AtEnd(length) : memory.AtStart(length);
                TestData.Fill(81, place);
                return place;
            }
        }
    }
}
