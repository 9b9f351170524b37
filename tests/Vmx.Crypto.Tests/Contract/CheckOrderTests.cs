// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using System.Security.Cryptography;
using Vmx.Crypto.Hazmat;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>
/// The order of checks: lengths and ranges of the arguments in their order, the size of the destination, overlap,
/// exhaustion. Each call has several faults and the exception tells which was seen.
/// </summary>
public sealed class CheckOrderTests
{
    private static readonly byte[] _key = TestData.Key(256);
    private static readonly byte[] _wrong = new byte[5];
    private static readonly byte[] _block = new byte[16];
    private static readonly byte[] _two = new byte[32];

    [Fact]
    public void Block()
    {
        using var block = new AesBlock(_key);
        Expect("source", () => block.EncryptBlocks(new byte[17], []));
        Expect("destination", () => block.EncryptBlocks(_two, _two.AsSpan(1, 16)));
    }

    [Fact]
    public void Cbc()
    {
        using var cbc = new AesCbc(_key);
        Expect("plaintext", () => cbc.Encrypt(new byte[17], _wrong, [], PaddingMode.None));
        Expect("iv", () => cbc.Encrypt(_two, _wrong, [], PaddingMode.None));
        Expect("destination", () => cbc.Encrypt(_two, _block, [], PaddingMode.None));
        Expect("ciphertext", () => cbc.Decrypt(new byte[17], _wrong, []));
        Expect("iv", () => cbc.Decrypt(_two, _wrong, []));
        Expect("destination", () => cbc.Decrypt(_two, _block, [], PaddingMode.None));

        // TryEncrypt tells a short destination from an overlap.
        byte[] buffer = new byte[64];
        Assert.False(cbc.TryEncrypt(buffer.AsSpan(0, 32), _block, buffer.AsSpan(1, 31), out int written, PaddingMode.None));
        Assert.Equal(0, written);
        Assert.ThrowsAny<ArgumentException>(() => cbc.TryEncrypt(buffer.AsSpan(0, 32), _block, buffer.AsSpan(1, 32), out _, PaddingMode.None));
        Expect("iv", () => cbc.TryEncrypt(_two, _wrong, [], out _));
        Expect("iv", () => cbc.TryDecrypt(_two, _wrong, [], out _));
        foreach (int length in Enumerable.Range(0, 40).Where(length => length != 16))
        {
            Expect("iv", () => cbc.Encrypt(_two, new byte[length], new byte[64]));
            Expect("iv", () => cbc.Decrypt(_two, new byte[length], new byte[64]));
            Expect("iv", () => cbc.TryEncrypt(_two, new byte[length], new byte[64], out _));
            Expect("iv", () => cbc.TryDecrypt(_two, new byte[length], new byte[64], out _));
        }
    }

    [Fact]
    public void Ctr()
    {
        using var ctr = new AesCtr(_key, AesCtrCounter.BigEndian32);
        byte[] buffer = new byte[64];
        Expect("initialCounterBlock", () => ctr.Transform(_wrong, _two, []));
        Expect("destination", () => ctr.Transform(_block, _two, []));
        Expect("initialCounterBlock", () => ctr.TransformAt(_wrong, -1, _two, []));
        Expect("position", () => ctr.TransformAt(_block, -1, _two, []));
        Expect("destination", () => ctr.TransformAt(_block, 1L << 36, _two, []));

        // Overlap is seen before exhaustion.
        Assert.ThrowsAny<ArgumentException>(() => ctr.TransformAt(_block, 1L << 36, buffer.AsSpan(0, 20), buffer.AsSpan(1, 20)));
        Assert.Throws<CryptographicException>(() => ctr.TransformAt(_block, 1L << 36, buffer.AsSpan(0, 20), buffer.AsSpan(0, 20)));
        foreach (int length in Enumerable.Range(0, 40).Where(length => length != 16))
        {
            Expect("initialCounterBlock", () => ctr.Transform(new byte[length], _two, buffer));
            Expect("initialCounterBlock", () => ctr.TransformAt(new byte[length], 0, _two, buffer));
            Expect("initialCounterBlock", () => ctr.CreateKeystream(new byte[length]));
        }
    }

    [Fact]
    public void Xts()
    {
        using var xts = new AesXts(_key);
        Expect("plaintext", () => xts.EncryptDataUnit(_wrong, [], _wrong));
        Expect("tweak", () => xts.EncryptDataUnit(_two, [], _wrong));
        Expect("destination", () => xts.EncryptDataUnit(_two, [], _block));
        Expect("dataUnitStep", () => xts.EncryptDataUnits(_two, [], 16, UInt128.MaxValue, AesXtsTweakFormat.LittleEndian, -1));
        Expect("firstDataUnit", () => xts.EncryptDataUnits(_two, [], 16, UInt128.MaxValue));
        Expect("destination", () => xts.EncryptDataUnits(_two, [], 16, 0));
        Expect("ciphertext", () => xts.DecryptDataUnit(_wrong, [], _wrong));
        Expect("tweak", () => xts.DecryptDataUnit(_two, [], _wrong));
        Expect("destination", () => xts.DecryptDataUnit(_two, [], _block));
        Expect("firstDataUnit", () => xts.DecryptDataUnits(_two, [], 16, UInt128.MaxValue));
        Expect("destination", () => xts.DecryptDataUnits(_two, [], 16, 0));
    }

