// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;
using Iced.Intel;
using Vmx.Crypto.Perlasm.X64;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Tool.Speed.Limits;

//
//  Loops that are nothing but the instructions whose times are wanted
//
//      void Loop(turns), assembled when the command runs, as the scripts of the package's kernels are; no part of the package.
//
//      For throughput no instruction waits for another: the destination is never a source. For latency each takes the result
//      of the one before.
//
internal abstract class InstructionLoop(int bits) : Kernel(bits == 512 ? VectorShape.Vaes512 : bits == 256 ? VectorShape.Vaes256 : _vaes128)
{
    private static readonly VectorShape _vaes128 = new("Vaes128", 128);

    /// <summary>Destinations in turn, so that writing one is no reason to wait for another.</summary>
    private const int Destinations = 12;

    public override string Name => GetType().Name;

    /// <summary>How often one turn of the loop does what is timed.</summary>
    public abstract int PerTurn { get; }

    /// <summary>The instructions of one turn.</summary>
    protected abstract void WriteTurn();

    protected override void WriteBody()
    {
        Label loop = CreateLabel();
        Label(ref loop);
        WriteTurn();
        sub(rdi, 1);
        jne(loop);
    }

    /// <summary>The register that the next instruction writes.</summary>
    protected Vector Destination(int index) => V(index % Destinations);

    /// <summary>A register that nothing writes.</summary>
    protected Vector First => V(Destinations);

    /// <summary>Another register that nothing writes.</summary>
    protected Vector Second => V(Destinations + 1);
}

/// <summary>AES rounds that do not wait for each other.</summary>
internal sealed class AesThroughputLoop(int bits) : InstructionLoop(bits)
{
    public override int PerTurn => 48;

    protected override void WriteTurn()
    {
        for (int i = 0; i < PerTurn; i++)
        {
            vaesenc(Destination(i), First, Second);
        }
    }
}

/// <summary>AES rounds of one block, one after the other.</summary>
internal sealed class AesLatencyLoop() : InstructionLoop(128)
{
    public override int PerTurn => 24;

    protected override void WriteTurn()
    {
        for (int i = 0; i < PerTurn; i++)
        {
            vaesenc(Destination(0), Destination(0), Second);
        }
    }
}

/// <summary>Carry-less multiplications that do not wait for each other.</summary>
internal sealed class MultiplicationThroughputLoop(int bits) : InstructionLoop(bits)
{
    public override int PerTurn => 24;

    protected override void WriteTurn()
    {
        for (int i = 0; i < PerTurn; i++)
        {
            vpclmulqdq(Destination(i), First, Second, 0x00);
        }
    }
}

/// <summary>Carry-less multiplications, one after the other.</summary>
internal sealed class MultiplicationLatencyLoop() : InstructionLoop(128)
{
    public override int PerTurn => 24;

    protected override void WriteTurn()
    {
        for (int i = 0; i < PerTurn; i++)
        {
            vpclmulqdq(Destination(0), Destination(0), Second, 0x00);
        }
    }
}

//
//  The operations of GCM on sixteen registers of text that are hashed with one reduction, in any order that suits the processor
//
//      rounds          R for each register
//      products        Karatsuba's three for each register, two for the reduction
//      counters        one addition, one permutation of bytes and one addition of the first round key for each four registers, and
//                      one permutation of words for each register
//      text            one exclusive or for each register: with the last round key, or with the keystream
//      hash            for each register, one permutation that reverses the bytes; for each two, two permutations and one exclusive
//                      or that add the words of a block, and three sums of three; for the reduction two permutations and three
//                      sums of three
//
//      Loads and stores have units of their own. Nothing here waits for anything, so what a real loop cannot help waiting for is
//      on top.
//
internal sealed class GcmOperationsLoop(int bits, int rounds, int together) : InstructionLoop(bits)
{
    private const int Registers = 16;

    /// <summary>A sum changes its destination: two of their own never have to wait.</summary>
    private Vector Sum(int index) => V(14 + (index % 2));

    /// <summary>Registers of text.</summary>
    public override int PerTurn => Registers;

    protected override void WriteTurn()
    {
        int next = 0;
        Weave(
            (Stream(Rounds), together),
            (Stream(Products), 1),
            (Stream(Rest), 1));

        void Rounds()
        {
            for (int i = 0; i < Registers * rounds; i++)
            {
                vaesenc(Destination(next++), First, Second);
            }
        }

        void Products()
        {
            for (int i = 0; i < (Registers * 3) + 2; i++)
            {
                vpclmulqdq(Destination(next++), First, Second, 0x00);
            }
        }

        void Rest()
        {
            // What each two registers have, and on top what each four and what the sixteen have.
            foreach (int pair in Enumerable.Range(0, Registers / 2))
            {
                Permutations(2 + 2 + 2);
                Additions(2 + 1);
                Sums(3);
                if (pair % 2 == 0)
                {
                    Permutations(1);
                    Additions(2);
                }
            }
            Permutations(2);
            Sums(3);
        }

        void Permutations(int count)
        {
            for (int i = 0; i < count; i++)
            {
                vpshufb(Destination(next++), First, Second);
            }
        }

        void Additions(int count)
        {
            for (int i = 0; i < count; i++)
            {
                vpxor(Destination(next++), First, Second);
            }
        }

        void Sums(int count)
        {
            for (int i = 0; i < count; i++)
            {
                vpxor3(Sum(next++), First, Second);
            }
        }
    }
}
