// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Reference;

namespace Vmx.Crypto.Tests.Support;

/// <summary>XTS-AES (IEEE 1619): one data unit of any length, and runs of units that all steal.</summary>
internal static class XtsModes
{
    /// <summary>The size of the units in a run: two blocks and a byte.</summary>
    private const int DataUnitSize = 33;

    private const long Step = 8;

    // The low 64 bits wrap after a few units.
    private static readonly UInt128 _firstDataUnit = new(0x0123456789ABCDEF, ulong.MaxValue - 20);

    private static readonly byte[] _tweak = TestData.Bytes(4, Engine.BlockSize);

    private static readonly Mode _encrypt = DataUnit("xts-enc", (key, source) => ReferenceModes.XtsEncryptDataUnit(key, _tweak, source));
    private static readonly Mode _decrypt = DataUnit("xts-dec", (key, source) => ReferenceModes.XtsDecryptDataUnit(key, _tweak, source));
    private static readonly Mode _encryptUnits = DataUnits("xts-enc-units", (key, source) => ReferenceModes.XtsEncryptDataUnits(key, source, DataUnitSize, _firstDataUnit, bigEndian: false, Step));
    private static readonly Mode _decryptUnits = DataUnits("xts-dec-units", (key, source) => ReferenceModes.XtsDecryptDataUnits(key, source, DataUnitSize, _firstDataUnit, bigEndian: false, Step));
    private static readonly Mode _encryptUnitsBigEndian = DataUnits("xts-enc-units-be", (key, source) => ReferenceModes.XtsEncryptDataUnits(key, source, DataUnitSize, _firstDataUnit, bigEndian: true, Step));
    private static readonly Mode _decryptUnitsBigEndian = DataUnits("xts-dec-units-be", (key, source) => ReferenceModes.XtsDecryptDataUnits(key, source, DataUnitSize, _firstDataUnit, bigEndian: true, Step));

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        Direct("AesXts.EncryptDataUnit", _encrypt, "AesXts.EncryptDataUnit",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnit(source, destination, _tweak)),
        Direct("AesXts.DecryptDataUnit", _decrypt, "AesXts.DecryptDataUnit",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnit(source, destination, _tweak)),
        Direct("AesXts.EncryptDataUnits", _encryptUnits, "AesXts.EncryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnits(source, destination, DataUnitSize, _firstDataUnit, AesXtsTweakFormat.LittleEndian, Step)),
        Direct("AesXts.DecryptDataUnits", _decryptUnits, "AesXts.DecryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnits(source, destination, DataUnitSize, _firstDataUnit, AesXtsTweakFormat.LittleEndian, Step)),
        Direct("AesXts.EncryptDataUnits(BigEndian)", _encryptUnitsBigEndian, "AesXts.EncryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnits(source, destination, DataUnitSize, _firstDataUnit, AesXtsTweakFormat.BigEndian, Step)),
        Direct("AesXts.DecryptDataUnits(BigEndian)", _decryptUnitsBigEndian, "AesXts.DecryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnits(source, destination, DataUnitSize, _firstDataUnit, AesXtsTweakFormat.BigEndian, Step)),
    ];

    private static AesXts Create(Engine engine, byte[] key) => new(key, AesXtsKeyCheck.RequireDistinct, engine);

    private static Mode DataUnit(string name, Func<byte[], byte[], byte[]> reference) => new()
    {
        Name = name,
        KeyBits = [256, 512],
        Accepts = length => length is 0 or >= Engine.BlockSize,
        Reference = (key, source) => (source.Length == 0 ? [] : reference(key, source), []),
    };

    private static Mode DataUnits(string name, Func<byte[], byte[], byte[]> reference) => new()
    {
        Name = name,
        KeyBits = [256, 512],
        Accepts = length => length % DataUnitSize == 0,
        Reference = (key, source) => (reference(key, source), []),
    };

    private static EntryPoint Direct(string name, Mode mode, string covers, EntryPointCall run) => new()
    {
        Name = name,
        Mode = mode,
        Create = Create,
        Run = run,
        Covers = [covers],
        DestinationName = "destination",
    };
}
