// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  Aggregated reduction (S. Gueron, M. Kounavis, "Intel Carry-Less Multiplication Instruction and its Usage for Computing
//  the GCM Mode", 2010)
//
//      Over n blocks, Horner's rule unrolls to
//
//          ((S + X1) H^n) + (X2 H^(n-1)) + … + (Xn H)
//
//      whose products can be added before they are reduced. Powers are stored in descending order, so that a wide register
//      of consecutive blocks meets the register of powers at the same place in the table: an accumulator of 256 or 512 bits
//      does the same in two or four lanes and adds the lanes when it is folded.
//
internal unsafe interface IGhashAccumulator
{
    /// <summary>Adds the products of eight blocks and eight descending powers. The state is added to the first block.</summary>
    void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary;

    /// <summary>Does so and writes the blocks, with a value added to each, elsewhere. Every byte of the source is read once.</summary>
    void MultiplyAddAndMask<T>(Vector128<ulong> state, byte* source, byte* powers, Vector128<byte> mask, byte* masked) where T : struct, IVectorVocabulary;

    /// <summary>The sum over all lanes.</summary>
    GhashProduct Fold();
}

/// <summary>One block at a time.</summary>
internal unsafe struct GhashAccumulator128 : IGhashAccumulator
{
    private GhashProduct _sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddBlock<T>(Reverse<T>(Vector128.Load(source)) ^ state, powers);
        for (nuint i = Engine.BlockSize; i != EightBlocks.Size; i += Engine.BlockSize)
        {
            MultiplyAddBlock<T>(Reverse<T>(Vector128.Load(source + i)), powers + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddAndMask<T>(Vector128<ulong> state, byte* source, byte* powers, Vector128<byte> mask, byte* masked) where T : struct, IVectorVocabulary
    {
        for (nuint i = 0; i != EightBlocks.Size; i += Engine.BlockSize)
        {
            Vector128<byte> block = Vector128.Load(source + i);
            (block ^ mask).Store(masked + i);
            MultiplyAddBlock<T>(Reverse<T>(block) ^ state, powers + i);
            state = Vector128<ulong>.Zero;
        }
    }

    /// <summary>Adds the product of one block, its bytes reversed, and one power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddBlock<T>(Vector128<ulong> block, byte* power) where T : struct, IVectorVocabulary
    {
        Vector128<ulong> h = Vector128.Load((ulong*)power);
        Vector128<ulong> sum = Vector128.Load((ulong*)(power + GhashKernel.SumsOffset));
        _sum.Low ^= T.CarrylessMultiplyLow(block, h);
        _sum.High ^= T.CarrylessMultiplyHigh(block, h);
        _sum.Middle ^= T.CarrylessMultiplyLow(block ^ T.SwapHalves(block), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GhashProduct Fold() => _sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reverse<T>(Vector128<byte> block) where T : struct, IVectorVocabulary =>
        GhashField.ReverseBytes<T>(block).AsUInt64();
}

/// <summary>Two blocks at a time.</summary>
internal unsafe struct GhashAccumulator256 : IGhashAccumulator
{
    private Vector256<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddFour<T>(Reverse<T>(Vector256.Load(source)) ^ state.ToVector256(), Reverse<T>(Vector256.Load(source + 32)), powers);
        MultiplyAddFour<T>(Reverse<T>(Vector256.Load(source + 64)), Reverse<T>(Vector256.Load(source + 96)), powers + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddAndMask<T>(Vector128<ulong> state, byte* source, byte* powers, Vector128<byte> mask, byte* masked) where T : struct, IVectorVocabulary
    {
        Vector256<byte> two = Vector256.Create(mask, mask);
        Vector256<byte> first = Vector256.Load(source);
        Vector256<byte> second = Vector256.Load(source + 32);
        Vector256<byte> third = Vector256.Load(source + 64);
        Vector256<byte> fourth = Vector256.Load(source + 96);
        (first ^ two).Store(masked);
        (second ^ two).Store(masked + 32);
        (third ^ two).Store(masked + 64);
        (fourth ^ two).Store(masked + 96);
        MultiplyAddFour<T>(Reverse<T>(first) ^ state.ToVector256(), Reverse<T>(second), powers);
        MultiplyAddFour<T>(Reverse<T>(third), Reverse<T>(fourth), powers + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GhashProduct Fold()
    {
        GhashProduct product;
        product.Low = _low.GetLower() ^ _low.GetUpper();
        product.Middle = _middle.GetLower() ^ _middle.GetUpper();
        product.High = _high.GetLower() ^ _high.GetUpper();
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MultiplyAddFour<T>(Vector256<ulong> first, Vector256<ulong> second, byte* powers) where T : struct, IVectorVocabulary
    {
        // Both products in one expression: the JIT makes one instruction of two additions where there is one.
        Vector256<ulong> h1 = Vector256.Load((ulong*)powers);
        Vector256<ulong> h2 = Vector256.Load((ulong*)(powers + 32));
        _low = _low ^ T.CarrylessMultiplyLow(first, h1) ^ T.CarrylessMultiplyLow(second, h2);
        _high = _high ^ T.CarrylessMultiplyHigh(first, h1) ^ T.CarrylessMultiplyHigh(second, h2);
        Vector256<ulong> sum1 = Vector256.Load((ulong*)(powers + GhashKernel.SumsOffset));
        Vector256<ulong> sum2 = Vector256.Load((ulong*)(powers + GhashKernel.SumsOffset + 32));
        _middle = _middle ^ T.CarrylessMultiplyLow(first ^ T.SwapHalves(first), sum1) ^ T.CarrylessMultiplyLow(second ^ T.SwapHalves(second), sum2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Reverse<T>(Vector256<byte> blocks) where T : struct, IVectorVocabulary =>
        T.Shuffle(blocks, Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}

/// <summary>Four blocks at a time.</summary>
internal unsafe struct GhashAccumulator512 : IGhashAccumulator
{
    private Vector512<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary =>
        MultiplyAddEight<T>(Reverse<T>(Vector512.Load(source)) ^ state.ToVector256().ToVector512(), Reverse<T>(Vector512.Load(source + 64)), powers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddAndMask<T>(Vector128<ulong> state, byte* source, byte* powers, Vector128<byte> mask, byte* masked) where T : struct, IVectorVocabulary
    {
        Vector256<byte> two = Vector256.Create(mask, mask);
        Vector512<byte> four = Vector512.Create(two, two);
        Vector512<byte> first = Vector512.Load(source);
        Vector512<byte> second = Vector512.Load(source + 64);
        (first ^ four).Store(masked);
        (second ^ four).Store(masked + 64);
        MultiplyAddEight<T>(Reverse<T>(first) ^ state.ToVector256().ToVector512(), Reverse<T>(second), powers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GhashProduct Fold()
    {
        Vector256<ulong> low = _low.GetLower() ^ _low.GetUpper();
        Vector256<ulong> middle = _middle.GetLower() ^ _middle.GetUpper();
        Vector256<ulong> high = _high.GetLower() ^ _high.GetUpper();
        GhashProduct product;
        product.Low = low.GetLower() ^ low.GetUpper();
        product.Middle = middle.GetLower() ^ middle.GetUpper();
        product.High = high.GetLower() ^ high.GetUpper();
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MultiplyAddEight<T>(Vector512<ulong> first, Vector512<ulong> second, byte* powers) where T : struct, IVectorVocabulary
    {
        Vector512<ulong> h1 = Vector512.Load((ulong*)powers);
        Vector512<ulong> h2 = Vector512.Load((ulong*)(powers + 64));
        _low = _low ^ T.CarrylessMultiplyLow(first, h1) ^ T.CarrylessMultiplyLow(second, h2);
        _high = _high ^ T.CarrylessMultiplyHigh(first, h1) ^ T.CarrylessMultiplyHigh(second, h2);
        Vector512<ulong> sum1 = Vector512.Load((ulong*)(powers + GhashKernel.SumsOffset));
        Vector512<ulong> sum2 = Vector512.Load((ulong*)(powers + GhashKernel.SumsOffset + 64));
        _middle = _middle ^ T.CarrylessMultiplyLow(first ^ T.SwapHalves(first), sum1) ^ T.CarrylessMultiplyLow(second ^ T.SwapHalves(second), sum2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Reverse<T>(Vector512<byte> blocks) where T : struct, IVectorVocabulary =>
        T.Shuffle(blocks, Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}
