// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>What a known answer is about.</summary>
internal enum KnownAnswerMode
{
    Ecb,
    Cbc,
    Ctr,
    Xts,
    Gcm,
    Gmac,
    Ghash,
}

/// <summary>What should come of a case.</summary>
internal enum KnownAnswerVerdict
{
    /// <summary>The answer given.</summary>
    Valid,

    /// <summary>A refusal: of the tag, of the padding or of the nonce.</summary>
    Invalid,

    /// <summary>Either of them, but no other answer.</summary>
    Acceptable,
}

//
//  One known answer
//
//      What the four formats have in common. A member that a mode does not use is empty. Plaintext or Ciphertext is null
//      where the file leaves it out, as NIST's GCM files do with the plaintext of a message that must be refused. The
//      ciphertext of a long message may be told by its hash alone.
//
internal sealed record KnownAnswerCase(string Id, KnownAnswerMode Mode)
{
    public KnownAnswerVerdict Verdict { get; init; }

    /// <summary>The AES key; both halves of an XTS key; H for GHASH.</summary>
    public byte[] Key { get; init; } = [];

    /// <summary>CBC's IV, CTR's first counter block, XTS's tweak value, the nonce of GCM and GMAC.</summary>
    public byte[] Iv { get; init; } = [];

    /// <summary>The plaintext; for GHASH what is hashed.</summary>
    public byte[]? Plaintext { get; init; }

    public byte[]? Ciphertext { get; init; }

    /// <summary>The SHA-256 hash of a ciphertext that is too long for the file, which <see cref="Ciphertext"/> is null for.</summary>
    public byte[]? CiphertextHash { get; init; }

    /// <summary>GCM's associated data; what GMAC authenticates.</summary>
    public byte[] AssociatedData { get; init; } = [];

    /// <summary>The tag of GCM and GMAC, as long as the tag size; the hash of GHASH.</summary>
    public byte[] Tag { get; init; } = [];

    /// <summary>Which bytes of CTR's counter block count.</summary>
    public AesCtrCounter Counter { get; init; }

    /// <summary>CBC's padding.</summary>
    public PaddingMode Padding { get; init; } = PaddingMode.None;

    /// <summary>A run of XTS data units instead of the one whose tweak is <see cref="Iv"/>.</summary>
    public XtsDataUnits? DataUnits { get; init; }

    /// <summary>GHASH's state after each block, where the source lists them.</summary>
    public IReadOnlyList<byte[]> HashStates { get; init; } = [];
}

/// <summary>How a run of XTS data units is numbered.</summary>
/// <param name="Size">Bytes of each.</param>
/// <param name="First">The first one's number.</param>
/// <param name="Step">What is added from one to the next.</param>
/// <param name="Format">How the number is written as a tweak.</param>
internal sealed record XtsDataUnits(int Size, UInt128 First, long Step, AesXtsTweakFormat Format);
