// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;
using Xunit;

namespace Vmx.Crypto.Tests.Tool;

/// <summary>The implementations by others that <c>speed --peers</c> measures: that they compute what the engines compute, and what is told of one that is absent.</summary>
public sealed class SpeedPeerTests
{
    private static readonly int[] _keys = [128, 192, 256];

    /// <summary>More messages at once than any peer takes in one call, unless the processor is emulated.</summary>
    private static readonly int _mostMessages = SuiteSize.Choose(full: 129, sample: 17);

    /// <summary>One run for all tests: every mode, and messages of less and of more than the widths of any peer.</summary>
    private static readonly Lazy<Invocation> _run = new(() => Invocation.Of(
        "speed", "--quick", "--json", "--peers", "--key", "128,192,256", "--size", "16,48,208,1K", "--unit", "16,512", "--messages", $"1,16,{_mostMessages}"));

    /// <summary>Each peer, what it has, and the key sizes it has it for.</summary>
    public static TheoryData<string, string, int[]> Features => new()
    {
        { "BouncyCastle", "ecb cbc-enc cbc-dec ctr gcm-seal gcm-open", _keys },
        { "NSec", "gcm-seal gcm-open", [256] },
        { "SSH.NET", "ctr", _keys },
        { "libcrypto", "ecb cbc-enc cbc-dec cbc-enc-many ctr xts-enc xts-dec xts-enc-units gcm-seal gcm-open key-block key-gcm key-expand", _keys },
        { "libgcrypt", "ecb cbc-enc cbc-dec cbc-enc-many ctr xts-enc xts-dec xts-enc-units gcm-seal gcm-open key-block key-gcm", _keys },
        { "libsodium", "gcm-seal gcm-open key-gcm", [256] },
        { "ipsec-mb", "ecb cbc-dec cbc-enc-many ctr ghash gcm-seal gcm-open key-gcm key-expand", _keys },
    };

    [Fact]
    public void No_output_differs()
    {
        Assert.Empty(_run.Value.Document().GetProperty("problems").EnumerateArray());
        Assert.Equal(ExitCode.Success, _run.Value.ExitCode);
    }

    // What differs is not measured, so what is measured agrees with the engines.
    [Theory]
    [MemberData(nameof(Features))]
    public void A_peer_agrees_with_the_engines_in_all_that_it_has(string peer, string modes, int[] keys)
    {
        JsonElement document = _run.Value.Document();
        JsonElement info = Assert.Single(document.GetProperty("peers").EnumerateArray(), item => item.GetProperty("peer").GetString() == peer);
        if (info.TryGetProperty("absence", out JsonElement absence))
        {
            Assert.Contains($"{peer} is not compared: {absence.GetString()}", document.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
            Assert.Skip($"{peer} is absent: {absence.GetString()}");
        }
        Assert.NotEqual("", info.GetProperty("version").GetString());

        SpeedMode[] known = [.. modes.Split(' ').Select(name => SpeedModes.Find(name)!.Value)];
        IReadOnlyList<SpeedCase> cases = SpeedPlan.Combine(known, keys, [16, 48, 208, 1024], [16, 512], [1, 16, _mostMessages]);
        Assert.Equal(
            cases.Select(speedCase => speedCase.ToString()).Order(),
            document.GetProperty("results").EnumerateArray().Where(result => Contender(result) == peer).Select(result => Case(result).ToString()).Order());
    }

    // One peer counts the bytes of such a message in 16 bits: it is not asked for more.
    [Fact]
    public void No_output_differs_when_messages_are_long()
    {
        var run = Invocation.Of("speed", "--quick", "--json", "--peers", "--mode", "cbc-enc-many", "--key", "128", "--size", "65520,64K", "--messages", "2");
        Assert.Empty(run.Document().GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void A_library_that_is_not_there_is_told()
    {
        var peers = Peers.Find(
            ("libcrypto", () => new LibcryptoContender(new Libcrypto("vmx-none.so.1", "vmx-none.so.2"))),
            ("libgcrypt", () => new LibgcryptContender(new Libgcrypt("vmx-none.so.1"))),
            ("libsodium", () => new LibsodiumContender(new Libsodium("vmx-none.so.1"))),
            ("BouncyCastle", () => new BouncyCastleContender()));
        Assert.Equal(["BouncyCastle"], peers.Present.Select(peer => peer.Name));
        Assert.Equal(
            [
                new PeerInfo("libcrypto", null, "no vmx-none.so.1 and no vmx-none.so.2 is found."),
                new PeerInfo("libgcrypt", null, "no vmx-none.so.1 is found."),
                new PeerInfo("libsodium", null, "no vmx-none.so.1 is found."),
            ],
            peers.Absent);
    }

    [Fact]
    public void A_library_without_the_functions_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C library has this name on Linux.");
        Assert.Equal(
            [new PeerInfo("libsodium", null, "the library that is found lacks crypto_aead_aes256gcm_beforenm.")],
            Peers.Find(("libsodium", () => new LibsodiumContender(new Libsodium("libc.so.6")))).Absent);
    }

    [Fact]
    public void A_version_of_another_layout_is_told()
    {
        IpsecMb.CheckVersion(0x010300);
        Assert.Equal(
            [new PeerInfo("ipsec-mb", null, "version 1.5.2 is here, and only the layout of 1.3.0 is known.")],
            Peers.Find(("ipsec-mb", OfAnotherVersion)).Absent);

        static IContender OfAnotherVersion()
        {
            IpsecMb.CheckVersion(0x010502);
            return new BouncyCastleContender();
        }
    }

    [Fact]
    public void An_absent_peer_is_in_the_notes_and_in_the_list_of_peers()
    {
        var absent = new PeerInfo("somebody", null, "no somebody.so is found.");
        var plan = new SpeedPlan([new BouncyCastleContender()], [new SpeedCase(SpeedMode.Ctr, 128, 16)], SpeedEffort.Least, absent);
        SpeedTable table = SpeedRun.Measure(plan, new Progress<double>());
        Assert.Contains("somebody is not compared: no somebody.so is found.", table.Notes);
        Assert.Equal(["BouncyCastle", "somebody"], table.Peers.Select(peer => peer.Peer));
        Assert.Equal(absent, table.Peers[1]);
        Assert.Equal("""{"Peer":"somebody","Absence":"no somebody.so is found."}""", JsonSerializer.Serialize(absent));
    }

    private static string Contender(JsonElement result) =>
        (result.TryGetProperty("engine", out JsonElement engine) ? engine : result.GetProperty("peer")).GetString()!;

    private static SpeedCase Case(JsonElement result) => new(
        SpeedModes.Find(result.GetProperty("mode").GetString()!)!.Value,
        result.GetProperty("keyBits").GetInt32(),
        result.TryGetProperty("size", out JsonElement size) ? size.GetInt32() : 0,
        result.TryGetProperty("dataUnitSize", out JsonElement unit) ? unit.GetInt32() : 0,
        result.TryGetProperty("messages", out JsonElement messages) ? messages.GetInt32() : 1);
}
