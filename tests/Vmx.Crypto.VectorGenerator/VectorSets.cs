// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;

namespace Vmx.Crypto.VectorGenerator;

/// <summary>Every generated vector file.</summary>
public static class VectorSets
{
    /// <summary>Makes them all, the same bytes every time.</summary>
    /// <returns>The name and the content of each file.</returns>
    /// <exception cref="System.InvalidOperationException">Two implementations differ.</exception>
    public static IEnumerable<(string Name, byte[] Content)> Generate()
    {
        VectorFile[] files =
        [
            BlockSets.Ecb(),
            BlockSets.Cbc(),
            BlockSets.CbcPadding(),
            CtrSets.Lengths(),
            CtrSets.Wraps(),
            XtsSets.DataUnit(keySize: 32),
            XtsSets.DataUnit(keySize: 64),
            XtsSets.DataUnits(),
            GcmSets.Lengths(),
            GcmSets.NoncesAndTags(),
            GcmSets.CounterWraps(),
            GcmSets.ShortCounterWraps(),
            GcmSets.Refused(),
            GcmSets.Gmac(),
            GhashSets.Lengths(),
            GhashSets.Operands(),
            LongSets.Ecb(),
            LongSets.Cbc(),
            LongSets.Ctr(),
            LongSets.Xts(),
            LongSets.Gcm(),
            LongSets.Ghash(),
        ];
        foreach (VectorFile file in files)
        {
            yield return (file.Name, file.ToBytes());
        }
    }
}
