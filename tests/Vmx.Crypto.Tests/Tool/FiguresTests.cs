// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Vmx.Crypto.Tool;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>Figures as a person reads them.</summary>
public sealed class FiguresTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(double.NaN, "–")]
    [InlineData(0.0, "0.00")]
    [InlineData(0.00841, "0.00841")]
    [InlineData(0.32951, "0.330")]
    [InlineData(2.5, "2.50")]
    [InlineData(9.999, "10.0")]
    [InlineData(0.0099996, "0.0100")]
    [InlineData(12.34, "12.3")]
    [InlineData(165.4, "165")]
    [InlineData(999.7, "1,000")]
    [InlineData(1234.5, "1,230")]
    public void Three_digits_are_shown(double? value, string expected) => Assert.Equal(expected, Figures.Significant(value));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(64, "64 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1040, "1040 B")]
    [InlineData(16384, "16 KiB")]
    [InlineData(1048576, "1 MiB")]
    public void Sizes_have_units(int size, string expected) => Assert.Equal(expected, Figures.Bytes(size));

    [Theory]
    [InlineData(1, "1 case")]
    [InlineData(2138, "2,138 cases")]
    public void Counts_have_nouns(long count, string expected) => Assert.Equal(expected, Figures.Count(count, "case"));

    [Theory]
    [InlineData(0.0123456, 0.01235)]
    [InlineData(4.56789, 4.568)]
    [InlineData(0, 0)]
    public void Four_digits_are_kept(double value, double expected) => Assert.Equal(expected, Figures.Round(value), 10);

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.964, "96 %")]
    [InlineData(1.004, "100 %")]
    public void A_share_is_a_percentage(double? share, string expected) => Assert.Equal(expected, Figures.Percent(share));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(1.975, "× 1.98")]
    [InlineData(748.2, "× 748")]
    public void A_factor_has_its_sign(double? factor, string expected) => Assert.Equal(expected, Figures.Times(factor));
}
