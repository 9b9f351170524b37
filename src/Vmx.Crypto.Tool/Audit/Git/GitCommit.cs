// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Audit.Git;

/// <summary>A person as a commit records one.</summary>
internal sealed record GitIdentity(string Name, string Mail);

/// <summary>A commit without its tree. Dates are in UTC.</summary>
internal sealed record GitCommit(
    string Hash,
    IReadOnlyList<string> Parents,
    GitIdentity Author,
    DateTimeOffset Authored,
    GitIdentity Committer,
    DateTimeOffset Committed,
    string Message)
{
    /// <summary>The abbreviated hash as reports print it.</summary>
    [JsonIgnore]
    public string Short => Hash[..10];
}
