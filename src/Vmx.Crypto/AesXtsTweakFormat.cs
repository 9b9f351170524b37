// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto;

/// <summary>How the number of an XTS data unit becomes the 16 bytes of its tweak.</summary>
public enum AesXtsTweakFormat
{
    /// <summary>Least significant byte first: IEEE 1619 section 5.1, dm-crypt's <c>plain64</c>, and most disk formats.</summary>
    LittleEndian,

    /// <summary>Most significant byte first.</summary>
    BigEndian,
}
