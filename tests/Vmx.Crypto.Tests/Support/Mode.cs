// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  The rows of the table that the contract, memory and conformance suites share
//
//      A mode says what the result is, by the Reference. An entry point is one way through the public types to get that
//      result. Every parameter but the key and the text (IV, nonce, tweak, associated data) is fixed per mode.
//

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Runs an entry point.</summary>
/// <param name="cipher">What <see cref="EntryPoint.Create"/> made.</param>
/// <param name="source">The text.</param>
/// <param name="destination">Where the result goes.</param>
/// <param name="tag"><see cref="Mode.TagSize"/> bytes: written by what seals, read by what opens or verifies.</param>
internal delegate void EntryPointCall(IDisposable cipher, ReadOnlySpan<byte> source, Span<byte> destination, Span<byte> tag);

/// <summary>One mode in one direction.</summary>
internal sealed record Mode
{
    public required string Name { get; init; }

    /// <summary>The key sizes, in bits.</summary>
    public required IReadOnlyList<int> KeyBits { get; init; }

    /// <summary>Which source lengths it takes.</summary>
    public required Func<int, bool> Accepts { get; init; }

    /// <summary>The size of the result for a source length.</summary>
    public Func<int, int> ResultSize { get; init; } = length => length;

    /// <summary>Bytes of tag that go with a message; zero where there is none.</summary>
    public int TagSize { get; init; }

    /// <summary>The result and the tag, by the Reference, of a key and a source.</summary>
    public required Func<byte[], byte[], (byte[] Result, byte[] Tag)> Reference { get; init; }

    /// <summary>Whether the result is a text as long as the source; else it is a hash or a verdict.</summary>
    public bool IsTransformation { get; init; } = true;

    /// <summary>Whether the tag is an argument, which only the Reference can make, and not a result.</summary>
    public bool TagIsInput { get; init; }

    public override string ToString() => Name;
}

/// <summary>One way through the public types.</summary>
internal sealed record EntryPoint
{
    public required string Name { get; init; }

    public required Mode Mode { get; init; }

    /// <summary>Makes the cipher with an engine and a key.</summary>
    public required Func<Engine, byte[], IDisposable> Create { get; init; }

    public required EntryPointCall Run { get; init; }

    /// <summary>The members of public types that it calls, as <c>Type.Member</c>.</summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>The name of the parameter that takes the destination; null where the result does not go through one span.</summary>
    public string? DestinationName { get; init; }

    /// <summary>Whether a whole run makes no object: no incremental object, transform or stream.</summary>
    public bool IsDirect { get; init; } = true;

    /// <summary>Whether the run works on copies of the source and of the result, because what it calls takes arrays.</summary>
    public bool CopiesText { get; init; }

    /// <summary>Whether it says by its result that the destination is too short.</summary>
    public bool ReturnsFalseWhenShort { get; init; }

    /// <summary>Whether overlap is a matter of the whole spans, not only of the bytes that will be written.</summary>
    public bool ComparesWholeSpans { get; init; }

    /// <summary>Whether the source and the destination are handed to one call, which checks that they do not overlap.</summary>
    public bool ChecksOverlap => DestinationName is not null && Mode.IsTransformation;

    public override string ToString() => Name;
}
