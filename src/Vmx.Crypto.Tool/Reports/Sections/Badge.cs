// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Vmx.Crypto.Tool.Reports.Html;

namespace Vmx.Crypto.Tool.Reports.Sections;

/// <summary>A word in a coloured frame: the colour only repeats what the word says.</summary>
internal static class Badge
{
    public static Fragment For(Outcome outcome) => outcome switch
    {
        Outcome.Held => Of("held", "held"),
        Outcome.Failed => Of("failed", "failed"),
        _ => Of("open", "not checked"),
    };

    public static Fragment Of(string cssClass, string word) => Fragment.Of($"""<span class="badge {cssClass}">{word}</span>""");
}
