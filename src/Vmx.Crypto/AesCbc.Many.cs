// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  Many messages in CBC under one key
//
//      One CBC encryption is a chain of dependent blocks and leaves most of a processor idle; several side by side fill it.
//
public sealed partial class AesCbc
{
    /// <summary>How many jobs go to the engine at once, from a copy on the stack.</summary>
    private const int JobBatch = 128;

    /// <summary>Encrypts many messages under one key, without padding (SP 800-38A section 6.2). Much faster than one after the other.</summary>
    /// <param name="jobs">The messages. Their destinations must be ascending and disjoint. A length of zero is allowed.</param>
    /// <param name="ivs">The initialization vectors: 16 bytes for each job, in order.</param>
    /// <param name="source">What the jobs' plaintexts are in.</param>
    /// <param name="destination">What the jobs' ciphertexts go to. It must not overlap the source, unless every job lies exactly in place, and the jobs' ciphertexts must not overlap <paramref name="ivs"/>.</param>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="ArgumentException">A job is not whole blocks, not within source and destination, or not behind the one before; <paramref name="ivs"/> has a wrong length; or something overlaps that must not. Nothing was written.</exception>
    public unsafe void EncryptMany(ReadOnlySpan<AesCbcJob> jobs, ReadOnlySpan<byte> ivs, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        _keys.ThrowIfDisposed(this);
        CheckJobs(jobs, 0, source.Length);
        if (ivs.Length != (long)jobs.Length * Engine.BlockSize)
        {
            Error.IvsLength(nameof(ivs));
        }
        if (jobs.IsEmpty)
        {
            return;
        }
        int end = jobs[^1].DestinationOffset + jobs[^1].Length;
        Arguments.CheckDestination(destination.Length, end, nameof(destination));
        if (Arguments.Touch(source, destination))
        {
            CheckInPlace(jobs, Arguments.Offset(source, destination));
        }
        Span<byte> written = destination[jobs[0].DestinationOffset..end];
        if (Arguments.Touch(ivs, written))
        {
            Error.IvOverlap(nameof(ivs));
        }
        EncryptManyChecked(jobs, ivs, source, destination);
        if (_keys.WasDisposed)
        {
            WipeJobs(jobs, destination);
            Error.Disposed(this);
        }
        GC.KeepAlive(_keys);
    }

    /// <summary>Runs the jobs from a copy of each batch, checked again, so that no change that another thread makes to them meanwhile leads outside the spans.</summary>
    [SkipLocalsInit]
    private unsafe void EncryptManyChecked(ReadOnlySpan<AesCbcJob> jobs, ReadOnlySpan<byte> ivs, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        AesCbcJob* batch = stackalloc AesCbcJob[JobBatch];
        int end = 0;
        fixed (byte* iv = ivs, from = source, to = destination)
        {
            for (int done = 0; done < jobs.Length; done += JobBatch)
            {
                var copy = new Span<AesCbcJob>(batch, int.Min(jobs.Length - done, JobBatch));
                jobs.Slice(done, copy.Length).CopyTo(copy);
                end = CheckJobs(copy, end, source.Length);
                Arguments.CheckDestination(destination.Length, end, nameof(destination));
                _engine.CbcEncryptMany(_keys.Pointer, batch, copy.Length, iv + ((nint)done * Engine.BlockSize), from, to);
            }
        }
    }

    /// <summary>Throws unless the jobs are whole blocks, lie within the source, and follow one another in the destination. Returns where the last one ends there.</summary>
    private static int CheckJobs(ReadOnlySpan<AesCbcJob> jobs, int end, int sourceLength)
    {
        foreach (AesCbcJob job in jobs)
        {
            if ((job.SourceOffset | job.DestinationOffset | job.Length) < 0 || job.Length % Engine.BlockSize != 0 || (long)job.SourceOffset + job.Length > sourceLength)
            {
                Error.JobRange(nameof(jobs));
            }
            if (job.DestinationOffset < end || job.DestinationOffset > int.MaxValue - job.Length)
            {
                Error.JobOrder(nameof(jobs));
            }
            end = job.DestinationOffset + job.Length;
        }
        return end;
    }

    private static void CheckInPlace(ReadOnlySpan<AesCbcJob> jobs, nint offset)
    {
        foreach (AesCbcJob job in jobs)
        {
            if (job.Length != 0 && job.SourceOffset - (nint)job.DestinationOffset != offset)
            {
                Error.Overlap("destination");
            }
        }
    }

    private static void WipeJobs(ReadOnlySpan<AesCbcJob> jobs, Span<byte> destination)
    {
        foreach (AesCbcJob job in jobs)
        {
            CryptographicOperations.ZeroMemory(destination.Slice(job.DestinationOffset, job.Length));
        }
    }
}
