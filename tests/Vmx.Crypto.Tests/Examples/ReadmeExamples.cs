// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Vmx.Crypto.Tests.Provenance;
using Xunit;

namespace Vmx.Crypto.Tests.Examples;

//
//  The README's examples
//
//      What stands between #region and #endregion here is what stands in the README's C# blocks, in the same order. It is
//      compiled with this file and run by its tests; a last test compares the two texts.
//
public sealed partial class ReadmeExamples
{
    private const string SourcePath = "tests/Vmx.Crypto.Tests/Examples/ReadmeExamples.cs";

    [Fact]
    public void Ctr_decrypts_a_word_in_the_middle()
    {
        #region CTR
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] initialCounterBlock = RandomNumberGenerator.GetBytes(16);    // once with this key, never again
        byte[] message = "Counter mode turns a block cipher into a stream cipher."u8.ToArray();

        using var ctr = new AesCtr(key);
        byte[] ciphertext = new byte[message.Length];
        ctr.Transform(initialCounterBlock, message, ciphertext);

        byte[] word = new byte[4];
        ctr.TransformAt(initialCounterBlock, position: 8, ciphertext.AsSpan(8, 4), word);    // "mode"
        #endregion

        Assert.Equal("mode"u8, word);
        Assert.NotEqual(message, ciphertext);
    }

    [Fact]
    public void Xts_decrypts_a_sector_of_a_disk()
    {
        #region XTS
        const int SectorSize = 4096;
        byte[] key = RandomNumberGenerator.GetBytes(64);    // two AES-256 keys
        byte[] disk = new byte[8 * SectorSize];
        "the fifth sector"u8.CopyTo(disk.AsSpan(5 * SectorSize));

        using var xts = new AesXts(key);
        xts.EncryptDataUnits(disk, disk, SectorSize, firstDataUnit: 0);    // in place

        byte[] sector = new byte[SectorSize];
        xts.DecryptDataUnits(disk.AsSpan(5 * SectorSize, SectorSize), sector, SectorSize, firstDataUnit: 5);
        #endregion

        Assert.Equal("the fifth sector"u8, sector.AsSpan(0, 16));
        Assert.Equal(-1, sector.AsSpan(16).IndexOfAnyExcept((byte)0));
        Assert.NotEqual(sector, disk.AsSpan(5 * SectorSize, SectorSize).ToArray());
    }

    [Fact]
    public void Gcm_opens_what_it_sealed()
    {
        #region GCM
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(12);    // once with this key, never again
        byte[] header = "to: everybody"u8.ToArray(), message = "what only the holder of the key can read"u8.ToArray();

        using var gcm = new AesGcmCipher(key, tagSizeInBytes: 16);
        byte[] ciphertext = new byte[message.Length], tag = new byte[16];
        gcm.Encrypt(nonce, message, ciphertext, tag, header);

        byte[] plaintext = new byte[ciphertext.Length];
        bool isAuthentic = gcm.TryDecrypt(nonce, ciphertext, tag, plaintext, header);    // false: plaintext is zeroed
        #endregion

        Assert.True(isAuthentic);
        Assert.Equal(message, plaintext);
    }

    [Fact]
    public void Readme_shows_what_is_compiled()
    {
        string root = Repository.Root;
        string[] inReadme = [.. Blocks(CSharpBlock(), File.ReadAllText(Path.Combine(root, "README.md")))];
        string[] compiled = [.. Blocks(Region(), File.ReadAllText(Path.Combine(root, SourcePath)))];
        Assert.Equal(3, compiled.Length);
        Assert.Equal(compiled, inReadme);
    }

    private static IEnumerable<string> Blocks(Regex pattern, string text) =>
        pattern.Matches(text.ReplaceLineEndings("\n")).Select(match => Unindented(match.Groups["text"].Value));

    private static string Unindented(string block)
    {
        string[] lines = block.TrimEnd().Split('\n');
        int indentation = lines.Where(line => line.Length != 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indentation..]));
    }

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *#region [^\n]*\n(?<text>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
