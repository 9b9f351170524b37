// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Engines;

/// <summary>Ties a kernel to its entry in <c>provenance/manifest.json</c>, where its origin and licence are recorded.</summary>
/// <param name="id">The entry's id.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method, Inherited = false)]
internal sealed class ProvenanceAttribute(string id) : Attribute
{
    /// <summary>The id of the kernel's entry in the manifest.</summary>
    public string Id { get; } = id;
}
