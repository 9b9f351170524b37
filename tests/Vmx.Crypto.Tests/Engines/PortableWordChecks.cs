// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.InteropServices;
using Vmx.Crypto.Engines.Portable;
using Xunit;

namespace Vmx.Crypto.Tests.Engines;

/// <summary>The tests of <see cref="PortableWordTests"/> in words of one size.</summary>
internal sealed unsafe class PortableWordChecks<T> : IPortableWordChecks
    where T : unmanaged, IWord<T>
{
    private const int BlockSize = 16;

    // ---- S-box ------------------------------------------------------------------------------------------------------

    public void Substitution_of_every_byte_is_the_standard_s_box()
    {
        int blocks = 8 * sizeof(T) / BlockSize;
        for (int first = 0; first < 256; first += blocks * BlockSize)
        {
            byte[] bytes = new byte[blocks * BlockSize];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(first + i);
            }
            byte[] forward = (byte[])bytes.Clone();
            OnPlanes(forward, static (ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7) =>
                SubstitutionBox.Substitute(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7));
            byte[] back = (byte[])forward.Clone();
            OnPlanes(back, static (ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7) =>
                SubstitutionBox.InverseSubstitute(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7));
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.Equal(PortableDefinitions.SubstitutionBox(bytes[i]), (byte)(forward[i] ^ 0x63));
            }
            Assert.Equal(bytes, back);
        }
    }

    // ---- planes -----------------------------------------------------------------------------------------------------

    public void Slicing_and_unslicing_give_the_blocks_back()
    {
        byte[] blocks = PortableDefinitions.Bytes(8 * sizeof(T), 1);
        byte[] result = (byte[])blocks.Clone();
        OnPlanes(result, static (ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7) => { });
        Assert.Equal(blocks, result);
    }

    public void Plane_holds_one_bit_of_every_byte()
    {
        T* planes = stackalloc T[8];
        for (int bit = 0; bit < 8; bit++)
        {
            byte[] blocks = new byte[8 * sizeof(T)];
            blocks.AsSpan().Fill((byte)(1 << bit));
            fixed (byte* source = blocks)
            {
                BitslicedAes<T>.Slice(source, planes);
            }
            for (int plane = 0; plane < 8; plane++)
            {
                foreach (byte part in new ReadOnlySpan<byte>(planes + plane, sizeof(T)))
                {
                    Assert.Equal(plane == bit ? 0xFF : 0x00, part);
                }
            }
        }
    }

    public void Shifts_and_turns_move_the_bytes_of_every_block()
    {
        Moves(static (row, column) => (row, (column + row) % 4), T.ShiftRows);
        Moves(static (row, column) => (row, (column + 4 - row) % 4), T.InverseShiftRows);
        Moves(static (row, column) => ((row + 1) % 4, column), T.TurnByOneRow);
        Moves(static (row, column) => ((row + 2) % 4, column), T.TurnByTwoRows);
    }

    private static void Moves(Func<int, int, (int Row, int Column)> from, Func<T, T> move)
    {
        byte[] blocks = PortableDefinitions.Bytes(8 * sizeof(T), 2);
        byte[] expected = new byte[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            (int row, int column) = from(i % 4, i / 4 % 4);
            expected[i] = blocks[(i & ~15) + (4 * column) + row];
        }
        OnPlanes(blocks, (ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7) =>
        {
            b0 = move(b0);
            b1 = move(b1);
            b2 = move(b2);
            b3 = move(b3);
            b4 = move(b4);
            b5 = move(b5);
            b6 = move(b6);
            b7 = move(b7);
        });
        Assert.Equal(expected, blocks);
    }

    private delegate void PlaneAction(ref T b0, ref T b1, ref T b2, ref T b3, ref T b4, ref T b5, ref T b6, ref T b7);

    private static void OnPlanes(byte[] blocks, PlaneAction action)
    {
        T* planes = stackalloc T[8];
        fixed (byte* pointer = blocks)
        {
            BitslicedAes<T>.Slice(pointer, planes);
            action(ref planes[0], ref planes[1], ref planes[2], ref planes[3], ref planes[4], ref planes[5], ref planes[6], ref planes[7]);
            BitslicedAes<T>.Unslice(planes, null, pointer);
        }
        Assert.True(new ReadOnlySpan<byte>(planes, 8 * sizeof(T)).IndexOfAnyExcept((byte)0) < 0, "The planes are erased.");
    }

    // ---- AES --------------------------------------------------------------------------------------------------------

    /// <summary>FIPS 197 (2001) appendices C.1 to C.3.</summary>
    public void Standard_example_in_every_position(int keySize, string ciphertext)
    {
        byte[] key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")[..keySize];
        byte[] plaintext = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");
        using var schedule = new Memory(BitslicedAes<T>.KeyScheduleSize);
        Expand(key, schedule);
        for (int position = 0; position < T.BlockCount; position++)
        {
            byte[] blocks = PortableDefinitions.Bytes(T.BlockCount * BlockSize, position);
            plaintext.CopyTo(blocks, position * BlockSize);
            byte[] encrypted = Transform(schedule, blocks, encrypt: true);
            Assert.Equal(ciphertext, Convert.ToHexString(encrypted, position * BlockSize, BlockSize));
            Assert.Equal(blocks, Transform(schedule, encrypted, encrypt: false));
        }
    }

    public void Every_count_of_blocks_agrees_with_blocks_one_by_one(int keySize)
    {
        using var schedule = new Memory(BitslicedAes<T>.KeyScheduleSize);
        Expand(PortableDefinitions.Bytes(keySize, keySize), schedule);
        byte[] blocks = PortableDefinitions.Bytes(70 * BlockSize, 3);
        byte[] mask = PortableDefinitions.Bytes(70 * BlockSize, 4);
        byte[] encrypted = new byte[blocks.Length];
        byte[] decrypted = new byte[blocks.Length];
        for (int i = 0; i < blocks.Length; i += BlockSize)
        {
            Transform(schedule, blocks[i..(i + BlockSize)], encrypt: true).CopyTo(encrypted, i);
            Transform(schedule, blocks[i..(i + BlockSize)], encrypt: false).CopyTo(decrypted, i);
        }
        for (int length = BlockSize; length <= blocks.Length; length += BlockSize)
        {
            Assert.Equal(encrypted[..length], Transform(schedule, blocks[..length], encrypt: true));
            Assert.Equal(decrypted[..length], Transform(schedule, blocks[..length], encrypt: false));
            byte[] masked = Transform(schedule, blocks[..length], encrypt: true, mask);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(encrypted[i] ^ mask[i], masked[i]);
            }
        }
    }

    private static void Expand(byte[] key, Memory schedule)
    {
        fixed (byte* pointer = key)
        {
            BitslicedAes<T>.ExpandKey(pointer, key.Length, schedule.Pointer);
        }
    }

    // In place, and with bytes behind that must stay.
    private static byte[] Transform(Memory schedule, byte[] source, bool encrypt, byte[]? mask = null)
    {
        byte[] data = new byte[source.Length + 64];
        data.AsSpan().Fill(0xA5);
        source.CopyTo(data, 0);
        fixed (byte* pointer = data, maskPointer = mask)
        {
            PortableEngine.Transform<T>(schedule.Pointer, pointer, maskPointer, pointer, (nuint)source.Length / BlockSize, encrypt);
        }
        Assert.True(data.AsSpan(source.Length).IndexOfAnyExcept((byte)0xA5) < 0);
        return data[..source.Length];
    }

    // ---- GHASH ------------------------------------------------------------------------------------------------------

    public void Hash_of_every_length_agrees_with_bitwise_multiplication()
    {
        byte[] data = PortableDefinitions.Bytes(20 * BlockSize, 5);
        byte[] initial = PortableDefinitions.Bytes(BlockSize, 6);
        for (int seed = 0; seed < 4; seed++)
        {
            byte[] subkey = PortableDefinitions.Bytes(BlockSize, 7 + seed);
            for (int length = 0; length <= data.Length; length += PortableDefinitions.IsSample ? 11 : 1)
            {
                Assert.Equal(PortableDefinitions.Ghash(subkey, initial, data.AsSpan(0, length)), Hash(subkey, initial, data[..length]));
            }
        }
    }

    public void Hash_of_single_bits_and_of_all_ones_agrees_with_bitwise_multiplication()
    {
        byte[] ones = new byte[BlockSize];
        ones.AsSpan().Fill(0xFF);
        byte[] allOnes = new byte[9 * BlockSize];
        allOnes.AsSpan().Fill(0xFF);
        Assert.Equal(PortableDefinitions.Ghash(ones, ones, allOnes), Hash(ones, ones, allOnes));
        for (int keyBit = 0; keyBit < 128; keyBit++)
        {
            byte[] subkey = new byte[BlockSize];
            subkey[keyBit / 8] = (byte)(0x80 >> (keyBit % 8));
            Assert.Equal(PortableDefinitions.Ghash(subkey, new byte[BlockSize], ones), Hash(subkey, new byte[BlockSize], ones));
            for (int bit = 0; bit < 128; bit += 7)
            {
                byte[] block = new byte[BlockSize];
                block[bit / 8] = (byte)(0x80 >> (bit % 8));
                Assert.Equal(PortableDefinitions.Ghash(subkey, new byte[BlockSize], block), Hash(subkey, new byte[BlockSize], block));
            }
        }
    }

    private static byte[] Hash(byte[] subkey, byte[] initial, byte[] data)
    {
        using var hashKey = new Memory(HoledGhash<T>.HashKeySize);
        byte[] state = (byte[])initial.Clone();
        fixed (byte* subkeyPointer = subkey, statePointer = state, source = data)
        {
            HoledGhash<T>.ExpandHashKey(subkeyPointer, hashKey.Pointer);
            HoledGhash<T>.Update(hashKey.Pointer, statePointer, source, (nuint)data.Length);
        }
        return state;
    }

    private sealed class Memory(int size) : IDisposable
    {
        public byte* Pointer { get; } = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);

        public void Dispose() => NativeMemory.AlignedFree(Pointer);
    }
}
