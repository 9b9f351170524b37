// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.MachineCode;

//
//  GHASH and GCM on the x64 kernels
//
//      A hash key holds powers of H, twisted, from the highest that there may be down to H; sums of their words; and how many
//      there are. The first sixteen come with the key, the others with the first message that is long enough to want them.
//
internal abstract unsafe partial class VaesEngine
{
    private const uint FirstPowers = 16;

    public sealed override int HashKeySize => _powersCount + BlockSize;

    public sealed override void ExpandHashKey(byte* subkey, byte* hashKey) => X64Code.Call(_expandHashKey, subkey, hashKey);

    public sealed override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        EnsurePowers(hashKey, length);
        for (; length > ParallelPiece; length -= ParallelPiece)
        {
            X64Code.Call(_ghash, hashKey, state, source, null, ParallelPiece);
            source += ParallelPiece;
        }
        X64Code.Call(_ghash, hashKey, state, source, null, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsurePowers(byte* hashKey, nuint bytes)
    {
        if (bytes > FirstPowers * BlockSize && *(nuint*)(hashKey + _powersCount) <= FirstPowers)
        {
            X64Code.Call(_extendHashKey, hashKey);
        }
    }

    // ---- GCM --------------------------------------------------------------------------------------------------------

    public sealed override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length) =>
        GcmStretch(_gcmEncrypt, schedule, hashKey, counterBlock, state, source, destination, length);

    public sealed override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length) =>
        GcmStretch(_gcmDecrypt, schedule, hashKey, counterBlock, state, source, destination, length);

    public sealed override void GcmEncryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag) =>
        GcmMessage(_gcmEncrypt, _gcmEncryptShort, schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);

    public sealed override void GcmDecryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag) =>
        GcmMessage(_gcmDecrypt, _gcmDecryptShort, schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GcmMessage(nint entry, nint shortEntry, byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        // Rounded up to blocks, and the block of lengths. No sum of lengths in memory overflows.
        nuint hashed = ((associatedDataLength + 15) & ~(nuint)15) + ((length + 15) & ~(nuint)15) + BlockSize;
        if (hashed <= FirstPowers * BlockSize && shortEntry != 0)
        {
            ShortGcmArguments arguments;
            arguments.PreCounterBlock = *(Block*)preCounterBlock;
            arguments.AssociatedData = associatedData;
            arguments.AssociatedDataLength = associatedDataLength;
            X64Code.Call(shortEntry, schedule, hashKey, source, destination, length, &arguments);
            *(Block*)tag = arguments.Tag;
        }
        else
        {
            GcmArguments arguments;
            arguments.Schedule = schedule;
            arguments.HashKey = hashKey;
            arguments.AssociatedData = associatedData;
            arguments.AssociatedDataLength = associatedDataLength;
            arguments.Source = source;
            arguments.Destination = destination;
            arguments.Length = length;
            arguments.TextBits = (ulong)length * 8;
            arguments.AssociatedDataBits = (ulong)associatedDataLength * 8;
            arguments.CounterBlock = *(Block*)preCounterBlock;
            arguments.FirstBlock = Vector128.CreateScalar(1u);
            arguments.LengthsSize = BlockSize;
            arguments.State = default;
            GcmArguments.SetScratch(&arguments);
            EnsurePowers(hashKey, hashed);

            // Powers for all blocks: one reduction, and one call. The kernel takes batches, which have reductions of their own,
            // only of longer text.
            if (hashed <= (nuint)_powers * BlockSize)
            {
                X64Code.Call(entry, &arguments);
            }
            else
            {
                GcmPieces(entry, &arguments);
            }
            *(Block*)tag = arguments.Tag;
        }
    }

    private void GcmStretch(nint entry, byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        GcmArguments arguments;
        arguments.Schedule = schedule;
        arguments.HashKey = hashKey;
        arguments.AssociatedDataLength = 0;
        arguments.Source = source;
        arguments.Destination = destination;
        arguments.Length = length;
        arguments.CounterBlock = *(Block*)counterBlock;
        arguments.FirstBlock = Vector128<uint>.Zero;
        arguments.LengthsSize = 0;
        arguments.State = *(Block*)state;
        GcmArguments.SetScratch(&arguments);
        EnsurePowers(hashKey, length);
        GcmPieces(entry, &arguments);
        *(Block*)state = arguments.State;
        arguments.State.Clear();
    }

    /// <summary>Associated data by itself, then text in pieces of about a microsecond, of which the last one finishes the message.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GcmPieces(nint entry, GcmArguments* arguments)
    {
        if (arguments->AssociatedDataLength != 0)
        {
            Ghash(arguments->HashKey, (byte*)&arguments->State, arguments->AssociatedData, arguments->AssociatedDataLength);
            arguments->AssociatedDataLength = 0;
        }
        nuint length = arguments->Length;
        if (length > _gcmPiece)
        {
            ulong lengthsSize = arguments->LengthsSize;
            arguments->LengthsSize = 0;
            arguments->Length = _gcmPiece;
            for (; length > _gcmPiece; length -= _gcmPiece)
            {
                X64Code.Call(entry, arguments);
                arguments->FirstBlock += Vector128.CreateScalar((uint)(_gcmPiece / BlockSize));
                arguments->Source += _gcmPiece;
                arguments->Destination += _gcmPiece;
            }
            arguments->LengthsSize = lengthsSize;
            arguments->Length = length;
        }
        X64Code.Call(entry, arguments);
    }
}
