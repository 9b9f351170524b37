// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm;
using Vmx.Crypto.Perlasm.Power;

namespace Vmx.Crypto.Tests.Audit.Paths;

//
//  Which way the POWER kernels go, as the emulator tells it
//
//      The kernels run as they are. The emulator writes a line for every run of instructions without a branch that it
//      executes in their memory, with its address; so two lines after each other tell which way the branch between them went.
//      The lines come through a pipe: there are millions. A call of the kernel that flushes code, which no engine makes here,
//      tells that all lines before it have come.
//
internal sealed partial class EmulatedPaths : IDisposable
{
    private const string Processor = "power8";
    private const uint BranchConditional = 16;
    private const uint BranchToRegister = 19;
    private const uint BranchAlways = 0b10100;
    private const int UserReadWrite = 0x180;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vmx-paths-");
    private readonly Dictionary<ulong, int> _entries = [];
    private readonly Dictionary<ulong, Branch> _branches = [];
    private readonly SortedSet<ulong> _ends = [];
    private readonly Dictionary<ulong, ulong> _endOf = [];
    private readonly List<(string File, string Text)> _paths = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _flushed = new(0);
    private readonly HashSet<int> _reached = [];
    private readonly Task _reader;
    private readonly ulong _flush;
    private ulong _previous;

    public EmulatedPaths(IReadOnlyList<byte[]> bytes)
    {
        _ = KernelServer.Build(bytes, out int[] entries);
        AssembledPowerKernel[] kernels = [.. KernelCatalog.Create().Select(kernel => kernel.Assemble())];
        for (int i = 0; i < kernels.Length; i++)
        {
            Add(kernels[i], (ulong)entries[i]);
        }
        _flush = (ulong)entries[(int)Power8Routine.Flush];

        string pipe = Path.Combine(_folder.FullName, "trace");
        if (MakePipe(pipe, UserReadWrite) != 0)
        {
            throw new InvalidOperationException($"No pipe: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
        _reader = Task.Factory.StartNew(() => Read(pipe), TaskCreationOptions.LongRunning);
        int length = entries[^1] + bytes[^1].Length - entries[0];
        Server = EmulatedKernels.Start(bytes, Processor, "-d", "exec,nochain", "-dfilter", string.Create(CultureInfo.InvariantCulture, $"0x{entries[0]:x}+0x{length:x}"), "-D", pipe);
    }

    private readonly record struct Branch(ulong Target, int Taken, int NotTaken);

    /// <summary>Whether the emulator is here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && EmulatedKernels.IsAvailable;

    /// <summary>The kernels, for an engine to use.</summary>
    public EmulatedKernels Server { get; }

    /// <summary>All ways through the kernels.</summary>
    public IReadOnlyList<(string File, string Text)> Paths => _paths;

    /// <summary>The ways that were gone since this was asked before.</summary>
    public unsafe IReadOnlyCollection<int> TakeReached()
    {
        lock (Server.Lock)
        {
            byte* line = stackalloc byte[1];
            Server.Begin();
            ulong address = Server.Place(line, 1, isInput: true, isOutput: false);
            Server.Call((int)Power8Routine.Flush, address, address + 1, 128);
        }
        if (!_flushed.Wait(_patience))
        {
            throw new TimeoutException("The emulator does not tell what it executes.");
        }
        lock (_lock)
        {
            int[] reached = [.. _reached];
            _reached.Clear();
            return reached;
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        _reader.Wait(_patience);
        _flushed.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Add(AssembledPowerKernel kernel, ulong entry)
    {
        string file = $"{GeneratedCode.Folder}/Power8.{kernel.Name}.g.cs";
        string remark = "";
        _entries.Add(entry, _paths.Count);
        _paths.Add((file, "entry"));
        for (int offset = 0; offset < kernel.CodeLength; offset += 4)
        {
            remark = kernel.Comments.TryGetValue(offset, out string? found) ? $", after '{found.ReplaceLineEndings(" ")}'" : remark;
            uint word = BitConverter.ToUInt32(kernel.Bytes, offset);
            uint operation = word >> 26;
            bool isBranch = operation is BranchConditional or 18 || (operation == BranchToRegister && kernel.Texts[offset / 4].StartsWith('b'));
            if (!isBranch)
            {
                continue;
            }
            ulong address = entry + (ulong)offset;
            _ = _ends.Add(address);
            if ((word >> 21 & BranchAlways) == BranchAlways || operation == 18)
            {
                continue;
            }
            if (operation != BranchConditional)
            {
                throw new InvalidOperationException($"{kernel.Name} has {kernel.Texts[offset / 4]}, which leads to places that nobody knows.");
            }
            ulong target = address + (ulong)(short)(word & 0xFFFC);
            string text = string.Create(CultureInfo.InvariantCulture, $"{offset:x4} {kernel.Texts[offset / 4].Split(" .")[0]} {target - entry:x4}");
            _branches.Add(address, new Branch(target, _paths.Count, _paths.Count + 1));
            _paths.Add((file, $"{text} taken{remark}"));
            _paths.Add((file, $"{text} not taken{remark}"));
        }
    }

    private void Read(string pipe)
    {
        using var lines = new StreamReader(pipe);
        while (lines.ReadLine() is string line)
        {
            // Trace 0: host address [code segment/address/flags/…]
            int open = line.IndexOf('[', StringComparison.Ordinal);
            string[] parts = open < 0 ? [] : line[(open + 1)..].Split('/');
            if (parts.Length > 1 && ulong.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address))
            {
                Executed(address);
            }
        }
    }

    private void Executed(ulong address)
    {
        lock (_lock)
        {
            if (address == _flush)
            {
                _previous = 0;
                _ = _flushed.Release();
                return;
            }
            if (_entries.TryGetValue(address, out int entry))
            {
                _ = _reached.Add(entry);
            }
            else if (_previous != 0 && _branches.TryGetValue(EndOf(_previous), out Branch branch))
            {
                if (address == branch.Target)
                {
                    _ = _reached.Add(branch.Taken);
                }
                else if (address == EndOf(_previous) + 4)
                {
                    _ = _reached.Add(branch.NotTaken);
                }
            }
            _previous = address;
        }
    }

    // The branch that ends the instructions at an address.
    private ulong EndOf(ulong address)
    {
        if (!_endOf.TryGetValue(address, out ulong end))
        {
            end = _ends.GetViewBetween(address, ulong.MaxValue).Min;
            _endOf.Add(address, end);
        }
        return end;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, int mode);
}
