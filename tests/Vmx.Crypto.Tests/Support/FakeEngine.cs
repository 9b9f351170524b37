// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tests.Support;

/// <summary>An engine that has a name and cannot compute anything: what a selector is tested with.</summary>
internal sealed unsafe class FakeEngine(string name) : Engine
{
    public override string Name => name;

    public override bool IsHardwareAccelerated => false;

    public override int KeyScheduleSize => BlockSize;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => throw Unexpected();

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw Unexpected();

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw Unexpected();

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A selector calls no kernel.");
}
