// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  Replays recorded kernel calls in this process
//
//      The one argument is a file that the tests write. Each line is a call: the number of the routine, the count, and the memory
//      that its six pointers lead to, separated by blanks. A "-" is a null pointer, "=" and a number the memory of an earlier
//      pointer, "before:after" memory in hexadecimal digits. The eight pointers to plaintext and eight to ciphertext of
//      CbcEncryptLanes are sixteen in the place of one. The last line of the output has the figures.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines.MachineCode;

namespace Vmx.Crypto.MonoHost;

internal static unsafe class Program
{
    private const int LanePointers = 16;
    private const byte Margin = 0xA5;
    private const int MarginSize = 64;

    public static int Main(string[] arguments)
    {
        if (Power8Processor.WhyUnsupported() is { } why)
        {
            Console.WriteLine($"not supported: {why}");
            return 3;
        }
        var kernels = new Power8Kernels();
        int passed = 0;
        int failed = 0;
        foreach (string line in File.ReadLines(arguments[0]))
        {
            if (Replay(kernels, line.Split(' ')))
            {
                passed++;
            }
            else
            {
                failed++;
                Console.WriteLine($"FAILED {line.Substring(0, Math.Min(line.Length, 200))}");
            }
        }
        Console.WriteLine($"{passed} calls passed, {failed} failed; cache line {Power8Processor.CacheLine()}, pointers of {IntPtr.Size} bytes");
        return failed == 0 && passed != 0 ? 0 : 1;
    }

    private static bool Replay(Power8Kernels kernels, string[] fields)
    {
        var routine = (Power8Routine)int.Parse(fields[0]);
        nuint count = uint.Parse(fields[1]);
        var pieces = new List<Piece>();
        try
        {
            var places = new List<IntPtr>();
            for (int i = 2; i < fields.Length; i++)
            {
                places.Add(fields[i][0] == '=' ? places[int.Parse(fields[i].Substring(1))] : Place(fields[i], pieces));
            }
            void** lanes = stackalloc void*[LanePointers];
            if (routine == Power8Routine.CbcEncryptLanes)
            {
                for (int i = 0; i < LanePointers; i++)
                {
                    lanes[i] = (void*)places[2 + i];
                }
                places.RemoveRange(2, LanePointers);
                places.Insert(2, (IntPtr)lanes);
            }
            kernels.Call(routine, (void*)places[0], (void*)places[1], (void*)places[2], (void*)places[3], count, (void*)places[4], (void*)places[5]);
            return pieces.TrueForAll(piece => piece.IsAsExpected());
        }
        finally
        {
            pieces.ForEach(piece => Marshal.FreeHGlobal(piece.Memory));
        }
    }

    private static IntPtr Place(string field, List<Piece> pieces)
    {
        if (field == "-")
        {
            return IntPtr.Zero;
        }
        string[] halves = field.Split(':');
        var piece = new Piece(Bytes(halves[0]), Bytes(halves[1]));
        pieces.Add(piece);
        return piece.Memory + piece.Offset;
    }

    private static byte[] Bytes(string digits)
    {
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Convert.ToByte(digits.Substring(2 * i, 2), 16);
        }
        return bytes;
    }

    /// <summary>Memory of an argument between margins, aligned to 64 bytes.</summary>
    private sealed class Piece
    {
        private readonly byte[] _after;

        public Piece(byte[] before, byte[] after)
        {
            _after = after;
            int size = before.Length + (3 * MarginSize);
            Memory = Marshal.AllocHGlobal(size);
            new Span<byte>((void*)Memory, size).Fill(Margin);
            Offset = MarginSize + (int)(-((long)Memory) & (MarginSize - 1));
            before.CopyTo(new Span<byte>((byte*)Memory + Offset, before.Length));
        }

        public IntPtr Memory { get; }

        public int Offset { get; }

        public bool IsAsExpected()
        {
            byte* start = (byte*)Memory + Offset;
            for (int i = 1; i <= MarginSize; i++)
            {
                if (start[-i] != Margin || start[_after.Length + i - 1] != Margin)
                {
                    return false;
                }
            }
            return new ReadOnlySpan<byte>(start, _after.Length).SequenceEqual(_after);
        }
    }
}
