// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  The lanes of CbcEncryptMany
//
//      A lane works on one message; the kernel runs all lanes for as many blocks as the shortest has left, and a lane whose
//      message has ended takes the next job. A lane without a message doubles one that has one: within the kernel all lanes
//      read a block before any writes it, and both write the same.
//
//      The first four fields, and where they are, are the kernel's. It advances pointers and chaining blocks, which are the
//      ciphertext's last. The lines that it rearranges between messages and registers, plaintext among them, are zeroed in the
//      end.
//
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CbcLanes
{
    /// <summary>Lines begin at addresses of which this is a divisor.</summary>
    public const int Alignment = 64;

    /// <summary>How many blocks of every lane one call takes: about a microsecond.</summary>
    public const int BlocksPerCall = 64;

    private const int Maximum = 32;
    private const int Line = 64;
    private const int Lines = Maximum * Line;

    private fixed ulong _sources[Maximum];
    private fixed ulong _destinations[Maximum];
    private fixed byte _chainingBlocks[Maximum * Engine.BlockSize];
    private fixed byte _lines[4 * Lines];
    private fixed uint _remaining[Maximum];
    private int _count;

    /// <summary>Makes all lanes empty.</summary>
    /// <param name="count">How many there are: 16 or 32.</param>
    public void Start(int count)
    {
        _count = count;
        MemoryMarshal.CreateSpan(ref _remaining[0], count).Clear();
    }

    /// <summary>Gives the next jobs to lanes that have none.</summary>
    /// <returns>How many blocks all lanes can take; zero when all jobs are done.</returns>
    public nuint Fill(AesCbcJob* jobs, int jobCount, ref int next, byte* ivs, byte* source, byte* destination)
    {
        uint shortest = uint.MaxValue;
        int active = -1;
        for (int i = 0; i < _count; i++)
        {
            for (; _remaining[i] == 0 && next < jobCount; next++)
            {
                _sources[i] = (ulong)(source + jobs[next].SourceOffset);
                _destinations[i] = (ulong)(destination + jobs[next].DestinationOffset);
                _remaining[i] = (uint)jobs[next].Length / Engine.BlockSize;
                Unsafe.CopyBlockUnaligned(ref _chainingBlocks[i * Engine.BlockSize], ref ivs[(nint)next * Engine.BlockSize], Engine.BlockSize);
            }
            if (_remaining[i] != 0)
            {
                active = i;
                shortest = uint.Min(shortest, _remaining[i]);
            }
        }
        if (active < 0)
        {
            return 0;
        }
        for (int i = 0; i < _count; i++)
        {
            if (_remaining[i] == 0)
            {
                _sources[i] = _sources[active];
                _destinations[i] = _destinations[active];
                Unsafe.CopyBlockUnaligned(ref _chainingBlocks[i * Engine.BlockSize], ref _chainingBlocks[active * Engine.BlockSize], Engine.BlockSize);
            }
        }
        return shortest;
    }

    /// <summary>Notes that every lane has taken as many blocks.</summary>
    public void Complete(nuint blocks)
    {
        for (int i = 0; i < _count; i++)
        {
            _remaining[i] -= _remaining[i] == 0 ? 0 : (uint)blocks;
        }
    }

    /// <summary>Zeroes the lines of plaintext: two groups, with lines of ciphertext behind each.</summary>
    public void ClearPlaintext()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.CreateSpan(ref _lines[0], _count * Line));
        CryptographicOperations.ZeroMemory(MemoryMarshal.CreateSpan(ref _lines[2 * Lines], _count * Line));
    }
}
