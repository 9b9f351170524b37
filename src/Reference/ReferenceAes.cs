// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;

namespace Vmx.Crypto.Reference;

//
//  WARNING: not constant-time. Table indices and branches depend on keys and data, and nothing is wiped. This assembly is
//  an oracle for tests and the scalar baseline of benchmarks; nothing that ships uses it.
//
//  AES as FIPS 197 writes it: one byte at a time, one method for each transformation, in the standard's names.
//
//      - The state is the 16 bytes of the block in their order: byte r + 4c is row r of column c (section 3.4).
//      - A byte is an element of GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (section 4.2).
//      - The S-box is computed from its definition: inverse, then affine transformation (section 5.1.1).
//
/// <summary>The AES block cipher, straight from FIPS 197. Slow and not constant-time: for tests only.</summary>
public sealed class ReferenceAes
{
    /// <summary>The size of a block in bytes.</summary>
    public const int BlockSize = 16;

    private static readonly byte[] _substitution = MakeSubstitution();
    private static readonly byte[] _inverseSubstitution = Invert(_substitution);
    private static readonly byte[] _times2 = MultiplesOf(0x02);
    private static readonly byte[] _times3 = MultiplesOf(0x03);
    private static readonly byte[] _times9 = MultiplesOf(0x09);
    private static readonly byte[] _timesB = MultiplesOf(0x0B);
    private static readonly byte[] _timesD = MultiplesOf(0x0D);
    private static readonly byte[] _timesE = MultiplesOf(0x0E);

