// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>Runs the generated POWER kernels: in this process, or, in the tests, on an emulated processor.</summary>
internal unsafe interface IPower8Kernels
{
    /// <summary>Calls a routine. The collector waits for it: one call should take a few microseconds at most.</summary>
    void Call(Power8Routine routine, void* key, void* state, void* source, void* destination, nuint count, void* hashKey = null, void* hash = null);
}
