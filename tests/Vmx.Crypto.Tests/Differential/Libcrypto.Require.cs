// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Xunit;

namespace Vmx.Crypto.Tests.Differential;

// Apart from the rest because the vector generator compiles that too, and is no test program.
internal static unsafe partial class Libcrypto
{
    /// <summary>Skips the test that runs when there is none.</summary>
    public static void Require() => Assert.SkipUnless(_isAvailable, $"{Library} is not on this machine.");
}
