// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;

namespace Vmx.Crypto.Engines;

//
//  Key memory
//
//      Round keys and hash-key powers live in native memory that the collector neither moves nor copies. Dispose zeroes
//      it; only the finalizer frees it, so that a call that runs on another thread while the key is disposed reads zeros
//      and never freed memory.
//
//      The protocol of every public method, which costs a few cycles and no atomic operation:
//
//          1. ThrowIfDisposed
//          2. the kernel
//          3. WasDisposed: whoever disposed the key meanwhile may have made the kernel run with zeros. Wipe what was
//             written and throw.
//          4. GC.KeepAlive(keyMemory)
//
internal sealed unsafe class KeyMemory : CriticalFinalizerObject
{
    private const nuint Alignment = 64;

    private byte* _memory;
    private readonly nuint _size;
    private volatile bool _disposed;

    public KeyMemory(int size)
    {
        _size = (nuint)size;
        _memory = (byte*)NativeMemory.AlignedAlloc(_size, Alignment);
    }

    ~KeyMemory()
    {
        byte* memory = _memory;
        if (memory != null)
        {
            // Whoever still finds this object, from a finalizer of their own, finds it disposed.
            _disposed = true;
            _memory = null;
            CryptographicOperations.ZeroMemory(new Span<byte>(memory, (int)_size));
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>The memory, aligned to 64 bytes.</summary>
    public byte* Pointer => _memory;

    /// <summary>Bytes of memory.</summary>
    public int Size => (int)_size;

    /// <summary>Throws when the key is disposed: the first check of every public method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThrowIfDisposed(object owner)
    {
        if (_disposed)
        {
            Error.Disposed(owner);
        }
    }

    /// <summary>Whether the key was disposed before or while a kernel ran: the last check of every public method.</summary>
    public bool WasDisposed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // The kernel's reads of the keys come before this read of the flag.
            Volatile.ReadBarrier();
            return _disposed;
        }
    }

    /// <summary>Zeroes the memory. The finalizer frees it.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            // The flag is seen by others before the zeros are.
            Thread.MemoryBarrier();
            CryptographicOperations.ZeroMemory(new Span<byte>(_memory, (int)_size));
        }
        GC.KeepAlive(this);
    }
}
