// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Memory;

/// <summary>Keys live in their own memory, are gone from it after Dispose, and are never freed under a call.</summary>
public sealed class KeyMemoryTests
{
    [Theory]
    [MemberData(nameof(TestMatrix.KeyRows), MemberType = typeof(TestMatrix))]
    public void Keys_are_gone_from_memory_after_dispose(string engine, string entryPoint, int keyBits)
    {
        using var row = MatrixCase.Create(engine, entryPoint, keyBits);
        int length = row.LengthFrom(100);
        row.Run(MatrixCase.Source(length), new byte[row.Mode.ResultSize(length)], row.TagArgument(length));
        KeyMemory[] memories = [.. KeyMemoriesOf(row.Cipher)];
        Assert.NotEmpty(memories);
        foreach (KeyMemory memory in memories)
        {
            byte[] before = ReadOwnMemory(memory);
            Assert.True(before.AsSpan().ContainsAnyExcept((byte)0), "a key in use is in memory");
        }
        OtherThread.Run(row.Dispose);
        foreach (KeyMemory memory in memories)
        {
            Assert.False(ReadOwnMemory(memory).AsSpan().ContainsAnyExcept((byte)0), "a key was left behind");
        }
        GC.KeepAlive(memories);
    }

    /// <summary>The thread that made a key and used it alone frees its memory. The allocator may write there; the key is gone all the same.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.KeyRows), MemberType = typeof(TestMatrix))]
    public unsafe void Keys_of_one_thread_are_gone_from_freed_memory(string engine, string entryPoint, int keyBits)
    {
        // A key that no other test has: one of theirs may get this memory next.
        IDisposable cipher = TestMatrix.EntryPoint(entryPoint).Create(TestMatrix.Engine(engine), RandomNumberGenerator.GetBytes(TestData.Key(keyBits).Length));
        KeyMemory memory = KeyMemoriesOf(cipher).First();
        nint address = (nint)memory.Pointer;
        byte[] before = ReadOwnMemory(memory);
        cipher.Dispose();
        Assert.True(memory.Pointer == null, "the memory was kept");
        byte[] after = ReadOwnMemory(address, before.Length);
        for (int i = 0; i < before.Length; i += 16)
        {
            bool isLeft = before.AsSpan(i, 16).ContainsAnyExcept((byte)0) && after.AsSpan(i, 16).SequenceEqual(before.AsSpan(i, 16));
            Assert.False(isLeft, $"16 bytes of a key were left behind at {i}");
        }
    }

    [Theory]
    [MemberData(nameof(TestMatrix.KeyRows), MemberType = typeof(TestMatrix))]
    public void No_managed_field_of_a_keyed_object_holds_the_key(string engine, string entryPoint, int keyBits)
    {
        using var row = MatrixCase.Create(engine, entryPoint, keyBits);
        foreach (byte[] array in Reachable(row.Cipher).OfType<byte[]>())
        {
            Assert.True(array.AsSpan().IndexOf(row.Key.AsSpan(0, 16)) < 0, "a managed array holds the key");
        }
    }

    [Fact]
    public unsafe void Key_memory_is_aligned_and_zeroed_once_for_all()
    {
        foreach (int size in (int[])[16, 176, 256, 512, 4096])
        {
            var memory = new KeyMemory(size);
            Assert.Equal(size, memory.Size);
            Assert.Equal(0u, (nuint)memory.Pointer % 64);
            new Span<byte>(memory.Pointer, size).Fill(0x5A);
            OtherThread.Run(() => memory.ThrowIfDisposed(this));
            Assert.False(memory.WasDisposed);
            memory.Dispose();
            Assert.True(memory.WasDisposed);
            Assert.Throws<ObjectDisposedException>(() => memory.ThrowIfDisposed(this));
            Assert.False(new ReadOnlySpan<byte>(memory.Pointer, size).ContainsAnyExcept((byte)0));
            memory.Dispose();
            GC.KeepAlive(memory);
        }
    }

