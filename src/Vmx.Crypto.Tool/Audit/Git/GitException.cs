// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;

namespace Vmx.Crypto.Tool.Audit.Git;

/// <summary>Git could not answer. The message is one line that says why; what depended on the answer is unknown.</summary>
internal sealed class GitException(string message) : Exception(message);
