// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace Vmx.Crypto.Tests;

/// <summary>What is tested is what ships.</summary>
public sealed class BuildTests
{
    [Fact]
    public void Library_is_built_with_optimisation()
    {
        DebuggableAttribute? attribute = typeof(VmxCrypto).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.True(attribute is null || !attribute.IsJITOptimizerDisabled);
    }
}
