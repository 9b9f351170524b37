// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto;

/// <summary>What an XTS key whose two halves are equal means.</summary>
public enum AesXtsKeyCheck
{
    /// <summary>It is refused, as FIPS 140 implementation guidance C.I asks: equal halves void the security proof of XTS.</summary>
    RequireDistinct,

    /// <summary>It is taken, for old images and for one published vector of IEEE 1619.</summary>
    AllowEqual,
}
