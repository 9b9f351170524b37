// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tests.Provenance;
using Vmx.Crypto.Tool.KnownAnswers;
using Vmx.Crypto.Tool.Provenance;
using Vmx.Crypto.Tool.Reports;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tests.Tool.Pages;

//
//  A report of made-up data in which everything is there
//
//      Twelve contenders, the limit of the processor, many threads, every mode of known answers, wrong answers, long names.
//      Figures are made from a contender's place and the message size alone, so that the plots' data can be told beforehand.
//
internal static class ReportSample
{
    public const string EngineInUse = "Vaes512";
    public const string BestPeer = "BouncyCastle";
    public const double LimitShare = 0.9;
    public const int MostThreads = 64;

    private const double Gigahertz = 4;

    public static readonly string[] Engines = [EngineInUse, "Vaes256", "AesNi", "Portable"];
    public static readonly string[] Peers = ["Reference", "platform", BestPeer, "NSec", "libcrypto", "libgcrypt", "libsodium", "ipsec-mb"];
    public static readonly int[] Sizes = [16, 64, 256, 1024, 4096, ReportBuilder.OverviewSize, 64 * 1024, 256 * 1024, 1024 * 1024];
    public static readonly SpeedMode[] ModesBySize = [SpeedMode.CbcDecrypt, SpeedMode.Ctr, SpeedMode.XtsEncrypt, SpeedMode.GcmSeal];

    private static readonly string[] _files = ["own.json", "generated-gcm-short-counter-wrap.json"];
    private static readonly Dictionary<string, int> _reasons = new() { ["a mode that this library does not have"] = 7 };

    /// <summary>The report; nothing is wrong in it.</summary>
    public static ReportData Full { get; } = new(
        new ReportOrigin(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), "1.0.0", "Example Processor(R) with a Long Name 9999X 64-Core @ 4.00GHz", "An Operating System 12 (with its release name), X64", ".NET 10.0.12"),
        [
            new EngineInfo("Power8", false, false, "the processor is not a 64-bit little-endian POWER"),
            .. Engines.Select(engine => new EngineInfo(engine, true, engine == EngineInUse, engine == EngineInUse ? "selected" : "supported")),
            new EngineInfo("ArmV8", false, false, "this is not an Arm64 process"),
        ],
        new VerificationData([.. Engines.Select(engine => new EngineVerification(engine, [.. Files().Select(file => Result(file.Path))]))], [.. Files()]),
        new SpeedTable("Example Processor", [.. Overview(), .. BySize()], [], ["libsodium is not compared: it is not on this machine."], [.. Peers.Skip(2).Select(peer => new PeerInfo(peer, "OpenSSL 3.0.19 27 Jan 2026", null))]),
        [.. ThreadScaling.Modes.SelectMany(mode => ThreadScaling.ThreadCounts(MostThreads).Select(threads => new ThreadResult(mode.Name(), threads, 40 * Math.Pow(threads, 0.9))))],
        new LicenceData([new ManifestCheckResult("notices", true, "as they should be"), new ManifestCheckResult("licence-headers", true, "line one\nline two, which is longer than the first one and goes on")], Manifest.Read(Repository.Root)));

    /// <summary>The same with a wrong answer, a contender that failed, and a failed check.</summary>
    public static ReportData Failed { get; } = Full with
    {
        Verification = Full.Verification! with
        {
            Engines = [.. Full.Verification.Engines.Skip(1), new EngineVerification(EngineInUse, [.. Files().Select(file => Result(file.Path) with { Passed = 1000, Failed = 234, Failures = [.. Enumerable.Range(0, 9).Select(number => new KnownAnswerFailure($"case {number}", $"the tag differs: {new string('a', 96)} instead of {new string('b', 96)}"))] })])],
        },
        Speed = Full.Speed with { Problems = ["BouncyCastle, ctr, 128 bits, 16384 bytes: the output differs from Vaes512's."] },
        Licences = Full.Licences! with { Checks = [.. Full.Licences.Checks, new ManifestCheckResult("taint-probes", false, "src/Vmx.Crypto/Engines/Some.Very.Long.File.Name.That.Has.No.Blank.cs: has the words of an excluded work")] },
    };

    /// <summary>Cycles per byte of a contender: each twice as slow as the one before, the reference far behind, plus what a call costs.</summary>
    public static double Cycles(string contender, int size) => Base(contender) + (40 / (double)size);

    private static double Base(string contender) => contender switch
    {
        "Reference" => 400,
        _ when Array.IndexOf(Engines, contender) is >= 0 and int place => 0.08 * Math.Pow(2, place),
        _ => 0.08 + (0.01 * Array.IndexOf(Peers, contender)),
    };

    private static IEnumerable<SpeedResult> Overview() =>
        from speedCase in SpeedPlan.Combine(ReportBuilder.OverviewModes, [128, 256], [ReportBuilder.OverviewSize])
        from contender in Contenders(speedCase.Mode)
        select Result(contender, speedCase.Mode, speedCase.KeyBits, speedCase.Size);

    private static IEnumerable<SpeedResult> BySize() =>
        from mode in ModesBySize
        from size in Sizes
        where size != ReportBuilder.OverviewSize
        from contender in Contenders(mode)
        select Result(contender, mode, 128, size);

    /// <summary>The platform has no CTR, XTS or GHASH.</summary>
    public static IEnumerable<string> Contenders(SpeedMode mode) =>
        [.. Engines, .. Peers.Where(peer => peer != "platform" || mode is not (SpeedMode.Ctr or SpeedMode.Ghash) && !mode.IsXts())];

    private static SpeedResult Result(string contender, SpeedMode mode, int keyBits, int size)
    {
        double cycles = Cycles(contender, size);
        bool isEngine = Engines.Contains(contender);
        return new SpeedResult(isEngine ? contender : null, isEngine ? null : contender, mode.Name(), keyBits, size, cycles, Gigahertz / cycles, 0.01, cycles * size, cycles * size / Gigahertz,
            LimitCyclesPerByte: isEngine ? Cycles(EngineInUse, size) * LimitShare : null);
    }

    private static IEnumerable<VectorFileSummary> Files() =>
        from mode in Enum.GetValues<KnownAnswerMode>()
        from file in _files
        select new VectorFileSummary($"{mode}-{file}".ToLowerInvariant(), [mode], "Generated with dotnet run --project tests/Vmx.Crypto.VectorGenerator, whose answers agree: libcrypto 3, EVP interface; src/Reference", "Facts");

    private static KnownAnswerResult Result(string path) => new(path, KnownAnswerFormat.Own, 1234, 1234, 0, 7, _reasons, []);
}
