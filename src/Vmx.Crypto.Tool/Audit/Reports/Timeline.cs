// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vmx.Crypto.Tool.Audit.Authorship;
using Vmx.Crypto.Tool.Audit.Commits;
using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Audit.Reports;

//
//  When who contributed what
//
//      A row for each person, time to the right, a mark for each commit. A filled mark is code; an open one is everything
//      else, with its class in a word that shows on the mark. What was committed for a submitter stands in the submitter's
//      row. The line is the audited revision.
//
internal static class Timeline
{
    private const double Width = 860;
    private const double LabelWidth = 230;
    private const double RightMargin = 20;
    private const double RowHeight = 26;
    private const double AxisHeight = 28;
    private const double Radius = 5;

    public static Fragment Draw(FileAudit file)
    {
        string[] persons = [.. file.Changes.Select(change => change.Who.Owner).Distinct()];
        DateTimeOffset first = file.Changes.Min(change => change.Commit.Authored);
        DateTimeOffset last = file.Changes.Max(change => change.Commit.Authored);
        double days = Math.Max(1, (last - first).TotalDays);
        double At(DateTimeOffset time) => LabelWidth + ((Width - LabelWidth - RightMargin) * (time - first).TotalDays / days);
        double bottom = persons.Length * RowHeight;
        string description = string.Join("; ", persons.Select(person => $"{person}: {string.Join(", ", file.Changes.Where(change => change.Who.Owner == person).GroupBy(change => change.Class).Select(group => $"{group.Count()} {group.Key.Word()}"))}"));
        FileChange? later = file.Later.MinBy(change => change.Commit.Authored);
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Width} {bottom + AxisHeight}" role="img" aria-label="{description}">
            {Fragment.Join(Years(first, last).Select(year => Tick(At(year), year.Year.ToString(CultureInfo.InvariantCulture), bottom)))}
            {Fragment.Join(persons.Select((person, row) => Row(person, row, file.Changes, At)))}
            {(later is null ? Fragment.Empty : Limit(At(file.Audited.Max(change => change.Commit.Authored)), bottom))}
            </svg>
            """);
    }

    private static IEnumerable<DateTimeOffset> Years(DateTimeOffset first, DateTimeOffset last)
    {
        for (int year = first.Year + 1; year <= last.Year; year++)
        {
            yield return new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        }
    }

    private static Fragment Tick(double x, string label, double bottom) => Fragment.Of($"""
        <line class="grid" x1="{x}" y1="0" x2="{x}" y2="{bottom}"/><text class="tick" x="{x}" y="{bottom + 16}" text-anchor="middle">{label}</text>

        """);

    private static Fragment Row(string person, int row, IReadOnlyList<FileChange> changes, Func<DateTimeOffset, double> at)
    {
        double middle = (row + 0.5) * RowHeight;
        return Fragment.Of($"""
            <text class="label" x="{LabelWidth - 12}" y="{middle + 4}" text-anchor="end">{Shorten(person)}</text>
            {Fragment.Join(changes.Where(change => change.Who.Owner == person).Select(change => Mark(change, at(change.Commit.Authored), middle)))}

            """);
    }

    private static Fragment Mark(FileChange change, double x, double y) => Fragment.Of($"""
        <circle class="mark {(change.Class.IsCode() ? "code" : "form")}" cx="{x}" cy="{y}" r="{Radius}"><title>{change.Commit.Short}, {AuditWords.Day(change.Commit.Authored)}: {change.Class.Word()}, {AuditWords.Lines(change)}</title></circle>
        """);

    private static Fragment Limit(double x, double bottom) => Fragment.Of($"""
        <line class="limit" x1="{x + Radius + 2}" y1="0" x2="{x + Radius + 2}" y2="{bottom}"/>
        """);

    public static string Shorten(string person) => person.Length <= 24 ? person : person[..23] + "…";
}

/// <summary>A bar for each person's surviving lines.</summary>
internal static class LineBars
{
    private const double Width = 860;
    private const double LabelWidth = 230;
    private const double ValueWidth = 90;
    private const double Pitch = 24;
    private const double Height = 16;

    public static Fragment Draw(LineCount lines)
    {
        PersonLines[] persons = [.. lines.Persons.Where(person => person.Adjusted != 0)];
        string description = string.Join("; ", persons.Select(person => $"{person.Person} {Figures.Count(person.Adjusted, "line")}"));
        return Fragment.Of($"""
            <svg class="plot" viewBox="0 0 {Width} {Math.Max(1, persons.Length) * Pitch}" role="img" aria-label="{description}">
            {Fragment.Join(persons.Select((person, row) => Bar(person, row * Pitch, lines.Total)))}
            </svg>
            """);
    }

    private static Fragment Bar(PersonLines person, double top, int total)
    {
        double width = Math.Max(1, (Width - LabelWidth - ValueWidth) * person.Adjusted / total);
        return Fragment.Of($"""
            <text class="label" x="{LabelWidth - 12}" y="{top + 13}" text-anchor="end">{Timeline.Shorten(person.Person)}</text><rect class="bar engine-0" x="{LabelWidth}" y="{top}" width="{width}" height="{Height}" rx="2"/><text class="value" x="{LabelWidth + width + 6}" y="{top + 13}">{person.Adjusted.ToString("N0", CultureInfo.InvariantCulture)}</text>

            """);
    }
}
