// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Globalization;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>A general-purpose register, r0 to r31.</summary>
internal readonly record struct Gpr(int Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r{Number}");
}

/// <summary>A vector register, v0 to v31: the upper half of the VSX registers.</summary>
internal readonly record struct Vr(int Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v{Number}");
}

/// <summary>A field of the condition register, cr0 to cr7.</summary>
internal readonly record struct ConditionField(int Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cr{Number}");
}

/// <summary>What a conditional branch asks of a field of the condition register. The value is the bit, plus 4 where it must not be set.</summary>
internal enum Condition
{
    Less = 0,
    Greater = 1,
    Equal = 2,
    Overflow = 3,
    NotLess = 4,
    NotGreater = 5,
    NotEqual = 6,
    NotOverflow = 7,
}

/// <summary>A place in the code, bound once.</summary>
internal sealed class PowerLabel
{
    /// <summary>Its offset in bytes, or -1 while it is not bound.</summary>
    public int Offset { get; set; } = -1;
}