    [Fact]
    public void GhashAndGmac()
    {
        using var ghash = new GhashKey(_key.AsSpan(0, 16));
        Expect("paddedBlocks", () => ghash.Compute(_wrong, []));
        Expect("destination", () => ghash.Compute(_block, _wrong));
        Expect("destination", () => ghash.Compute(_block, _wrong, _wrong));
        using var gmac = new AesGmac(_key);
        Expect("nonce", () => gmac.ComputeTag(_wrong, _two, _wrong));
        Expect("tag", () => gmac.ComputeTag(_key.AsSpan(0, 12), _two, _wrong));
        Expect("nonce", () => gmac.VerifyTag(_wrong, _two, _wrong));
    }

    [Fact]
    public void Gcm()
    {
        using var gcm = new AesGcmCipher(_key, 16);
        byte[] nonce = new byte[12];
        Expect("nonce", () => gcm.Encrypt(_wrong, _two, [], _wrong));
        Expect("tag", () => gcm.Encrypt(nonce, _two, [], _wrong));
        Expect("ciphertext", () => gcm.Encrypt(nonce, _two, [], _block));
        Expect("nonce", () => gcm.Decrypt(_wrong, _two, _wrong, []));
        Expect("tag", () => gcm.Decrypt(nonce, _two, _wrong, []));
        Expect("plaintext", () => gcm.Decrypt(nonce, _two, _block, []));
        Expect("tag", () => gcm.TryDecrypt(nonce, _two, _wrong, []));
        Expect("plaintext", () => gcm.TryDecrypt(nonce, _two, _block, []));
        using AesGcmEncryptor finished = gcm.CreateEncryptor(nonce);
        finished.GetTag(new byte[16]);
        gcm.Dispose();
        Assert.Throws<ObjectDisposedException>(() => finished.GetTag(new byte[3]));
    }

    /// <summary>IV, counter and tweak are read before anything is written, wherever they lie.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Parameters_may_lie_in_the_text_that_is_overwritten(string engineName)
    {
        Vmx.Crypto.Engines.Engine engine = TestMatrix.Engine(engineName);
        byte[] key = TestData.Key(128);
        byte[] text = TestData.Bytes(70, 320);
        byte[] output;
        foreach (int offset in (int[])[0, 1, 16, 100, 160, 304])
        {
            byte[] block = text[offset..(offset + 16)];
            using var cbc = new AesCbc(key, engine);
            output = [.. text];
            cbc.Encrypt(output, output.AsSpan(offset, 16), output, PaddingMode.None);
            Assert.Equal(ReferenceModes.CbcEncrypt(key, block, text), output);
            output = [.. text];
            cbc.Decrypt(output, output.AsSpan(offset, 16), output, PaddingMode.None);
            Assert.Equal(ReferenceModes.CbcDecrypt(key, block, text), output);
            foreach (AesCtrCounter counter in Enum.GetValues<AesCtrCounter>())
            {
                using var ctr = new AesCtr(key, counter, engine);
                output = [.. text];
                ctr.Transform(output.AsSpan(offset, 16), output, output);
                Assert.Equal(ReferenceModes.Ctr(key, block, CtrModes.Bits(counter), CtrModes.IsLittleEndian(counter), text), output);
                output = [.. text];
                ctr.TransformAt(output.AsSpan(offset, 16), 7, output, output);
                Assert.Equal(ReferenceModes.Ctr(key, block, CtrModes.Bits(counter), CtrModes.IsLittleEndian(counter), text, 7), output);
            }
            using var xts = new AesXts(_key, AesXtsKeyCheck.RequireDistinct, engine);
            output = [.. text];
            xts.EncryptDataUnit(output, output, output.AsSpan(offset, 16));
            Assert.Equal(ReferenceModes.XtsEncryptDataUnit(_key, block, text), output);
            output = [.. text];
            xts.DecryptDataUnit(output, output, output.AsSpan(offset, 16));
            Assert.Equal(ReferenceModes.XtsDecryptDataUnit(_key, block, text), output);
        }
    }

    /// <summary>As above for GCM, at lengths on either side of what an engine may treat as a short message.</summary>
    [Theory]
    [MemberData(nameof(TestMatrix.EngineNames), MemberType = typeof(TestMatrix))]
    public void Nonce_and_associated_data_may_lie_in_the_text_that_is_overwritten(string engine)
    {
        byte[] key = TestData.Key(128);
        using var gcm = new AesGcmCipher(key, 16, AesGcmOptions.None, TestMatrix.Engine(engine));
        foreach (int length in (int[])[16, 30, 48, 64, 100, 200, 320, 1000, 5000])
        {
            byte[] text = TestData.Bytes(71, length);
            foreach (int offset in (int[])[0, 1, length / 2, length - 12])
            {
                int nonceStart = Math.Min(offset, length - 12);
                (byte[] ciphertext, byte[] expected) = ReferenceGcm.Encrypt(key, text.AsSpan(nonceStart, 12), text, text.AsSpan(offset));
                byte[] output = [.. text];
                byte[] tag = new byte[16];
                gcm.Encrypt(output.AsSpan(nonceStart, 12), output, output, tag, output.AsSpan(offset));
                Assert.Equal(ciphertext, output);
                Assert.Equal(expected, tag);

                // Associated data that is the ciphertext, in a buffer that becomes the plaintext.
                byte[] nonce = TestData.Bytes(72, 12);
                byte[] plaintext = ReferenceGcm.Encrypt(key, nonce, text).Ciphertext;
                tag = ReferenceGcm.Encrypt(key, nonce, plaintext, text.AsSpan(offset)).Tag;
                output = [.. text];
                gcm.Decrypt(nonce, output, tag, output, output.AsSpan(offset));
                Assert.Equal(plaintext, output);
            }
        }
    }

    private static void Expect(string name, Action action) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(action).ParamName);
}
