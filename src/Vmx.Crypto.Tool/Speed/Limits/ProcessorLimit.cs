// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed.Limits;

//
//  The fewest cycles that a processor's instructions allow
//
//      A bound by operation count: how many AES rounds and carry-less multiplications a case has, times what the processor
//      was measured to take for each, in registers of the width that is the cheapest for so many blocks. It is the machine's
//      limit, the same for all contenders: nobody who does these operations can be below. R is the number of rounds, 10, 12
//      or 14 (FIPS 197 section 5); t is what a register takes when nothing waits, a latency what a result takes to be there.
//
//          ECB, CTR, CBC decryption    R t for each register; what is left over is a whole register
//          XTS                         the same, and R t for the tweaks of all data units (IEEE 1619 section 5.3.2)
//          CBC encryption              blocks · R · latency: each block waits for the one before (SP 800-38A section 6.2)
//          of m messages at once       the longer of a message's chain and R t for the blocks of all
//          GHASH                       3 t of a multiplication (Karatsuba) for each register and 2 t for one reduction
//          GCM                         the operations of both on each register, measured together because they share units of
//                                      the processor, of the text and one block more: E(J0) to one side and the block of
//                                      lengths to the other (SP 800-38D section 7.1)
//
//      Calls that follow each other may overlap. Where a chain is the limit, but so short that a processor holds all of the next
//      call in flight beside it, the limit is not known; InstructionsInFlight is about what the largest of today hold. Where it is
//      longer, that much of it may still run beside its neighbours, which is counted as nothing.
//
//      Not counted either: that the first AES round of a message's counter blocks can be had from a table, since they differ
//      in one byte for as long as the counter does (9 rounds of 10, and the table).
//
//      One isolated call also takes at least what its results wait for: R latencies for AES, twice that in XTS whose tweak comes
//      first, three multiplications (a product and two of the reduction) for a hash, after the rounds when it is one of
//      ciphertext that is being made.
//
internal sealed class ProcessorLimit(InstructionTimes times)
{
    private const int InstructionsInFlight = 512;
    private const int BlockSize = 16;

    /// <summary>The limit in core cycles per call; null where it is not known.</summary>
    /// <param name="speedCase">The case.</param>
    /// <param name="isIsolated">Whether each call starts when the one before has ended.</param>
    public double? CyclesPerCall(SpeedCase speedCase, bool isIsolated)
    {
        if (speedCase.Mode.IsKeySetUp())
        {
            return null;
        }
        int blocks = speedCase.Size / BlockSize;
        int allBlocks = blocks * speedCase.Messages;
        int rounds = SpeedModes.Rounds(speedCase.KeyBits);
        double chainOfRounds = rounds * times.AesLatency;
        double hashing = 3 * times.MultiplicationLatency;
        return speedCase.Mode switch
        {
            SpeedMode.Ecb or SpeedMode.Ctr or SpeedMode.CbcDecrypt => Waiting(chainOfRounds, Aes(blocks)),
            SpeedMode.XtsEncrypt or SpeedMode.XtsDecrypt => Waiting(2 * chainOfRounds, Aes(blocks) + Aes(1)),
            SpeedMode.XtsEncryptUnits => Waiting(2 * chainOfRounds, Aes(blocks) + Aes(speedCase.Size / speedCase.DataUnitSize)),
            SpeedMode.CbcEncrypt or SpeedMode.CbcEncryptMany => Chain(blocks * chainOfRounds, Aes(allBlocks)),
            SpeedMode.Ghash => Waiting(hashing, (3 * Cheapest(blocks, width => width.Multiplication)) + (2 * Cheapest(1, width => width.Multiplication))),
            SpeedMode.GcmSeal => Waiting(chainOfRounds + hashing, Cheapest(blocks + 1, width => width.Gcm(speedCase.KeyBits))),
            SpeedMode.GcmOpen => Waiting(Math.Max(chainOfRounds, hashing), Cheapest(blocks + 1, width => width.Gcm(speedCase.KeyBits))),
            _ => null,
        };

        double Aes(int count) => rounds * Cheapest(count, width => width.AesRound);

        double Waiting(double latency, double throughput) => isIsolated ? Math.Max(latency, throughput) : throughput;

        double? Chain(double chain, double throughput) =>
            throughput >= chain ? throughput
            : isIsolated || rounds * blocks * FewestRegisters(speedCase.Messages) >= InstructionsInFlight ? chain
            : null;
    }

    /// <summary>Whole registers of the width that is the cheapest by the block, and for what is left over one or more of the cheapest for that.</summary>
    private double Cheapest(int blocks, Func<RegisterTimes, double> time)
    {
        RegisterTimes best = times.Registers.MinBy(width => time(width) / width.Bits)!;
        int rest = blocks % BlocksOf(best);
        return (blocks / BlocksOf(best) * time(best)) + (rest == 0 ? 0 : times.Registers.Min(width => Registers(rest, width) * time(width)));
    }

    private int FewestRegisters(int blocks) => times.Registers.Min(width => Registers(blocks, width));

    private static int Registers(int blocks, RegisterTimes width) => (blocks + BlocksOf(width) - 1) / BlocksOf(width);

    private static int BlocksOf(RegisterTimes width) => width.Bits / (8 * BlockSize);
}
