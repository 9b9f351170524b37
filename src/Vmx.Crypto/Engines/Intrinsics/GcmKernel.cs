// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

//
//  GCM's GCTR and GHASH together (SP 800-38D sections 6.4, 6.5 and 7)
//
//      AES and carry-less multiplication use different units. One loop does both for the same eight blocks; nothing in the
//      AES of the next eight waits for the hash of these, so that the processor runs the two side by side.
//
internal static unsafe class GcmKernel
{
    [Provenance("intrinsics-gcm")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Encrypt<T, TAccumulator>(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
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
        for (; length >= EightBlocks.Size; length -= EightBlocks.Size)
        {
            EightBlocks blocks = CounterBlocks.Take<BigEndianCounter>(counterBlocks, ref counter, whitening);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey, source, scratch);
            blocks.Store(destination);

            TAccumulator sum = default;
            sum.MultiplyAdd<T>(hash, blocks, hashKey + EightBlocks.Size);
            hash = sum.Fold().Reduce<T>();
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (length != 0)
        {
            EightBlocks blocks = EightBlocks.Load(counterBlocks);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey);
            Tail.Add(blocks, source, destination, length);
            hash = GhashKernel.HashTail<T>(hashKey, hash, destination, length);
        }
        GhashKernel.StoreState<T>(hash, state);
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }

    [Provenance("intrinsics-gcm")]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Decrypt<T, TAccumulator>(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
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
        byte* ciphertext = stackalloc byte[EightBlocks.Size];
        for (; length >= EightBlocks.Size; length -= EightBlocks.Size)
        {
            // Hashed and decrypted from one reading of the source, whoever may be changing it.
            EightBlocks.Load(source).Store(ciphertext);

            EightBlocks blocks = CounterBlocks.Take<BigEndianCounter>(counterBlocks, ref counter, whitening);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            TAccumulator sum = default;
            sum.MultiplyAdd<T>(hash, EightBlocks.Load(ciphertext), hashKey + EightBlocks.Size);
            hash = sum.Fold().Reduce<T>();
            blocks.FinalRound<Cipher<T>>(lastKey, ciphertext, scratch);
            blocks.Store(destination);
            source += EightBlocks.Size;
            destination += EightBlocks.Size;
        }
        if (length != 0)
        {
            Tail.Copy(source, ciphertext, length);
            hash = GhashKernel.HashTail<T>(hashKey, hash, ciphertext, length);
            EightBlocks blocks = EightBlocks.Load(counterBlocks);
            blocks.Rounds<Cipher<T>>(keys, lastKey);
            blocks.FinalRound<Cipher<T>>(lastKey);
            Tail.Add(blocks, ciphertext, destination, length);
        }
        GhashKernel.StoreState<T>(hash, state);
        default(EightBlocks).Store(counterBlocks);
        default(EightBlocks).Store(scratch);
    }
}
