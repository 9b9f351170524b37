// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

namespace Vmx.Crypto.Engines.Portable;

//
//  The word vocabulary
//
//      What the portable kernels are written in: one register of 64, 128, 256 or 512 bits. AES sees a word as a bit plane
//      of the state of several blocks, GHASH as lanes of 64 bits. Every operation takes the same time whatever the values
//      are; shift counts and shuffle patterns are constants.
//
//      A plane and its place in memory
//
//          Eight words hold BlockCount blocks: word i is the i-th eighth of them as they lie in memory. Transposing bit j
//          of word i with bit i of word j in every byte (BitslicedAes.Transpose) turns the eight words into eight planes:
//          plane j then holds bit j of every byte of every block.
//
//          In Word128 and wider, byte p of each 16-byte lane of a plane belongs to byte p of the AES state, and its eight
//          bits to eight blocks. ShiftRows and the turns of MixColumns are shuffles of bytes within the lane.
//
//          In Word64 a block takes two words, so that a byte of a plane holds two columns of four blocks; Word64 says
//          more.
//
internal unsafe interface IWord<TSelf>
    where TSelf : unmanaged, IWord<TSelf>
{
    /// <summary>How many AES blocks eight words hold.</summary>
    static abstract int BlockCount { get; }

    /// <summary>How many lanes of 64 bits a word has.</summary>
    static abstract int LaneCount { get; }

    /// <summary>Bytes of one plane of a round key in the key schedule. Words of 128 bits and more share one format.</summary>
    static abstract int RoundKeyPlaneSize { get; }

    /// <summary>Exclusive or.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>And.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>Shifts every lane of 64 bits to the left.</summary>
    static abstract TSelf operator <<(TSelf value, int count);

    /// <summary>Shifts every lane of 64 bits to the right and fills with zeros.</summary>
    static abstract TSelf operator >>>(TSelf value, int count);

    /// <summary>The same 64 bits in every lane.</summary>
    static abstract TSelf Broadcast(ulong value);

    // ---- AES --------------------------------------------------------------------------------------------------------

    /// <summary>Reads an eighth of <see cref="BlockCount"/> blocks.</summary>
    static abstract TSelf LoadBlocks(byte* source);

    /// <summary>Writes what <see cref="LoadBlocks"/> reads.</summary>
    static abstract void StoreBlocks(TSelf value, byte* destination);

    /// <summary>Reads one plane of a round key and gives it to all blocks.</summary>
    static abstract TSelf LoadRoundKey(byte* plane);

    /// <summary>Writes the part of a plane that <see cref="LoadRoundKey"/> reads. All blocks of the plane are equal.</summary>
    static abstract void StoreRoundKey(TSelf value, byte* plane);

    /// <summary>ShiftRows (FIPS 197 section 5.1.2) on a plane.</summary>
    static abstract TSelf ShiftRows(TSelf plane);

    /// <summary>InvShiftRows (FIPS 197 section 5.3.1) on a plane.</summary>
    static abstract TSelf InverseShiftRows(TSelf plane);

    /// <summary>Turns the columns by one row: row r of the result is row r + 1 modulo 4.</summary>
    static abstract TSelf TurnByOneRow(TSelf plane);

    /// <summary>Turns the columns by two rows: row r of the result is row r + 2 modulo 4.</summary>
    static abstract TSelf TurnByTwoRows(TSelf plane);

    // ---- GHASH ------------------------------------------------------------------------------------------------------

    /// <summary>In every lane, the product of the low 32 bits of the operands, 64 bits. The high 32 bits of the operands are zero.</summary>
    static abstract TSelf Multiply(TSelf left, TSelf right);

    /// <summary>
    /// Reads <see cref="LaneCount"/> blocks, as big-endian numbers of 128 bits, one a lane: the upper and the lower halves.
    /// Lane 2i is block i, lane 2i + 1 is block i + LaneCount/2.
    /// </summary>
    static abstract void LoadHalves(byte* source, out TSelf upper, out TSelf lower);

    /// <summary>The first lane.</summary>
    static abstract ulong FirstLane(TSelf value);

    /// <summary>The exclusive or of all lanes.</summary>
    static abstract ulong FoldLanes(TSelf value);
}
