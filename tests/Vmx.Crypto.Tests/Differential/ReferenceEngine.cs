// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tests.Differential;

/// <summary>
/// The four methods that an engine must have, by the reference, and nothing else: what is tested with it are the defaults
/// of <see cref="Engine"/>, which compose all the others from these four.
/// </summary>
internal sealed unsafe class ReferenceEngine : Engine
{
    public override string Name => "ReferenceEngine";

    public override bool IsHardwareAccelerated => false;

    // The key's size, padded to a block, and the key itself.
    public override int KeyScheduleSize => 3 * BlockSize;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption)
    {
        schedule[0] = (byte)keySize;
        new ReadOnlySpan<byte>(key, keySize).CopyTo(new Span<byte>(schedule + BlockSize, keySize));
    }

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        ReferenceModes.EcbEncrypt(Key(schedule), Blocks(source, blockCount)).CopyTo(Blocks(destination, blockCount));

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) =>
        ReferenceModes.EcbDecrypt(Key(schedule), Blocks(source, blockCount)).CopyTo(Blocks(destination, blockCount));

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) =>
        ReferenceGhash.Append(Blocks(hashKey, 1), Blocks(state, 1), new ReadOnlySpan<byte>(source, (int)length));

    private static ReadOnlySpan<byte> Key(byte* schedule) => new(schedule + BlockSize, schedule[0]);

    private static Span<byte> Blocks(byte* pointer, nuint count) => new(pointer, (int)count * BlockSize);
}
