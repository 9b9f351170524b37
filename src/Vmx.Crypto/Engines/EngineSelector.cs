// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Vmx.Crypto.Engines;

/// <summary>What has a self-test of its own: the entry points that share kernels.</summary>
internal enum ModeFamily
{
    /// <summary>The block cipher and CBC.</summary>
    Block,

    /// <summary>CTR.</summary>
    Ctr,

    /// <summary>XTS.</summary>
    Xts,

    /// <summary>GHASH, GMAC and GCM.</summary>
    Gcm,
}

/// <summary>One row of the catalogue of engines.</summary>
/// <param name="Name">The engine's name.</param>
/// <param name="Rationale">Why it stands where it does.</param>
/// <param name="WhyUnsupported">Null when this process can run it, else why not, in words.</param>
/// <param name="Create">
/// Makes the engine; called once, and only where it is supported. It may still throw <see cref="PlatformNotSupportedException"/>,
/// when the operating system refuses what the engine needs: then the message is why the engine is not supported.
/// </param>
internal sealed record EngineTier(string Name, string Rationale, Func<string?> WhyUnsupported, Func<Engine> Create);

//
//  Which engine a process uses
//
//      The first of the list that is supported and has not failed a self-test; or the one that was forced, which must be
//      supported. A mode family is tested at its first use, on the engine that would serve it. An engine that fails is out
//      for every family, and the next one is tested instead.
//
internal sealed class EngineSelector
{
    private readonly Row[] _rows;
    private readonly Func<string?> _forcedName;
    private readonly Func<Engine, ModeFamily, string?> _selfTest;
    private readonly Lock _lock = new();
    private readonly Engine?[] _tested = new Engine?[4];

    /// <summary>Makes a selector.</summary>
    /// <param name="tiers">The engines, best first.</param>
    /// <param name="forcedName">Reads the name that the user forces, or null.</param>
    /// <param name="selfTest">Tests one family on one engine: null when it holds, else what failed.</param>
    public EngineSelector(IReadOnlyList<EngineTier> tiers, Func<string?> forcedName, Func<Engine, ModeFamily, string?> selfTest)
    {
        _rows = [.. tiers.Select(tier => new Row(tier))];
        _forcedName = forcedName;
        _selfTest = selfTest;
    }

    /// <summary>The engine for a mode family, tested. Throws when the engine that was forced cannot be used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Engine Get(ModeFamily family) => Volatile.Read(ref _tested[(int)family]) ?? TestAndSelect(family);

    /// <summary>The engine that would be used next, without testing it. Throws when the engine that was forced cannot be used.</summary>
    public Engine Current
    {
        get
        {
            lock (_lock)
            {
                return Candidate().Engine;
            }
        }
    }

    /// <summary>Every engine and what stands with it. Runs no tests and does not throw.</summary>
    public IReadOnlyList<EngineInfo> Describe()
    {
        lock (_lock)
        {
            Row? selected = FindCandidate(out _);
            return [.. _rows.Select(row => new EngineInfo(
                row.Tier.Name,
                row.WhyUnsupported is null,
                ReferenceEquals(row, selected),
                row.WhyUnsupported ?? (row.Failure is not null ? $"failed its self-test: {row.Failure}" : ReferenceEquals(row, selected) ? "selected" : "supported")))];
        }
    }

    /// <summary>Every engine that this process can run, tested or not, best first.</summary>
    public IReadOnlyList<Engine> Supported
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Where(row => row.WhyUnsupported is null).Select(row => row.Engine)];
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Engine TestAndSelect(ModeFamily family)
    {
        lock (_lock)
        {
            // Another thread may have tested this family while this one waited.
            while (_tested[(int)family] is null)
            {
                Row row = Candidate();
                row.Failure = _selfTest(row.Engine, family);
                if (row.Failure is null)
                {
                    Volatile.Write(ref _tested[(int)family], row.Engine);
                    break;
                }
                // What the engine served before goes to the next one as well.
                for (int i = 0; i < _tested.Length; i++)
                {
                    if (ReferenceEquals(_tested[i], row.Engine))
                    {
                        Volatile.Write(ref _tested[i], null);
                    }
                }
            }
            return _tested[(int)family]!;
        }
    }

    private Row Candidate() => FindCandidate(out string? problem) ?? throw new InvalidOperationException(problem);

    private Row? FindCandidate(out string? problem)
    {
        problem = null;
        string? forced = _forcedName();
        if (string.IsNullOrEmpty(forced))
        {
            Row? best = Array.Find(_rows, row => row.IsUsable);
            problem = best is null ? "Every engine of Vmx.Crypto failed its self-test." : null;
            return best;
        }
        Row? named = Array.Find(_rows, row => string.Equals(row.Tier.Name, forced, StringComparison.OrdinalIgnoreCase));
        if (named is { IsUsable: true })
        {
            return named;
        }
        string supported = string.Join(", ", _rows.Where(row => row.IsUsable).Select(row => row.Tier.Name));
        problem = named is null
            ? $"The engine '{forced}' is not known. The engines that are supported here: {supported}."
            : $"The engine '{named.Tier.Name}' was asked for and cannot be used: {named.WhyUnsupported ?? "failed its self-test: " + named.Failure}. The engines that are supported here: {supported}.";
        return null;
    }

    private sealed class Row(EngineTier tier)
    {
        private readonly Lazy<(Engine? Engine, string? WhyUnsupported)> _outcome = new(() => Make(tier));

        public EngineTier Tier { get; } = tier;

        public string? WhyUnsupported => _outcome.Value.WhyUnsupported;

        public Engine Engine => _outcome.Value.Engine!;

        public string? Failure { get; set; }

        public bool IsUsable => WhyUnsupported is null && Failure is null;

        private static (Engine? Engine, string? WhyUnsupported) Make(EngineTier tier)
        {
            if (tier.WhyUnsupported() is { } why)
            {
                return (null, why);
            }
            try
            {
                return (tier.Create(), null);
            }
            catch (PlatformNotSupportedException refusal)
            {
                return (null, refusal.Message);
            }
        }
    }
}
