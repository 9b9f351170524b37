// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Tests.Differential;
using Xunit;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>
/// Messages around one batch of a GCM kernel (sixteen registers: 512 or 1,024 bytes) with associated data of each number of
/// blocks that may have one reduction with it, and more.
/// </summary>
public sealed class GcmBatchTests
{
    [Theory]
    [InlineData("GcmEncryptMessage")]
    [InlineData("GcmDecryptMessage")]
    public void Associated_data_count_beside_a_batch(string subjectName)
    {
        Subject subject = EngineSubjects.Get(subjectName);
        byte[] pool = new byte[2048];
        new Random(38).NextBytes(pool);
        foreach (int batch in (int[])[512, 1024])
        {
            foreach (int length in (int[])[batch - 17, batch - 1, batch, batch + 1, batch + 16, batch + 33, batch + 64])
            {
                foreach (int associatedData in (int[])[0, 1, 16, 17, 32, 33, 48, 49, 64, 80])
                {
                    Message message = new(pool[..16], pool[100..116], pool[200..(200 + associatedData)], pool[300..(300 + length)], InPlace: false);
                    byte[] expected = subject.Expected(message);
                    Assert.All(EngineCatalog.Selector.Supported.Where(engine => engine is VaesEngine), engine =>
                        Assert.True(expected.AsSpan().SequenceEqual(subject.Actual(engine, message)), $"{engine.Name}: {length} bytes, {associatedData} of associated data"));
                }
            }
        }
    }
}
