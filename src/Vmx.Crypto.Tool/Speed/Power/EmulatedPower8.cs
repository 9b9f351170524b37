// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Perlasm.Power;

namespace Vmx.Crypto.Tool.Speed.Power;

/// <summary>The kernels that the package contains, on an emulated processor. One call at a time.</summary>
internal sealed unsafe class EmulatedPower8(EmulatedKernels server) : IPower8Kernels
{
    private const int BlockSize = Engine.BlockSize;
    private const int Lanes = 8;
    private const int ScheduleSize = 256;
    private const int HashKeySize = 192;

    /// <summary>Every kernel's bytes, in the order of the routines.</summary>
    public static IReadOnlyList<byte[]> Kernels => [.. Enum.GetValues<Power8Routine>().Select(routine => Power8Code.Find(routine).ToArray())];

    public void Call(Power8Routine routine, void* key, void* state, void* source, void* destination, nuint count, void* hashKey = null, void* hash = null)
    {
        int text = (int)count * BlockSize;
        lock (server.Lock)
        {
            server.Begin();
            switch (routine)
            {
                case Power8Routine.ExpandKey:
                    Call(routine, In(key, (int)count), Out(state, ScheduleSize), In(source, 0), Out(destination, 0), count, hashKey, hash);
                    break;
                case Power8Routine.ExpandHashKey:
                    Call(routine, Out(key, HashKeySize), In(state, BlockSize), In(source, 0), Out(destination, 0), count, hashKey, hash);
                    break;
                case Power8Routine.Ghash:
                    Call(routine, In(key, HashKeySize), InOut(state, BlockSize), In(source, text), Out(destination, 0), count, hashKey, hash);
                    break;
                case Power8Routine.CbcEncryptLanes:
                    ulong schedule = In(key, ScheduleSize);
                    Call(routine, schedule, InOut(state, Lanes * BlockSize), Pointers((void**)source, text), Out(destination, 0), count, hashKey, hash);
                    break;
                case Power8Routine.GcmEncrypt or Power8Routine.GcmDecrypt:
                    Call(routine, In(key, ScheduleSize), In(state, BlockSize), In(source, text * Lanes), Out(destination, text * Lanes), count, hashKey, hash);
                    break;
                case Power8Routine.EncryptBlocks or Power8Routine.DecryptBlocks or Power8Routine.CtrBigEndian32 or Power8Routine.CtrLittleEndian32:
                    Call(routine, In(key, ScheduleSize), In(state, BlockSize), In(source, text), Out(destination, text), count, hashKey, hash);
                    break;
                case Power8Routine.CbcEncrypt or Power8Routine.CbcDecrypt or Power8Routine.XtsEncrypt or Power8Routine.XtsDecrypt:
                    Call(routine, In(key, ScheduleSize), InOut(state, BlockSize), In(source, text), Out(destination, text), count, hashKey, hash);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(routine));
            }
        }
    }

    private void Call(Power8Routine routine, ulong key, ulong state, ulong source, ulong destination, ulong count, void* hashKey, void* hash) =>
        server.Call((int)routine, key, state, source, destination, count, In(hashKey, HashKeySize), InOut(hash, BlockSize));

    /// <summary>Eight pointers to plaintext and eight to ciphertext, and the table of where the server has what they lead to.</summary>
    private ulong Pointers(void** pointers, int size)
    {
        ulong* places = stackalloc ulong[2 * Lanes];
        for (int i = 0; i < 2 * Lanes; i++)
        {
            places[i] = i < Lanes ? In(pointers[i], size) : Out(pointers[i], size);
        }
        return server.PlaceTable(places, 2 * Lanes);
    }

    private ulong In(void* pointer, int size) => server.Place(pointer, size, isInput: true, isOutput: false);

    private ulong Out(void* pointer, int size) => server.Place(pointer, size, isInput: false, isOutput: true);

    private ulong InOut(void* pointer, int size) => server.Place(pointer, size, isInput: true, isOutput: true);
}
