// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto;

/// <summary>What SP 800-38D allows and most uses should not want.</summary>
[Flags]
public enum AesGcmOptions
{
    /// <summary>12-byte nonces and tags of 12 to 16 bytes.</summary>
    None = 0,

    /// <summary>Nonces of any length but zero (SP 800-38D section 5.2.1.1). Other lengths than 12 bytes are hashed to J0, which may then collide.</summary>
    AllowAnyNonceLength = 1,

    /// <summary>Tags of 4 and 8 bytes too, under the limits of SP 800-38D appendix C.</summary>
    AllowShortTags = 2,
}
