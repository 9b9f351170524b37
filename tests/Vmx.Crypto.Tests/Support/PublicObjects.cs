// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

//
//  The registry of keyed public types and of the objects made from them
//
//      Every public type that is disposable is here, with a call for each of its members; PublicObjectTests fails while one
//      is missing. Beside the right arguments stand wrong ones, to tell which check comes first.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Hazmat;
using Xunit;

namespace Vmx.Crypto.Tests.Support;

/// <summary>A call of one member.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Run">The call.</param>
/// <param name="IsWrong">Whether its arguments are wrong, so that an object that is not disposed refuses them.</param>
internal sealed record MemberCall(string Member, Action<object> Run, bool IsWrong);

/// <summary>A public type that takes a key.</summary>
internal sealed record KeyedType(
    Type Type,
    int[] KeySizes,
    Func<byte[], IDisposable> FromSpan,
    Func<byte[]?, IDisposable> FromArray,
    IReadOnlyList<MemberCall> Calls)
{
    public IDisposable Create() => FromSpan(TestData.Key(KeySizes[0] * 8));
}

/// <summary>What is made from a keyed object and lives with it.</summary>
internal sealed record DerivedObject(string Name, Type Type, Type Parent, Func<object, IDisposable> Create, IReadOnlyList<MemberCall> Calls);

/// <summary>Every one of them.</summary>
internal static class PublicObjects
{
    private static readonly byte[] _block = TestData.Bytes(10, 16);
    private static readonly byte[] _nonce = TestData.Bytes(11, 12);
    private static readonly byte[] _text = TestData.Bytes(12, 48);
    private static readonly byte[] _wrong = TestData.Bytes(13, 5);

    private static byte[] Output => new byte[64];

