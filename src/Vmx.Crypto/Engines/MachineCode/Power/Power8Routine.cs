// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.MachineCode;

//
//  The routines that the Power8 engine is made of: one generated kernel each, named alike
//
//      Arguments are in the registers of ELFv2, r3 to r9, by the names of IPower8Kernels.Call. A routine takes at least one
//      block, whole blocks only, and finishes them all.
//
internal enum Power8Routine
{
    /// <summary>Makes new code visible: first byte, byte behind the last, size of a cache line.</summary>
    Flush,

    /// <summary>The key, the schedule, and as the count the key's size in bytes.</summary>
    ExpandKey,

    EncryptBlocks,

    DecryptBlocks,

    /// <summary>The state is the chaining block, updated.</summary>
    CbcEncrypt,

    /// <summary>The state is the chaining block, updated.</summary>
    CbcDecrypt,

    /// <summary>The state is eight chaining blocks, updated; the source is eight pointers to plaintext and eight to ciphertext.</summary>
    CbcEncryptLanes,

    /// <summary>The state is the counter block, not written.</summary>
    CtrBigEndian32,

    /// <summary>The state is the counter block, not written.</summary>
    CtrLittleEndian32,

    /// <summary>The state is the encrypted tweak, which becomes that of the block behind the last one.</summary>
    XtsEncrypt,

    /// <summary>The state is the encrypted tweak, which becomes that of the block behind the last one.</summary>
    XtsDecrypt,

    /// <summary>The key is where the expanded hash key goes, the state is H.</summary>
    ExpandHashKey,

    /// <summary>The key is the hash key, the state is the hash, updated.</summary>
    Ghash,

    /// <summary>The state is the counter block, not written; the count is of groups of eight blocks; then the hash key and the hash, updated.</summary>
    GcmEncrypt,

    /// <summary>As <see cref="GcmEncrypt"/>.</summary>
    GcmDecrypt,
}
