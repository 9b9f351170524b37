// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;

namespace Vmx.Crypto.Perlasm.Power;

/// <summary>
/// A static program for 64-bit little-endian POWER, ELFv2: code, readable and executable, and zeroed memory, readable and
/// writable, each at a fixed address. No sections, no symbols.
/// </summary>
internal static class ElfImage
{
    /// <summary>Where the code is in memory.</summary>
    public const int CodeAddress = BaseAddress + HeaderSize;

    /// <summary>Where the zeroed memory begins.</summary>
    public const int MemoryAddress = 0x2000_0000;

    private const int BaseAddress = 0x1000_0000;
    private const int HeaderSize = 256;
    private const int FileHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const ulong PageSize = 0x1_0000;

    /// <summary>Writes the file.</summary>
    /// <param name="code">The code; the first byte is where the program starts.</param>
    /// <param name="memorySize">Bytes of zeroed memory.</param>
    public static byte[] Build(ReadOnlySpan<byte> code, int memorySize)
    {
        byte[] file = new byte[HeaderSize + code.Length];
        Span<byte> header = file;
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);              // an executable
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 21);             // 64-bit PowerPC
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], CodeAddress);    // the entry: an address, not a descriptor
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], FileHeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], 2);              // ELFv2
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], FileHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], ProgramHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 2);
        Segment(header[FileHeaderSize..], flags: 4 | 1, BaseAddress, (ulong)file.Length, (ulong)file.Length);
        Segment(header[(FileHeaderSize + ProgramHeaderSize)..], flags: 4 | 2, MemoryAddress, 0, (ulong)memorySize);
        code.CopyTo(header[HeaderSize..]);
        return file;
    }

    private static void Segment(Span<byte> header, uint flags, ulong address, ulong fileSize, ulong memorySize)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, 1);                    // to be loaded
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], flags);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], fileSize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], memorySize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], PageSize);
    }
}