    public static IReadOnlyList<KeyedType> Keyed { get; } =
    [
        new(typeof(AesBlock), [16, 24, 32], key => new AesBlock(key.AsSpan()), key => new AesBlock(key!),
        [
            .. Call<AesBlock>(nameof(AesBlock.EncryptBlocks), o => o.EncryptBlocks(_text, Output), o => o.EncryptBlocks(_wrong, Output)),
            .. Call<AesBlock>(nameof(AesBlock.DecryptBlocks), o => o.DecryptBlocks(_text, Output), o => o.DecryptBlocks(_wrong, Output)),
        ]),
        new(typeof(AesCbc), [16, 24, 32], key => new AesCbc(key.AsSpan()), key => new AesCbc(key!),
        [
            .. Call<AesCbc>(nameof(AesCbc.Encrypt), o => o.Encrypt(_text, _block, Output), o => o.Encrypt(_text, _wrong, Output)),
            .. Call<AesCbc>(nameof(AesCbc.Decrypt), o => o.Decrypt(_text, _block, Output, PaddingMode.None), o => o.Decrypt(_wrong, _block, Output)),
            .. Call<AesCbc>(nameof(AesCbc.TryEncrypt), o => o.TryEncrypt(_text, _block, Output, out _), o => o.TryEncrypt(_text, _wrong, Output, out _)),
            .. Call<AesCbc>(nameof(AesCbc.TryDecrypt), o => o.TryDecrypt(_text, _block, Output, out _, PaddingMode.None), o => o.TryDecrypt(_wrong, _block, Output, out _)),
            .. Call<AesCbc>(nameof(AesCbc.EncryptMany), o => o.EncryptMany([new AesCbcJob(0, 0, 16)], _block, _text, Output), o => o.EncryptMany([new AesCbcJob(0, 0, 15)], _wrong, _text, Output)),
        ]),
        new(typeof(AesCtr), [16, 24, 32], key => new AesCtr(key.AsSpan()), key => new AesCtr(key!),
        [
            .. Call<AesCtr>(nameof(AesCtr.Counter), o => _ = o.Counter),
            .. Call<AesCtr>(nameof(AesCtr.Transform), o => o.Transform(_block, _text, Output), o => o.Transform(_wrong, _text, Output)),
            .. Call<AesCtr>(nameof(AesCtr.TransformAt), o => o.TransformAt(_block, 3, _text, Output), o => o.TransformAt(_block, -1, _text, Output)),
            .. Call<AesCtr>(nameof(AesCtr.CreateKeystream), o => o.CreateKeystream(_block), o => o.CreateKeystream(_wrong)),
        ]),
        new(typeof(AesXts), [32, 64], key => new AesXts(key.AsSpan()), key => new AesXts(key!),
        [
            .. Call<AesXts>(nameof(AesXts.EncryptDataUnit), o => o.EncryptDataUnit(_text, Output, _block), o => o.EncryptDataUnit(_text, Output, _wrong)),
            .. Call<AesXts>(nameof(AesXts.DecryptDataUnit), o => o.DecryptDataUnit(_text, Output, _block), o => o.DecryptDataUnit(_wrong, Output, _block)),
            .. Call<AesXts>(nameof(AesXts.EncryptDataUnits), o => o.EncryptDataUnits(_text, Output, 16, 0), o => o.EncryptDataUnits(_text, Output, 15, 0)),
            .. Call<AesXts>(nameof(AesXts.DecryptDataUnits), o => o.DecryptDataUnits(_text, Output, 16, 0), o => o.DecryptDataUnits(_text, Output, 16, 0, AesXtsTweakFormat.LittleEndian, -1)),
        ]),
        new(typeof(GhashKey), [16], key => new GhashKey(key.AsSpan()), key => new GhashKey(key!),
        [
            .. Call<GhashKey>(nameof(GhashKey.Compute), o => o.Compute(_text, Output), o => o.Compute(_wrong, Output)),
            .. Call<GhashKey>(nameof(GhashKey.Compute), o => o.Compute(_wrong, _text, Output), o => o.Compute(_wrong, _text, default)),
            .. Call<GhashKey>(nameof(GhashKey.CreateHash), o => o.CreateHash()),
        ]),
        new(typeof(AesGmac), [16, 24, 32], key => new AesGmac(key.AsSpan()), key => new AesGmac(key!),
        [
            .. Call<AesGmac>(nameof(AesGmac.ComputeTag), o => o.ComputeTag(_nonce, _text, new byte[16]), o => o.ComputeTag(_wrong, _text, new byte[16])),
            .. Call<AesGmac>(nameof(AesGmac.VerifyTag), o => o.VerifyTag(_nonce, _text, _block), o => o.VerifyTag(_nonce, _text, _wrong)),
            .. Call<AesGmac>(nameof(AesGmac.CreateHash), o => o.CreateHash(_nonce), o => o.CreateHash(_wrong)),
        ]),
        new(typeof(AesGcmCipher), [16, 24, 32], key => new AesGcmCipher(key.AsSpan(), 16), key => new AesGcmCipher(key!, 16),
        [
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.TagSizeInBytes), o => _ = o.TagSizeInBytes),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.Encrypt), o => o.Encrypt(_nonce, _text, Output, new byte[16]), o => o.Encrypt(_wrong, _text, Output, new byte[16])),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.Decrypt), o => o.Decrypt(_nonce, [], TagOfNothing(o), []), o => o.Decrypt(_nonce, _text, _wrong, Output)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.TryDecrypt), o => o.TryDecrypt(_nonce, _text, _block, Output), o => o.TryDecrypt(_nonce, _text, _wrong, Output)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.CreateEncryptor), o => o.CreateEncryptor(_nonce), o => o.CreateEncryptor(_wrong)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.CreateDecryptor), o => o.CreateDecryptor(_nonce), o => o.CreateDecryptor(_wrong)),
        ]),
    ];

    public static IReadOnlyList<DerivedObject> Derived { get; } =
    [
        new("AesCtrKeystream", typeof(AesCtrKeystream), typeof(AesCtr), cipher => ((AesCtr)cipher).CreateKeystream(_block),
        [
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Position), o => o.Position = 7, o => o.Position = -1),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Position), o => _ = o.Position),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.BytesRemaining), o => _ = o.BytesRemaining),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Transform), o => o.Transform(_text, Output), o => o.Transform(_text, default)),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Fill), o => o.Fill(Output)),
        ]),
        new("Ghash", typeof(Ghash), typeof(GhashKey), key => ((GhashKey)key).CreateHash(),
        [
            .. Call<Ghash>(nameof(Ghash.Append), o => o.Append(_wrong)),
            .. Call<Ghash>(nameof(Ghash.PadToBlock), o => o.PadToBlock()),
            .. Call<Ghash>(nameof(Ghash.GetCurrentHash), o => o.GetCurrentHash(Output), o => o.GetCurrentHash(default)),
            .. Call<Ghash>(nameof(Ghash.GetHashAndReset), o => o.GetHashAndReset(Output), o => o.GetHashAndReset(default)),
            .. Call<Ghash>(nameof(Ghash.Reset), o => o.Reset()),
        ]),
        new("AesGmacHash", typeof(AesGmacHash), typeof(AesGmac), key => ((AesGmac)key).CreateHash(_nonce),
        [
            .. Call<AesGmacHash>(nameof(AesGmacHash.Append), o => o.Append(_wrong)),
            .. Call<AesGmacHash>(nameof(AesGmacHash.GetTag), o => o.GetTag(new byte[16]), o => o.GetTag(default)),
            .. Call<AesGmacHash>(nameof(AesGmacHash.VerifyTag), o => o.VerifyTag(_block), o => o.VerifyTag(_wrong)),
        ]),
        new("AesGcmEncryptor", typeof(AesGcmEncryptor), typeof(AesGcmCipher), cipher => ((AesGcmCipher)cipher).CreateEncryptor(_nonce),
        [
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.AppendAssociatedData), o => o.AppendAssociatedData(_wrong)),
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.Encrypt), o => o.Encrypt(_text, Output), o => o.Encrypt(_text, default)),
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.GetTag), o => o.GetTag(new byte[16]), o => o.GetTag(default)),
        ]),
        new("AesGcmDecryptor", typeof(AesGcmDecryptor), typeof(AesGcmCipher), cipher => ((AesGcmCipher)cipher).CreateDecryptor(_nonce),
        [
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.AppendAssociatedData), o => o.AppendAssociatedData(_wrong)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.AppendCiphertext), o => o.AppendCiphertext(_text)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.DecryptUnverified), o => o.DecryptUnverified(_text, Output), o => o.DecryptUnverified(_text, default)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.VerifyTag), o => o.VerifyTag(_block), o => o.VerifyTag(_wrong)),
        ]),
    ];

    public static IEnumerable<TheoryDataRow<string>> KeyedNames => Keyed.Select(keyed => new TheoryDataRow<string>(keyed.Type.Name));

    public static IEnumerable<TheoryDataRow<string>> DerivedNames => Derived.Select(derived => new TheoryDataRow<string>(derived.Name));

    public static KeyedType KeyedByName(string name) => Keyed.Single(keyed => keyed.Type.Name == name);

    public static DerivedObject DerivedByName(string name) => Derived.Single(derived => derived.Name == name);

    private static IEnumerable<MemberCall> Call<T>(string member, Action<T> right, Action<T>? wrong = null)
    {
        yield return new MemberCall(member, target => right((T)target), IsWrong: false);
        if (wrong is not null)
        {
            yield return new MemberCall(member, target => wrong((T)target), IsWrong: true);
        }
    }

    private static byte[] TagOfNothing(AesGcmCipher cipher)
    {
        byte[] tag = new byte[16];
        cipher.Encrypt(_nonce, [], [], tag);
        return tag;
    }
}
