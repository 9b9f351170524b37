// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto;

/// <summary>One engine of this package: a way to compute AES and GHASH on one kind of processor.</summary>
/// <param name="Name">Its name, as <c>VMX_CRYPTO_ENGINE</c> takes it.</param>
/// <param name="IsSupported">Whether this process can run it.</param>
/// <param name="IsSelected">Whether it is the one in use.</param>
/// <param name="Reason">In words: "selected", "supported", "failed its self-test: …", or why it cannot run here.</param>
public sealed record EngineInfo(string Name, bool IsSupported, bool IsSelected, string Reason);
