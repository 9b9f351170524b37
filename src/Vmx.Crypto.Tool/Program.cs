// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto;

foreach (EngineInfo engine in VmxCrypto.Engines)
{
    Console.WriteLine(engine);
}
return 0;
