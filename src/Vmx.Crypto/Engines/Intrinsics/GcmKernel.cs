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
//      can then load it at once. Decryption has its ciphertext from the start; one load of it serves the hash and the last
//      round, so that the two see the same bytes whoever changes the source meanwhile.
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
        TAccumulator sum;

        EncryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source, destination, scratch);
        EncryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source + EightBlocks.Size, destination + EightBlocks.Size, scratch);
        while (--strides != 0)
        {
            sum = default;
            sum.MultiplyAdd<T>(hash, destination, hashKey);
            source += Stride;
            EncryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source, destination + Stride, scratch);
            sum.MultiplyAdd<T>(Vector128<ulong>.Zero, destination + EightBlocks.Size, hashKey + EightBlocks.Size);
            hash = sum.Fold().Reduce<T>();
            destination += Stride;
            EncryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, source + EightBlocks.Size, destination + EightBlocks.Size, scratch);
        }
        sum = default;
        sum.MultiplyAdd<T>(hash, destination, hashKey);
        sum.MultiplyAdd<T>(Vector128<ulong>.Zero, destination + EightBlocks.Size, hashKey + EightBlocks.Size);
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
        byte* counterBlocks = stackalloc byte[2 * EightBlocks.Size];
        byte* scratch = counterBlocks + EightBlocks.Size;
        uint counter = CounterBlocks.Start<BigEndianCounter>(counterBlocks, counterBlock, T.Whitening(keys));
        uint whitening = BigEndianCounter.Word(T.Whitening(keys));
        Vector128<ulong> hash = GhashKernel.LoadState<T>(state);
        TAccumulator sum;
        for (; strides != 0; strides--)
        {
            Vector128<byte> last = Vector128.Load(lastKey);
            sum = default;
            sum.MultiplyAddAndMask<T>(hash, source, hashKey, last, scratch);
            DecryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, scratch, destination);
            sum.MultiplyAddAndMask<T>(Vector128<ulong>.Zero, source + EightBlocks.Size, hashKey + EightBlocks.Size, last, scratch);
            hash = sum.Fold().Reduce<T>();
            DecryptEight<T>(keys, lastKey, counterBlocks, ref counter, whitening, scratch, destination + EightBlocks.Size);
            source += Stride;
            destination += Stride;
        }
        GhashKernel.StoreState<T>(hash, state);
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }

    /// <summary>GCTR of eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EncryptEight<T>(byte* keys, byte* lastKey, byte* counterBlocks, ref uint counter, uint whitening, byte* source, byte* destination, byte* scratch)
        where T : struct, IVectorVocabulary
    {
        EightBlocks blocks = CounterBlocks.Take<BigEndianCounter>(counterBlocks, ref counter, whitening);
        blocks.Rounds<Cipher<T>>(keys, lastKey);
        blocks.FinalRound<Cipher<T>>(lastKey, source, scratch);
        blocks.Store(destination);
    }

    /// <summary>GCTR of eight blocks that already have w[Nr] added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DecryptEight<T>(byte* keys, byte* lastKey, byte* counterBlocks, ref uint counter, uint whitening, byte* masked, byte* destination)
        where T : struct, IVectorVocabulary
    {
        EightBlocks blocks = CounterBlocks.Take<BigEndianCounter>(counterBlocks, ref counter, whitening);
        blocks.Rounds<Cipher<T>>(keys, lastKey);
        blocks.FinalRound<Cipher<T>>(Cipher<T>.RoundKey(lastKey), masked);
        blocks.Store(destination);
    }
}
