// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

/// <summary>A GHASH (SP 800-38D section 6.4) in progress, fed in pieces of any size: whole blocks go to the engine, the rest waits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BufferedGhash
{
    /// <summary>The hash of the whole blocks so far.</summary>
    public Block State;

    private Block _partial;
    private uint _partialLength;

    /// <summary>Hashes further data.</summary>
    public unsafe void Append(Engine engine, byte* hashKey, byte* source, nuint length)
    {
        fixed (Block* state = &State, partial = &_partial)
        {
            byte* waiting = (byte*)partial;
            if (_partialLength != 0)
            {
                uint count = (uint)nuint.Min(Engine.BlockSize - _partialLength, length);
                Buffer.MemoryCopy(source, waiting + _partialLength, Engine.BlockSize - _partialLength, count);
                _partialLength += count;
                source += count;
                length -= count;
                if (_partialLength != Engine.BlockSize)
                {
                    return;
                }
                engine.Ghash(hashKey, (byte*)state, waiting, Engine.BlockSize);
                _partialLength = 0;
            }
            nuint rest = length % Engine.BlockSize;
            if (length != rest)
            {
                engine.Ghash(hashKey, (byte*)state, source, length - rest);
            }
            if (rest != 0)
            {
                Buffer.MemoryCopy(source + (length - rest), waiting, Engine.BlockSize, rest);
                _partialLength = (uint)rest;
            }
        }
    }

    /// <summary>Completes a partial block with zeros.</summary>
    public unsafe void Pad(Engine engine, byte* hashKey)
    {
        if (_partialLength != 0)
        {
            fixed (Block* state = &State, partial = &_partial)
            {
                engine.Ghash(hashKey, (byte*)state, (byte*)partial, _partialLength);
            }
            _partialLength = 0;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        State.Clear();
        _partial.Clear();
        _partialLength = 0;
    }
}
