// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>XTS.</summary>
internal abstract unsafe partial class VaesEngine
{
    // Short data units take longer than their bytes do.
    private const nuint MaxUnitsOfPiece = 64;

    public sealed override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(_xtsEncrypt, dataSchedule, tweakSchedule, in run, source, destination);

    public sealed override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        Xts(_xtsDecrypt, dataSchedule, tweakSchedule, in run, source, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xts(nint entry, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        if (run.DataUnitCount == 1 && run.DataUnitSize <= ParallelPiece)
        {
            XtsWorkspace memory;
            fixed (XtsRun* pointer = &run)
            {
                X64Code.Call(entry, dataSchedule, pointer, source, destination, (nuint)XtsWorkspace.Align(&memory), tweakSchedule);
            }
        }
        else if (run.DataUnitSize <= ParallelPiece)
        {
            XtsDataUnits(entry, dataSchedule, tweakSchedule, in run, source, destination);
        }
        else
        {
            XtsParts(entry, dataSchedule, tweakSchedule, in run, source, destination);
        }
    }

    /// <summary>Data units of one piece or less, several in a piece.</summary>
    private static void XtsDataUnits(nint entry, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        XtsWorkspace memory;
        nuint most = nuint.Min(ParallelPiece / run.DataUnitSize, MaxUnitsOfPiece);
        for (nuint done = 0; done < run.DataUnitCount; done += most)
        {
            XtsRun piece = run.Slice(done, nuint.Min(most, run.DataUnitCount - done));
            X64Code.Call(entry, dataSchedule, &piece, source, destination, (nuint)XtsWorkspace.Align(&memory), tweakSchedule);
            source += most * run.DataUnitSize;
            destination += most * run.DataUnitSize;
        }
    }

    /// <summary>Data units of more than one piece. The last part is at least a block, so that it can be the one that steals.</summary>
    private static void XtsParts(nint entry, byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        XtsWorkspace memory;
        XtsWorkspace* workspace = XtsWorkspace.Align(&memory);
        for (nuint unit = 0; unit < run.DataUnitCount; unit++)
        {
            workspace->Part = XtsPart.First;
            for (nuint remaining = run.DataUnitSize; remaining != 0;)
            {
                nuint length = remaining >= ParallelPiece + BlockSize ? ParallelPiece : remaining;

                // No data unit is whole: a count of zero.
                XtsRun part = run.Slice(unit, 0) with { DataUnitSize = length };
                X64Code.Call(entry, dataSchedule, &part, source, destination, (nuint)workspace, tweakSchedule);
                workspace->Part = XtsPart.Later;
                source += length;
                destination += length;
                remaining -= length;
            }
        }
        workspace->Tweak = default;
    }
}
