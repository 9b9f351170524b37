// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Text.Json.Serialization;

namespace Vmx.Crypto.Tool.Audit.Commits;

//
//  What a commit did to a file
//
//      The classes stand in the order in which they are tried, and the first that holds is the commit's. What cannot be told
//      goes towards code.
//
[JsonConverter(typeof(JsonStringEnumConverter<CommitClass>))]
internal enum CommitClass
{
    /// <summary>The file began, or began again.</summary>
    [JsonStringEnumMemberName("add")]
    Add,

    /// <summary>The file ended.</summary>
    [JsonStringEnumMemberName("delete")]
    Delete,

    /// <summary>The content is the same: the file's mode or name changed.</summary>
    [JsonStringEnumMemberName("mode")]
    Mode,

    /// <summary>Line ends changed.</summary>
    [JsonStringEnumMemberName("line ends")]
    LineEnds,

    /// <summary>White space changed at the ends of lines or between words.</summary>
    [JsonStringEnumMemberName("white space")]
    WhiteSpace,

    /// <summary>The characters are the same, their encoding changed.</summary>
    [JsonStringEnumMemberName("encoding")]
    Encoding,

    /// <summary>Copyright, licence or attribution lines at the top changed.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>Comments changed.</summary>
    [JsonStringEnumMemberName("comment")]
    Comment,

    /// <summary>How the generator is called and where it writes changed; what it generates is the same.</summary>
    [JsonStringEnumMemberName("plumbing")]
    Plumbing,

    /// <summary>The text of the code changed; what it generates is the same.</summary>
    [JsonStringEnumMemberName("equivalent")]
    Equivalent,

    /// <summary>Texts in the generated program changed.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>Tables of numbers changed.</summary>
    [JsonStringEnumMemberName("data")]
    Data,

    /// <summary>Anything else.</summary>
    [JsonStringEnumMemberName("code")]
    Code,
}

/// <summary>The words of reports and documents.</summary>
internal static class CommitClasses
{
    public static string Word(this CommitClass commitClass) => commitClass switch
    {
        CommitClass.LineEnds => "line ends",
        CommitClass.WhiteSpace => "white space",
        _ => commitClass.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether the characters that can be read are the same: a line that such a commit changed is still its former owner's.</summary>
    public static bool IsFormal(this CommitClass commitClass) => commitClass is CommitClass.Mode or CommitClass.LineEnds or CommitClass.WhiteSpace or CommitClass.Encoding;

    /// <summary>Whether the program changed, or may have.</summary>
    public static bool IsCode(this CommitClass commitClass) => commitClass is CommitClass.Add or CommitClass.Data or CommitClass.Code;
}
