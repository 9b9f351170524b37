// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto.Tool.KnownAnswers;

/// <summary>Runs known answers through the public types on one engine.</summary>
internal static class KnownAnswerRunner
{
    /// <summary>Reads one file and runs its cases. A file that cannot be read gives <see cref="KnownAnswerResult.Unreadable"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">The engine.</param>
    public static KnownAnswerResult Run(string path, Engine engine)
    {
        try
        {
            return Run(KnownAnswerReader.Read(path), engine);
        }
        catch (KnownAnswerFormatException problem)
        {
            return KnownAnswerResult.Unreadable(problem);
        }
    }

    /// <summary>Runs the cases of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="caseDone">Called after each case.</param>
    /// <param name="cancellation">Ends the run between two cases.</param>
    public static KnownAnswerResult Run(KnownAnswerFile file, Engine engine, Action? caseDone = null, CancellationToken cancellation = default)
    {
        var failures = new List<KnownAnswerFailure>();
        int failed = 0;
        foreach (KnownAnswerCase answer in file.Cases)
        {
            cancellation.ThrowIfCancellationRequested();
            string? detail = Check(answer, engine);
            if (detail is not null)
            {
                failed++;
                if (failures.Count < KnownAnswerResult.MaximumFailures)
                {
                    failures.Add(new KnownAnswerFailure(answer.Id, detail));
                }
            }
            caseDone?.Invoke();
        }
        int run = file.Cases.Count;
        return new KnownAnswerResult(file.Path, file.Format, run, run - failed, failed, file.Skipped, file.Reasons, failures);
    }

    /// <summary>Runs one case.</summary>
    /// <param name="answer">The case.</param>
    /// <param name="engine">The engine.</param>
    /// <returns>Null when the engine gives the known answer, else what differs.</returns>
    public static string? Check(KnownAnswerCase answer, Engine engine)
    {
        switch (answer.Verdict)
        {
            case KnownAnswerVerdict.Acceptable:
                return Check(answer with { Verdict = KnownAnswerVerdict.Valid }, engine) is null
                    || Check(answer with { Verdict = KnownAnswerVerdict.Invalid }, engine) is null
                    ? null
                    : "neither the answer nor a refusal";
            case KnownAnswerVerdict.Invalid when answer.Mode is not (KnownAnswerMode.Cbc or KnownAnswerMode.Gcm or KnownAnswerMode.Gmac):
                // These modes refuse nothing; all that can be asked is that the wrong answer does not come out.
                return Check(answer with { Verdict = KnownAnswerVerdict.Valid }, engine) is null ? "the answer that is marked as wrong" : null;
            default:
                return CheckOnce(answer, engine);
        }
    }

    private static string? CheckOnce(KnownAnswerCase answer, Engine engine)
    {
        try
        {
            if (answer.CiphertextHash is byte[] hash)
            {
                // When the hash is right, so is what was hashed, and all else can be compared with it.
                answer = answer with { Ciphertext = LongMessages.Encrypt(answer, engine) };
                if (Expect.Equal("SHA-256 of the ciphertext", hash, SHA256.HashData(answer.Ciphertext)) is string problem)
                {
                    return problem;
                }
            }
            return answer.Mode switch
            {
                KnownAnswerMode.Ecb => CipherChecks.Ecb(answer, engine),
                KnownAnswerMode.Cbc => CipherChecks.Cbc(answer, engine),
                KnownAnswerMode.Ctr => CipherChecks.Ctr(answer, engine),
                KnownAnswerMode.Xts => CipherChecks.Xts(answer, engine),
                KnownAnswerMode.Gcm => AuthenticationChecks.Gcm(answer, engine),
                KnownAnswerMode.Gmac => AuthenticationChecks.Gmac(answer, engine),
                _ => AuthenticationChecks.Ghash(answer, engine),
            };
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Whatever a wrong engine or an unforeseen case throws is that case's failure; the others still run.
            return $"{problem.GetType().Name}: {problem.Message.ReplaceLineEndings(" ")}";
        }
    }
}
