// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// Eight blocks in flight, the width of the upstream bulk loops. A round has a latency of about four cycles and two can
/// start in each, so eight independent blocks are the fewest that keep the unit busy. The JIT keeps the fields of a local
/// of this type in registers as long as every method on it is inlined.
/// </summary>
internal unsafe struct EightBlocks
{
    public const int Count = 8;
    public const int Size = Count * Engine.BlockSize;

    public Vector128<byte> B0, B1, B2, B3, B4, B5, B6, B7;

    /// <summary>Loads eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks Load(byte* source)
    {
        EightBlocks blocks;
        blocks.B0 = Vector128.Load(source);
        blocks.B1 = Vector128.Load(source + 16);
        blocks.B2 = Vector128.Load(source + 32);
        blocks.B3 = Vector128.Load(source + 48);
        blocks.B4 = Vector128.Load(source + 64);
        blocks.B5 = Vector128.Load(source + 80);
        blocks.B6 = Vector128.Load(source + 96);
        blocks.B7 = Vector128.Load(source + 112);
        return blocks;
    }

    /// <summary>Loads the first one to seven blocks; the others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks Load(byte* source, nuint count)
    {
        EightBlocks blocks;
        blocks.B0 = Vector128.Load(source);
        blocks.B1 = count > 1 ? Vector128.Load(source + 16) : default;
        blocks.B2 = count > 2 ? Vector128.Load(source + 32) : default;
        blocks.B3 = count > 3 ? Vector128.Load(source + 48) : default;
        blocks.B4 = count > 4 ? Vector128.Load(source + 64) : default;
        blocks.B5 = count > 5 ? Vector128.Load(source + 80) : default;
        blocks.B6 = count > 6 ? Vector128.Load(source + 96) : default;
        blocks.B7 = default;
        return blocks;
    }

    /// <summary>Stores eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(byte* destination)
    {
        B0.Store(destination);
        B1.Store(destination + 16);
        B2.Store(destination + 32);
        B3.Store(destination + 48);
        B4.Store(destination + 64);
        B5.Store(destination + 80);
        B6.Store(destination + 96);
        B7.Store(destination + 112);
    }

    /// <summary>Stores the first one to seven blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(byte* destination, nuint count)
    {
        B0.Store(destination);
        if (count > 1) { B1.Store(destination + 16); }
        if (count > 2) { B2.Store(destination + 32); }
        if (count > 3) { B3.Store(destination + 48); }
        if (count > 4) { B4.Store(destination + 64); }
        if (count > 5) { B5.Store(destination + 80); }
        if (count > 6) { B6.Store(destination + 96); }
    }

    /// <summary>Adds one value to every block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<byte> value)
    {
        B0 ^= value;
        B1 ^= value;
        B2 ^= value;
        B3 ^= value;
        B4 ^= value;
        B5 ^= value;
        B6 ^= value;
        B7 ^= value;
    }

    /// <summary>Adds block to block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(EightBlocks other)
    {
        B0 ^= other.B0;
        B1 ^= other.B1;
        B2 ^= other.B2;
        B3 ^= other.B3;
        B4 ^= other.B4;
        B5 ^= other.B5;
        B6 ^= other.B6;
        B7 ^= other.B7;
    }

    /// <summary>One round with one key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Round<TCipher>(Vector128<byte> roundKey) where TCipher : struct, ICipher
    {
        B0 = TCipher.Round(B0, roundKey);
        B1 = TCipher.Round(B1, roundKey);
        B2 = TCipher.Round(B2, roundKey);
        B3 = TCipher.Round(B3, roundKey);
        B4 = TCipher.Round(B4, roundKey);
        B5 = TCipher.Round(B5, roundKey);
        B6 = TCipher.Round(B6, roundKey);
        B7 = TCipher.Round(B7, roundKey);
    }

    /// <summary>All rounds but the last.</summary>
    /// <param name="roundKeys">w[0].</param>
    /// <param name="lastKey">w[Nr].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rounds<TCipher>(byte* roundKeys, byte* lastKey) where TCipher : struct, ICipher
    {
        // Nr - 1 is odd for every key size.
        Round<TCipher>(TCipher.RoundKey(roundKeys + Engine.BlockSize));
        byte* roundKey = roundKeys + (2 * Engine.BlockSize);
        do
        {
            Round<TCipher>(TCipher.RoundKey(roundKey));
            Round<TCipher>(TCipher.RoundKey(roundKey + Engine.BlockSize));
            roundKey += 2 * Engine.BlockSize;
        }
        while (roundKey != lastKey);
    }

