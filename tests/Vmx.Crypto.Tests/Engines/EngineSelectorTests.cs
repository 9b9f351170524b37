// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.Engines;

/// <summary>Which engine a process uses, told with engines that only have names.</summary>
public sealed class EngineSelectorTests
{
    private static readonly ModeFamily[] _families = Enum.GetValues<ModeFamily>();

    [Fact]
    public void First_supported_engine_serves_every_family()
    {
        var catalogue = new Catalogue(("Best", "has no vector unit"), ("Good", null), ("Last", null));
        Assert.All(_families, family => Assert.Equal("Good", catalogue.Selector.Get(family).Name));
        Assert.Equal("Good", catalogue.Selector.Current.Name);
        Assert.Equal(["Good"], catalogue.Created);
    }

    [Fact]
    public void Each_family_is_tested_once_and_only_when_it_is_used()
    {
        var catalogue = new Catalogue(("Best", null), ("Last", null));
        _ = catalogue.Selector.Describe();
        _ = catalogue.Selector.Current;
        _ = catalogue.Selector.Supported;
        Assert.Empty(catalogue.Tested);
        for (int i = 0; i < 3; i++)
        {
            catalogue.Selector.Get(ModeFamily.Ctr);
            catalogue.Selector.Get(ModeFamily.Xts);
        }
        Assert.Equal([("Best", ModeFamily.Ctr), ("Best", ModeFamily.Xts)], catalogue.Tested);
    }

    [Theory]
    [InlineData(nameof(ModeFamily.Block))]
    [InlineData(nameof(ModeFamily.Ctr))]
    [InlineData(nameof(ModeFamily.Xts))]
    [InlineData(nameof(ModeFamily.Gcm))]
    public void Engine_that_fails_one_family_is_skipped_as_a_whole(string brokenFamily)
    {
        ModeFamily broken = Enum.Parse<ModeFamily>(brokenFamily);
        var catalogue = new Catalogue(("Best", null), ("Good", null), ("Last", null))
        {
            SelfTest = (engine, family) => engine == "Best" && family == broken ? "wrong ciphertext" : null,
        };
        ModeFamily[] others = [.. _families.Where(family => family != broken)];
        Assert.All(others, family => Assert.Equal("Best", catalogue.Selector.Get(family).Name));
        Assert.Equal("Good", catalogue.Selector.Get(broken).Name);
        Assert.All(_families, family => Assert.Equal("Good", catalogue.Selector.Get(family).Name));

        // The next engine was tested on every family it took over, too.
        Assert.All(_families, family => Assert.Contains(("Good", family), catalogue.Tested));
        EngineInfo[] engines = [.. catalogue.Selector.Describe()];
        Assert.Equal(new EngineInfo("Best", true, false, "failed its self-test: wrong ciphertext"), engines[0]);
        Assert.Equal(new EngineInfo("Good", true, true, "selected"), engines[1]);
        Assert.Equal(new EngineInfo("Last", true, false, "supported"), engines[2]);
    }

    [Fact]
    public void Second_engine_that_fails_is_skipped_as_well()
    {
        var catalogue = new Catalogue(("Best", null), ("Good", null), ("Last", null)) { SelfTest = (engine, _) => engine == "Last" ? null : "broken" };
        Assert.Equal("Last", catalogue.Selector.Get(ModeFamily.Gcm).Name);
        Assert.Equal("Last", catalogue.Selector.Get(ModeFamily.Block).Name);
        Assert.Equal(2, catalogue.Selector.Describe().Count(engine => engine.Reason == "failed its self-test: broken"));
    }

    [Fact]
    public void No_engine_left_throws_at_use_and_describes_itself_still()
    {
        var catalogue = new Catalogue(("Best", null), ("Last", null)) { SelfTest = (_, _) => "broken" };
        Assert.Throws<InvalidOperationException>(() => catalogue.Selector.Get(ModeFamily.Ctr));
        Assert.Throws<InvalidOperationException>(() => catalogue.Selector.Get(ModeFamily.Xts));
        Assert.DoesNotContain(catalogue.Selector.Describe(), engine => engine.IsSelected);
    }

    [Fact]
    public void Reason_of_an_unsupported_engine_is_its_own_words()
    {
        var catalogue = new Catalogue(("Best", "needs a POWER8 processor"), ("Last", null));
        Assert.Equal(new EngineInfo("Best", false, false, "needs a POWER8 processor"), catalogue.Selector.Describe()[0]);
        Assert.Equal(["Last"], catalogue.Selector.Supported.Select(engine => engine.Name));
    }

    [Theory]
    [InlineData("Last")]
    [InlineData("last")]
    [InlineData("LAST")]
    public void Forced_engine_is_used(string name)
    {
        var catalogue = new Catalogue(("Best", null), ("Last", null)) { Forced = name };
        Assert.All(_families, family => Assert.Equal("Last", catalogue.Selector.Get(family).Name));
        Assert.Equal("Last", catalogue.Selector.Current.Name);
        Assert.Equal(["Last"], catalogue.Selector.Describe().Where(engine => engine.IsSelected).Select(engine => engine.Name));
        Assert.DoesNotContain(catalogue.Tested, test => test.Engine == "Best");
    }

