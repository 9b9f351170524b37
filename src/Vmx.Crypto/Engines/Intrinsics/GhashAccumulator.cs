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
    /// <summary>Begins a sum with the products of eight blocks and eight descending powers. The state is added to the first block.</summary>
    void Multiply<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary;

    /// <summary>Adds the products of eight more.</summary>
    void MultiplyAdd<T>(byte* source, byte* powers) where T : struct, IVectorVocabulary;

    /// <summary>The sum over all lanes.</summary>
    GhashProduct Fold();

    /// <summary>Copies eight blocks in registers of the width in which they will be loaded again.</summary>
    static abstract void Copy(byte* source, byte* destination);
}

/// <summary>One block at a time.</summary>
internal unsafe struct GhashAccumulator128 : IGhashAccumulator
{
    private GhashProduct _sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        _sum = default;
        MultiplyAddBlock<T>(Load<T>(source) ^ state, powers);
        for (nuint i = 16; i != EightBlocks.Size; i += 16)
        {
            MultiplyAddBlock<T>(Load<T>(source + i), powers + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        for (nuint i = 0; i != EightBlocks.Size; i += 16)
        {
            MultiplyAddBlock<T>(Load<T>(source + i), powers + i);
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
    public static void Copy(byte* source, byte* destination) => EightBlocks.Load(source).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load<T>(byte* source) where T : struct, IVectorVocabulary =>
        GhashField.ReverseBytes<T>(Vector128.Load(source)).AsUInt64();
}

/// <summary>Two blocks at a time.</summary>
internal unsafe struct GhashAccumulator256 : IGhashAccumulator
{
    private Vector256<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        _low = _middle = _high = default;
        MultiplyAddFour<T>(Load<T>(source) ^ state.ToVector256(), Load<T>(source + 32), powers);
        MultiplyAddFour<T>(Load<T>(source + 64), Load<T>(source + 96), powers + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        MultiplyAddFour<T>(Load<T>(source), Load<T>(source + 32), powers);
        MultiplyAddFour<T>(Load<T>(source + 64), Load<T>(source + 96), powers + 64);
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
    public static void Copy(byte* source, byte* destination)
    {
        Vector256.Load(source).Store(destination);
        Vector256.Load(source + 32).Store(destination + 32);
        Vector256.Load(source + 64).Store(destination + 64);
        Vector256.Load(source + 96).Store(destination + 96);
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
    private static Vector256<ulong> Load<T>(byte* source) where T : struct, IVectorVocabulary =>
        T.Shuffle(Vector256.Load(source), Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}

/// <summary>Four blocks at a time.</summary>
internal unsafe struct GhashAccumulator512 : IGhashAccumulator
{
    private Vector512<ulong> _low, _middle, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<T>(Vector128<ulong> state, byte* source, byte* powers) where T : struct, IVectorVocabulary
    {
        _low = _middle = _high = default;
        MultiplyAddEight<T>(Load<T>(source) ^ state.ToVector256().ToVector512(), Load<T>(source + 64), powers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<T>(byte* source, byte* powers) where T : struct, IVectorVocabulary =>
        MultiplyAddEight<T>(Load<T>(source), Load<T>(source + 64), powers);

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
    public static void Copy(byte* source, byte* destination)
    {
        Vector512.Load(source).Store(destination);
        Vector512.Load(source + 64).Store(destination + 64);
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
    private static Vector512<ulong> Load<T>(byte* source) where T : struct, IVectorVocabulary =>
        T.Shuffle(Vector512.Load(source), Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}
