// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>
/// Eight consecutive counter blocks in memory, with the whitening of the cipher already added. They are key material; who
/// starts them clears them.
/// </summary>
internal static unsafe class CounterBlocks
{
    /// <summary>Writes the first eight and returns the counter of the first of the next eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Start<TCounter>(byte* blocks, byte* counterBlock, Vector128<byte> whitening)
        where TCounter : struct, ICounter
    {
        Vector128<byte> block = Vector128.Load(counterBlock);
        uint counter = TCounter.Order(TCounter.Word(block));
        block ^= whitening;
        for (int i = 0; i < EightBlocks.Count; i++)
        {
            block.Store(blocks + (i * Engine.BlockSize));
        }
        return Count<TCounter>(blocks, counter, TCounter.Word(whitening));
    }

    /// <summary>Loads the eight blocks and counts them on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks Take<TCounter>(byte* blocks, ref uint counter, uint whitening)
        where TCounter : struct, ICounter
    {
        EightBlocks taken = EightBlocks.Load(blocks);
        counter = Count<TCounter>(blocks, counter, whitening);
        return taken;
    }

    /// <summary>
    /// Makes the first eight in registers, for a message that has no more: memory that was written in pieces is slow to be
    /// loaded as a whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks First<TCounter>(byte* counterBlock, Vector128<byte> whitening)
        where TCounter : struct, ICounter
    {
        Vector128<byte> block = Vector128.Load(counterBlock);
        uint counter = TCounter.Order(TCounter.Word(block));
        uint word = TCounter.Word(whitening);
        block ^= whitening;
        EightBlocks blocks;
        blocks.B0 = block;
        blocks.B1 = TCounter.Replace(block, TCounter.Order(counter + 1) ^ word);
        blocks.B2 = TCounter.Replace(block, TCounter.Order(counter + 2) ^ word);
        blocks.B3 = TCounter.Replace(block, TCounter.Order(counter + 3) ^ word);
        blocks.B4 = TCounter.Replace(block, TCounter.Order(counter + 4) ^ word);
        blocks.B5 = TCounter.Replace(block, TCounter.Order(counter + 5) ^ word);
        blocks.B6 = TCounter.Replace(block, TCounter.Order(counter + 6) ^ word);
        blocks.B7 = TCounter.Replace(block, TCounter.Order(counter + 7) ^ word);
        return blocks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Count<TCounter>(byte* blocks, uint counter, uint whitening)
        where TCounter : struct, ICounter
    {
        uint* words = (uint*)(blocks + TCounter.Offset);
        words[0] = TCounter.Order(counter) ^ whitening;
        words[4] = TCounter.Order(counter + 1) ^ whitening;
        words[8] = TCounter.Order(counter + 2) ^ whitening;
        words[12] = TCounter.Order(counter + 3) ^ whitening;
        words[16] = TCounter.Order(counter + 4) ^ whitening;
        words[20] = TCounter.Order(counter + 5) ^ whitening;
        words[24] = TCounter.Order(counter + 6) ^ whitening;
        words[28] = TCounter.Order(counter + 7) ^ whitening;
        return counter + 8;
    }
}

/// <summary>Where in a block the 32 bits are that count, and in which byte order.</summary>
internal interface ICounter
{
    /// <summary>Where they begin, in bytes.</summary>
    static abstract int Offset { get; }

    /// <summary>The 32 bits of a block, as they stand in memory.</summary>
    static abstract uint Word(Vector128<byte> block);

    /// <summary>A block with other 32 bits in their place.</summary>
    static abstract Vector128<byte> Replace(Vector128<byte> block, uint word);

    /// <summary>From the order in memory to the processor's, or back.</summary>
    static abstract uint Order(uint word);
}

/// <summary>The counter in the last four bytes, big-endian: inc32 of SP 800-38D section 6.2.</summary>
internal readonly struct BigEndianCounter : ICounter
{
    public static int Offset => 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Word(Vector128<byte> block) => block.AsUInt32().GetElement(3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Replace(Vector128<byte> block, uint word) => block.AsUInt32().WithElement(3, word).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Order(uint word) => BinaryPrimitives.ReverseEndianness(word);
}

/// <summary>The counter in the first four bytes, little-endian, as AES-GCM-SIV and WinZip have it.</summary>
internal readonly struct LittleEndianCounter : ICounter
{
    public static int Offset => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Word(Vector128<byte> block) => block.AsUInt32().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Replace(Vector128<byte> block, uint word) => block.AsUInt32().WithElement(0, word).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Order(uint word) => word;
}
