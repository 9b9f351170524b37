// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace Vmx.Crypto.Perlasm.Power;

//
//  A process of qemu-ppc64le that serves kernels: KernelServer's other side
//
//      Memory that a kernel is to see is laid into the server's working memory with the alignment it has here, surrounded by
//      bytes that must come back as they were. After each call the registers are checked as well: what the calling convention
//      keeps must be kept, and a volatile vector register must be zero or never have been written.
//
internal sealed unsafe class EmulatedKernels : IDisposable
{
    private const int Margin = 64;
    private const byte Untouched = 0xA5;

    private readonly Process _process;
    private readonly string _folder;
    private readonly int[] _entries;
    private readonly Stream _requests;
    private readonly Stream _answers;
    private readonly List<Piece> _pieces = [];
    private readonly List<int> _places = [];
    private byte[] _request = new byte[1 << 16];
    private byte[] _answer = new byte[1 << 16];
    private int _end;

    private EmulatedKernels(IReadOnlyList<byte[]> kernels, string processor, IEnumerable<string> emulatorOptions)
    {
        _folder = Directory.CreateTempSubdirectory("vmx-crypto-").FullName;
        string program = Path.Combine(_folder, "kernels");
        File.WriteAllBytes(program, KernelServer.Build(kernels, out _entries));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        _process = Process.Start(new ProcessStartInfo(Emulator, [.. emulatorOptions, "-cpu", processor, program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _requests = _process.StandardInput.BaseStream;
        _answers = _process.StandardOutput.BaseStream;
        Span<byte> greeting = stackalloc byte[KernelServer.GreetingSize];
        _answers.ReadExactly(greeting);
        HardwareCapabilities2 = BinaryPrimitives.ReadUInt64LittleEndian(greeting);
        CacheLineSize = BinaryPrimitives.ReadUInt64LittleEndian(greeting[8..]);
    }

    private readonly record struct Piece(nint Pointer, int Offset, int Size, bool IsOutput);

    /// <summary>The emulator of Debian's package qemu-user.</summary>
    public const string Emulator = "qemu-ppc64le";

    /// <summary>Whether the emulator is installed.</summary>
    public static bool IsAvailable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length != 0 && File.Exists(Path.Combine(folder, Emulator)));

    /// <summary>AT_HWCAP2, as the emulated system tells it.</summary>
    public ulong HardwareCapabilities2 { get; }

    /// <summary>AT_DCACHEBSIZE.</summary>
    public ulong CacheLineSize { get; }

    /// <summary>Where each kernel is in the server's memory.</summary>
    public IReadOnlyList<int> Entries => _entries;

    /// <summary>Held by whoever makes a call: pieces, call, pieces again.</summary>
    public Lock Lock { get; } = new();

    /// <summary>
    /// Receives a line for every call, for a program that makes the same calls elsewhere: the number of the kernel, the fifth argument, and
    /// for each place a "-" for a null pointer, "=" and the number of an earlier place, or what was there before and after.
    /// </summary>
    public Action<string>? Record { get; set; }

    /// <summary>Starts a server.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="processor">The emulator's name of the processor: power8, power9, power10.</param>
    /// <param name="emulatorOptions">What else the emulator is given.</param>
    public static EmulatedKernels Start(IReadOnlyList<byte[]> kernels, string processor, params IEnumerable<string> emulatorOptions) => new(kernels, processor, emulatorOptions);

    /// <summary>Ends the requests and waits for the server.</summary>
    /// <returns>Its exit code: 0, or why it had ended before.</returns>
    public int WaitForExit()
    {
        _requests.Dispose();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Begins the pieces of a call.</summary>
    public void Begin()
    {
        _pieces.Clear();
        _places.Clear();
        _end = 0;
        Fill(KernelServer.RequestSize + Margin);
        _end = Margin;
    }

    /// <summary>Lays memory out for the next call and returns where the server will have it. The same memory is laid out once.</summary>
    public ulong Place(void* pointer, int size, bool isInput, bool isOutput)
    {
        if (pointer == null)
        {
            _places.Add(-1);
            return 0;
        }
        for (int i = 0; i < _pieces.Count; i++)
        {
            Piece piece = _pieces[i];
            if (piece.Pointer == (nint)pointer && piece.Size == size)
            {
                _places.Add(i);
                _pieces[i] = piece with { IsOutput = piece.IsOutput || isOutput };
                return KernelServer.WorkingMemory + (ulong)piece.Offset;
            }
        }
        _places.Add(_pieces.Count);
        return LayOut(pointer, size, isInput, isOutput);
    }

    /// <summary>Lays a table of places out, which a record has no use for.</summary>
    public ulong PlaceTable(ulong* table, int length) => LayOut(table, length * sizeof(ulong), isInput: true, isOutput: false);

    private ulong LayOut(void* pointer, int size, bool isInput, bool isOutput)
    {
        int offset = _end + (int)(((nint)pointer - _end) & (Margin - 1));
        Fill(KernelServer.RequestSize + offset + size + Margin);
        if (isInput)
        {
            new ReadOnlySpan<byte>(pointer, size).CopyTo(_request.AsSpan(KernelServer.RequestSize + offset));
        }
        _pieces.Add(new Piece((nint)pointer, offset, size, isOutput));
        _end = offset + size + Margin;
        return KernelServer.WorkingMemory + (ulong)offset;
    }

    /// <summary>Calls a kernel with up to seven arguments.</summary>
    /// <exception cref="InvalidDataException">It broke the calling convention, or wrote beside its arguments.</exception>
    public void Call(int kernel, params ReadOnlySpan<ulong> arguments)
    {
        Span<byte> header = _request.AsSpan(0, KernelServer.RequestSize);
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)_entries[kernel]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)_end);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], (ulong)_end);
        for (int i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header[(24 + (8 * i))..], arguments[i]);
        }
        _requests.Write(_request, 0, KernelServer.RequestSize + _end);
        _requests.Flush();
        int length = KernelServer.RegistersSize + _end;
        if (_answer.Length < length)
        {
            _answer = new byte[length * 2];
        }
        _answers.ReadExactly(_answer, 0, length);
        CheckRegisters(kernel, _answer.AsSpan(0, KernelServer.RegistersSize));
        if (Record is { } record)
        {
            record(Describe(kernel, arguments[4]));
        }
        TakeOutputs(kernel, _answer.AsSpan(KernelServer.RegistersSize, _end));
    }

    private string Describe(int kernel, ulong count)
    {
        StringBuilder line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{kernel} {count}");
        for (int i = 0; i < _places.Count; i++)
        {
            int earlier = _places.IndexOf(_places[i]);
            if (_places[i] < 0)
            {
                _ = line.Append(" -");
            }
            else if (earlier < i)
            {
                _ = line.Append(CultureInfo.InvariantCulture, $" ={earlier}");
            }
            else
            {
                Piece piece = _pieces[_places[i]];
                string before = Convert.ToHexStringLower(_request, KernelServer.RequestSize + piece.Offset, piece.Size);
                string after = Convert.ToHexStringLower(_answer, KernelServer.RegistersSize + piece.Offset, piece.Size);
                _ = line.Append(CultureInfo.InvariantCulture, $" {before}:{after}");
            }
        }
        return line.ToString();
    }

    private static void CheckRegisters(int kernel, ReadOnlySpan<byte> registers)
    {
        for (int i = 0; i < 32; i++)
        {
            ReadOnlySpan<byte> vector = registers.Slice(16 * i, 16);
            bool isKept = !vector.ContainsAnyExcept(KernelServer.Sentinel);
            if (!isKept && (i >= 20 || vector.ContainsAnyExcept((byte)0)))
            {
                throw new InvalidDataException($"Kernel {kernel} leaves {Convert.ToHexStringLower(vector)} in v{i}.");
            }
        }
        if (registers[(32 * 16)..].ContainsAnyExcept(KernelServer.Sentinel))
        {
            throw new InvalidDataException($"Kernel {kernel} does not keep the registers r14 to r31.");
        }
    }

    private void TakeOutputs(int kernel, Span<byte> memory)
    {
        ReadOnlySpan<byte> before = _request.AsSpan(KernelServer.RequestSize, _end);
        foreach (Piece piece in _pieces)
        {
            if (piece.IsOutput)
            {
                memory.Slice(piece.Offset, piece.Size).CopyTo(new Span<byte>((void*)piece.Pointer, piece.Size));
                before.Slice(piece.Offset, piece.Size).CopyTo(memory[piece.Offset..]);
            }
        }
        if (!before.SequenceEqual(memory))
        {
            throw new InvalidDataException($"Kernel {kernel} writes beside its arguments, {before.CommonPrefixLength(memory)} bytes into its memory.");
        }
    }

    private void Fill(int end)
    {
        if (end > KernelServer.WorkingMemorySize)
        {
            throw new InvalidOperationException("The call's memory does not fit.");
        }
        if (_request.Length < end)
        {
            Array.Resize(ref _request, end * 2);
        }
        int start = KernelServer.RequestSize + _end;
        _request.AsSpan(start, end - start).Fill(Untouched);
    }

    public void Dispose()
    {
        _requests.Dispose();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
