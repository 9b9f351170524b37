// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Written by Vmx.Crypto.Perlasm. The instructions are in the listing of the same name.

using System;

namespace Vmx.Crypto.Engines.MachineCode.Generated;

internal static partial class Vaes256Code
{
    /// <summary>8 bytes of code, then 0 of constants.</summary>
    private static ReadOnlySpan<byte> Empty =>
    [
        0xC5, 0xF8, 0x77, 0xC3, 0xCC, 0xCC, 0xCC, 0xCC,
    ];
}
