// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  GCM's GCTR and GHASH together (SP 800-38D sections 6.4, 6.5 and 7)
//
//      AES and carry-less multiplication use different units. One loop does both, so that the processor runs them side by
//      side: sixteen blocks are encrypted and sixteen are hashed, with one reduction. What is short of that is left to the
//      kernels of CTR and GHASH.
//
//      Encryption hashes one stride behind the cipher, ciphertext that has long reached memory; registers wider than a block
//      can then load it at once. Decryption has its ciphertext from the start; it copies each stride before it hashes and
//      decrypts it, so that the two see the same bytes whoever changes the source meanwhile.
//
internal static unsafe class GcmKernel
{
    /// <summary>Bytes of ciphertext per reduction.</summary>
    public const int Stride = GhashKernel.Powers * Engine.BlockSize;

    /// <summary>Encrypts and hashes whole strides, two or more.</summary>
    [Provenance("intrinsics-gcm")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Encrypt<T, TAccumulator>(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint strides)
        where T : struct, IVectorVocabulary
        where TAccumulator : struct, IGhashAccumulator
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        byte* counterBlocks = stackalloc byte[2 * EightBlocks.Size];
        byte* scratch = counterBlocks + EightBlocks.Size;
        uint counter = CounterBlocks.Start<BigEndianCounter>(counterBlocks, counterBlock, T.Whitening(keys));
        uint whitening = BigEndianCounter.Word(T.Whitening(keys));
        Vector128<ulong> hash = GhashKernel.LoadState<T>(state);
        TAccumulator sum = default;

        Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source, destination, scratch);
        Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source + EightBlocks.Size, destination + EightBlocks.Size, scratch);
        while (--strides != 0)
        {
            sum.Multiply<T>(hash, destination, hashKey);
            source += Stride;
            Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source, destination + Stride, scratch);
            sum.MultiplyAdd<T>(destination + EightBlocks.Size, hashKey + EightBlocks.Size);
            hash = sum.Fold().Reduce<T>();
            destination += Stride;
            Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source + EightBlocks.Size, destination + EightBlocks.Size, scratch);
        }
        sum.Multiply<T>(hash, destination, hashKey);
        sum.MultiplyAdd<T>(destination + EightBlocks.Size, hashKey + EightBlocks.Size);
        GhashKernel.StoreState<T>(sum.Fold().Reduce<T>(), state);
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }

    /// <summary>Hashes and decrypts whole strides, one or more.</summary>
    [Provenance("intrinsics-gcm")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Decrypt<T, TAccumulator>(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint strides)
        where T : struct, IVectorVocabulary
        where TAccumulator : struct, IGhashAccumulator
    {
        byte* keys = KeySchedule.EncryptionKeys(schedule);
        byte* lastKey = keys + (KeySchedule.Rounds(schedule) * Engine.BlockSize);
        byte* counterBlocks = stackalloc byte[(2 * EightBlocks.Size) + Stride];
        byte* scratch = counterBlocks + EightBlocks.Size;
        byte* ciphertext = scratch + EightBlocks.Size;
        uint counter = CounterBlocks.Start<BigEndianCounter>(counterBlocks, counterBlock, T.Whitening(keys));
        uint whitening = BigEndianCounter.Word(T.Whitening(keys));
        Vector128<ulong> hash = GhashKernel.LoadState<T>(state);
        TAccumulator sum = default;
        for (; strides != 0; strides--)
        {
            TAccumulator.Copy(source, ciphertext);
            sum.Multiply<T>(hash, ciphertext, hashKey);
            Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, ciphertext, destination, scratch);
            TAccumulator.Copy(source + EightBlocks.Size, ciphertext + EightBlocks.Size);
            sum.MultiplyAdd<T>(ciphertext + EightBlocks.Size, hashKey + EightBlocks.Size);
            hash = sum.Fold().Reduce<T>();
            Eight<T>(keys, lastKey, counterBlocks, ref counter, whitening, ciphertext + EightBlocks.Size, destination + EightBlocks.Size, scratch);
            source += Stride;
            destination += Stride;
        }
        GhashKernel.StoreState<T>(hash, state);
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }

    /// <summary>GCTR of eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<T>(byte* keys, byte* lastKey, byte* counterBlocks, ref uint counter, uint whitening, byte* source, byte* destination, byte* scratch)
        where T : struct, IVectorVocabulary
    {
        EightBlocks blocks = CounterBlocks.Take<BigEndianCounter>(counterBlocks, ref counter, whitening);
        blocks.Rounds<Cipher<T>>(keys, lastKey);
        blocks.FinalRound<Cipher<T>>(lastKey, source, scratch);
        blocks.Store(destination);
    }
}
