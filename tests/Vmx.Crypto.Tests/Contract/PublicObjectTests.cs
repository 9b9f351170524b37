// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Tests.Power;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Contract;

/// <summary>Keys and lifetimes of every public type in the registry, and that the registry and the table are complete.</summary>
public sealed class PublicObjectTests
{
    private static IEnumerable<Type> DisposableTypes =>
        typeof(VmxCrypto).Assembly.GetExportedTypes().Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IDisposable)));

    [Fact]
    public void Every_public_disposable_type_is_in_the_registry() => Assert.Equal(
        DisposableTypes.Select(type => type.Name).Order(),
        PublicObjects.Keyed.Select(keyed => keyed.Type)
            .Concat(PublicObjects.Derived.Where(derived => derived.Type.IsClass).Select(derived => derived.Type))
            .Select(type => type.Name).Order());

    [Fact]
    public void Every_member_of_every_public_object_has_a_call_in_the_registry()
    {
        string[] streamAnswers = ["CanRead", "CanSeek", "CanWrite"];
        IEnumerable<(Type Type, IReadOnlyList<MemberCall> Calls)> objects = PublicObjects.Keyed.Select(keyed => (keyed.Type, keyed.Calls))
            .Concat(PublicObjects.Derived.Where(derived => derived.Type.IsClass).Select(derived => (derived.Type, derived.Calls)));
        foreach ((Type type, IReadOnlyList<MemberCall> calls) in objects)
        {
            Assert.Empty(MembersOf(type).Except(calls.Select(call => call.Member)).Except(streamAnswers).Select(member => $"{type.Name}.{member}"));
        }
    }

    [Fact]
    public void Every_public_entry_point_is_in_the_table()
    {
        // What makes no output from a text: answers about the object, and what a stream passes on.
        string[] others =
        [
            "AesCtr.Counter", "AesCtrKeystream.BytesRemaining", "AesGcmCipher.TagSizeInBytes",
            .. ((string[])["CanRead", "CanSeek", "CanWrite", "Length", "Position", "Flush", "Seek", "SetLength"]).SelectMany(member => (string[])[$"AesCtrStream.{member}", $"AesXtsStream.{member}"]),
            "AesXtsStream.DataUnitSize",
        ];
        IEnumerable<string> members = DisposableTypes.SelectMany(type => MembersOf(type).Select(member => $"{type.Name}.{member}"));
        Assert.Empty(members.Except(TestMatrix.EntryPoints.SelectMany(entryPoint => entryPoint.Covers)).Except(others));
        Assert.Equal(TestMatrix.EntryPoints.Count, TestMatrix.EntryPoints.Select(entryPoint => entryPoint.Name).Distinct().Count());
    }

    [Fact]
    public void Every_supported_engine_is_in_the_table()
    {
        Assert.Equal(PowerProcessors.Chosen is null ? VmxCrypto.Engines.Where(engine => engine.IsSupported).Select(engine => engine.Name) : [Power8Engine.EngineName], TestMatrix.Engines.Select(engine => engine.Name));
        Assert.Equal(TestMatrix.Engines.Count * TestMatrix.EntryPoints.Count, TestMatrix.Rows.Count());
    }

    [Theory]
    [MemberData(nameof(PublicObjects.KeyedNames), MemberType = typeof(PublicObjects))]
    public void Key_of_any_other_size_is_refused(string name)
    {
        KeyedType keyed = PublicObjects.KeyedByName(name);
        foreach (int size in Enumerable.Range(0, 130))
        {
            byte[] key = TestData.Bytes(14, size);
            if (keyed.KeySizes.Contains(size))
            {
                keyed.FromSpan(key).Dispose();
                keyed.FromArray(key).Dispose();
            }
            else
            {
                Assert.Throws<CryptographicException>(() => keyed.FromSpan(key));
                Assert.Throws<CryptographicException>(() => keyed.FromArray(key));
            }
        }
    }

    [Theory]
    [MemberData(nameof(PublicObjects.KeyedNames), MemberType = typeof(PublicObjects))]
    public void Array_that_is_null_is_refused_by_name(string name)
    {
        KeyedType keyed = PublicObjects.KeyedByName(name);
        string expected = keyed.Type.GetConstructors().Single(constructor => constructor.GetParameters()[0].ParameterType == typeof(byte[])).GetParameters()[0].Name!;
        Assert.Equal(expected, Assert.Throws<ArgumentNullException>(() => keyed.FromArray(null)).ParamName);
    }

    [Theory]
    [MemberData(nameof(PublicObjects.KeyedNames), MemberType = typeof(PublicObjects))]
    public void Calls_of_the_registry_work_and_wrong_ones_are_refused(string name)
    {
        KeyedType keyed = PublicObjects.KeyedByName(name);
        using IDisposable target = keyed.Create();
        AssertCalls(keyed.Calls, () => target);
    }

    [Theory]
    [MemberData(nameof(PublicObjects.DerivedNames), MemberType = typeof(PublicObjects))]
    public void Calls_of_derived_objects_work_and_wrong_ones_are_refused(string name)
    {
        DerivedObject derived = PublicObjects.DerivedByName(name);
        using IDisposable parent = ParentOf(derived);
        AssertCalls(derived.Calls, () => derived.Create(parent));
    }

    [Theory]
    [MemberData(nameof(PublicObjects.KeyedNames), MemberType = typeof(PublicObjects))]
    public void Disposed_object_refuses_every_call_before_it_looks_at_arguments(string name)
    {
        KeyedType keyed = PublicObjects.KeyedByName(name);
        IDisposable target = keyed.Create();
        target.Dispose();
        target.Dispose();
        AssertDisposed(keyed.Calls, target);
    }

    [Theory]
    [MemberData(nameof(PublicObjects.DerivedNames), MemberType = typeof(PublicObjects))]
    public void Disposed_derived_object_refuses_every_call(string name)
    {
        DerivedObject derived = PublicObjects.DerivedByName(name);
        using IDisposable parent = ParentOf(derived);
        IDisposable target = derived.Create(parent);
        target.Dispose();
        target.Dispose();
        AssertDisposed(derived.Calls, target);

        // The parent is not touched by it.
        AssertCalls(derived.Calls, () => derived.Create(parent));
    }

    [Theory]
    [MemberData(nameof(PublicObjects.DerivedNames), MemberType = typeof(PublicObjects))]
    public void Derived_object_refuses_every_call_after_its_parent_is_disposed(string name)
    {
        DerivedObject derived = PublicObjects.DerivedByName(name);
        IDisposable parent = ParentOf(derived);
        using IDisposable target = derived.Create(parent);
        parent.Dispose();
        AssertDisposed(derived.Calls, target);
    }

    [Theory]
    [MemberData(nameof(PublicObjects.DerivedNames), MemberType = typeof(PublicObjects))]
    public void Derived_object_that_was_used_refuses_every_call_after_its_parent_is_disposed(string name)
    {
        DerivedObject derived = PublicObjects.DerivedByName(name);
        IDisposable parent = ParentOf(derived);
        using IDisposable target = derived.Create(parent);
        derived.Calls[0].Run(target);
        parent.Dispose();
        AssertDisposed(derived.Calls, target);
    }

    private static IDisposable ParentOf(DerivedObject derived) => PublicObjects.Keyed.Single(keyed => keyed.Type == derived.Parent).Create();

    private static void AssertCalls(IReadOnlyList<MemberCall> calls, Func<IDisposable> create)
    {
        foreach (MemberCall call in calls)
        {
            if (call.IsWrong)
            {
                Assert.ThrowsAny<ArgumentException>(() => call.Run(create()));
            }
            else
            {
                try
                {
                    call.Run(create());
                }
                catch (NotSupportedException) when (call.Member == "SetLength")
                {
                    // A stream over a text of its own size may refuse this.
                }
            }
        }
    }

    private static void AssertDisposed(IReadOnlyList<MemberCall> calls, IDisposable target)
    {
        foreach (MemberCall call in calls)
        {
            Exception? exception = Record.Exception(() => call.Run(target));
            Assert.True(exception is ObjectDisposedException, $"{target.GetType().Name}.{call.Member} ({(call.IsWrong ? "wrong" : "right")} arguments): {exception?.GetType().Name ?? "no exception"}");
        }
    }

    private static IEnumerable<string> MembersOf(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false } && member.Name != "Dispose")
            .Select(member => member.Name)
            .Distinct();
}
