// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.IO;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Differential;
using Vmx.Crypto.Tests.Support;
using Vmx.Crypto.Tool.KnownAnswers;
using Xunit;

namespace Vmx.Crypto.Tests.KnownAnswers;

/// <summary>Every vector file on every engine, and NIST's files where they are installed.</summary>
public sealed class ConformanceTests
{
    private const string CavpFolder = "/usr/lib/python3/dist-packages/cryptography_vectors/ciphers/AES";

    public static TheoryData<string, string> EnginesAndFiles
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Engine engine in EnginesUnderTest.All.Where(engine => SuiteSize.IsFull || engine is not ReferenceEngine))
            {
                foreach (string name in Vectors.Names)
                {
                    data.Add(engine.Name, name);
                }
            }
            return data;
        }
    }

    public static TheoryData<string, string, int, int> EnginesAndCavp
    {
        get
        {
            var data = new TheoryData<string, string, int, int>();
            foreach (Engine engine in TestMatrix.Engines)
            {
                data.Add(engine.Name, "ECB", 2138, 0);
                data.Add(engine.Name, "CBC", 2138, 0);
                data.Add(engine.Name, "GCM", 47250, 0);
                data.Add(engine.Name, "XTS", 2800, 1200);
                data.Add(engine.Name, "CTR", 9, 0);
                data.Add(engine.Name, "OFB", 0, 2138);
                data.Add(engine.Name, "CFB", 0, 6414);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndFiles))]
    public void Engine_gives_every_answer(string engineName, string fileName)
    {
        KnownAnswerResult result = KnownAnswerRunner.Run(Vectors.PathOf(fileName), EnginesUnderTest.Get(engineName));
        Assert.Empty(result.Failures);
        Assert.Equal(KnownAnswerFormat.Own, result.Format);
        Assert.True(result.Run > 0);
        Assert.Equal((result.Run, 0, 0), (result.Passed, result.Failed, result.Skipped));
    }

    [Theory]
    [MemberData(nameof(EnginesAndCavp))]
    public void Engine_gives_every_answer_of_nist(string engineName, string mode, int run, int skipped)
    {
        string folder = Path.Combine(CavpFolder, mode);
        Assert.SkipUnless(Directory.Exists(folder), "NIST's response files (Debian package python3-cryptography-vectors) are not on this machine.");
        Assert.SkipUnless(SuiteSize.IsFull, "NIST's response files are left to the full suite.");
        KnownAnswerResult[] results = [.. KnownAnswerReader.Enumerate(folder).Select(path => KnownAnswerRunner.Run(path, EnginesUnderTest.Get(engineName)))];
        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.Equal((run, run, skipped), (results.Sum(result => result.Run), results.Sum(result => result.Passed), results.Sum(result => result.Skipped)));
    }
}
