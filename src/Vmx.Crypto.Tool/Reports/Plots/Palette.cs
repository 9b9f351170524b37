// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>How one contender looks: the class that the stylesheet colours and how it is called.</summary>
internal sealed record Look(string CssClass, string Label, string ShortLabel);

//
//  Who looks how: the same in all plots of a page
//
//      Colours stand for parts, not for names: the library's engines are cold, the engine in use the strongest; others are
//      warm, whoever happens to be the fastest of them; the scalar reference is grey. Every line and bar carries its name as
//      well, and lines differ in their dashes, so that nothing depends on colours alone.
//
internal sealed class Palette
{
    private const int EngineColours = 4;

    private readonly List<string> _engines;

    public Palette(IEnumerable<SpeedResult> results, string? engineInUse)
    {
        string[] engines = [.. results.Select(result => result.Engine).OfType<string>().Distinct()];
        EngineInUse = engines.Contains(engineInUse) ? engineInUse! : engines.FirstOrDefault() ?? string.Empty;
        _engines = [EngineInUse, .. engines.Where(engine => engine != EngineInUse)];
    }

    /// <summary>The engine that is drawn as the one in use.</summary>
    public string EngineInUse { get; }

    /// <summary>The library's other engines, in the order of the results.</summary>
    public IEnumerable<string> OtherEngines => _engines.Skip(1);

    public Look this[RankedResult ranked] => ranked.Role switch
    {
        SpeedRole.EngineInUse or SpeedRole.OtherEngine => OfEngine(ranked.Result.Contender),
        SpeedRole.Reference => new Look("scalar", "Scalar reference", SpeedComparison.ShortName(ranked.Result.Contender)),
        SpeedRole.Platform => new Look("platform", "Platform (.NET)", SpeedComparison.ShortName(ranked.Result.Contender)),
        _ => new Look("best", ranked.Result.Contender, ranked.Result.Contender),
    };

    /// <summary>The look of an engine.</summary>
    public Look OfEngine(string engine) => new($"engine-{_engines.IndexOf(engine) % EngineColours}", engine, engine);
}
