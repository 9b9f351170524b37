// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Api;

/// <summary>
/// A key that is disposed while a kernel runs: the call throws and its output is wiped. The engine itself disposes the key,
/// at the end of its first, second or third call, so that what another thread could do happens every time.
/// </summary>
public sealed class DisposalDuringUseTests
{
    private const int Length = 80;
    private static readonly byte[] _key = [.. "0123456789ABCDEF"u8];
    private static readonly byte[] _block = [.. "0123456789abcdef"u8];
    private static readonly byte[] _input = [.. "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;+-*/_='&%$#!?|"u8];

    private static readonly byte[] _padded = ReferenceModes.CbcEncrypt(_key, _block, [.. _input[..75], 5, 5, 5, 5, 5]);
    private static readonly (byte[] Ciphertext, byte[] Tag) _sealed = ReferenceGcm.Encrypt(_key, _block.AsSpan(4), _input);

    private static readonly Dictionary<string, (Func<Engine, IDisposable> Create, Action<IDisposable, byte[]> Use)> _uses = new()
    {
        ["AesBlock.EncryptBlocks"] = (engine => new AesBlock(_key, engine), (o, d) => ((AesBlock)o).EncryptBlocks(_input, d)),
        ["AesBlock.DecryptBlocks"] = (engine => new AesBlock(_key, engine), (o, d) => ((AesBlock)o).DecryptBlocks(_input, d)),
        ["AesCbc.Encrypt"] = (engine => new AesCbc(_key, engine), (o, d) => ((AesCbc)o).Encrypt(_input.AsSpan(1), _block, d)),
        ["AesCbc.Decrypt"] = (engine => new AesCbc(_key, engine), (o, d) => ((AesCbc)o).Decrypt(_input, _block, d, PaddingMode.None)),
        ["AesCbc.Decrypt with a padding"] = (engine => new AesCbc(_key, engine), (o, d) => ((AesCbc)o).Decrypt(_padded, _block, d)),
        ["AesCbc.EncryptMany"] = (engine => new AesCbc(_key, engine), (o, d) => ((AesCbc)o).EncryptMany([new(0, 0, 16), new(16, 16, 64)], _input.AsSpan(0, 32), _input, d)),
        ["AesCtr.Transform"] = (engine => new AesCtr(_key, AesCtrCounter.BigEndian128, engine), (o, d) => ((AesCtr)o).Transform(_block, _input, d)),
        ["AesCtr.TransformAt"] = (engine => new AesCtr(_key, AesCtrCounter.LittleEndian32, engine), (o, d) => ((AesCtr)o).TransformAt(_block, 5, _input, d)),
        ["AesCtrKeystream.Transform"] = (engine => new AesCtr(_key, AesCtrCounter.BigEndian128, engine), (o, d) => ((AesCtr)o).CreateKeystream(_block).Transform(_input, d)),
        ["AesCtrKeystream.Fill"] = (engine => new AesCtr(_key, AesCtrCounter.BigEndian128, engine), (o, d) => ((AesCtr)o).CreateKeystream(_block).Fill(d)),
        ["AesXts.EncryptDataUnit"] = (engine => new AesXts([.. _key, .. _block], AesXtsKeyCheck.RequireDistinct, engine), (o, d) => ((AesXts)o).EncryptDataUnit(_input, d, _block)),
        ["AesXts.DecryptDataUnits"] = (engine => new AesXts([.. _key, .. _block], AesXtsKeyCheck.RequireDistinct, engine), (o, d) => ((AesXts)o).DecryptDataUnits(_input, d, 40, 1)),
        ["GhashKey.Compute"] = (engine => new GhashKey(_key, engine), (o, d) => ((GhashKey)o).Compute(_input, d)),
        ["GhashKey.Compute with associated data"] = (engine => new GhashKey(_key, engine), (o, d) => ((GhashKey)o).Compute(_input, _input, d)),
        ["Ghash.GetCurrentHash"] = (engine => new GhashKey(_key, engine), (o, d) => Use(((GhashKey)o).CreateHash(), hash => { hash.Append(_input.AsSpan(0, 5)); hash.GetCurrentHash(d); })),
        ["AesGmac.ComputeTag"] = (engine => new AesGmac(_key, 16, AesGcmOptions.None, engine), (o, d) => ((AesGmac)o).ComputeTag(_block.AsSpan(4), _input, d.AsSpan(0, 16))),
        ["AesGmac.VerifyTag"] = (engine => new AesGmac(_key, 16, AesGcmOptions.None, engine), (o, d) => ((AesGmac)o).VerifyTag(_block.AsSpan(4), _input, d.AsSpan(0, 16))),
        ["AesGmacHash.GetTag"] = (engine => new AesGmac(_key, 16, AesGcmOptions.None, engine), (o, d) => Use(((AesGmac)o).CreateHash(_block.AsSpan(4)), hash => hash.GetTag(d.AsSpan(0, 16)))),
        ["AesGcmCipher.Encrypt"] = (engine => new AesGcmCipher(_key, 16, AesGcmOptions.None, engine), (o, d) => ((AesGcmCipher)o).Encrypt(_block.AsSpan(4), _input.AsSpan(0, 64), d, d.AsSpan(64, 16))),
        ["AesGcmCipher.TryDecrypt"] = (engine => new AesGcmCipher(_key, 16, AesGcmOptions.None, engine), (o, d) => ((AesGcmCipher)o).TryDecrypt(_block.AsSpan(4), _sealed.Ciphertext, _sealed.Tag, d)),
        ["AesGcmEncryptor.Encrypt"] = (engine => new AesGcmCipher(_key, 16, AesGcmOptions.None, engine), (o, d) => Use(((AesGcmCipher)o).CreateEncryptor(_block.AsSpan(4)), encryptor => encryptor.Encrypt(_input, d))),
        ["AesGcmDecryptor.DecryptUnverified"] = (engine => new AesGcmCipher(_key, 16, AesGcmOptions.None, engine), (o, d) => Use(((AesGcmCipher)o).CreateDecryptor(_block.AsSpan(4)), decryptor => decryptor.DecryptUnverified(_input, d))),
    };

