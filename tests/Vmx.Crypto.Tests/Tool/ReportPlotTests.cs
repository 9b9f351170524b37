// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using CsCheck;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Reports.Plots;
using Vmx.Crypto.Tool.Speed;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>What the report's plots are made from: axes, the places of names, who is compared with whom, and threads.</summary>
public sealed class ReportPlotTests
{
    [Fact]
    public void A_logarithmic_axis_ends_where_it_should_and_marks_powers_of_ten()
    {
        Axis axis = Axis.Logarithmic("", [0.08, 160]);
        Assert.Equal(10, axis.At(axis.Lowest, 10, 110), 9);
        Assert.Equal(110, axis.At(axis.Highest, 10, 110), 9);
        Assert.Equal(["0.1", "1", "10", "100"], axis.Ticks.Select(tick => tick.Label));
    }

    [Theory]
    [InlineData(3.0, 4.0)]
    [InlineData(0.001, 20.0)]
    [InlineData(10.0, 10.0)]
    public void A_logarithmic_axis_holds_its_values_and_a_power_of_ten(double lowest, double highest)
    {
        Axis axis = Axis.Logarithmic("", [lowest, highest]);
        Assert.True(axis.Lowest <= lowest && axis.Highest > highest);
        Assert.NotEmpty(axis.Ticks);
        Assert.All(axis.Ticks, tick => Assert.InRange(tick.Value, axis.Lowest, axis.Highest));
    }

    [Theory]
    [InlineData(85.0, "0 20 40 60 80")]
    [InlineData(1.0, "0 0.5 1")]
    [InlineData(0.0, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(2600.0, "0 1,000 2,000")]
    [InlineData(26000.0, "0 10 k 20 k")]
    public void An_even_axis_begins_at_zero_and_marks_round_numbers(double highest, string expected)
    {
        Axis axis = Axis.FromZero("", highest);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(tick => tick.Label)));
        Assert.True(axis.Highest >= highest && axis.Ticks[^1].Value <= axis.Highest);
    }

    [Fact]
    public void Labels_of_an_axis_keep_their_distance()
    {
        var axis = new Axis("", 1, 64, false, [.. new[] { 1, 2, 4, 8, 16, 32, 64 }.Select(value => new Tick(value, $"{value}"))]);
        Assert.Equal(["64", "32", "16", "2"], axis.Spaced(0, 126, 25).Select(tick => tick.Label));
    }

    [Fact]
    public void Names_keep_their_order_their_distance_and_their_bounds() =>
        Gen.Double[0, 100].Array[1, 9].Sample(wanted =>
        {
            Array.Sort(wanted);
            double[] places = EndLabels.Spread(wanted, 10, -5, 105);
            Assert.Equal(wanted.Length, places.Length);
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 10 - 1e-9));
            Assert.All(places, place => Assert.InRange(place, -5 - 1e-9, 105 + 1e-9));
        });

    [Fact]
    public void Names_with_room_stay_where_they_are_and_others_share_the_way()
    {
        Assert.Equal([10, 30, 50], EndLabels.Spread([10, 30, 50], 14, 0, 100));
        Assert.Equal([43, 57], EndLabels.Spread([50, 50], 14, 0, 100));
        Assert.Equal([0, 14], EndLabels.Spread([1, 2], 14, 0, 100));
    }

    [Fact]
    public void The_engine_in_use_is_compared_with_the_fastest_peer()
    {
        SpeedComparison comparison = Assert.Single(SpeedComparison.Of(
            [Row("Wide", null, 40), Row("Narrow", null, 20), Row(null, "Reference", 0.1), Row(null, "platform", 90), Row(null, "libcrypto", 30), Row(null, "libgcrypt", 35)],
            "Narrow"));
        Assert.Equal(
            [(SpeedRole.EngineInUse, "Narrow"), (SpeedRole.OtherEngine, "Wide"), (SpeedRole.BestPeer, "libgcrypt"), (SpeedRole.Platform, "platform"), (SpeedRole.Reference, "Reference")],
            comparison.Ranked.Select(ranked => (ranked.Role, ranked.Result.Contender)));
        Assert.Equal(20.0 / 35, comparison.Advantage(comparison.BestPeer));
        Assert.Null(comparison.ShareOfLimit);
        Assert.Null(comparison.LimitGigabytesPerSecond);
    }

    [Fact]
    public void The_limit_of_the_processor_is_a_throughput_at_the_clock_of_the_engine_in_use()
    {
        SpeedComparison comparison = Assert.Single(SpeedComparison.Of([Row("Wide", null, 40) with { CyclesPerByte = 0.1, LimitCyclesPerByte = 0.08 }], "Wide"));
        Assert.Equal(0.8, comparison.ShareOfLimit!.Value, 9);
        Assert.Equal(50, comparison.LimitGigabytesPerSecond!.Value, 9);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1 2")]
    [InlineData(8, "1 2 3 4 5 6 7 8")]
    [InlineData(12, "1 2 4 8 12")]
    [InlineData(64, "1 2 4 8 16 32 64")]
    public void Threads_go_from_one_to_one_for_each_processor(int processors, string expected) =>
        Assert.Equal(expected, string.Join(' ', ThreadScaling.ThreadCounts(processors)));

    // Three threads run on a machine of one processor as well.
    [Fact]
    public void Every_number_of_threads_is_measured_in_every_mode()
    {
        ThreadResult[] results = [.. ThreadScaling.Measure(3, SpeedEffort.Least)];
        Assert.Equal(ThreadScaling.Modes.SelectMany(mode => Enumerable.Range(1, 3).Select(threads => (mode.Name(), threads))), results.Select(result => (result.Mode, result.Threads)));
        Assert.All(results, result => Assert.True(result.GigabytesPerSecond > 0));
    }

    private static SpeedResult Row(string? engine, string? peer, double throughput) => new(engine, peer, "ctr", 128, 1024, 4 / throughput, throughput, 0, 1, 1);
}
