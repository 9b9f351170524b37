// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Engines;

//
//  The self-test of an engine
//
//      Before a process encrypts with an engine, the entry points of the mode family that it is about to use are run with
//      known answers: the examples of the standards, and messages of 1,081 bytes (67 blocks and a partial one, longer than
//      any engine's widest loop), of lengths that end in each tail, and across the wrap of the 32-bit counters. Decryption
//      runs in place.
//
//      The answers to the long messages would fill pages, so that a digest of each family and key size stands for them. It
//      was computed with libcrypto; nothing here rests on the engine under test.
//
//  References:
//
//      FIPS 197, appendix C - example vectors (in the edition of 2001)
//
//      NIST SP 800-38A, section F.2.1 - CBC-AES128
//
//      D. McGrew, J. Viega, The Galois/Counter Mode of Operation (GCM), appendix B, test case 2
//
internal static class EngineSelfTest
{
    /// <summary>Tests one mode family on one engine: null when it holds, else what failed.</summary>
    public static string? Run(Engine engine, ModeFamily family)
    {
        try
        {
            using var test = new EngineSelfTestRun(engine);
            return family switch
            {
                ModeFamily.Block =>
                    test.CipherExamples()
                    ?? test.CbcExample()
                    ?? test.Block(16, new UInt128(0xF8809BCFA9060661, 0xA9E89E4531818046))
                    ?? test.Block(24, new UInt128(0xB062218F30C78EDC, 0x14B933E022BB0BFA))
                    ?? test.Block(32, new UInt128(0x8646897A762DC5DA, 0xB35F89FDA817EF69)),
                ModeFamily.Ctr =>
                    test.Ctr(16, new UInt128(0x87691ECAF49B726F, 0x090B847BA9DEDC63))
                    ?? test.Ctr(24, new UInt128(0x60B7F66D4069EE0C, 0xF83808F88A364D0D))
                    ?? test.Ctr(32, new UInt128(0x59D94203D5B63106, 0x9619B3E56F62212D)),
                ModeFamily.Xts =>
                    test.Xts(16, new UInt128(0x5DD3B5418DF2442D, 0x3C418BE9E2EB3888))
                    ?? test.Xts(32, new UInt128(0x4C4D2083FF08A3D0, 0x61DD652F70BF71B7)),
                _ =>
                    test.GhashExample()
                    ?? test.Gcm(16, new UInt128(0x394680A5DFA9552A, 0xC65F351A7F976E61))
                    ?? test.Gcm(24, new UInt128(0x06A099532EFB4D88, 0x666349A0ECD5858D))
                    ?? test.Gcm(32, new UInt128(0x2A943DB80925D58F, 0x83A91CBA242184C7)),
            };
        }
#pragma warning disable CA1031 // Whatever an engine throws, the next one takes over.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{family} threw {exception.GetType().Name}";
        }
    }
}