    private readonly byte[] _roundKeys;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    public ReferenceAes(ReadOnlySpan<byte> key)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            throw new ArgumentException("An AES key has 16, 24 or 32 bytes.", nameof(key));
        }
        Rounds = (key.Length / 4) + 6;
        _roundKeys = ExpandKey(key, Rounds);
    }

    /// <summary>Nr: 10, 12 or 14.</summary>
    public int Rounds { get; }

    /// <summary>The key schedule: 16 bytes for each of the <see cref="Rounds"/> + 1 round keys.</summary>
    public ReadOnlySpan<byte> RoundKeys => _roundKeys;

    /// <summary>SUBBYTES of one byte (section 5.1.1).</summary>
    /// <param name="value">The byte.</param>
    /// <returns>What the S-box has for it.</returns>
    public static byte SubstituteByte(byte value) => _substitution[value];

    /// <summary>INVSUBBYTES of one byte (section 5.3.2).</summary>
    /// <param name="value">The byte.</param>
    /// <returns>What the inverse S-box has for it.</returns>
    public static byte InverseSubstituteByte(byte value) => _inverseSubstitution[value];

    /// <summary>The product of two elements of GF(2^8) (section 4.2).</summary>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other.</param>
    /// <returns>Their product modulo x^8 + x^4 + x^3 + x + 1.</returns>
    public static byte Multiply(byte left, byte right)
    {
        int product = 0;
        int multiple = left;
        for (int bits = right; bits != 0; bits >>= 1)
        {
            if ((bits & 1) != 0)
            {
                product ^= multiple;
            }
            multiple <<= 1;
            if ((multiple & 0x100) != 0)
            {
                multiple ^= 0x11B;
            }
        }
        return (byte)product;
    }

    /// <summary>CIPHER (section 5.1).</summary>
    /// <param name="input">The plaintext block, 16 bytes.</param>
    /// <param name="output">Where the 16 bytes of ciphertext go; may be the input.</param>
    public void EncryptBlock(ReadOnlySpan<byte> input, Span<byte> output) => Encrypt(input, output, null);

    /// <summary>The states that CIPHER passes through, as FIPS 197 Appendices B and C list them.</summary>
    /// <param name="block">The plaintext block, 16 bytes.</param>
    /// <returns>
    /// <see cref="Rounds"/> + 2 states: the input, then the state at the start of round 1, 2, … <see cref="Rounds"/>, then the output.
    /// </returns>
    public IReadOnlyList<byte[]> TraceEncryption(ReadOnlySpan<byte> block)
    {
        var trace = new List<byte[]> { block.ToArray() };
        Span<byte> output = stackalloc byte[BlockSize];
        Encrypt(block, output, trace);
        trace.Add(output.ToArray());
        return trace;
    }

    /// <summary>INVCIPHER (section 5.3).</summary>
    /// <param name="input">The ciphertext block, 16 bytes.</param>
    /// <param name="output">Where the 16 bytes of plaintext go; may be the input.</param>
    public void DecryptBlock(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> state = stackalloc byte[BlockSize];
        input[..BlockSize].CopyTo(state);
        AddRoundKey(state, Rounds);
        for (int round = Rounds - 1; round > 0; round--)
        {
            InverseShiftRows(state);
            InverseSubBytes(state);
            AddRoundKey(state, round);
            InverseMixColumns(state);
        }
        InverseShiftRows(state);
        InverseSubBytes(state);
        AddRoundKey(state, 0);
        state.CopyTo(output);
    }

    private void Encrypt(ReadOnlySpan<byte> input, Span<byte> output, List<byte[]>? trace)
    {
        Span<byte> state = stackalloc byte[BlockSize];
        input[..BlockSize].CopyTo(state);
        AddRoundKey(state, 0);
        for (int round = 1; round < Rounds; round++)
        {
            trace?.Add(state.ToArray());
            SubBytes(state);
            ShiftRows(state);
            MixColumns(state);
            AddRoundKey(state, round);
        }
        trace?.Add(state.ToArray());
        SubBytes(state);
        ShiftRows(state);
        AddRoundKey(state, Rounds);
        state.CopyTo(output);
    }

    // Section 5.2. A word is four bytes; Nk words of key become 4 (Nr + 1) words of schedule.
    private static byte[] ExpandKey(ReadOnlySpan<byte> key, int rounds)
    {
        byte[] schedule = new byte[BlockSize * (rounds + 1)];
        key.CopyTo(schedule);
        byte roundConstant = 1;
        Span<byte> word = stackalloc byte[4];
        for (int at = key.Length; at < schedule.Length; at += 4)
        {
            schedule.AsSpan(at - 4, 4).CopyTo(word);
            if (at % key.Length == 0)
            {
                byte first = word[0];
                word[0] = (byte)(_substitution[word[1]] ^ roundConstant);
                word[1] = _substitution[word[2]];
                word[2] = _substitution[word[3]];
                word[3] = _substitution[first];
                roundConstant = Multiply(roundConstant, 2);
            }
            else if (key.Length == 32 && at % key.Length == 16)
            {
                SubBytes(word);
            }
            for (int i = 0; i < 4; i++)
            {
                schedule[at + i] = (byte)(schedule[at + i - key.Length] ^ word[i]);
            }
        }
        return schedule;
    }

    private void AddRoundKey(Span<byte> state, int round)
    {
        ReadOnlySpan<byte> roundKey = _roundKeys.AsSpan(BlockSize * round, BlockSize);
        for (int i = 0; i < BlockSize; i++)
        {
            state[i] ^= roundKey[i];
        }
    }

    private static void SubBytes(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = _substitution[bytes[i]];
        }
    }

    private static void InverseSubBytes(Span<byte> state)
    {
        for (int i = 0; i < BlockSize; i++)
        {
            state[i] = _inverseSubstitution[state[i]];
        }
    }

    // Section 5.1.2: row r moves r columns to the left.
    private static void ShiftRows(Span<byte> state)
    {
        (state[1], state[5], state[9], state[13]) = (state[5], state[9], state[13], state[1]);
        (state[2], state[6], state[10], state[14]) = (state[10], state[14], state[2], state[6]);
        (state[3], state[7], state[11], state[15]) = (state[15], state[3], state[7], state[11]);
    }

    private static void InverseShiftRows(Span<byte> state)
    {
        (state[5], state[9], state[13], state[1]) = (state[1], state[5], state[9], state[13]);
        (state[10], state[14], state[2], state[6]) = (state[2], state[6], state[10], state[14]);
        (state[15], state[3], state[7], state[11]) = (state[3], state[7], state[11], state[15]);
    }

    // Section 5.1.3: each column times {03}x^3 + {01}x^2 + {01}x + {02}.
    private static void MixColumns(Span<byte> state)
    {
        for (int c = 0; c < BlockSize; c += 4)
        {
            byte s0 = state[c], s1 = state[c + 1], s2 = state[c + 2], s3 = state[c + 3];
            state[c] = (byte)(_times2[s0] ^ _times3[s1] ^ s2 ^ s3);
            state[c + 1] = (byte)(s0 ^ _times2[s1] ^ _times3[s2] ^ s3);
            state[c + 2] = (byte)(s0 ^ s1 ^ _times2[s2] ^ _times3[s3]);
            state[c + 3] = (byte)(_times3[s0] ^ s1 ^ s2 ^ _times2[s3]);
        }
    }

    // Section 5.3.3: each column times {0b}x^3 + {0d}x^2 + {09}x + {0e}.
    private static void InverseMixColumns(Span<byte> state)
    {
        for (int c = 0; c < BlockSize; c += 4)
        {
            byte s0 = state[c], s1 = state[c + 1], s2 = state[c + 2], s3 = state[c + 3];
            state[c] = (byte)(_timesE[s0] ^ _timesB[s1] ^ _timesD[s2] ^ _times9[s3]);
            state[c + 1] = (byte)(_times9[s0] ^ _timesE[s1] ^ _timesB[s2] ^ _timesD[s3]);
            state[c + 2] = (byte)(_timesD[s0] ^ _times9[s1] ^ _timesE[s2] ^ _timesB[s3]);
            state[c + 3] = (byte)(_timesB[s0] ^ _timesD[s1] ^ _times9[s2] ^ _timesE[s3]);
        }
    }

    // Section 5.1.1: the inverse, zero for zero, then b'_i = b_i ⊕ b_(i+4) ⊕ b_(i+5) ⊕ b_(i+6) ⊕ b_(i+7) ⊕ c_i with c = {63}.
    private static byte[] MakeSubstitution()
    {
        byte[] table = new byte[256];
        for (int value = 0; value < 256; value++)
        {
            int inverse = 0;
            while (value != 0 && Multiply((byte)value, (byte)inverse) != 1)
            {
                inverse++;
            }
            int result = 0;
            for (int i = 0; i < 8; i++)
            {
                int bit = Bit(inverse, i) ^ Bit(inverse, i + 4) ^ Bit(inverse, i + 5) ^ Bit(inverse, i + 6) ^ Bit(inverse, i + 7) ^ Bit(0x63, i);
                result |= bit << i;
            }
            table[value] = (byte)result;
        }
        return table;

        static int Bit(int value, int index) => (value >> (index % 8)) & 1;
    }

    private static byte[] Invert(byte[] table)
    {
        byte[] inverse = new byte[256];
        for (int value = 0; value < 256; value++)
        {
            inverse[table[value]] = (byte)value;
        }
        return inverse;
    }

    private static byte[] MultiplesOf(byte factor)
    {
        byte[] table = new byte[256];
        for (int value = 0; value < 256; value++)
        {
            table[value] = Multiply((byte)value, factor);
        }
        return table;
    }
}
