// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  A statistical look for secret-dependent time, after dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant
//  time?", 2017)
//
//      Two classes of secrets, one fixed and one random, are measured in random order; Welch's t tells whether their means
//      differ. The longest measurements, which are interrupts, are dropped from both classes alike. On a machine that does
//      other work the figures mean little, so that these tests run only where VMX_TEST_CONSTANT_TIME=1 says that it is
//      quiet. A comparison that ends early, which must be seen, shows that the instrument sees.
//
//  Limits: what is not seen is not proved absent. The threshold is dudect's "probably not constant time".
//

using System;
using System.Diagnostics;
using System.Linq;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.WhiteBox;

/// <summary>Whether time depends on secrets, statistically, on a quiet machine.</summary>
public sealed class ConstantTimeTests(ITestOutputHelper output)
{
    private const string EnvironmentVariable = "VMX_TEST_CONSTANT_TIME";
    private const double Threshold = 10;
    private const int Batch = 500;
    private const int Measurements = 400 * Batch;

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Block_cipher_takes_the_same_time_for_every_block(string engine)
    {
        SkipUnlessQuiet();
        using var block = new AesBlock(TestData.Key(128), TestMatrix.Engine(engine));
        byte[] destination = new byte[64];
        double t = Difference(secret => block.EncryptBlocks(secret, destination));
        Assert.True(Math.Abs(t) < Threshold, $"t = {t:F1}");
    }

    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Hash_takes_the_same_time_for_every_block(string engine)
    {
        SkipUnlessQuiet();
        using var key = new GhashKey(TestData.Key(128), TestMatrix.Engine(engine));
        byte[] destination = new byte[16];
        double t = Difference(secret => key.Compute(secret, destination));
        Assert.True(Math.Abs(t) < Threshold, $"t = {t:F1}");
    }

    [Fact]
    public void Tag_takes_the_same_time_to_refuse_wherever_it_is_wrong()
    {
        SkipUnlessQuiet();
        using var gmac = new AesGmac(TestData.Key(128));
        byte[] nonce = new byte[12];
        byte[] tag = new byte[16];
        gmac.ComputeTag(nonce, default, tag);

        // Fixed: wrong in the last byte only. Random: wrong in about every byte.
        double t = Difference(secret => gmac.VerifyTag(nonce, default, secret.AsSpan(0, 16)), [.. tag[..15], (byte)(tag[15] ^ 1), .. new byte[48]]);
        Assert.True(Math.Abs(t) < Threshold, $"t = {t:F1}");
    }

    [Fact]
    public void Branch_on_the_secret_is_seen()
    {
        SkipUnlessQuiet();
        byte[] tag = TestData.Bytes(120, 64);
        double t = Difference(secret => EarlyExit(secret, tag), tag);
        Assert.True(Math.Abs(t) > Threshold, $"t = {t:F1}: the instrument does not see a leak");

        static int EarlyExit(byte[] left, byte[] right)
        {
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] != right[i])
                {
                    return i;
                }
            }
            return left.Length;
        }
    }

    private double Difference(Action<byte[]> call, byte[]? fixedSecret = null)
    {
        fixedSecret ??= new byte[64];
        var random = new Random(121);
        var times = new (bool IsFixed, long Ticks)[Measurements];
        byte[][] secrets = [.. Enumerable.Range(0, Batch).Select(_ => new byte[64])];
        for (int start = 0; start < times.Length; start += Batch)
        {
            // Both classes are made alike and long before they are measured, so that nothing but their content differs.
            for (int i = 0; i < Batch; i++)
            {
                bool isFixed = random.Next(2) == 0;
                random.NextBytes(secrets[i]);
                if (isFixed)
                {
                    fixedSecret.CopyTo(secrets[i], 0);
                }
                times[start + i].IsFixed = isFixed;
            }
            for (int i = 0; i < Batch; i++)
            {
                byte[] secret = secrets[i];
                long before = Stopwatch.GetTimestamp();
                for (int repeat = 0; repeat < 8; repeat++)
                {
                    call(secret);
                }
                times[start + i].Ticks = Stopwatch.GetTimestamp() - before;
            }
        }
        (bool IsFixed, long Ticks)[] measured = times[(Measurements / 10)..];
        long longest = measured.Select(time => time.Ticks).Order().ElementAt(measured.Length * 9 / 10);
        double t = Welch(
            [.. measured.Where(time => time.IsFixed && time.Ticks <= longest).Select(time => (double)time.Ticks)],
            [.. measured.Where(time => !time.IsFixed && time.Ticks <= longest).Select(time => (double)time.Ticks)]);
        output.WriteLine($"t = {t:F2}");
        return t;
    }

    private static double Welch(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double varianceA = a.Sum(x => (x - meanA) * (x - meanA)) / (a.Length - 1);
        double varianceB = b.Sum(x => (x - meanB) * (x - meanB)) / (b.Length - 1);
        return (meanA - meanB) / Math.Sqrt((varianceA / a.Length) + (varianceB / b.Length));
    }

    private static void SkipUnlessQuiet() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable(EnvironmentVariable) == "1",
        $"Time is measured only where {EnvironmentVariable}=1 says that the machine is quiet.");
}
