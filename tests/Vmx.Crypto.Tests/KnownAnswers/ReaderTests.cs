// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool.KnownAnswers;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>The readers: every format in every dress, and what is wrong told by its line.</summary>
public sealed class ReaderTests
{
    public static TheoryData<string> SampleNames => [.. Samples.All.Select(sample => sample.Name)];

    /// <summary>File name, content, line of the problem, part of the message.</summary>
    public static TheoryData<string, string, int, string> Malformed => new()
    {
        { "a.rsp", "", 1, "empty" },
        { "a.rsp", " \r\n\t\n", 1, "empty" },
        { "a.rsp", "\uFEFF", 1, "empty" },
        { "a.rsp", Replace(Samples.CavpEcb, "6bc1", "6bg1"), 6, "PLAINTEXT has 'g'" },
        { "a.rsp", Replace(Samples.CavpEcb, "6bc1", "6bc"), 6, "odd number" },
        { "a.rsp", Replace(Samples.CavpEcb, "KEY = 2b", "KEY = "), 5, "KEY has 15 bytes" },
        { "a.rsp", Replace(Samples.CavpEcb, "PLAINTEXT = 6b", "PLAINTEXT = "), 7, "CIPHERTEXT has 16 bytes where 15 belong" },
        { "a.rsp", Replace(Samples.CavpEcb, "KEY = ", "KEY "), 5, "neither NAME = value" },
        { "a.rsp", Replace(Samples.CavpEcb, "KEY = ", "KEYS = "), 5, "'KEYS' is not a field" },
        { "a.rsp", Replace(Samples.CavpEcb, "COUNT = 0", ""), 5, "no COUNT before it" },
        { "a.rsp", Replace(Samples.CavpEcb, "[ENCRYPT]", "[ENCRYPT"), 2, "not a section" },
        { "a.rsp", Samples.CavpEcb + "COUNT = 2\nKEY = " + Samples.Key + "\nPLAINTEXT = " + Samples.Plaintext, 15, "CIPHERTEXT is missing" },
        { "a.rsp", Samples.CavpEcb + "CIPHERTEXT = 00", 15, "twice" },
        { "a.rsp", "[ENCRYPT]\n", 2, "without any case" },
        { "a.rsp", Replace(Samples.CavpCbc, Samples.Iv, "00"), 6, "IV has 1 bytes where 16 belong" },
        { "a.rsp", Replace(Samples.CavpGcm, "[AADlen = 0]", "[AADlen = 8]"), 12, "AAD has 0 bits, its section says 8" },
        { "a.rsp", Replace(Samples.CavpGcm, "[Taglen = 128]", "[Taglen = x]"), 6, "not a section" },
        { "a.rsp", Replace(Samples.CavpXts, "DataUnitLen = 256", "DataUnitLen = many"), 4, "DATAUNITLEN is not a number" },
        { "a.rsp", Replace(Samples.CavpXts, "DataUnitLen = 256", "DataUnitLen = 264"), 7, "PT has 32 bytes where 33 belong" },
        { "a.rsp", "Some prose.\n", 1, "no known answers" },
        { "a.json", "{ \"a\": 1 }", 1, "neither ours nor" },
        { "a.json", "{\n\"a\": 1,\n}", 3, "not valid JSON" },
        { "a.json", "{\n\"a\": [1, 2", 2, "not valid JSON" },
        { "a.json", "{\n\"a\": 1,\n\"a\": 2 }", 3, "twice" },
        { "a.json", Replace(Samples.WycheproofGcm, "\"numberOfTests\": 3", "\"numberOfTests\": 4"), 2, "'numberOfTests' says 4" },
        { "a.json", Replace(Samples.WycheproofGcm, "\"tcId\": 2, \"key\": \"0", "\"tcId\": 2, \"key\": \""), 6, "'key' has an odd number" },
        { "a.json", Replace(Samples.WycheproofGcm, "\"result\": \"valid\"", "\"result\": \"perhaps\""), 5, "'result' is 'perhaps'" },
        { "a.json", Replace(Samples.WycheproofGcm, "\"tcId\": 3, ", ""), 7, "'tcId' is missing" },
        { "a.json", Replace(Samples.WycheproofGcm, "\"tests\": [", "\"tests\": 5, \"x\": ["), 4, "'tests' is not an array" },
        { "a.json", Replace(Samples.OwnLong, "\"length\": 40", "\"length\": -1"), 3, "'length' is -1, made of 3 bytes" },
        { "a.json", Replace(Samples.OwnLong, "\"length\": 40", "\"length\": 100000000"), 3, "'length' is 100000000" },
        { "a.json", Replace(Samples.OwnLong, "\"616263\"", "\"\""), 3, "made of 0 bytes" },
        { "a.json", Replace(Samples.OwnLong, "\"ciphertextSha256\": \"", "\"ciphertextSha256\": \"00"), 3, "'ciphertextSha256' has 33 bytes where 32 belong" },
        { "a.json", Replace(Samples.OwnLong, "\"ciphertextSha256\"", "\"ciphertext\""), 2, "'ciphertextSha256' is missing" },
        { "a.json", Samples.AcvpResults, 1, "without a prompt" },
        { "a.json", $"[ {Samples.AcvpPrompt},\n{Replace(Samples.AcvpResults, "\"ct\": \"3a", "\"ct\": \"3")} ]", 6, "'ct' has an odd number" },
        { "a.json", $"[ {Samples.AcvpPrompt},\n{Replace(Samples.AcvpResults, "\"ct\": ", "\"cd\": ")} ]", 2, "'ct' is missing" },
    };

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Every_dress_reads_the_same(string name)
    {
        (string _, string content, string format, int cases, int skipped) = Samples.All.Single(sample => sample.Name == name);
        string[] dresses =
        [
            content,
            "\uFEFF" + content,
            content.ReplaceLineEndings("\r\n"),
            content.Replace(" = ", "\t=\t ", StringComparison.Ordinal),
            "\n\n" + content + "\n\n",
            UpperHexadecimal(content),
            content.TrimEnd(),
        ];
        using var folder = new TemporaryFolder();
        foreach (string dress in dresses)
        {
            // The name says nothing: the content does.
            KnownAnswerFile file = KnownAnswerReader.Read(folder.Write("file.dat", dress));
            Assert.Equal((format, cases, skipped), (file.Format, file.Cases.Count, file.Skipped));
            Assert.All(file.Cases, answer => Assert.Null(KnownAnswerRunner.Check(answer, EngineCatalog.Selector.Current)));
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_file_is_told_in_one_line(string name, string content, int line, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, content);
        _ = KnownAnswerReader.ReadAll([path], out IReadOnlyList<KnownAnswerFormatException> problems);
        KnownAnswerFormatException problem = Assert.Single(problems);
        Assert.StartsWith($"{path}:{line}: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.DoesNotContain('\r', problem.Message);
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Truncation_anywhere_reads_or_is_told_in_one_line(string name)
    {
        byte[] content = Encoding.UTF8.GetBytes(Samples.All.Single(sample => sample.Name == name).Content);
        int whole = 0;
        for (int length = 0; length < content.Length; length += SuiteSize.Choose(full: 1, sample: 7))
        {
            whole += ReadOrComplain(content[..length]);
        }
        // JSON that ends early is never whole; lines of a response file are at the ends of cases only.
        Assert.True(name.EndsWith(".json", StringComparison.Ordinal) ? whole == 0 : whole < content.Length / 4, $"{whole} of {content.Length} read");
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Corruption_anywhere_reads_or_is_told_in_one_line(string name)
    {
        byte[] content = Encoding.UTF8.GetBytes(Samples.All.Single(sample => sample.Name == name).Content);
        foreach (byte value in (ReadOnlySpan<byte>)[0x00, (byte)'=', (byte)'"', (byte)'\n', (byte)'9', 0xFF])
        {
            for (int position = 0; position < content.Length; position += SuiteSize.Choose(full: 1, sample: 11))
            {
                byte[] corrupted = [.. content];
                corrupted[position] = value;
                ReadOrComplain(corrupted);
            }
        }
    }

    [Theory]
    [InlineData("OFB")]
    [InlineData("CFB1")]
    [InlineData("CFB8")]
    [InlineData("CFB128")]
    public void Modes_of_others_are_skipped_by_name(string mode)
    {
        using var folder = new TemporaryFolder();
        // What CFB1 calls a plaintext is single bits, which is nobody's hexadecimal.
        string content = Replace(Replace(Samples.CavpCbc, "for CBC", "for " + mode), Samples.Plaintext, "0");
        KnownAnswerFile file = KnownAnswerReader.Read(folder.Write("x.rsp", content));
        Assert.Equal((0, 1), (file.Cases.Count, file.Reasons[$"{mode} is not a mode of this library"]));
    }

    [Fact]
    public void Monte_carlo_tests_are_skipped()
    {
        using var folder = new TemporaryFolder();
        KnownAnswerFile file = KnownAnswerReader.Read(folder.Write("x.rsp", Replace(Samples.CavpCbc, "example", "MCT test data")));
        Assert.Equal((0, 1), (file.Cases.Count, file.Reasons["a Monte Carlo test"]));
    }

    [Fact]
    public void Pair_of_acvp_files_is_one_vector_set()
    {
        using var folder = new TemporaryFolder();
        string prompt = folder.Write("a/prompt.json", Samples.AcvpPrompt);
        string results = folder.Write("a/expectedResults.json", Samples.AcvpResults);
        folder.Write("a/registration.txt", "Nothing to run.");
        foreach (string path in (ReadOnlySpan<string>)[prompt, results])
        {
            KnownAnswerFile file = KnownAnswerReader.Read(path);
            Assert.Equal((prompt, 2, 1), (file.Path, file.Cases.Count, file.Skipped));
        }
        IReadOnlyList<KnownAnswerFile> files = KnownAnswerReader.ReadAll([folder.Path], out IReadOnlyList<KnownAnswerFormatException> problems);
        Assert.Empty(problems);
        Assert.Equal(2, Assert.Single(files, file => file.Format == KnownAnswerFormat.Acvp).Cases.Count);
    }

    [Fact]
    public void Prompt_without_results_is_skipped()
    {
        using var folder = new TemporaryFolder();
        KnownAnswerFile file = KnownAnswerReader.Read(folder.Write("prompt.json", Samples.AcvpPrompt));
        Assert.Equal((0, 2), (file.Cases.Count, file.Reasons["no expected result"]));
    }

    [Fact]
    public void Malformed_file_does_not_stop_the_others()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.rsp", Samples.CavpEcb);
        folder.Write("b.rsp", "COUNT = 0\nKEY = x\nPLAINTEXT =\nCIPHERTEXT =\n");
        folder.Write("c.json", Samples.WycheproofGcm);
        IReadOnlyList<KnownAnswerFile> files = KnownAnswerReader.ReadAll([folder.Path], out IReadOnlyList<KnownAnswerFormatException> problems);
        Assert.Equal(["a.rsp", "c.json"], files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal(2, Assert.Single(problems).Line);
    }

    /// <summary>1 when the file reads. Anything but the one-line complaint fails the test.</summary>
    private static int ReadOrComplain(byte[] content)
    {
        try
        {
            KnownAnswerReader.Parse(Path.Combine(Vectors.Folder, "file"), content);
            return 1;
        }
        catch (KnownAnswerFormatException problem)
        {
            Assert.DoesNotContain(problem.Message, char.IsControl);
            Assert.True(problem.Line > 0);
            return 0;
        }
    }

    private static string Replace(string content, string what, string by)
    {
        int position = content.IndexOf(what, StringComparison.Ordinal);
        Assert.True(position >= 0, what);
        return content[..position] + by + content[(position + what.Length)..];
    }

    private static string UpperHexadecimal(string content)
    {
        foreach (string value in (ReadOnlySpan<string>)[Samples.Key, Samples.Plaintext, Samples.EcbCiphertext, Samples.CbcCiphertext, Samples.XtsCiphertext, Samples.GcmCiphertext, Samples.GcmTag])
        {
            content = content.Replace(value, value.ToUpperInvariant(), StringComparison.Ordinal);
        }
        return content;
    }
}