    /// <summary>The last round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinalRound<TCipher>(byte* lastKey) where TCipher : struct, ICipher
    {
        Vector128<byte> roundKey = TCipher.RoundKey(lastKey);
        Vector128<byte> last = Vector128.Load(lastKey);
        B0 = TCipher.FinalRound(B0, roundKey, last);
        B1 = TCipher.FinalRound(B1, roundKey, last);
        B2 = TCipher.FinalRound(B2, roundKey, last);
        B3 = TCipher.FinalRound(B3, roundKey, last);
        B4 = TCipher.FinalRound(B4, roundKey, last);
        B5 = TCipher.FinalRound(B5, roundKey, last);
        B6 = TCipher.FinalRound(B6, roundKey, last);
        B7 = TCipher.FinalRound(B7, roundKey, last);
    }

    /// <summary>The last round, with the block that stands at the same place in memory to add to each.</summary>
    /// <param name="lastKey">w[Nr].</param>
    /// <param name="addends">Eight blocks.</param>
    /// <param name="scratch">
    /// 128 bytes to work in; see <see cref="WideAddition"/>. Null when the addends have just been stored block by block: they
    /// cannot be loaded wider before they have reached memory.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinalRound<TCipher>(byte* lastKey, byte* addends, byte* scratch) where TCipher : struct, ICipher
    {
        Vector128<byte> roundKey = TCipher.RoundKey(lastKey);
        if (WideAddition.IsUsed && scratch != null)
        {
            WideAddition.Add(addends, Vector128.Load(lastKey), scratch);
            FinalRound<TCipher>(roundKey, scratch);
            return;
        }
        Vector128<byte> last = Vector128.Load(lastKey);
        B0 = TCipher.FinalRound(B0, roundKey, last ^ Vector128.Load(addends));
        B1 = TCipher.FinalRound(B1, roundKey, last ^ Vector128.Load(addends + 16));
        B2 = TCipher.FinalRound(B2, roundKey, last ^ Vector128.Load(addends + 32));
        B3 = TCipher.FinalRound(B3, roundKey, last ^ Vector128.Load(addends + 48));
        B4 = TCipher.FinalRound(B4, roundKey, last ^ Vector128.Load(addends + 64));
        B5 = TCipher.FinalRound(B5, roundKey, last ^ Vector128.Load(addends + 80));
        B6 = TCipher.FinalRound(B6, roundKey, last ^ Vector128.Load(addends + 96));
        B7 = TCipher.FinalRound(B7, roundKey, last ^ Vector128.Load(addends + 112));
    }

    /// <summary>The last round, with the block that stands at the same place in memory, w[Nr] included, to add to each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinalRound<TCipher>(Vector128<byte> roundKey, byte* addends) where TCipher : struct, ICipher
    {
        B0 = TCipher.FinalRound(B0, roundKey, Vector128.Load(addends));
        B1 = TCipher.FinalRound(B1, roundKey, Vector128.Load(addends + 16));
        B2 = TCipher.FinalRound(B2, roundKey, Vector128.Load(addends + 32));
        B3 = TCipher.FinalRound(B3, roundKey, Vector128.Load(addends + 48));
        B4 = TCipher.FinalRound(B4, roundKey, Vector128.Load(addends + 64));
        B5 = TCipher.FinalRound(B5, roundKey, Vector128.Load(addends + 80));
        B6 = TCipher.FinalRound(B6, roundKey, Vector128.Load(addends + 96));
        B7 = TCipher.FinalRound(B7, roundKey, Vector128.Load(addends + 112));
    }

    /// <summary>Loads eight blocks and adds the eight that stand elsewhere, and one value to each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks LoadSum(byte* source, byte* addends, Vector128<byte> value, byte* scratch)
    {
        if (WideAddition.IsUsed)
        {
            WideAddition.Add(source, addends, value, scratch);
            return Load(scratch);
        }
        EightBlocks blocks = Load(source);
        blocks.Add(Load(addends));
        blocks.Add(value);
        return blocks;
    }
}
