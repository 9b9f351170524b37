// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.

using System;

namespace Vmx.Crypto.Engines.MachineCode.Generated;

/// <summary>The machine code of <c>Power8</c>.</summary>
internal static partial class Power8Code
{
    /// <summary>The kernel of a routine.</summary>
    public static ReadOnlySpan<byte> Find(Power8Routine routine) => routine switch
    {
        Power8Routine.Flush => Flush,
        Power8Routine.ExpandKey => ExpandKey,
        Power8Routine.EncryptBlocks => EncryptBlocks,
        Power8Routine.DecryptBlocks => DecryptBlocks,
        Power8Routine.CbcEncrypt => CbcEncrypt,
        Power8Routine.CbcDecrypt => CbcDecrypt,
        Power8Routine.CbcEncryptLanes => CbcEncryptLanes,
        Power8Routine.CtrBigEndian32 => CtrBigEndian32,
        Power8Routine.CtrLittleEndian32 => CtrLittleEndian32,
        Power8Routine.XtsEncrypt => XtsEncrypt,
        Power8Routine.XtsDecrypt => XtsDecrypt,
        Power8Routine.ExpandHashKey => ExpandHashKey,
        Power8Routine.Ghash => Ghash,
        Power8Routine.GcmEncrypt => GcmEncrypt,
        Power8Routine.GcmDecrypt => GcmDecrypt,
        _ => throw new ArgumentOutOfRangeException(nameof(routine)),
    };
}
