// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Perlasm.X64;

/// <summary>
/// Bytes that a kernel loads and may branch on or address by. All other memory counts as secret; so do vector registers.
/// </summary>
/// <param name="Region">
/// The memory they are in: the name of the argument register that points to it, as rdi, or the name that another of these
/// gives to what it points to.
/// </param>
/// <param name="First">Where they begin, from where the region begins.</param>
/// <param name="Size">How many they are; <see cref="Everything"/> for all of the region, wherever the pointer stands.</param>
/// <param name="PointsTo">The name of the region they point to, when they are a pointer.</param>
internal sealed record PublicMemory(string Region, int First, int Size, string? PointsTo = null)
{
    /// <summary>The size of a whole region.</summary>
    public const int Everything = int.MaxValue;
}
