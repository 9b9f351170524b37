// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool.KnownAnswers;

//
//  What the checks of all modes share. A check returns null when all is well, else the first difference in words.
//
internal static class Expect
{
    /// <summary>Compares what came out with what should have.</summary>
    public static string? Equal(string what, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (expected.Length != actual.Length)
        {
            return $"{what}: {actual.Length} bytes where {expected.Length} belong";
        }
        int same = expected.CommonPrefixLength(actual);
        return same == expected.Length
            ? null
            : $"{what}: byte {same} of {expected.Length} is {actual[same]:x2} where {expected[same]:x2} belongs";
    }

    /// <summary>Checks that something is refused with the right exception.</summary>
    public static string? Refused<TException>(string what, Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException)
        {
            return null;
        }
        return $"{what}: accepted where {typeof(TException).Name} belongs";
    }

    /// <summary>Runs a transformation once into another buffer and once in place.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="source">The input.</param>
    /// <param name="expected">What should come out.</param>
    /// <param name="transform">The transformation; it returns how many bytes it wrote.</param>
    public static string? Transformation(string what, byte[] source, byte[] expected, TransformFunction transform)
    {
        // Room for padding in either direction.
        byte[] destination = new byte[Math.Max(source.Length, expected.Length)];
        int written = transform(source, destination);
        string? problem = Equal(what, expected, destination.AsSpan(0, Math.Clamp(written, 0, destination.Length)));
        if (problem is not null)
        {
            return problem;
        }
        byte[] inPlace = new byte[destination.Length];
        source.CopyTo(inPlace, 0);
        written = transform(inPlace.AsSpan(0, source.Length), inPlace);
        return Equal(what + " in place", expected, inPlace.AsSpan(0, Math.Clamp(written, 0, inPlace.Length)));
    }

    /// <summary>A transformation of bytes.</summary>
    public delegate int TransformFunction(ReadOnlySpan<byte> source, Span<byte> destination);
}
