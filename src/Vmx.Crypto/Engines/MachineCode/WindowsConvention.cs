// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

internal static class WindowsConvention
{
    [InlineArray(10 * 16)]
    internal struct SaveArea
    {
        private byte _first;
    }

    /// <summary>Appends an entry and an exit for a kernel, and turns its return into a jump to the exit. Returns where it is entered now.</summary>
    public static int Wrap(List<byte> image, int start, int codeLength) => throw new NotSupportedException();
}
