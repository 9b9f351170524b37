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
    private static readonly UInt128 s_firstDataUnit = new(0x0123456789ABCDEF, ulong.MaxValue - 20);

    private static readonly byte[] s_tweak = TestData.Bytes(4, Engine.BlockSize);

    private static readonly Mode s_encrypt = DataUnit("xts-enc", (key, source) => ReferenceModes.XtsEncryptDataUnit(key, s_tweak, source));
    private static readonly Mode s_decrypt = DataUnit("xts-dec", (key, source) => ReferenceModes.XtsDecryptDataUnit(key, s_tweak, source));
    private static readonly Mode s_encryptUnits = DataUnits("xts-enc-units", (key, source) => ReferenceModes.XtsEncryptDataUnits(key, source, DataUnitSize, s_firstDataUnit, bigEndian: false, Step));
    private static readonly Mode s_decryptUnits = DataUnits("xts-dec-units", (key, source) => ReferenceModes.XtsDecryptDataUnits(key, source, DataUnitSize, s_firstDataUnit, bigEndian: false, Step));
    private static readonly Mode s_encryptUnitsBigEndian = DataUnits("xts-enc-units-be", (key, source) => ReferenceModes.XtsEncryptDataUnits(key, source, DataUnitSize, s_firstDataUnit, bigEndian: true, Step));
    private static readonly Mode s_decryptUnitsBigEndian = DataUnits("xts-dec-units-be", (key, source) => ReferenceModes.XtsDecryptDataUnits(key, source, DataUnitSize, s_firstDataUnit, bigEndian: true, Step));

    public static IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        Direct("AesXts.EncryptDataUnit", s_encrypt, "AesXts.EncryptDataUnit",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnit(source, destination, s_tweak)),
        Direct("AesXts.DecryptDataUnit", s_decrypt, "AesXts.DecryptDataUnit",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnit(source, destination, s_tweak)),
        Direct("AesXts.EncryptDataUnits", s_encryptUnits, "AesXts.EncryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnits(source, destination, DataUnitSize, s_firstDataUnit, AesXtsTweakFormat.LittleEndian, Step)),
        Direct("AesXts.DecryptDataUnits", s_decryptUnits, "AesXts.DecryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnits(source, destination, DataUnitSize, s_firstDataUnit, AesXtsTweakFormat.LittleEndian, Step)),
        Direct("AesXts.EncryptDataUnits(BigEndian)", s_encryptUnitsBigEndian, "AesXts.EncryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).EncryptDataUnits(source, destination, DataUnitSize, s_firstDataUnit, AesXtsTweakFormat.BigEndian, Step)),
        Direct("AesXts.DecryptDataUnits(BigEndian)", s_decryptUnitsBigEndian, "AesXts.DecryptDataUnits",
            (cipher, source, destination, _) => ((AesXts)cipher).DecryptDataUnits(source, destination, DataUnitSize, s_firstDataUnit, AesXtsTweakFormat.BigEndian, Step)),
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
