// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Tool.Speed;

/// <summary>What can be measured: a mode of operation and a direction.</summary>
internal enum SpeedMode
{
    Ecb,
    CbcEncrypt,
    CbcDecrypt,
    CbcEncryptMany,
    Ctr,
    XtsEncrypt,
    XtsDecrypt,
    Ghash,
    GcmSeal,
    GcmOpen,
}

/// <summary>The names of the modes on the command line, what they mean, and the keys and sizes that they take.</summary>
internal static class SpeedModes
{
    /// <summary>How many messages <see cref="SpeedMode.CbcEncryptMany"/> encrypts in one call.</summary>
    public const int ManyMessages = 16;

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
        [SpeedMode.Ghash] = ("ghash", "GHASH"),
        [SpeedMode.GcmSeal] = ("gcm-seal", "GCM encryption with tag"),
        [SpeedMode.GcmOpen] = ("gcm-open", "GCM decryption with tag check"),
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
        SpeedMode.XtsEncrypt or SpeedMode.XtsDecrypt => keyBits != 192,
        SpeedMode.Ghash => keyBits == 128,
        _ => true,
    };

    /// <summary>From the start of one message of <see cref="SpeedMode.CbcEncryptMany"/> to the next, in bytes.</summary>
    public static int Stride(int size) => size + GapBetweenMessages;

    /// <summary>Bytes that one call processes when messages have <paramref name="size"/> bytes.</summary>
    public static long BytesPerCall(this SpeedMode mode, int size) => mode == SpeedMode.CbcEncryptMany ? (long)ManyMessages * size : size;
}
