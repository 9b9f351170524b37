// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>One contender's way to do one thing, ready to run: keys are expanded and buffers are there, unless expanding them is the thing.</summary>
/// <param name="run">Does it as often as it is told.</param>
/// <param name="output">What it wrote; a tag follows the text.</param>
/// <param name="owned">What is disposed with it.</param>
internal sealed class SpeedOperation(Action<int> run, Func<byte[]> output, params ReadOnlySpan<IDisposable> owned) : IDisposable
{
    private readonly IDisposable[] _owned = owned.ToArray();

    /// <summary>Does it <paramref name="count"/> times, each time from the same input to the same output.</summary>
    public void Run(int count) => run(count);

    /// <summary>What it wrote, to be compared with the others'.</summary>
    public byte[] Output => output();

    public void Dispose()
    {
        foreach (IDisposable disposable in _owned)
        {
            disposable.Dispose();
        }
    }
}

/// <summary>Somebody who takes part in a comparison: an engine of this library or a peer.</summary>
internal interface IContender
{
    /// <summary>The name in tables and JSON.</summary>
    string Name { get; }

    /// <summary>The version, when it is somebody else's; null for what is part of this program or of the runtime.</summary>
    string? Version => null;

    /// <summary>Whether it is an engine of this library.</summary>
    bool IsEngine { get; }

    /// <summary>Prepares for an input; null when the contender does not have this mode or key size.</summary>
    SpeedOperation? Prepare(SpeedInput input);
}
