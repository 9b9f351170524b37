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
    private static readonly byte[] s_key = TestData.Key(256);
    private static readonly byte[] s_wrong = new byte[5];
    private static readonly byte[] s_block = new byte[16];
    private static readonly byte[] s_two = new byte[32];

    [Fact]
    public void Block()
    {
        using var block = new AesBlock(s_key);
        Expect("source", () => block.EncryptBlocks(new byte[17], []));
        Expect("destination", () => block.EncryptBlocks(s_two, s_two.AsSpan(1, 16)));
    }

    [Fact]
    public void Cbc()
    {
        using var cbc = new AesCbc(s_key);
        Expect("plaintext", () => cbc.Encrypt(new byte[17], s_wrong, [], PaddingMode.None));
        Expect("iv", () => cbc.Encrypt(s_two, s_wrong, [], PaddingMode.None));
        Expect("destination", () => cbc.Encrypt(s_two, s_block, [], PaddingMode.None));
        Expect("ciphertext", () => cbc.Decrypt(new byte[17], s_wrong, []));
        Expect("iv", () => cbc.Decrypt(s_two, s_wrong, []));
        Expect("destination", () => cbc.Decrypt(s_two, s_block, [], PaddingMode.None));

        // TryEncrypt tells a short destination from an overlap.
        byte[] buffer = new byte[64];
        Assert.False(cbc.TryEncrypt(buffer.AsSpan(0, 32), s_block, buffer.AsSpan(1, 31), out int written, PaddingMode.None));
        Assert.Equal(0, written);
        Assert.ThrowsAny<ArgumentException>(() => cbc.TryEncrypt(buffer.AsSpan(0, 32), s_block, buffer.AsSpan(1, 32), out _, PaddingMode.None));
        Expect("iv", () => cbc.TryEncrypt(s_two, s_wrong, [], out _));
        Expect("iv", () => cbc.TryDecrypt(s_two, s_wrong, [], out _));
        foreach (int length in Enumerable.Range(0, 40).Where(length => length != 16))
        {
            Expect("iv", () => cbc.Encrypt(s_two, new byte[length], new byte[64]));
            Expect("iv", () => cbc.Decrypt(s_two, new byte[length], new byte[64]));
            Expect("iv", () => cbc.TryEncrypt(s_two, new byte[length], new byte[64], out _));
            Expect("iv", () => cbc.TryDecrypt(s_two, new byte[length], new byte[64], out _));
        }
    }

    [Fact]
    public void Ctr()
    {
        using var ctr = new AesCtr(s_key, AesCtrCounter.BigEndian32);
        byte[] buffer = new byte[64];
        Expect("initialCounterBlock", () => ctr.Transform(s_wrong, s_two, []));
        Expect("destination", () => ctr.Transform(s_block, s_two, []));
        Expect("initialCounterBlock", () => ctr.TransformAt(s_wrong, -1, s_two, []));
        Expect("position", () => ctr.TransformAt(s_block, -1, s_two, []));
        Expect("destination", () => ctr.TransformAt(s_block, 1L << 36, s_two, []));

        // Overlap is seen before exhaustion.
        Assert.ThrowsAny<ArgumentException>(() => ctr.TransformAt(s_block, 1L << 36, buffer.AsSpan(0, 20), buffer.AsSpan(1, 20)));
        Assert.Throws<CryptographicException>(() => ctr.TransformAt(s_block, 1L << 36, buffer.AsSpan(0, 20), buffer.AsSpan(0, 20)));
        foreach (int length in Enumerable.Range(0, 40).Where(length => length != 16))
        {
            Expect("initialCounterBlock", () => ctr.Transform(new byte[length], s_two, buffer));
            Expect("initialCounterBlock", () => ctr.TransformAt(new byte[length], 0, s_two, buffer));
            Expect("initialCounterBlock", () => ctr.CreateKeystream(new byte[length]));
        }
    }

    [Fact]
    public void Xts()
    {
        using var xts = new AesXts(s_key);
        Expect("plaintext", () => xts.EncryptDataUnit(s_wrong, [], s_wrong));
        Expect("tweak", () => xts.EncryptDataUnit(s_two, [], s_wrong));
        Expect("destination", () => xts.EncryptDataUnit(s_two, [], s_block));
        Expect("dataUnitStep", () => xts.EncryptDataUnits(s_two, [], 16, UInt128.MaxValue, AesXtsTweakFormat.LittleEndian, -1));
        Expect("firstDataUnit", () => xts.EncryptDataUnits(s_two, [], 16, UInt128.MaxValue));
        Expect("destination", () => xts.EncryptDataUnits(s_two, [], 16, 0));
        Expect("ciphertext", () => xts.DecryptDataUnit(s_wrong, [], s_wrong));
        Expect("tweak", () => xts.DecryptDataUnit(s_two, [], s_wrong));
        Expect("destination", () => xts.DecryptDataUnit(s_two, [], s_block));
        Expect("firstDataUnit", () => xts.DecryptDataUnits(s_two, [], 16, UInt128.MaxValue));
        Expect("destination", () => xts.DecryptDataUnits(s_two, [], 16, 0));
    }

    [Fact]
    public void GhashAndGmac()
    {
        using var ghash = new GhashKey(s_key.AsSpan(0, 16));
        Expect("paddedBlocks", () => ghash.Compute(s_wrong, []));
        Expect("destination", () => ghash.Compute(s_block, s_wrong));
        Expect("destination", () => ghash.Compute(s_block, s_wrong, s_wrong));
        using var gmac = new AesGmac(s_key);
        Expect("nonce", () => gmac.ComputeTag(s_wrong, s_two, s_wrong));
        Expect("tag", () => gmac.ComputeTag(s_key.AsSpan(0, 12), s_two, s_wrong));
        Expect("nonce", () => gmac.VerifyTag(s_wrong, s_two, s_wrong));
    }

    [Fact]
    public void Gcm()
    {
        using var gcm = new AesGcmCipher(s_key, 16);
        byte[] nonce = new byte[12];
        Expect("nonce", () => gcm.Encrypt(s_wrong, s_two, [], s_wrong));
        Expect("tag", () => gcm.Encrypt(nonce, s_two, [], s_wrong));
        Expect("ciphertext", () => gcm.Encrypt(nonce, s_two, [], s_block));
        Expect("nonce", () => gcm.Decrypt(s_wrong, s_two, s_wrong, []));
        Expect("tag", () => gcm.Decrypt(nonce, s_two, s_wrong, []));
        Expect("plaintext", () => gcm.Decrypt(nonce, s_two, s_block, []));
        Expect("tag", () => gcm.TryDecrypt(nonce, s_two, s_wrong, []));
        Expect("plaintext", () => gcm.TryDecrypt(nonce, s_two, s_block, []));
        using AesGcmEncryptor finished = gcm.CreateEncryptor(nonce);
        finished.GetTag(new byte[16]);
        gcm.Dispose();
        Assert.Throws<ObjectDisposedException>(() => finished.GetTag(new byte[3]));
    }

    /// <summary>IV, nonce, counter, tweak and associated data are read before anything is written, wherever they lie.</summary>
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
            using var xts = new AesXts(s_key, AesXtsKeyCheck.RequireDistinct, engine);
            output = [.. text];
            xts.EncryptDataUnit(output, output, output.AsSpan(offset, 16));
            Assert.Equal(ReferenceModes.XtsEncryptDataUnit(s_key, block, text), output);
            output = [.. text];
            xts.DecryptDataUnit(output, output, output.AsSpan(offset, 16));
            Assert.Equal(ReferenceModes.XtsDecryptDataUnit(s_key, block, text), output);
            using var gcm = new AesGcmCipher(key, 16, AesGcmOptions.None, engine);
            output = [.. text];
            byte[] tag = new byte[16];
            gcm.Encrypt(output.AsSpan(offset, 12), output, output, tag, output.AsSpan(offset / 2, 150));
            (byte[] ciphertext, byte[] expected) = ReferenceGcm.Encrypt(key, text.AsSpan(offset, 12), text, text.AsSpan(offset / 2, 150));
            Assert.Equal(ciphertext, output);
            Assert.Equal(expected, tag);
        }
    }

    private static void Expect(string name, Action action) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(action).ParamName);
}
