// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Diagnostics.CodeAnalysis;

namespace Vmx.Crypto;

/// <summary>Every exception this package throws, one method each, so that the methods that check stay small.</summary>
internal static class Error
{
    [DoesNotReturn]
    public static void Disposed(object owner) => throw new ObjectDisposedException(owner.GetType().FullName);
}
