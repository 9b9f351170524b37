// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using Vmx.Crypto.Bench;

//
//  dotnet run -c Release --project bench/Vmx.Crypto.Bench -- --filter '*Ctr*'
//
//  Every mode at three sizes: each engine of this package, the reference, the platform, BouncyCastle and NSec, where they
//  have the mode. `--job short` gives a first impression, `--list flat` the names.
//
IConfig config = DefaultConfig.Instance
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(new ThroughputColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
