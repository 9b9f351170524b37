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
    private static readonly byte[] s_block = TestData.Bytes(10, 16);
    private static readonly byte[] s_nonce = TestData.Bytes(11, 12);
    private static readonly byte[] s_text = TestData.Bytes(12, 48);
    private static readonly byte[] s_wrong = TestData.Bytes(13, 5);

    private static byte[] Output => new byte[64];

    public static IReadOnlyList<KeyedType> Keyed { get; } =
    [
        new(typeof(AesBlock), [16, 24, 32], key => new AesBlock(key.AsSpan()), key => new AesBlock(key!),
        [
            .. Call<AesBlock>(nameof(AesBlock.EncryptBlocks), o => o.EncryptBlocks(s_text, Output), o => o.EncryptBlocks(s_wrong, Output)),
            .. Call<AesBlock>(nameof(AesBlock.DecryptBlocks), o => o.DecryptBlocks(s_text, Output), o => o.DecryptBlocks(s_wrong, Output)),
        ]),
        new(typeof(AesCbc), [16, 24, 32], key => new AesCbc(key.AsSpan()), key => new AesCbc(key!),
        [
            .. Call<AesCbc>(nameof(AesCbc.Encrypt), o => o.Encrypt(s_text, s_block, Output), o => o.Encrypt(s_text, s_wrong, Output)),
            .. Call<AesCbc>(nameof(AesCbc.Decrypt), o => o.Decrypt(s_text, s_block, Output, PaddingMode.None), o => o.Decrypt(s_wrong, s_block, Output)),
            .. Call<AesCbc>(nameof(AesCbc.TryEncrypt), o => o.TryEncrypt(s_text, s_block, Output, out _), o => o.TryEncrypt(s_text, s_wrong, Output, out _)),
            .. Call<AesCbc>(nameof(AesCbc.TryDecrypt), o => o.TryDecrypt(s_text, s_block, Output, out _, PaddingMode.None), o => o.TryDecrypt(s_wrong, s_block, Output, out _)),
            .. Call<AesCbc>(nameof(AesCbc.EncryptMany), o => o.EncryptMany([new AesCbcJob(0, 0, 16)], s_block, s_text, Output), o => o.EncryptMany([new AesCbcJob(0, 0, 15)], s_wrong, s_text, Output)),
        ]),
        new(typeof(AesCtr), [16, 24, 32], key => new AesCtr(key.AsSpan()), key => new AesCtr(key!),
        [
            .. Call<AesCtr>(nameof(AesCtr.Counter), o => _ = o.Counter),
            .. Call<AesCtr>(nameof(AesCtr.Transform), o => o.Transform(s_block, s_text, Output), o => o.Transform(s_wrong, s_text, Output)),
            .. Call<AesCtr>(nameof(AesCtr.TransformAt), o => o.TransformAt(s_block, 3, s_text, Output), o => o.TransformAt(s_block, -1, s_text, Output)),
            .. Call<AesCtr>(nameof(AesCtr.CreateKeystream), o => o.CreateKeystream(s_block), o => o.CreateKeystream(s_wrong)),
        ]),
        new(typeof(AesXts), [32, 64], key => new AesXts(key.AsSpan()), key => new AesXts(key!),
        [
            .. Call<AesXts>(nameof(AesXts.EncryptDataUnit), o => o.EncryptDataUnit(s_text, Output, s_block), o => o.EncryptDataUnit(s_text, Output, s_wrong)),
            .. Call<AesXts>(nameof(AesXts.DecryptDataUnit), o => o.DecryptDataUnit(s_text, Output, s_block), o => o.DecryptDataUnit(s_wrong, Output, s_block)),
            .. Call<AesXts>(nameof(AesXts.EncryptDataUnits), o => o.EncryptDataUnits(s_text, Output, 16, 0), o => o.EncryptDataUnits(s_text, Output, 15, 0)),
            .. Call<AesXts>(nameof(AesXts.DecryptDataUnits), o => o.DecryptDataUnits(s_text, Output, 16, 0), o => o.DecryptDataUnits(s_text, Output, 16, 0, AesXtsTweakFormat.LittleEndian, -1)),
        ]),
        new(typeof(GhashKey), [16], key => new GhashKey(key.AsSpan()), key => new GhashKey(key!),
        [
            .. Call<GhashKey>(nameof(GhashKey.Compute), o => o.Compute(s_text, Output), o => o.Compute(s_wrong, Output)),
            .. Call<GhashKey>(nameof(GhashKey.Compute), o => o.Compute(s_wrong, s_text, Output), o => o.Compute(s_wrong, s_text, default)),
            .. Call<GhashKey>(nameof(GhashKey.CreateHash), o => o.CreateHash()),
        ]),
        new(typeof(AesGmac), [16, 24, 32], key => new AesGmac(key.AsSpan()), key => new AesGmac(key!),
        [
            .. Call<AesGmac>(nameof(AesGmac.ComputeTag), o => o.ComputeTag(s_nonce, s_text, new byte[16]), o => o.ComputeTag(s_wrong, s_text, new byte[16])),
            .. Call<AesGmac>(nameof(AesGmac.VerifyTag), o => o.VerifyTag(s_nonce, s_text, s_block), o => o.VerifyTag(s_nonce, s_text, s_wrong)),
            .. Call<AesGmac>(nameof(AesGmac.CreateHash), o => o.CreateHash(s_nonce), o => o.CreateHash(s_wrong)),
        ]),
        new(typeof(AesGcmCipher), [16, 24, 32], key => new AesGcmCipher(key.AsSpan(), 16), key => new AesGcmCipher(key!, 16),
        [
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.TagSizeInBytes), o => _ = o.TagSizeInBytes),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.Encrypt), o => o.Encrypt(s_nonce, s_text, Output, new byte[16]), o => o.Encrypt(s_wrong, s_text, Output, new byte[16])),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.Decrypt), o => o.Decrypt(s_nonce, [], TagOfNothing(o), []), o => o.Decrypt(s_nonce, s_text, s_wrong, Output)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.TryDecrypt), o => o.TryDecrypt(s_nonce, s_text, s_block, Output), o => o.TryDecrypt(s_nonce, s_text, s_wrong, Output)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.CreateEncryptor), o => o.CreateEncryptor(s_nonce), o => o.CreateEncryptor(s_wrong)),
            .. Call<AesGcmCipher>(nameof(AesGcmCipher.CreateDecryptor), o => o.CreateDecryptor(s_nonce), o => o.CreateDecryptor(s_wrong)),
        ]),
    ];

    public static IReadOnlyList<DerivedObject> Derived { get; } =
    [
        new("AesCtrKeystream", typeof(AesCtrKeystream), typeof(AesCtr), cipher => ((AesCtr)cipher).CreateKeystream(s_block),
        [
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Position), o => o.Position = 7, o => o.Position = -1),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Position), o => _ = o.Position),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.BytesRemaining), o => _ = o.BytesRemaining),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Transform), o => o.Transform(s_text, Output), o => o.Transform(s_text, default)),
            .. Call<AesCtrKeystream>(nameof(AesCtrKeystream.Fill), o => o.Fill(Output)),
        ]),
        new("Ghash", typeof(Ghash), typeof(GhashKey), key => ((GhashKey)key).CreateHash(),
        [
            .. Call<Ghash>(nameof(Ghash.Append), o => o.Append(s_wrong)),
            .. Call<Ghash>(nameof(Ghash.PadToBlock), o => o.PadToBlock()),
            .. Call<Ghash>(nameof(Ghash.GetCurrentHash), o => o.GetCurrentHash(Output), o => o.GetCurrentHash(default)),
            .. Call<Ghash>(nameof(Ghash.GetHashAndReset), o => o.GetHashAndReset(Output), o => o.GetHashAndReset(default)),
            .. Call<Ghash>(nameof(Ghash.Reset), o => o.Reset()),
        ]),
        new("AesGmacHash", typeof(AesGmacHash), typeof(AesGmac), key => ((AesGmac)key).CreateHash(s_nonce),
        [
            .. Call<AesGmacHash>(nameof(AesGmacHash.Append), o => o.Append(s_wrong)),
            .. Call<AesGmacHash>(nameof(AesGmacHash.GetTag), o => o.GetTag(new byte[16]), o => o.GetTag(default)),
            .. Call<AesGmacHash>(nameof(AesGmacHash.VerifyTag), o => o.VerifyTag(s_block), o => o.VerifyTag(s_wrong)),
        ]),
        new("AesGcmEncryptor", typeof(AesGcmEncryptor), typeof(AesGcmCipher), cipher => ((AesGcmCipher)cipher).CreateEncryptor(s_nonce),
        [
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.AppendAssociatedData), o => o.AppendAssociatedData(s_wrong)),
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.Encrypt), o => o.Encrypt(s_text, Output), o => o.Encrypt(s_text, default)),
            .. Call<AesGcmEncryptor>(nameof(AesGcmEncryptor.GetTag), o => o.GetTag(new byte[16]), o => o.GetTag(default)),
        ]),
        new("AesGcmDecryptor", typeof(AesGcmDecryptor), typeof(AesGcmCipher), cipher => ((AesGcmCipher)cipher).CreateDecryptor(s_nonce),
        [
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.AppendAssociatedData), o => o.AppendAssociatedData(s_wrong)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.AppendCiphertext), o => o.AppendCiphertext(s_text)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.DecryptUnverified), o => o.DecryptUnverified(s_text, Output), o => o.DecryptUnverified(s_text, default)),
            .. Call<AesGcmDecryptor>(nameof(AesGcmDecryptor.VerifyTag), o => o.VerifyTag(s_block), o => o.VerifyTag(s_wrong)),
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
        cipher.Encrypt(s_nonce, [], [], tag);
        return tag;
    }
}
