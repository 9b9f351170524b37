// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tool.Audit;

/// <summary>What a test result is bound to: a file by its name and hash.</summary>
internal sealed record AuditSubject(string Name, string Sha256)
{
    public static AuditSubject Of(string path) => new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
}

/// <summary>The part of an audit that is about this repository.</summary>
/// <param name="Manifest">The manifest, or null where it cannot be read; then that is the check that failed.</param>
/// <param name="Checks">Every check.</param>
/// <param name="Answers">The known answers.</param>
/// <param name="Files">The licence of every file.</param>
internal sealed record LicensingResult(Manifest? Manifest, IReadOnlyList<ManifestCheckResult> Checks, KnownAnswerCheck Answers, IReadOnlyList<FileLicence> Files)
{
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>Runs every check on a checkout.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="package">A package whose content is checked, too, or null.</param>
    /// <param name="progress">Told how much is done.</param>
    public static LicensingResult Run(string root, string? package, IProgress<double> progress)
    {
        List<ManifestCheckResult> checks = [.. ManifestCheck.Run(root)];
        Manifest? manifest = Manifest.TryRead(root);
        IReadOnlyList<FileLicence> files = FileLicences.Read(root);
        KnownAnswerCheck answers = KnownAnswerCheck.Run(root, progress);
        string[] problems = [.. FileLicences.Problems(root, files, manifest)];
        checks.Add(new ManifestCheckResult("licence-of-every-file", problems.Length == 0, problems.Length == 0 ? $"{Figures.Count(files.Count, "file")}, each with a licence and a holder" : string.Join('\n', problems)));
        if (manifest is not null)
        {
            checks.Add(answers.Judge(manifest));
            checks.Add(PathRecord.Check(root, manifest));
        }
        if (package is not null)
        {
            checks.Add(PackageCheck.Run(root, package));
        }
        return new LicensingResult(manifest, checks, answers, files);
    }
}

/// <summary>All that the reports are written from.</summary>
/// <param name="Time">When the audit was made.</param>
/// <param name="Subject">What was tested.</param>
/// <param name="Licensing">This repository, or null away from a checkout.</param>
/// <param name="Upstream">Another repository, or null where none was asked for.</param>
internal sealed record AuditData(DateTimeOffset Time, AuditSubject Subject, LicensingResult? Licensing, UpstreamResult? Upstream)
{
    /// <summary>The version of the library and of this tool.</summary>
    public static string Version { get; } =
        typeof(VmxCrypto).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Whether all that was asked held: every check, a verdict on every file, and no claim found to be other than recorded.</summary>
    public bool Passed => (Licensing?.Passed ?? true) && (Upstream is null || (Upstream.IsComplete && Upstream.Claims.All(claim => claim.Agrees)));

    /// <summary>The files of the library's project: what the package is compiled from.</summary>
    public IEnumerable<FileLicence> ShippedFiles => Licensing?.Files.Where(file => file.Path.StartsWith("src/Vmx.Crypto/", StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal)) ?? [];
}
