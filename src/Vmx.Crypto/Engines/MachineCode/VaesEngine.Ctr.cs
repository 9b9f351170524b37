// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>CTR.</summary>
internal abstract unsafe partial class VaesEngine
{
    public sealed override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrBigEndian32, schedule, counterBlock, source, destination, length);
        }
        else
        {
            ManyPieces(_ctrBigEndian32, schedule, counterBlock, source, destination, length, littleEndian: false);
        }
    }

    public sealed override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        if (length <= ParallelPiece)
        {
            X64Code.Call(_ctrLittleEndian32, schedule, counterBlock, source, destination, length);
        }
        else
        {
            ManyPieces(_ctrLittleEndian32, schedule, counterBlock, source, destination, length, littleEndian: true);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ManyPieces(nint entry, byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length, bool littleEndian)
    {
        Block counter = Block.Read(new(counterBlock, BlockSize));
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(entry, schedule, &counter, source, destination, ParallelPiece);
            if (littleEndian)
            {
                *(uint*)&counter += (uint)(ParallelPiece / BlockSize);
            }
            else
            {
                AddToCounter((byte*)&counter, (uint)(ParallelPiece / BlockSize));
            }
            source += ParallelPiece;
            destination += ParallelPiece;
        }
        X64Code.Call(entry, schedule, &counter, source, destination, length);
    }
}
