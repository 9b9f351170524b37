// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
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
        row.Dispose();
        foreach (KeyMemory memory in memories)
        {
            Assert.False(ReadOwnMemory(memory).AsSpan().ContainsAnyExcept((byte)0), "a key was left behind");
        }
        GC.KeepAlive(memories);
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
            Assert.False(memory.WasDisposed);
            memory.Dispose();
            Assert.True(memory.WasDisposed);
            Assert.Throws<ObjectDisposedException>(() => memory.ThrowIfDisposed(this));
            Assert.False(new ReadOnlySpan<byte>(memory.Pointer, size).ContainsAnyExcept((byte)0));
            memory.Dispose();
            GC.KeepAlive(memory);
        }
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
        byte[] bytes = new byte[memory.Size];
        if (OperatingSystem.IsLinux() && File.Exists("/proc/self/mem"))
        {
            // Through the kernel: what is there, not what a compiler remembers.
            using FileStream self = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            self.Seek((nint)memory.Pointer, SeekOrigin.Begin);
            self.ReadExactly(bytes);
        }
        else
        {
            new ReadOnlySpan<byte>(memory.Pointer, bytes.Length).CopyTo(bytes);
        }
        GC.KeepAlive(memory);
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
