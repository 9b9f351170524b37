// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto;

/// <summary>Where in its block a counter is, and which way its bytes run. It counts modulo 2 to its width; the other bytes never change.</summary>
public enum AesCtrCounter
{
    /// <summary>All 16 bytes, most significant first: SP 800-38A appendix B.1 as most protocols use it (SSH, RFC 3686 from its first block).</summary>
    BigEndian128,

    /// <summary>The last 8 bytes, most significant first: Common Encryption (ISO/IEC 23001-7).</summary>
    BigEndian64,

    /// <summary>The last 4 bytes, most significant first: RFC 3686, and inc32 of SP 800-38D.</summary>
    BigEndian32,

    /// <summary>All 16 bytes, least significant first: WinZip AE.</summary>
    LittleEndian128,

    /// <summary>The first 8 bytes, least significant first.</summary>
    LittleEndian64,

    /// <summary>The first 4 bytes, least significant first: AES-GCM-SIV (RFC 8452 section 4).</summary>
    LittleEndian32,
}
