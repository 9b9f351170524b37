// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Vmx.Crypto.Tests.Support;

/// <summary>Runs something on a thread of its own.</summary>
internal static class OtherThread
{
    /// <summary>Runs it to its end, and throws here what it throws there.</summary>
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
