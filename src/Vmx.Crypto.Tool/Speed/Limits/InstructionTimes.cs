// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Globalization;

namespace Vmx.Crypto.Tool.Speed.Limits;

/// <summary>What the instructions of AES and of carry-less multiplication take on a processor, in core cycles.</summary>
/// <param name="Registers">By width of the registers.</param>
/// <param name="AesLatency">From one round of a block to the next.</param>
/// <param name="MultiplicationLatency">From one carry-less multiplication to another that takes its result.</param>
internal sealed record InstructionTimes(IReadOnlyList<RegisterTimes> Registers, double AesLatency, double MultiplicationLatency)
{
    public override string ToString()
    {
        RegisterTimes widest = Registers[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Measured limits, in cycles: an AES round of {widest.Bits} bits {widest.AesRound:F2}, its result after {AesLatency:F2}; a carry-less multiplication {widest.Multiplication:F2}, its result after {MultiplicationLatency:F2}.");
    }
}

/// <summary>What one register takes when nothing waits.</summary>
/// <param name="Bits">Its width.</param>
/// <param name="AesRound">One AES round.</param>
/// <param name="Multiplication">One carry-less multiplication.</param>
/// <param name="Gcm128">All operations of GCM on one register of text, with 128-bit keys.</param>
/// <param name="Gcm192">The same with 192-bit keys.</param>
/// <param name="Gcm256">The same with 256-bit keys.</param>
internal sealed record RegisterTimes(int Bits, double AesRound, double Multiplication, double Gcm128, double Gcm192, double Gcm256)
{
    /// <summary>All operations of GCM on one register of text.</summary>
    public double Gcm(int keyBits) => keyBits switch { 128 => Gcm128, 192 => Gcm192, _ => Gcm256 };
}
