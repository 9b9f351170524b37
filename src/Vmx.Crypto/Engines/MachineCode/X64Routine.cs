// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>The routines that the x64 engines are made of: one generated kernel each, named alike.</summary>
internal enum X64Routine
{
    /// <summary>Does nothing: what a call costs.</summary>
    Empty,
    EncryptBlocks,
    DecryptBlocks,
    CtrBigEndian32,
    CtrLittleEndian32,
    ExpandHashKey,
    ExtendHashKey,
    Ghash,
    GcmEncrypt,
    GcmDecrypt,
    GcmEncryptShort,
    GcmDecryptShort,
    XtsEncrypt,
    XtsDecrypt,
    CbcEncrypt,
    CbcDecrypt,
    CbcEncryptMany,
    ExpandKey128,
    ExpandKey192,
    ExpandKey256,
}
