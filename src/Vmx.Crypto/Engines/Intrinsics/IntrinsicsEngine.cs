// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.Intrinsics;

/// <summary>The engine contract over one vector vocabulary: hands every call to the kernel that implements it.</summary>
/// <typeparam name="T">The vocabulary.</typeparam>
[SkipLocalsInit]
internal abstract unsafe class IntrinsicsEngine<T> : Engine
    where T : struct, IVectorVocabulary
{
    public sealed override bool IsHardwareAccelerated => true;

    public sealed override int KeyScheduleSize => KeySchedule.Size;

    public sealed override int HashKeySize => GhashKernel.KeySize;

    /// <summary>Bits of the widest carry-less product in use: 128, 256 or 512.</summary>
    public static int CarrylessWidth => T.CarrylessWidth;

    public sealed override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) =>
        KeySchedule.Expand<T>(key, keySize, schedule, forDecryption);

    public sealed override void ExpandHashKey(byte* subkey, byte* hashKey) =>
        GhashKernel.ExpandKey<T>(subkey, hashKey);

    public sealed override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        BlockKernel.Transform<Cipher<T>>(schedule, source, destination, blockCount);

    public sealed override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        BlockKernel.Transform<EquivalentInverseCipher<T>>(schedule, source, destination, blockCount);

    public sealed override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) =>
        CbcKernel.Encrypt<T>(schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount) =>
        CbcKernel.Decrypt<T>(schedule, chainingBlock, source, destination, blockCount);

    public sealed override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination) =>
        CbcKernel.EncryptMany<T>(schedule, jobs, jobCount, ivs, source, destination);

    public sealed override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        CtrKernel.Transform<T, BigEndianCounter>(schedule, counterBlock, source, destination, length);

    public sealed override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length) =>
        CtrKernel.Transform<T, LittleEndianCounter>(schedule, counterBlock, source, destination, length);

    public sealed override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        XtsKernel.Transform<T, Cipher<T>>(dataSchedule, tweakSchedule, in run, source, destination);

    public sealed override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination) =>
        XtsKernel.Transform<T, EquivalentInverseCipher<T>>(dataSchedule, tweakSchedule, in run, source, destination);

    public sealed override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        switch (T.CarrylessWidth)
        {
            case 512:
                GhashKernel.Hash<T, GhashAccumulator512>(hashKey, state, source, length);
                break;
            case 256:
                GhashKernel.Hash<T, GhashAccumulator256>(hashKey, state, source, length);
                break;
            default:
                GhashKernel.Hash<T, GhashAccumulator128>(hashKey, state, source, length);
                break;
        }
    }

    public sealed override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        byte* counter = stackalloc byte[BlockSize];
        Vector128.Load(counterBlock).Store(counter);
        nuint strides = length / GcmKernel.Stride;
        if (strides > 1)
        {
            switch (T.CarrylessWidth)
            {
                case 512:
                    GcmKernel.Encrypt<T, GhashAccumulator512>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
                case 256:
                    GcmKernel.Encrypt<T, GhashAccumulator256>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
                default:
                    GcmKernel.Encrypt<T, GhashAccumulator128>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
            }
            nuint done = strides * GcmKernel.Stride;
            AddToCounter(counter, (uint)(done / BlockSize));
            source += done;
            destination += done;
            length -= done;
        }
        CtrBigEndian32(schedule, counter, source, destination, length);
        Ghash(hashKey, state, destination, length);
    }

    public sealed override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        byte* counter = stackalloc byte[BlockSize];
        Vector128.Load(counterBlock).Store(counter);
        nuint strides = length / GcmKernel.Stride;
        if (strides != 0)
        {
            switch (T.CarrylessWidth)
            {
                case 512:
                    GcmKernel.Decrypt<T, GhashAccumulator512>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
                case 256:
                    GcmKernel.Decrypt<T, GhashAccumulator256>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
                default:
                    GcmKernel.Decrypt<T, GhashAccumulator128>(schedule, hashKey, counterBlock, state, source, destination, strides);
                    break;
            }
            nuint done = strides * GcmKernel.Stride;
            AddToCounter(counter, (uint)(done / BlockSize));
            source += done;
            destination += done;
            length -= done;
        }
        base.GcmDecrypt(schedule, hashKey, counter, state, source, destination, length);
    }
}
