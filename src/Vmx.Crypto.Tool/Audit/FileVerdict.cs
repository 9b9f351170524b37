// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Audit;

/// <summary>What the history of a file says about who wrote its code.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
internal enum VerdictKind
{
    /// <summary>One person wrote all the code.</summary>
    [JsonStringEnumMemberName("sole author")]
    SoleAuthor,

    /// <summary>Several persons wrote code.</summary>
    [JsonStringEnumMemberName("mixed")]
    Mixed,

    /// <summary>The file says that it follows another work.</summary>
    [JsonStringEnumMemberName("derived")]
    Derived,

    /// <summary>It cannot be told, and the reason is given.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>The verdict on one file at the audited revision.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Owner">Who wrote most of the code, or all of it.</param>
/// <param name="Text">The verdict in a sentence.</param>
/// <param name="SoleUpTo">The last commit to the file before code by another person, or its last one; null where the first code is by several already.</param>
/// <param name="FirstForeign">The first commit with code by another person, whenever it was; null where there is none.</param>
/// <param name="Foreign">Every commit with code by another person, those later than the audited revision included.</param>
/// <param name="Origin">The work that the file says it follows.</param>
internal sealed record FileVerdict(
    VerdictKind Kind,
    string? Owner,
    string Text,
    string? SoleUpTo,
    string? FirstForeign,
    IReadOnlyList<string> Foreign,
    string? Origin)
{
    public static FileVerdict Unknown(string reason) => new(VerdictKind.Unknown, null, reason, null, null, [], null);
}
