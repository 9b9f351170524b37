// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vmx.Crypto.Engines.MachineCode;

/// <summary>What the GCM kernels take: more than fits into registers. The offsets are those of the kernel's script.</summary>
[StructLayout(LayoutKind.Explicit, Size = ScratchOffset + ScratchAlignment + 1024)]
internal unsafe struct GcmArguments
{
    [FieldOffset(0)]
    public byte* Schedule;

    [FieldOffset(8)]
    public byte* HashKey;

    /// <summary>Associated data, hashed in one go with the text; only where both and the lengths are no more blocks than a hash key has powers.</summary>
    [FieldOffset(16)]
    public byte* AssociatedData;

    [FieldOffset(24)]
    public nuint AssociatedDataLength;

    [FieldOffset(32)]
    public byte* Source;

    [FieldOffset(40)]
    public byte* Destination;

    [FieldOffset(48)]
    public nuint Length;

    /// <summary>Room for a batch of ciphertext; used when the text has a whole batch.</summary>
    [FieldOffset(56)]
    public byte* Scratch;

    /// <summary>Bits of text and of associated data of the whole message, for the last block that is hashed.</summary>
    [FieldOffset(64)]
    public ulong TextBits;

    [FieldOffset(72)]
    public ulong AssociatedDataBits;

    /// <summary>J0, or the counter block of a stretch of text.</summary>
    [FieldOffset(80)]
    public Block CounterBlock;

    /// <summary>What is added to the counter block's counter for the first block of text. A whole block, since the kernel loads one.</summary>
    [FieldOffset(96)]
    public Vector128<uint> FirstBlock;

    /// <summary>The hash so far. Zero when the message is finished.</summary>
    [FieldOffset(112)]
    public Block State;

    /// <summary>Where the tag of a finished message is.</summary>
    [FieldOffset(128)]
    public Block Tag;

    /// <summary>The counters of a batch, kept there by the kernel: 64 bytes.</summary>
    [FieldOffset(144)]
    private Block _counters;

    /// <summary>Bytes of the block of lengths: 16 to finish the message and make its tag, 0 to update the state.</summary>
    [FieldOffset(208)]
    public ulong LengthsSize;

    private const int ScratchOffset = 216;
    private const int ScratchAlignment = 64;

    /// <summary>Points <see cref="Scratch"/> to the room at the end of a structure on the stack, from a cache line on.</summary>
    public static void SetScratch(GcmArguments* arguments) =>
        arguments->Scratch = (byte*)(((nuint)arguments + ScratchOffset + ScratchAlignment - 1) & ~(nuint)(ScratchAlignment - 1));
}

/// <summary>What the kernels for short GCM messages take beside their six arguments.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal unsafe struct ShortGcmArguments
{
    [FieldOffset(0)]
    public Block PreCounterBlock;

    [FieldOffset(16)]
    public byte* AssociatedData;

    [FieldOffset(24)]
    public nuint AssociatedDataLength;

    [FieldOffset(32)]
    public Block Tag;
}
