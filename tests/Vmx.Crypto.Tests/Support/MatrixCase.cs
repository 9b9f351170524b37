// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Linq;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tests.Support;

/// <summary>One entry point on one engine with one key: the cipher and what it should give.</summary>
internal sealed class MatrixCase : IDisposable
{
    /// <summary>What destinations are filled with, so that a written byte shows.</summary>
    public const byte Untouched = 0xA5;

    private static readonly ConcurrentDictionary<(Mode Mode, int KeyBits, int Length), (byte[] Result, byte[] Tag)> _expected = new();

    private MatrixCase(Engine engine, EntryPoint entryPoint, int keyBits)
    {
        EntryPoint = entryPoint;
        KeyBits = keyBits;
        Key = TestData.Key(keyBits);
        Engine = engine;
        Cipher = entryPoint.Create(engine, Key);
    }

    public static MatrixCase Create(string engine, string entryPoint, int? keyBits = null)
    {
        EntryPoint found = TestMatrix.EntryPoint(entryPoint);
        return new MatrixCase(TestMatrix.Engine(engine), found, keyBits ?? found.Mode.KeyBits[0]);
    }

    public Engine Engine { get; }

    public EntryPoint EntryPoint { get; }

    public Mode Mode => EntryPoint.Mode;

    public int KeyBits { get; }

    public byte[] Key { get; }

    public IDisposable Cipher { get; }

    /// <summary>The shortest length from a given one on that the mode takes.</summary>
    public int LengthFrom(int length) => Enumerable.Range(length, 64).First(Mode.Accepts);

    public static byte[] Source(int length) => TestData.Bytes(7, length);

    /// <summary>What the Reference makes of <see cref="Source"/>.</summary>
    public (byte[] Result, byte[] Tag) Expected(int length) =>
        _expected.GetOrAdd((Mode, KeyBits, length), row => row.Mode.Reference(TestData.Key(row.KeyBits), Source(row.Length)));

    /// <summary>A tag argument: the right one where it is read, untouched bytes where it is written.</summary>
    public byte[] TagArgument(int length) => Mode.TagIsInput ? [.. Expected(length).Tag] : Filled(Mode.TagSize);

    public void Run(ReadOnlySpan<byte> source, Span<byte> destination, Span<byte> tag) => EntryPoint.Run(Cipher, source, destination, tag);

    public static byte[] Filled(int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(Untouched);
        return bytes;
    }

    public static bool IsUntouched(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Untouched);

    public void Dispose() => Cipher.Dispose();
}
