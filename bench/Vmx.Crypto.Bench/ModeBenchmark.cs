// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.Speed;
using Vmx.Crypto.Tool.Speed.Contenders;

namespace Vmx.Crypto.Bench;

//
//  One mode, by everybody who has it
//
//      The implementation is a parameter, so that a table has a row for each and a new engine of the catalogue is measured
//      without being named here. What is called is what `cryptovmx speed` calls: its contenders, with keys expanded and
//      buffers of the same place in a page. The call goes through a delegate for all alike, which costs a nanosecond or two.
//
//      The baseline is the scalar reference: its column says how many times as fast as that a row is. BenchmarkDotNet's own
//      ratio compares methods and not parameters, so it is not used.
//
//      Nothing is timed before its output was compared with the reference's, or where that has not got the mode, with the
//      first engine's, and before a call of an engine was seen to allocate nothing.
//
public abstract class ModeBenchmark
{
    // Engines, best first; then the scalar reference, the platform, and the packages.
    private static readonly IContender[] _contenders =
    [
        .. EngineCatalog.Selector.Supported.Select(engine => new EngineContender(engine)),
        new ReferenceContender(),
        new PlatformContender(),
        .. Peers.All.Present.Where(peer => peer is BouncyCastleContender or NSecContender),
    ];

    private SpeedOperation? _operation;

    /// <summary>Bits of the AES key, or of the hash subkey; for XTS, of each half.</summary>
    [ParamsSource(nameof(KeySizes), Priority = -1)]
    public int KeyBits { get; set; }

    /// <summary>Who computes.</summary>
    [ParamsSource(nameof(Implementations), Priority = 1)]
    public string Implementation { get; set; } = "";

    public static IEnumerable<int> KeySizes => Scope.KeySizes;

    public static IEnumerable<string> Implementations => _contenders.Select(contender => contender.Name);

    /// <summary>Whether there is such a case at all.</summary>
    internal bool Exists => Prepare(Contender) is not null;

    /// <summary>The place of the implementation among all.</summary>
    internal int Rank => Array.IndexOf(_contenders, Contender);

    /// <summary>Bytes of input in one call; none when a key is set up.</summary>
    internal virtual long BytesPerCall => 0;

    /// <summary>Whether an object is made in every call; else no engine may allocate.</summary>
    private protected virtual bool MakesObjects => false;

    private IContender Contender => _contenders.Single(contender => contender.Name == Implementation);

    /// <summary>The benchmark of a case, with its parameters.</summary>
    internal static ModeBenchmark For(BenchmarkCase benchmarkCase)
    {
        Type type = benchmarkCase.Descriptor.Type;
        var benchmark = (ModeBenchmark)Activator.CreateInstance(type)!;
        foreach (ParameterInstance parameter in benchmarkCase.Parameters.Items)
        {
            type.GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value);
        }
        return benchmark;
    }

    [GlobalSetup]
    public void Setup()
    {
        byte[] expected = [];
        foreach (IContender contender in _contenders.OrderBy(contender => contender is not ReferenceContender))
        {
            using SpeedOperation? standard = Prepare(contender);
            if (standard is not null)
            {
                standard.Run(1);
                expected = standard.Output;
                break;
            }
        }
        _operation = Prepare(Contender) ?? throw new NotSupportedException($"{Implementation} has no such mode.");
        _operation.Run(1);
        if (!_operation.Output.AsSpan().SequenceEqual(expected))
        {
            throw new InvalidOperationException($"The output of {Implementation} differs from the others'.");
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        _operation.Run(1);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated != 0 && Contender.IsEngine && !MakesObjects)
        {
            throw new InvalidOperationException($"{Implementation} allocates {allocated} bytes a call.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _operation?.Dispose();

    [Benchmark]
    public void Run() => _operation!.Run(1);

    /// <summary>What is timed; null when the contender does not have it.</summary>
    private protected abstract SpeedOperation? Prepare(IContender contender);
}
