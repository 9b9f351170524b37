// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows aes_p8_encrypt and aes_p8_decrypt of CRYPTOGAMS ppc/aesp8-ppc.pl at 9444b2d53bae, retold in C#.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// The block cipher over independent blocks (FIPS 197 sections 5.1 and 5.3.5). Upstream has one block at a time; the eight
/// in flight are those of its bulk modes.
/// </summary>
internal static unsafe class BlockKernel
{
    [Provenance("intrinsics-block")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TCipher>(byte* schedule, byte* source, byte* destination, nuint blockCount)
        where TCipher : struct, ICipher
    {
        byte* keys = TCipher.RoundKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        if (blockCount == 1)
        {
            One<TCipher>(keys, lastKey, Vector128.Load(source)).Store(destination);
            return;
        }
        for (; blockCount >= EightBlocks.Count; blockCount -= EightBlocks.Count)
        {
            EightBlocks blocks = EightBlocks.Load(source);
            Eight<TCipher>(keys, lastKey, ref blocks);
            blocks.Store(destination);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (blockCount != 0)
        {
            EightBlocks blocks = EightBlocks.Load(source, blockCount);
            Eight<TCipher>(keys, lastKey, ref blocks);
            blocks.Store(destination, blockCount);
        }
    }

    /// <summary>One block, for the steps of a mode that have only one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> One<TCipher>(byte* keys, byte* lastKey, Vector128<byte> block)
        where TCipher : struct, ICipher =>
        One<TCipher>(keys, lastKey, block, Vector128<byte>.Zero);

    /// <summary>One block, with something to add to the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> One<TCipher>(byte* keys, byte* lastKey, Vector128<byte> block, Vector128<byte> addend)
        where TCipher : struct, ICipher
    {
        block ^= TCipher.Whitening(keys);
        byte* roundKey = keys + Engine.BlockSize;
        do
        {
            block = TCipher.Round(block, TCipher.RoundKey(roundKey));
            roundKey += Engine.BlockSize;
        }
        while (roundKey != lastKey);
        return TCipher.FinalRound(block, TCipher.RoundKey(lastKey), Vector128.Load(lastKey) ^ addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TCipher>(byte* keys, byte* lastKey, ref EightBlocks blocks)
        where TCipher : struct, ICipher
    {
        blocks.Add(TCipher.Whitening(keys));
        blocks.Rounds<TCipher>(keys, lastKey);
        blocks.FinalRound<TCipher>(lastKey);
    }
}
