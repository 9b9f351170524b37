// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Tool.Speed.Power;

/// <summary>How many instructions a kernel takes for a block of 16 bytes, in the loop of a long message.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="KeyBits">The key's size, or null where there is no AES.</param>
/// <param name="PerBlock">Instructions for a block.</param>
/// <param name="Cryptogams">The same of the routines of CRYPTOGAMS, counted in the same way.</param>
internal sealed record InstructionCount(string Mode, int? KeyBits, double PerBlock, double Cryptogams);
