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
//      Round keys and hash-key powers live in native memory that the collector neither moves nor copies. Dispose zeroes it.
//      Whether Dispose may free it as well is the question, since a call on another thread may just run with it: a freed
//      address may not be read, and a count of calls would cost an atomic operation in each, more than a short message does.
//
//      - A key is private at first. As long as only the thread that made it has used it, and that a few times, Dispose on
//        that thread frees the memory at once: a key for one message costs no finalizer and no fresh page of memory.
//      - Another thread's first call marks the key as shared, and so does its maker after some calls, so that a key
//        that stays need not ask which thread it is. From then on only the finalizer frees the memory, and a call that runs
//        while the key is disposed reads zeros.
//
//      That the two sides cannot miss each other is Dekker's argument: the call writes the mark, then reads whether the key
//      is disposed; Dispose writes that it is, then reads the mark; a full barrier stands between the two in both. One of them
//      sees the other. The thread that made the key needs neither mark nor barrier.
//
//      The protocol of every public method, which costs a few cycles and no atomic operation:
//
//          1. ThrowIfDisposed
//          2. the kernel
//          3. WasDisposed: whoever disposed the key meanwhile may have made the kernel run with zeros. Wipe what was
//             written and throw.
//          4. GC.KeepAlive(keyMemory)
//
internal sealed unsafe class KeyMemory : CriticalFinalizerObject, IDisposable
{
    private const nuint Alignment = 64;
    private const int PrivateCalls = 16;

    private byte* _memory;
    private readonly nuint _size;
    private readonly int _maker = Environment.CurrentManagedThreadId;
    private int _privateCalls;
    private volatile bool _shared;
    private volatile bool _disposed;

    public KeyMemory(int size)
    {
        _size = (nuint)size;
        _memory = (byte*)NativeMemory.AlignedAlloc(_size, Alignment);
        NativeMemory.Clear(_memory, _size);
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
        if (!_shared)
        {
            CountPrivateCall();
        }
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

    /// <summary>Zeroes the memory, and frees it unless another thread may be using it; else the finalizer does.</summary>
    public void Dispose()
    {
        bool isMaker = _maker == Environment.CurrentManagedThreadId;
        if (!isMaker)
        {
            // Before the flag is read: the maker may be freeing the memory just now.
            Share();
        }
        if (!_disposed)
        {
            _disposed = true;
            // The flag is seen by others before the zeros are, and before the mark is read.
            Thread.MemoryBarrier();
            byte* memory = _memory;
            CryptographicOperations.ZeroMemory(new Span<byte>(memory, (int)_size));
            if (isMaker && !_shared)
            {
                _memory = null;
                GC.SuppressFinalize(this);
                NativeMemory.AlignedFree(memory);
            }
        }
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountPrivateCall()
    {
        // Only the maker counts.
        if (_maker != Environment.CurrentManagedThreadId || ++_privateCalls > PrivateCalls)
        {
            Share();
        }
    }

    private void Share()
    {
        _shared = true;
        Thread.MemoryBarrier();
    }
}
