// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Tool.Speed;

namespace Vmx.Crypto.Tool.Reports.Plots;

/// <summary>One contender's look in every plot: the class that the stylesheet colours and how it is called.</summary>
internal sealed record Look(string Contender, string CssClass, string Label);

/// <summary>Who looks how: the same in all plots of a page.</summary>
internal sealed class Palette
{
    private const int EngineColours = 4;
    private const int PeerColours = 4;

    private readonly Dictionary<string, Look> _looks = [];

    public Palette(IEnumerable<SpeedResult> results)
    {
        int engines = 0;
        int peers = 0;
        foreach (SpeedResult result in results.Where(result => !_looks.ContainsKey(result.Contender)))
        {
            string cssClass = result.Engine is not null ? $"engine-{engines++ % EngineColours}" : $"peer-{peers++ % PeerColours}";
            _looks.Add(result.Contender, new Look(result.Contender, cssClass, Label(result)));
        }
    }

    /// <summary>Every contender, in the order of the results.</summary>
    public IEnumerable<Look> All => _looks.Values;

    public Look this[SpeedResult result] => _looks[result.Contender];

    private static string Label(SpeedResult result) => result.Peer switch
    {
        "Reference" => "Scalar reference",
        "platform" => "Platform (.NET)",
        _ => result.Contender,
    };
}
