// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;

namespace Vmx.Crypto.Tool.Speed.Contenders;

//
//  A shared library of this machine
//
//      Peers written in C are called through function pointers. Those that a measurement calls over and over are declared
//      with SuppressGCTransition: what the runtime does around an ordinary call takes longer than a peer needs for a short
//      message, and it is no property of the peer. Nothing here calls back into managed code.
//
/// <summary>A library that was found, and its functions by name.</summary>
internal sealed class SharedLibrary
{
    private readonly nint _handle;

    private SharedLibrary(nint handle) => _handle = handle;

    /// <summary>Loads the first of the names that is found; the process keeps it.</summary>
    /// <exception cref="DllNotFoundException">None is found; the message says so in a sentence.</exception>
    public static SharedLibrary Load(params ReadOnlySpan<string> fileNames)
    {
        foreach (string name in fileNames)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                return new SharedLibrary(handle);
            }
        }
        throw new DllNotFoundException($"no {string.Join(" and no ", fileNames)} is found.");
    }

    /// <summary>Whether the library has a function.</summary>
    public bool Has(string function) => NativeLibrary.TryGetExport(_handle, function, out _);

    /// <summary>The address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">The library does not have it; the message says so in a sentence.</exception>
    public nint this[string function] => NativeLibrary.TryGetExport(_handle, function, out nint address)
        ? address
        : throw new EntryPointNotFoundException($"the library that is found lacks {function}.");
}
