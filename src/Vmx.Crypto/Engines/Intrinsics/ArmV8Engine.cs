// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Engines.Intrinsics;

internal sealed unsafe class ArmV8Engine : Engine
{
    public const string EngineName = "ArmV8";

    public static string? WhyUnsupported() => "not written yet";

    public override string Name => EngineName;

    public override bool IsHardwareAccelerated => true;

    public override int KeyScheduleSize => 0;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption) => throw new NotSupportedException();

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount) => throw new NotSupportedException();

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length) => throw new NotSupportedException();
}
