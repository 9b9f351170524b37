// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Reference;

/// <summary>AES, straight from FIPS 197.</summary>
public sealed class ReferenceAes
{
}
