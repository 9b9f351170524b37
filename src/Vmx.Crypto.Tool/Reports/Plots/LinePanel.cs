// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>A measured point, and what shows when it is pointed at.</summary>
internal readonly record struct LinePoint(double X, double Y, string Text);

/// <summary>A line of a plot.</summary>
/// <param name="CssClass">How it looks.</param>
/// <param name="Label">What is written at its end.</param>
/// <param name="IsMeasured">Whether it has a mark at each point; one that is computed has none.</param>
/// <param name="Points">From left to right.</param>
internal sealed record Line(string CssClass, string Label, bool IsMeasured, IReadOnlyList<LinePoint> Points);

/// <summary>Lines over two axes, each with its name at its end.</summary>
internal static class LinePanel
{
    private const double Height = 290;
    private const double Left = 44;
    private const double Right = 102;
    private const double Top = 22;
    private const double Bottom = 38;
    private const double Inset = 8;
    private const double TickDistance = 36;

    /// <summary>Draws one panel.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="horizontal">The axis of the points' X.</param>
    /// <param name="vertical">The axis of their Y.</param>
    /// <param name="description">The picture in words.</param>
    public static Fragment Draw(IReadOnlyList<Line> lines, Axis horizontal, Axis vertical, string description)
    {
        const double End = Panel.Width - Right;
        double X(double value) => horizontal.At(value, Left + Inset, End);
        double Y(double value) => vertical.At(value, Height - Bottom, Top);
        EndLabel[] ends = [.. lines.Select(line => new EndLabel(line.Label, line.CssClass, Y(line.Points[^1].Y)))];
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Panel.Width} {Height}" role="img" aria-label="{description}">
            <text class="tick" x="0" y="11">{vertical.Title}</text>
            {Fragment.Join(vertical.Ticks.Select(tick => HorizontalGrid(Y(tick.Value), tick.Label)))}
            {Fragment.Join(horizontal.Ticks.Select(tick => Mark(X(tick.Value))))}
            {Fragment.Join(horizontal.Spaced(Left + Inset, End, TickDistance).Select(tick => Label(X(tick.Value), tick.Label)))}
            <text class="tick" x="{(Left + End) / 2}" y="{Height - 3}" text-anchor="middle">{horizontal.Title}</text>
            {Fragment.Join(lines.Reverse().Select(line => Draw(line, [.. line.Points.Select(point => (X(point.X), Y(point.Y)))])))}
            {EndLabels.Draw(ends, End, Top, Height - Bottom)}
            </svg>
            """);
    }

    private static Fragment HorizontalGrid(double y, string label) => Fragment.Of($"""
        <line class="grid" x1="{Left}" y1="{y}" x2="{Panel.Width - Right}" y2="{y}"/><text class="tick" x="{Left - 6}" y="{y + 4}" text-anchor="end">{label}</text>

        """);

    private static Fragment Mark(double x) => Fragment.Of($"""
        <line class="grid" x1="{x}" y1="{Height - Bottom}" x2="{x}" y2="{Height - Bottom + 4}"/>

        """);

    private static Fragment Label(double x, string label) => Fragment.Of($"""
        <text class="tick" x="{x}" y="{Height - Bottom + 17}" text-anchor="middle">{label}</text>

        """);

    private static Fragment Draw(Line line, (double X, double Y)[] places)
    {
        string points = string.Join(' ', places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.X:0.##},{place.Y:0.##}")));
        Fragment marks = line.IsMeasured ? Fragment.Join(line.Points.Zip(places, (point, place) => Point(place.X, place.Y, point.Text))) : Fragment.Empty;
        return Fragment.Of($"""
            <g class="{line.CssClass}"><polyline class="line" points="{points}"/>{marks}</g>

            """);
    }

    private static Fragment Point(double x, double y, string text) => Fragment.Of($"""<circle class="point" cx="{x}" cy="{y}" r="3"><title>{text}</title></circle>""");
}