    public static TheoryData<string> Uses => [.. _uses.Keys];

    [Theory]
    [MemberData(nameof(Uses))]
    public unsafe void Output_is_wiped(string use)
    {
        (Func<Engine, IDisposable> create, Action<IDisposable, byte[]> call) = _uses[use];
        foreach (Engine inner in TestMatrix.Engines)
        {
            byte[] destination = new byte[Length + 16];
            using (IDisposable undisturbed = create(inner))
            {
                call(undisturbed, destination);
            }
            Assert.Equal(!use.EndsWith("VerifyTag", StringComparison.Ordinal), destination.AsSpan().ContainsAnyExcept((byte)0));

            for (int calls = 1; calls <= 3; calls++)
            {
                int left = int.MaxValue;
                IDisposable? subject = null;
                var engine = new ObservedEngine(inner, (_, _, _) =>
                {
                    if (--left == 0)
                    {
                        OtherThread.Run(subject!.Dispose);
                    }
                });
                using (subject = create(engine))
                {
                    // What is not written is left alone, and so stays zero.
                    destination.AsSpan().Clear();
                    left = calls;
                    Exception? exception = Record.Exception(() => call(subject, destination));
                    if (left <= 0)
                    {
                        Assert.IsType<ObjectDisposedException>(exception);
                        Assert.False(destination.AsSpan().ContainsAnyExcept((byte)0));
                    }
                    else
                    {
                        Assert.True(calls > 1 && exception is null);
                    }
                }
            }
        }
    }

    private static void Use<T>(T disposable, Action<T> action)
        where T : IDisposable
    {
        using (disposable)
        {
            action(disposable);
        }
    }
}