    /// <summary>Whose memory Dispose frees: keys that no thread but their maker has used, a few times.</summary>
    [Theory]
    [InlineData(0, false, false, true)]
    [InlineData(16, false, false, true)]
    [InlineData(17, false, false, false)]
    [InlineData(1, true, false, false)]
    [InlineData(1, false, true, false)]
    public unsafe void Dispose_frees_what_only_its_maker_has_used(int calls, bool anotherThreadCalls, bool anotherThreadDisposes, bool frees)
    {
        var memory = new KeyMemory(64);
        new Span<byte>(memory.Pointer, 64).Fill(0x5A);
        for (int i = 0; i < calls; i++)
        {
            memory.ThrowIfDisposed(this);
        }
        if (anotherThreadCalls)
        {
            OtherThread.Run(() => memory.ThrowIfDisposed(this));
        }
        if (anotherThreadDisposes)
        {
            OtherThread.Run(memory.Dispose);
        }
        memory.Dispose();
        Assert.Equal(frees, memory.Pointer == null);
        Assert.Throws<ObjectDisposedException>(() => memory.ThrowIfDisposed(this));
        OtherThread.Run(() => Assert.Throws<ObjectDisposedException>(() => memory.ThrowIfDisposed(this)));
        memory.Dispose();
    }

    /// <summary>Objects that nobody holds any more are finalised while their last call still runs.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.DirectRows), MemberType = typeof(TestMatrix))]
    public void Finalizers_never_race_a_call(string engine, string entryPoint)
    {
        EntryPoint found = TestMatrix.EntryPoint(entryPoint);
        Engine chosen = TestMatrix.Engine(engine);
        int bits = found.Mode.KeyBits[0];
        byte[] key = TestData.Key(bits);
        using var row = MatrixCase.Create(engine, entryPoint);
        int length = row.LengthFrom(2000);
        (byte[] expected, byte[] expectedTag) = row.Expected(length);
        byte[] source = MatrixCase.Source(length);
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            byte[] destination = new byte[expected.Length];
            for (int i = 0; i < SuiteSize.Choose(100, 10); i++)
            {
                byte[] tag = row.TagArgument(length);
                Abandon(destination, tag);
                Assert.Equal(expected, destination);
                Assert.Equal(expectedTag, tag);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Abandon(byte[] destination, byte[] tag) => found.Run(found.Create(chosen, key), source, destination, tag);
    }

    private static unsafe byte[] ReadOwnMemory(KeyMemory memory)
    {
        byte[] bytes = ReadOwnMemory((nint)memory.Pointer, memory.Size);
        GC.KeepAlive(memory);
        return bytes;
    }

    private static unsafe byte[] ReadOwnMemory(nint address, int size)
    {
        byte[] bytes = new byte[size];
        if (OperatingSystem.IsLinux() && File.Exists("/proc/self/mem"))
        {
            // Through the kernel: what is there, not what a compiler remembers.
            using FileStream self = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            self.Seek(address, SeekOrigin.Begin);
            self.ReadExactly(bytes);
        }
        else
        {
            new ReadOnlySpan<byte>((void*)address, size).CopyTo(bytes);
        }
        return bytes;
    }

    private static IEnumerable<KeyMemory> KeyMemoriesOf(object target) => Reachable(target).OfType<KeyMemory>();

    // Everything that the fields of this library's types lead to.
    private static List<object> Reachable(object target)
    {
        var found = new List<object>();
        var queue = new Queue<object>([target]);
        while (queue.TryDequeue(out object? next))
        {
            if (found.Any(other => ReferenceEquals(other, next)))
            {
                continue;
            }
            found.Add(next);
            if (next.GetType().Assembly != typeof(VmxCrypto).Assembly || next is Engine)
            {
                continue;
            }
            for (Type? type = next.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive && field.GetValue(next) is object value)
                    {
                        queue.Enqueue(value);
                    }
                }
            }
        }
        return found;
    }
}
