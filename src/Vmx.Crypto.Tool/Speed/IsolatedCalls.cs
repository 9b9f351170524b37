// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vmx.Crypto.Tool.Speed;

//
//  One call at a time
//
//      Calls in a row overlap: a processor starts the next one while the results of the one before are still to come. Here
//      LFENCE stands between them, which no later instruction passes before every earlier one has completed (Intel SDM volume
//      2, LFENCE; AMD APM volume 3, LFENCE as operating systems set it up), so that each call starts with an empty pipeline
//      and is over when its last result is there. An empty call in the same place shows what the fence and the way to the
//      call take, which is taken off. A processor without such an instruction for programs has no isolated calls.
//
internal static class IsolatedCalls
{
    public static bool IsSupported => Sse2.IsSupported;

    /// <summary>A call of nothing.</summary>
    public static SpeedOperation Empty { get; } = new(static _ => { }, static () => []);

    /// <summary>Calls an operation as often as it is told, each time on its own.</summary>
    public static Action<int> Of(SpeedOperation operation) => [MethodImpl(MethodImplOptions.AggressiveOptimization)] (count) =>
    {
        for (int i = 0; i < count; i++)
        {
            Sse2.LoadFence();
            operation.Run(1);
        }
        Sse2.LoadFence();
    };
}
