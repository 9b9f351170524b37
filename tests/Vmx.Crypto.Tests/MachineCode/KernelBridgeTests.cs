// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm.X64;
using Vmx.Crypto.Tests.Differential;
using Xunit;

namespace Vmx.Crypto.Tests.MachineCode;

/// <summary>
/// What kernels leave behind when they run: zeros in every vector register, and in Windows's form every register and all
/// memory that are the caller's.
/// </summary>
public sealed class KernelBridgeTests
{
    private const string NotHere = "This process runs no x64 machine code that a stub of System V's convention could call.";

    [Theory]
    [InlineData("Vaes512")]
    [InlineData("Vaes256")]
    public void Kernels_leave_zeros_in_every_vector_register(string engine)
    {
        using var bridge = KernelBridge.ToLeftovers(Shape(engine));
        Exercise(bridge);
        Assert.Equal(-1, bridge.Notes.IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("Vaes512")]
    [InlineData("Vaes256")]
    public void Register_that_is_not_zeroed_is_seen(string engine)
    {
        VectorShape shape = Shape(engine);
        byte[] zeroing = KernelCode.Assemble(a => a.vpxor(Iced.Intel.AssemblerRegisters.xmm0, Iced.Intel.AssemblerRegisters.xmm0, Iced.Intel.AssemblerRegisters.xmm0));
        using var bridge = KernelBridge.ToLeftovers(shape, image =>
        {
            // Every clearing of register 0 becomes four instructions that do nothing.
            for (int i = image.AsSpan().IndexOf(zeroing); i >= 0; i = image.AsSpan().IndexOf(zeroing))
            {
                image.AsSpan(i, zeroing.Length).Fill(0x90);
            }
            return image;
        });
        Exercise(bridge, mustBeRight: false);
        int first = bridge.Notes.IndexOfAnyExcept((byte)0);
        Assert.InRange(first, 0, 15);
        Assert.Equal(-1, bridge.Notes[64..].IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("Vaes512")]
    [InlineData("Vaes256")]
    public void Windows_form_keeps_what_its_caller_owns(string engine)
    {
        using var bridge = KernelBridge.ToWindows(Shape(engine));
        Exercise(bridge);
        Assert.Equal(0, bridge.Failures);
    }

    /// <summary>Exits that lose a register, and an entry that saves one elsewhere: each is counted.</summary>
    [Theory]
    [InlineData("xmm15 is not restored", new byte[] { 0xC5, 0x78, 0x10, 0xB8, 0x90, 0x00, 0x00, 0x00 }, new byte[] { 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90 })]
    [InlineData("rdi is not restored", new byte[] { 0x48, 0x8B, 0x7C, 0x24, 0x08 }, new byte[] { 0x90, 0x90, 0x90, 0x90, 0x90 })]
    [InlineData("rsi comes from where rdi is", new byte[] { 0x48, 0x8B, 0x74, 0x24, 0x10 }, new byte[] { 0x48, 0x8B, 0x74, 0x24, 0x08 })]
    [InlineData("xmm7 is kept in the home space's neighbour", new byte[] { 0xC5, 0xF8, 0x11, 0x78, 0x10 }, new byte[] { 0xC5, 0xF8, 0x11, 0x78, 0xF8 })]
    public void Windows_form_that_loses_something_is_seen(string what, byte[] original, byte[] altered)
    {
        Assert.NotEmpty(what);
        using var bridge = KernelBridge.ToWindows(Shape("Vaes256"), image =>
        {
            Assert.True(image.AsSpan().IndexOf(original) >= 0);
            for (int i = image.AsSpan().IndexOf(original); i >= 0; i = image.AsSpan().IndexOf(original))
            {
                altered.CopyTo(image, i);
            }
            return image;
        });
        Exercise(bridge);
        Assert.NotEqual(0, bridge.Failures);
    }

    // Every family's self-test, and every mode over lengths that take every tail.
    private static void Exercise(KernelBridge bridge, bool mustBeRight = true)
    {
        foreach (ModeFamily family in Enum.GetValues<ModeFamily>())
        {
            string? failure = EngineSelfTest.Run(bridge.Engine, family);
            Assert.True(failure is null || !mustBeRight, failure);
        }
        byte[] text = new byte[1100];
        new Random(1).NextBytes(text);
        foreach (string name in EngineSubjects.All.Select(subject => subject.Name))
        {
            Subject subject = EngineSubjects.Get(name);
            for (int length = subject.Minimum; length <= text.Length; length += length < 300 ? subject.Granularity : 16 * 37)
            {
                _ = subject.Actual(bridge.Engine, new Message(text[..subject.KeySizes[^1]], text[..16], text[..(length % 67)], text[..length], InPlace: false));
            }
        }
    }

    private static VectorShape Shape(string engine)
    {
        VectorShape? shape = KernelBridge.Shapes.FirstOrDefault(shape => shape.Engine == engine);
        Assert.SkipWhen(shape is null, NotHere);
        return shape!;
    }
}
