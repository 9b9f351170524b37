// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Reference;

//
//  WARNING: not constant-time; nothing that ships uses it. See ReferenceAes.
//
//  ECB, CBC and CTR from SP 800-38A sections 6.1, 6.2 and 6.5, XTS from IEEE 1619 section 5. There is no padding: ECB and
//  CBC take whole blocks. Nothing is checked that the arithmetic does not need.
//
/// <summary>AES modes, straight from SP 800-38A and IEEE 1619. Slow and not constant-time: for tests only.</summary>
public static class ReferenceModes
{
    private const int BlockSize = ReferenceAes.BlockSize;

    /// <summary>ECB encryption (SP 800-38A section 6.1).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="data">The plaintext, whole blocks.</param>
    /// <returns>The ciphertext.</returns>
    public static byte[] EcbEncrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        CheckWholeBlocks(data);
        var aes = new ReferenceAes(key);
        byte[] result = new byte[data.Length];
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            aes.EncryptBlock(data[at..], result.AsSpan(at));
        }
        return result;
    }

    /// <summary>ECB decryption (SP 800-38A section 6.1).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="data">The ciphertext, whole blocks.</param>
    /// <returns>The plaintext.</returns>
    public static byte[] EcbDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        CheckWholeBlocks(data);
        var aes = new ReferenceAes(key);
        byte[] result = new byte[data.Length];
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            aes.DecryptBlock(data[at..], result.AsSpan(at));
        }
        return result;
    }

    /// <summary>CBC encryption without padding (SP 800-38A section 6.2).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="iv">The initialization vector, 16 bytes.</param>
    /// <param name="data">The plaintext, whole blocks.</param>
    /// <returns>The ciphertext.</returns>
    public static byte[] CbcEncrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        CheckWholeBlocks(data);
        var aes = new ReferenceAes(key);
        byte[] result = new byte[data.Length];
        byte[] previous = iv[..BlockSize].ToArray();
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            ExclusiveOr(previous, data.Slice(at, BlockSize));
            aes.EncryptBlock(previous, previous);
            previous.CopyTo(result, at);
        }
        return result;
    }

    /// <summary>CBC decryption without padding (SP 800-38A section 6.2).</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="iv">The initialization vector, 16 bytes.</param>
    /// <param name="data">The ciphertext, whole blocks.</param>
    /// <returns>The plaintext.</returns>
    public static byte[] CbcDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        CheckWholeBlocks(data);
        var aes = new ReferenceAes(key);
        byte[] result = new byte[data.Length];
        ReadOnlySpan<byte> previous = iv[..BlockSize];
        for (int at = 0; at < data.Length; at += BlockSize)
        {
            aes.DecryptBlock(data[at..], result.AsSpan(at));
            ExclusiveOr(result.AsSpan(at, BlockSize), previous);
            previous = data.Slice(at, BlockSize);
        }
        return result;
    }

    /// <summary>CTR (SP 800-38A section 6.5), encryption and decryption alike.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="counterBlock">The counter block of position 0, 16 bytes.</param>
    /// <param name="counterBits">
    /// How many bits of the block count, modulo two to their number: 32, 64 or 128. They are the last bytes when the counter
    /// is big-endian, the first when it is little-endian. The others never change.
    /// </param>
    /// <param name="littleEndian">The counter's byte order.</param>
    /// <param name="data">The input; any length.</param>
    /// <param name="position">Where in the keystream it begins, in bytes.</param>
    /// <returns>The output, of the same length.</returns>
    public static byte[] Ctr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> counterBlock, int counterBits, bool littleEndian, ReadOnlySpan<byte> data, long position = 0)
    {
        var aes = new ReferenceAes(key);
        byte[] result = new byte[data.Length];
        Span<byte> keystream = stackalloc byte[BlockSize];
        for (int i = 0; i < data.Length; i++)
        {
            long at = position + i;
            if (i == 0 || at % BlockSize == 0)
            {
                CounterBlock(counterBlock, counterBits, littleEndian, (UInt128)(at / BlockSize)).CopyTo(keystream);
                aes.EncryptBlock(keystream, keystream);
            }
            result[i] = (byte)(data[i] ^ keystream[(int)(at % BlockSize)]);
        }
        return result;
    }

    /// <summary>The counter block a number of blocks after another one (SP 800-38A Appendix B.1).</summary>
    /// <param name="first">The first counter block, 16 bytes.</param>
    /// <param name="counterBits">As for <see cref="Ctr"/>.</param>
    /// <param name="littleEndian">As for <see cref="Ctr"/>.</param>
    /// <param name="blocks">How many blocks further.</param>
    /// <returns>The counter block, 16 bytes.</returns>
    public static byte[] CounterBlock(ReadOnlySpan<byte> first, int counterBits, bool littleEndian, UInt128 blocks)
    {
        if (counterBits is not (32 or 64 or 128))
        {
            throw new ArgumentOutOfRangeException(nameof(counterBits));
        }
        UInt128 mask = UInt128.MaxValue >> (128 - counterBits);
        UInt128 block = littleEndian ? BinaryPrimitives.ReadUInt128LittleEndian(first) : BinaryPrimitives.ReadUInt128BigEndian(first);
        block = (block & ~mask) | ((block + blocks) & mask);
        byte[] result = new byte[BlockSize];
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(result, block);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(result, block);
        }
        return result;
    }

    /// <summary>XTS-AES encryption of one data unit (IEEE 1619 section 5.3).</summary>
    /// <param name="key">Key1 and Key2 one after the other, 32 or 64 bytes.</param>
    /// <param name="tweak">The tweak value, 16 bytes.</param>
    /// <param name="data">The plaintext, 16 bytes or more.</param>
    /// <returns>The ciphertext, of the same length.</returns>
    public static byte[] XtsEncryptDataUnit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> tweak, ReadOnlySpan<byte> data)
    {
        CheckDataUnit(data);
        var aes = new ReferenceAes(key[..(key.Length / 2)]);
        byte[] result = new byte[data.Length];
        byte[] t = EncryptTweak(key, tweak);
        int partial = data.Length % BlockSize;
        int whole = data.Length - partial;
        for (int at = 0; at < whole; at += BlockSize)
        {
            XtsBlock(aes, encrypt: true, t, data[at..], result.AsSpan(at));
            t = Double(t);
        }
        if (partial != 0)
        {
            // Ciphertext stealing (section 5.3.2 steps 3 and 4): the partial block is filled up with the end of the last
            // whole ciphertext block, CC, and takes its place; the beginning of CC goes last.
            byte[] cc = result[(whole - BlockSize)..whole];
            byte[] pp = [.. data[whole..], .. cc.AsSpan(partial)];
            XtsBlock(aes, encrypt: true, t, pp, result.AsSpan(whole - BlockSize));
            cc.AsSpan(0, partial).CopyTo(result.AsSpan(whole));
        }
        return result;
    }

    /// <summary>XTS-AES decryption of one data unit (IEEE 1619 section 5.4).</summary>
    /// <param name="key">Key1 and Key2 one after the other, 32 or 64 bytes.</param>
    /// <param name="tweak">The tweak value, 16 bytes.</param>
    /// <param name="data">The ciphertext, 16 bytes or more.</param>
    /// <returns>The plaintext, of the same length.</returns>
    public static byte[] XtsDecryptDataUnit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> tweak, ReadOnlySpan<byte> data)
    {
        CheckDataUnit(data);
        var aes = new ReferenceAes(key[..(key.Length / 2)]);
        byte[] result = new byte[data.Length];
        byte[] t = EncryptTweak(key, tweak);
        int partial = data.Length % BlockSize;
        int whole = data.Length - partial;
        int plain = partial == 0 ? whole : whole - BlockSize;
        for (int at = 0; at < plain; at += BlockSize)
        {
            XtsBlock(aes, encrypt: false, t, data[at..], result.AsSpan(at));
            t = Double(t);
        }
        if (partial != 0)
        {
            // Section 5.4.2 steps 3 and 4: the last whole ciphertext block was encrypted with the later tweak of the two.
            byte[] pp = new byte[BlockSize];
            XtsBlock(aes, encrypt: false, Double(t), data[plain..], pp);
            byte[] cc = [.. data[whole..], .. pp.AsSpan(partial)];
            XtsBlock(aes, encrypt: false, t, cc, result.AsSpan(plain));
            pp.AsSpan(0, partial).CopyTo(result.AsSpan(whole));
        }
        return result;
    }

    /// <summary>XTS-AES encryption of consecutive data units.</summary>
    /// <param name="key">Key1 and Key2 one after the other, 32 or 64 bytes.</param>
    /// <param name="data">The plaintext of all of them.</param>
    /// <param name="dataUnitSize">Bytes of each; the last one has what is left.</param>
    /// <param name="first">The first one's tweak as a number.</param>
    /// <param name="bigEndian">Whether the numbers are written big-endian; IEEE 1619 section 5.1 writes them little-endian.</param>
    /// <param name="step">What is added to the number from one data unit to the next.</param>
    /// <returns>The ciphertext, of the same length.</returns>
    public static byte[] XtsEncryptDataUnits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, int dataUnitSize, UInt128 first, bool bigEndian = false, long step = 1)
    {
        byte[] result = new byte[data.Length];
        for (int at = 0, unit = 0; at < data.Length; at += dataUnitSize, unit++)
        {
            ReadOnlySpan<byte> source = data.Slice(at, Math.Min(dataUnitSize, data.Length - at));
            XtsEncryptDataUnit(key, Tweak(first, bigEndian, step, unit), source).CopyTo(result, at);
        }
        return result;
    }

    /// <summary>XTS-AES decryption of consecutive data units. The parameters are those of <see cref="XtsEncryptDataUnits"/>.</summary>
    /// <param name="key">Key1 and Key2 one after the other, 32 or 64 bytes.</param>
    /// <param name="data">The ciphertext of all of them.</param>
    /// <param name="dataUnitSize">Bytes of each; the last one has what is left.</param>
    /// <param name="first">The first one's tweak as a number.</param>
    /// <param name="bigEndian">Whether the numbers are written big-endian.</param>
    /// <param name="step">What is added to the number from one data unit to the next.</param>
    /// <returns>The plaintext, of the same length.</returns>
    public static byte[] XtsDecryptDataUnits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, int dataUnitSize, UInt128 first, bool bigEndian = false, long step = 1)
    {
        byte[] result = new byte[data.Length];
        for (int at = 0, unit = 0; at < data.Length; at += dataUnitSize, unit++)
        {
            ReadOnlySpan<byte> source = data.Slice(at, Math.Min(dataUnitSize, data.Length - at));
            XtsDecryptDataUnit(key, Tweak(first, bigEndian, step, unit), source).CopyTo(result, at);
        }
        return result;
    }

    private static byte[] Tweak(UInt128 first, bool bigEndian, long step, int unit)
    {
        byte[] tweak = new byte[BlockSize];
        UInt128 number = first + ((UInt128)step * (UInt128)unit);
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt128BigEndian(tweak, number);
        }
        else
        {
            BinaryPrimitives.WriteUInt128LittleEndian(tweak, number);
        }
        return tweak;
    }

    private static byte[] EncryptTweak(ReadOnlySpan<byte> key, ReadOnlySpan<byte> tweak)
    {
        byte[] t = new byte[BlockSize];
        new ReferenceAes(key[(key.Length / 2)..]).EncryptBlock(tweak, t);
        return t;
    }

    private static void XtsBlock(ReferenceAes aes, bool encrypt, byte[] t, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        byte[] block = source[..BlockSize].ToArray();
        ExclusiveOr(block, t);
        if (encrypt)
        {
            aes.EncryptBlock(block, block);
        }
        else
        {
            aes.DecryptBlock(block, block);
        }
        ExclusiveOr(block, t);
        block.CopyTo(destination);
    }

    // IEEE 1619 section 5.2: multiplication by α, byte for byte; bit 7 of byte 15 comes back as x^7 + x^2 + x + 1.
    private static byte[] Double(byte[] t)
    {
        byte[] result = new byte[BlockSize];
        int carry = 0;
        for (int i = 0; i < BlockSize; i++)
        {
            int shifted = (t[i] << 1) | carry;
            result[i] = (byte)shifted;
            carry = shifted >> 8;
        }
        result[0] ^= (byte)(carry * 0x87);
        return result;
    }

    private static void ExclusiveOr(Span<byte> block, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < BlockSize; i++)
        {
            block[i] ^= other[i];
        }
    }

    private static void CheckWholeBlocks(ReadOnlySpan<byte> data)
    {
        if (data.Length % BlockSize != 0)
        {
            throw new ArgumentException("This mode takes whole blocks.", nameof(data));
        }
    }

    private static void CheckDataUnit(ReadOnlySpan<byte> data)
    {
        if (data.Length < BlockSize)
        {
            throw new ArgumentException("A data unit has 16 bytes or more.", nameof(data));
        }
    }
}
