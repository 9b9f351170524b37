// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

/// <summary>What runs: the engines of this package and the one in use.</summary>
/// <remarks>
/// The best engine that the processor has and that passes its self-test is used. The environment variable
/// <c>VMX_CRYPTO_ENGINE</c>, or else the <see cref="AppContext"/> datum <c>Vmx.Crypto.Engine</c>, forces one by name for
/// the whole process.
/// </remarks>
public static class VmxCrypto
{
    /// <summary>The name of the engine in use, for instance <c>AesNi</c>. Reading it runs no self-test.</summary>
    /// <exception cref="InvalidOperationException">The engine that was forced is not known or not supported here.</exception>
    public static string EngineName => EngineCatalog.Selector.Current.Name;

    /// <summary>Whether the processor's own instructions do the work; false when a constant-time portable engine is in use.</summary>
    /// <exception cref="InvalidOperationException">The engine that was forced is not known or not supported here.</exception>
    public static bool IsHardwareAccelerated => EngineCatalog.Selector.Current.IsHardwareAccelerated;

    /// <summary>Every engine this package knows, best first, and why it is or is not in use. Reading it runs no self-test.</summary>
    public static IReadOnlyList<EngineInfo> Engines => EngineCatalog.Selector.Describe();
}
