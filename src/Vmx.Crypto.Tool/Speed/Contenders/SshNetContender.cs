// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;
using Renci.SshNet.Security.Cryptography.Ciphers;

namespace Vmx.Crypto.Tool.Speed.Contenders;

/// <summary>
/// SSH.NET's AES in CTR: how a .NET program gets CTR from the platform, which has none (ECB of counter blocks and an exclusive
/// or). Its object cannot go back to its first counter block: each call goes on where the one before ended, which takes as
/// long, and what a first call gives is looked at apart. Its CBC and GCM are the platform's.
/// </summary>
internal sealed class SshNetContender : IContender
{
    public string Name => "SSH.NET";

    public string? Version => Peers.PackageVersion(typeof(AesCipher));

    public bool IsEngine => false;

    public SpeedOperation? Prepare(SpeedInput input)
    {
        if (input.Mode != SpeedMode.Ctr)
        {
            return null;
        }
        // It takes arrays only.
        byte[] source = input.Source.ToArray();
        byte[] destination = new byte[source.Length];
        AesCipher cipher = Create();
        return new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
        {
            for (int i = 0; i < count; i++)
            {
                _ = cipher.Encrypt(source, 0, source.Length, destination, 0);
            }
        }, First, cipher);

        AesCipher Create() => new(input.Key, input.Iv, AesCipherMode.CTR, pkcs7Padding: false);

        byte[] First()
        {
            using AesCipher first = Create();
            return first.Encrypt(source, 0, source.Length);
        }
    }
}
