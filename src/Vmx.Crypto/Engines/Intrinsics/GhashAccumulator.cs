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

    /// <summary>As the other form, from registers.</summary>
    void MultiplyAdd<T>(Vector128<ulong> state, EightBlocks blocks, byte* powers) where T : struct, IVectorVocabulary;

    /// <summary>The sum over all lanes.</summary>
    GhashProduct Fold();
}

/// <summary>One block at a time.</summary>
internal unsafe struct GhashAccumulator128 : IGhashAccumulator
{
    private GhashProduct _sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary =>
        MultiplyAdd<T>(state, EightBlocks.Load(source), powers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, EightBlocks blocks, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B0).AsUInt64() ^ state, powers);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B1).AsUInt64(), powers + 16);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B2).AsUInt64(), powers + 32);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B3).AsUInt64(), powers + 48);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B4).AsUInt64(), powers + 64);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B5).AsUInt64(), powers + 80);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B6).AsUInt64(), powers + 96);
        MultiplyAddBlock<T>(GhashField.ReverseBytes<T>(blocks.B7).AsUInt64(), powers + 112);
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
}

/// <summary>Two blocks at a time.</summary>
internal unsafe struct GhashAccumulator256 : IGhashAccumulator
{
    private Vector256<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddTwo<T>(Vector256.Load(source), state.ToVector256(), powers);
        MultiplyAddTwo<T>(Vector256.Load(source + 32), default, powers + 32);
        MultiplyAddTwo<T>(Vector256.Load(source + 64), default, powers + 64);
        MultiplyAddTwo<T>(Vector256.Load(source + 96), default, powers + 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, EightBlocks blocks, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddTwo<T>(Vector256.Create(blocks.B0, blocks.B1), state.ToVector256(), powers);
        MultiplyAddTwo<T>(Vector256.Create(blocks.B2, blocks.B3), default, powers + 32);
        MultiplyAddTwo<T>(Vector256.Create(blocks.B4, blocks.B5), default, powers + 64);
        MultiplyAddTwo<T>(Vector256.Create(blocks.B6, blocks.B7), default, powers + 96);
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
    private void MultiplyAddTwo<T>(Vector256<byte> blocks, Vector256<ulong> state, byte* powers) where T : struct, IVectorVocabulary
    {
        Vector256<ulong> data = T.Shuffle(blocks, Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64() ^ state;
        Vector256<ulong> h = Vector256.Load((ulong*)powers);
        Vector256<ulong> sum = Vector256.Load((ulong*)(powers + GhashKernel.SumsOffset));
        _low ^= T.CarrylessMultiplyLow(data, h);
        _high ^= T.CarrylessMultiplyHigh(data, h);
        _middle ^= T.CarrylessMultiplyLow(data ^ T.SwapHalves(data), sum);
    }
}

/// <summary>Four blocks at a time.</summary>
internal unsafe struct GhashAccumulator512 : IGhashAccumulator
{
    private Vector512<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddFour<T>(Vector512.Load(source), state.ToVector256().ToVector512(), powers);
        MultiplyAddFour<T>(Vector512.Load(source + 64), default, powers + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(Vector128<ulong> state, EightBlocks blocks, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddFour<T>(Vector512.Create(Vector256.Create(blocks.B0, blocks.B1), Vector256.Create(blocks.B2, blocks.B3)), state.ToVector256().ToVector512(), powers);
        MultiplyAddFour<T>(Vector512.Create(Vector256.Create(blocks.B4, blocks.B5), Vector256.Create(blocks.B6, blocks.B7)), default, powers + 64);
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
    private void MultiplyAddFour<T>(Vector512<byte> blocks, Vector512<ulong> state, byte* powers) where T : struct, IVectorVocabulary
    {
        Vector512<ulong> data = T.Shuffle(blocks, Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64() ^ state;
        Vector512<ulong> h = Vector512.Load((ulong*)powers);
        Vector512<ulong> sum = Vector512.Load((ulong*)(powers + GhashKernel.SumsOffset));
        _low ^= T.CarrylessMultiplyLow(data, h);
        _high ^= T.CarrylessMultiplyHigh(data, h);
        _middle ^= T.CarrylessMultiplyLow(data ^ T.SwapHalves(data), sum);
    }
}