    [Theory]
    [InlineData("Vaes1024")]
    [InlineData("Best")]
    [InlineData(" ")]
    public void Forced_engine_that_cannot_be_used_throws_at_use_and_names_those_that_can(string name)
    {
        var catalogue = new Catalogue(("Best", "has no vector unit"), ("Good", null), ("Last", null)) { Forced = name };
        foreach (Action use in (Action[])[() => catalogue.Selector.Get(ModeFamily.Block), () => _ = catalogue.Selector.Current])
        {
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(use);
            Assert.Contains(name, exception.Message, StringComparison.Ordinal);
            Assert.Contains("Good", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Last", exception.Message, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(catalogue.Selector.Describe(), engine => engine.IsSelected);
        Assert.Empty(catalogue.Tested);
    }

    [Fact]
    public void Forced_engine_that_fails_throws_and_no_other_takes_over()
    {
        var catalogue = new Catalogue(("Best", null), ("Last", null)) { Forced = "Best", SelfTest = (engine, _) => engine == "Best" ? "wrong tag" : null };
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => catalogue.Selector.Get(ModeFamily.Gcm));
        Assert.Contains("wrong tag", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => catalogue.Selector.Get(ModeFamily.Block));
        Assert.Equal("failed its self-test: wrong tag", catalogue.Selector.Describe()[0].Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Empty_name_forces_nothing(string? name)
    {
        var catalogue = new Catalogue(("Best", null), ("Last", null)) { Forced = name };
        Assert.Equal("Best", catalogue.Selector.Get(ModeFamily.Ctr).Name);
    }

    [Fact]
    public async Task Threads_that_come_first_together_all_get_a_tested_engine()
    {
        for (int round = 0; round < 10; round++)
        {
            var catalogue = new Catalogue(("Best", null), ("Last", null))
            {
                SelfTest = (engine, family) =>
                {
                    // Long enough for the other threads to come and wait.
                    Thread.Sleep(1);
                    return engine == "Best" && family == ModeFamily.Gcm ? "broken" : null;
                },
            };
            using var start = new Barrier(8);
            string[] names = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return catalogue.Selector.Get(thread % 2 == 0 ? ModeFamily.Gcm : ModeFamily.Ctr).Name;
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            // CTR may have been served before the engine's failure came to light, never after; GCM never by the broken engine.
            Assert.All(names.Where((_, thread) => thread % 2 == 0), name => Assert.Equal("Last", name));
            Assert.Equal("Last", catalogue.Selector.Get(ModeFamily.Ctr).Name);
            Assert.Equal(catalogue.Tested.Count, catalogue.Tested.Distinct().Count());
        }
    }

    [Fact]
    public void Catalogue_has_distinct_names_and_reasons_and_ends_with_an_engine_that_needs_nothing()
    {
        Assert.Equal(EngineCatalog.Tiers.Count, EngineCatalog.Tiers.Select(tier => tier.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(EngineCatalog.Tiers, tier => Assert.NotEmpty(tier.Rationale));
        Assert.Equal("Portable", EngineCatalog.Tiers[^1].Name);
        Assert.Null(EngineCatalog.Tiers[^1].WhyUnsupported());
        Assert.All(EngineCatalog.Selector.Supported, engine => Assert.Contains(EngineCatalog.Tiers, tier => tier.Name == engine.Name));
    }

    [Fact]
    public void Every_engine_of_the_catalogue_that_runs_here_passes_its_self_tests()
    {
        Assert.All(EngineCatalog.Selector.Supported, engine =>
            Assert.All(_families, family => Assert.Null(EngineSelfTest.Run(engine, family))));
    }

    [Fact]
    public void Every_engine_class_is_in_the_catalogue()
    {
        IEnumerable<string> classes = typeof(Engine).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Engine)) && !type.IsAbstract)
            .Select(type => type.Name);
        Assert.Equal(EngineCatalog.Tiers.Select(tier => tier.Name + "Engine").Order(), classes.Order());
    }

    private sealed class Catalogue
    {
        public Catalogue(params (string Name, string? WhyUnsupported)[] tiers) => Selector = new EngineSelector(
            [.. tiers.Select(tier => new EngineTier(tier.Name, "of a test", () => tier.WhyUnsupported, () => Create(tier.Name)))],
            () => Forced,
            (engine, family) =>
            {
                Tested.Enqueue((engine.Name, family));
                return SelfTest(engine.Name, family);
            });

        public EngineSelector Selector { get; }

        public string? Forced { get; init; }

        public Func<string, ModeFamily, string?> SelfTest { get; init; } = (_, _) => null;

        public ConcurrentQueue<string> Created { get; } = new();

        public ConcurrentQueue<(string Engine, ModeFamily Family)> Tested { get; } = new();

        private FakeEngine Create(string name)
        {
            Created.Enqueue(name);
            return new FakeEngine(name);
        }
    }
}
