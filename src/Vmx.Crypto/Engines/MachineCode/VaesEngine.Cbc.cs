// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>CBC.</summary>
internal abstract unsafe partial class VaesEngine
{
    /// <summary>How many messages <see cref="CbcEncryptMany"/> encrypts side by side at most: 16 or 32.</summary>
    private readonly int _cbcLanes;

    public sealed override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) => Pieces(_cbcEncrypt, ChainedPiece, schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) => Pieces(_cbcDecrypt, ParallelPiece, schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        if (jobCount <= 1)
        {
            base.CbcEncryptMany(schedule, jobs, jobCount, ivs, source, destination);
            return;
        }
        byte* memory = stackalloc byte[sizeof(CbcLanes) + CbcLanes.Alignment];
        var lanes = (CbcLanes*)((nuint)(memory + CbcLanes.Alignment - 1) & ~(nuint)(CbcLanes.Alignment - 1));
        int laneCount = jobCount <= 16 ? 16 : _cbcLanes;
        lanes->Start(laneCount);
        int next = 0;
        for (nuint blocks = lanes->Fill(jobs, jobCount, ref next, ivs, source, destination); blocks != 0; blocks = lanes->Fill(jobs, jobCount, ref next, ivs, source, destination))
        {
            for (nuint remaining = blocks; remaining != 0;)
            {
                nuint piece = nuint.Min(remaining, CbcLanes.BlocksPerCall);
                X64Code.Call(_cbcEncryptMany, schedule, lanes, (void*)laneCount, null, piece);
                remaining -= piece;
            }
            lanes->Complete(blocks);
        }
        lanes->ClearPlaintext();
    }
}
