// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What can be measured: a mode of operation and a direction, or what a key costs.</summary>
internal enum SpeedMode
{
    Ecb,
    CbcEncrypt,
    CbcDecrypt,
    CbcEncryptMany,
    Ctr,
    XtsEncrypt,
    XtsDecrypt,
    XtsEncryptUnits,
    Ghash,
    GcmSeal,
    GcmOpen,
    KeyBlock,
    KeyGcm,
    KeyExpand,
}

/// <summary>The names of the modes on the command line, what they mean, and the keys and sizes that they take.</summary>
internal static class SpeedModes
{
    /// <summary>How many messages <see cref="SpeedMode.CbcEncryptMany"/> encrypts in one call unless told otherwise.</summary>
    public const int ManyMessages = 16;

    /// <summary>Bytes of one data unit of <see cref="SpeedMode.XtsEncryptUnits"/> unless told otherwise: a sector of a disk.</summary>
    public const int DataUnitSize = 512;

    // Messages a power of two apart would all compete for the same few cache sets, which messages of a real program do not.
    private const int GapBetweenMessages = 192;

    private static readonly Dictionary<SpeedMode, (string Name, string Title)> _names = new()
    {
        [SpeedMode.Ecb] = ("ecb", "AES block cipher (ECB)"),
        [SpeedMode.CbcEncrypt] = ("cbc-enc", "CBC encryption, one message"),
        [SpeedMode.CbcDecrypt] = ("cbc-dec", "CBC decryption"),
        [SpeedMode.CbcEncryptMany] = ("cbc-enc-many", "CBC encryption, 16 messages at once"),
        [SpeedMode.Ctr] = ("ctr", "CTR"),
        [SpeedMode.XtsEncrypt] = ("xts-enc", "XTS encryption, one data unit"),
        [SpeedMode.XtsDecrypt] = ("xts-dec", "XTS decryption, one data unit"),
        [SpeedMode.XtsEncryptUnits] = ("xts-enc-units", "XTS encryption, a run of data units"),
        [SpeedMode.Ghash] = ("ghash", "GHASH"),
        [SpeedMode.GcmSeal] = ("gcm-seal", "GCM encryption with tag"),
        [SpeedMode.GcmOpen] = ("gcm-open", "GCM decryption with tag check"),
        [SpeedMode.KeyBlock] = ("key-block", "A key of CBC set up and discarded"),
        [SpeedMode.KeyGcm] = ("key-gcm", "A key of GCM set up and discarded"),
        [SpeedMode.KeyExpand] = ("key-expand", "The AES key expansion alone, for both directions"),
    };

    /// <summary>Every mode, in the order of the tables.</summary>
    public static IReadOnlyList<SpeedMode> All { get; } = Enum.GetValues<SpeedMode>();

    /// <summary>The mode's name on the command line.</summary>
    public static string Name(this SpeedMode mode) => _names[mode].Name;

    /// <summary>The mode's name in words.</summary>
    public static string Title(this SpeedMode mode) => _names[mode].Title;

    /// <summary>The mode that a name on the command line means, or null.</summary>
    public static SpeedMode? Find(string name) =>
        _names.Where(entry => entry.Value.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(entry => (SpeedMode?)entry.Key).FirstOrDefault();

    /// <summary>Whether the mode has this key size: XTS-AES-192 does not exist, and a hash subkey always has 128 bits.</summary>
    public static bool HasKeySize(this SpeedMode mode, int keyBits) => mode switch
    {
        _ when mode.IsXts() => keyBits != 192,
        SpeedMode.Ghash => keyBits == 128,
        _ => true,
    };

    /// <summary>Whether the mode has two keys in one (IEEE 1619 section 5.1).</summary>
    public static bool IsXts(this SpeedMode mode) => mode is SpeedMode.XtsEncrypt or SpeedMode.XtsDecrypt or SpeedMode.XtsEncryptUnits;

    /// <summary>Whether a key's set-up is measured, so that a call has no message and only what it takes by itself can be told.</summary>
    public static bool IsKeySetUp(this SpeedMode mode) => mode is SpeedMode.KeyBlock or SpeedMode.KeyGcm or SpeedMode.KeyExpand;

    /// <summary>Rounds of AES with a key of this size (FIPS 197 section 5).</summary>
    public static int Rounds(int keyBits) => (keyBits / 32) + 6;

    /// <summary>From the start of one message of <see cref="SpeedMode.CbcEncryptMany"/> to the next, in bytes.</summary>
    public static int Stride(int size) => size + GapBetweenMessages;
}
