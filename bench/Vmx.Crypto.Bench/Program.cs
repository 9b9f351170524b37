// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vmx.Crypto.Bench;

//
//  Every mode of the library with BenchmarkDotNet: each engine that is usable here, beside the scalar reference, the
//  platform's types, BouncyCastle and NSec where they have the mode.
//
//      dotnet run -c Release --project bench/Vmx.Crypto.Bench -- --filter '*Ctr*'
//
//  Filters look at the whole name, parameters included:
//
//      --filter '*Gcm*'                             both directions, and the set-up of such keys
//      --filter '*CbcDecrypt*Vaes512*'              one engine
//      --filter '*Xts*Size: 16384*'                 one size
//      --filter '*'                                 everything, which takes over half an hour
//      --anyCategories GCM GHASH                    by mode: AES, CBC, CTR, XTS, GHASH, GMAC, GCM, Key
//      --list tree                                  the names, and nothing is run
//
//  --job short takes some seconds a row and gives a first impression; --job dry runs each once, which shows that all runs and
//  not how fast; --inProcess spares the build of a program for the run; --join puts all modes into one table.
//
//  Key sizes are 128 and 256 bits and sizes 64 B, 1 KiB and 16 KiB, unless the environment says otherwise (Scope.cs):
//
//      VMX_BENCH_KEYS=192 VMX_BENCH_SIZES=16,256,1M dotnet run …
//      VMX_BENCH_SIZES=all dotnet run …             16 B to 1 MiB
//
//  The exit code is 0 when every benchmark gave a result. One whose output differs from the others', and one of an engine that
//  allocates in a call, give none. What a peer allocates is in the last column.
//
if (Scope.Problem is string problem)
{
    Console.Error.WriteLine(problem);
    return 2;
}
IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(ModeBenchmark).Assembly).Run(args, BenchConfig.Create(args));
return RunCheck.Passes([.. summaries]) ? 0 : 1;
