// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Reflection;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>The implementations by others that <c>--peers</c> adds: those that are here, and for the rest why they are not.</summary>
/// <param name="Present">Those that can be measured.</param>
/// <param name="Absent">Those that cannot.</param>
internal sealed record Peers(IReadOnlyList<IContender> Present, IReadOnlyList<PeerInfo> Absent)
{
    // Libraries are loaded once and stay, as they do in any process that uses them.
    private static readonly Lazy<Peers> _all = new(() => Find(
        ("BouncyCastle", () => new BouncyCastleContender()),
        ("NSec", () => new NSecContender()),
        ("SSH.NET", () => new SshNetContender()),
        ("libcrypto", () => new LibcryptoContender(new Libcrypto())),
        ("libgcrypt", () => new LibgcryptContender(new Libgcrypt())),
        ("libsodium", () => new LibsodiumContender(new Libsodium())),
        ("ipsec-mb", () => new IpsecMbContender(new IpsecMb()))));

    /// <summary>All that this program knows.</summary>
    public static Peers All => _all.Value;

    /// <summary>Tries to make each; one that says why it cannot be here is absent.</summary>
    public static Peers Find(params IReadOnlyList<(string Name, Func<IContender> Make)> peers)
    {
        List<IContender> present = [];
        List<PeerInfo> absent = [];
        foreach ((string name, Func<IContender> make) in peers)
        {
            try
            {
                present.Add(make());
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or PlatformNotSupportedException)
            {
                absent.Add(new PeerInfo(name, null, exception.Message));
            }
        }
        return new Peers(present, absent);
    }

    /// <summary>The version of the package that a type comes from. An assembly's own version stays the same over many of them.</summary>
    public static string PackageVersion(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of no known version";
}
