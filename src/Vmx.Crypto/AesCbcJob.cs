// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto;

/// <summary>One message of <c>AesCbc.EncryptMany</c>.</summary>
/// <param name="SourceOffset">Where its plaintext begins in the source, in bytes.</param>
/// <param name="DestinationOffset">Where its ciphertext begins in the destination, in bytes.</param>
/// <param name="Length">Its length in bytes: a multiple of 16, zero allowed.</param>
public readonly record struct AesCbcJob(int SourceOffset, int DestinationOffset, int Length);
