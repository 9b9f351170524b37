// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Engines.MachineCode.Generated;
using Vmx.Crypto.Perlasm.Power;
using Xunit;

namespace Vmx.Crypto.Tests.Power;

/// <summary>The kernels that the package contains, on an emulated processor. One call at a time.</summary>
internal sealed unsafe class EmulatedPower8(EmulatedKernels server) : IPower8Kernels
{
    private const int BlockSize = Engine.BlockSize;
    private const int Lanes = 8;
    private const int ScheduleSize = 256;
    private const int HashKeySize = 192;

    /// <summary>The environment variable that names the processors whose engine joins the suite: <c>power8</c>, <c>power9</c>, <c>power10</c>.</summary>
    public const string EnvironmentVariable = "VMX_TEST_POWER";

    /// <summary>What the environment asks for, or null.</summary>
    public static string? Processor { get; } = Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } name ? name : null;

    /// <summary>Every kernel's bytes, in the order of the routines.</summary>
    public static IReadOnlyList<byte[]> Kernels => [.. Enum.GetValues<Power8Routine>().Select(routine => Power8Code.Find(routine).ToArray())];

    /// <summary>Skips a test where the emulator is missing.</summary>
    public static void Require() => Assert.SkipUnless(EmulatedKernels.IsAvailable, "qemu-ppc64le (Debian package qemu-user) is not installed.");

    /// <summary>An engine on a new emulated processor.</summary>
    public static Power8Engine CreateEngine(string processor) => new(new EmulatedPower8(EmulatedKernels.Start(Kernels, processor)));

    public void Call(Power8Routine routine, void* key, void* state, void* source, void* destination, nuint count, void* hashKey = null, void* hash = null)
    {
        lock (server.Lock)
        {
            server.Begin();
            int blocks = (int)count;
            switch (routine)
            {
                case Power8Routine.ExpandKey:
                    Call(routine, In(key, blocks), Out(state, ScheduleSize), 0, 0, count);
                    break;
                case Power8Routine.ExpandHashKey:
                    Call(routine, Out(key, HashKeySize), In(state, BlockSize));
                    break;
                case Power8Routine.Ghash:
                    Call(routine, In(key, HashKeySize), InOut(state, BlockSize), In(source, blocks * BlockSize), 0, count);
                    break;
                case Power8Routine.CbcEncryptLanes:
                    CallLanes(key, state, (void**)source, blocks);
                    break;
                case Power8Routine.GcmEncrypt or Power8Routine.GcmDecrypt:
                    int bytes = blocks * Lanes * BlockSize;
                    Call(routine, In(key, ScheduleSize), In(state, BlockSize), In(source, bytes), Out(destination, bytes), count, In(hashKey, HashKeySize), InOut(hash, BlockSize));
                    break;
                case Power8Routine.EncryptBlocks or Power8Routine.DecryptBlocks or Power8Routine.CtrBigEndian32 or Power8Routine.CtrLittleEndian32:
                    Call(routine, In(key, ScheduleSize), In(state, BlockSize), In(source, blocks * BlockSize), Out(destination, blocks * BlockSize), count);
                    break;
                case Power8Routine.CbcEncrypt or Power8Routine.CbcDecrypt or Power8Routine.XtsEncrypt or Power8Routine.XtsDecrypt:
                    Call(routine, In(key, ScheduleSize), InOut(state, BlockSize), In(source, blocks * BlockSize), Out(destination, blocks * BlockSize), count);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(routine));
            }
        }
    }

    private void Call(Power8Routine routine, params ReadOnlySpan<ulong> arguments) => server.Call((int)routine, arguments);

    private void CallLanes(void* schedule, void* chainingBlocks, void** pointers, int blocks)
    {
        ulong* places = stackalloc ulong[2 * Lanes];
        for (int i = 0; i < 2 * Lanes; i++)
        {
            places[i] = i < Lanes ? In(pointers[i], blocks * BlockSize) : Out(pointers[i], blocks * BlockSize);
        }
        Call(Power8Routine.CbcEncryptLanes, In(schedule, ScheduleSize), InOut(chainingBlocks, Lanes * BlockSize), In(places, 2 * Lanes * sizeof(ulong)), 0, (uint)blocks);
    }

    private ulong In(void* pointer, int size) => server.Place(pointer, size, isInput: true, isOutput: false);

    private ulong Out(void* pointer, int size) => server.Place(pointer, size, isInput: false, isOutput: true);

    private ulong InOut(void* pointer, int size) => server.Place(pointer, size, isInput: true, isOutput: true);
}
