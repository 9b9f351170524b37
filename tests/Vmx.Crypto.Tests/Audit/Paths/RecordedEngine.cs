// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Tool.KnownAnswers;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>What a call of an engine was about: nothing that depends on which engine it is.</summary>
/// <param name="Method">The engine's method.</param>
/// <param name="KeySize">Bytes of the AES key; 0 where there is none.</param>
/// <param name="Length">Bytes of the text; of one data unit of XTS.</param>
/// <param name="IsInPlace">Whether source and destination are the same.</param>
/// <param name="BlocksToWrap">How many blocks of the call come before the low 32 bits of its counter wrap.</param>
/// <param name="AssociatedDataLength">Bytes of associated data of a whole GCM message.</param>
/// <param name="DataUnits">How many data units a run of XTS has.</param>
/// <param name="Messages">The lengths of many messages, in bytes; separated by commas, so that equal calls are equal.</param>
/// <param name="Subkey">The hash subkey that is prepared, in hexadecimal.</param>
/// <param name="ForDecryption">Whether a key is expanded for decryption, too.</param>
internal sealed record EngineCall(
    string Method,
    int KeySize = 0,
    long Length = 0,
    bool IsInPlace = false,
    long BlocksToWrap = long.MaxValue,
    long AssociatedDataLength = 0,
    long DataUnits = 0,
    string Messages = "",
    string Subkey = "",
    bool ForDecryption = false)
{
    /// <summary>Blocks of the text, a partial one included.</summary>
    public long Blocks => (Length + Engine.BlockSize - 1) / Engine.BlockSize;

    /// <summary>Whether the low 32 bits of the counter wrap within the call.</summary>
    public bool Wraps => BlocksToWrap < Blocks;

    /// <summary>The lengths of many messages, in bytes.</summary>
    public IReadOnlyList<int> MessageLengths => Messages.Length == 0 ? [] : [.. Messages.Split(',').Select(int.Parse)];
}

/// <summary>An engine that writes down what it is called for.</summary>
/// <param name="inner">The engine that does the work.</param>
internal sealed unsafe class RecordedEngine(Engine inner) : Engine
{
    private readonly Dictionary<nint, int> _keySizes = [];

    /// <summary>The calls, equal ones once.</summary>
    public HashSet<EngineCall> Calls { get; } = [];

    /// <summary>The calls that the known answers of a file make.</summary>
    public static IReadOnlyCollection<EngineCall> CallsOf(string file)
    {
        var engine = new RecordedEngine(EngineCatalog.Selector.Current);
        KnownAnswerResult result = KnownAnswerRunner.Run(file, engine);
        return result.Failed == 0 ? engine.Calls : throw new InvalidOperationException($"{file} fails.");
    }

    public override string Name => inner.Name;

    public override bool IsHardwareAccelerated => inner.IsHardwareAccelerated;

    public override int KeyScheduleSize => inner.KeyScheduleSize;

    public override int HashKeySize => inner.HashKeySize;

    public override void ExpandKey(byte* key, int keySize, byte* schedule, bool forDecryption)
    {
        _keySizes[(nint)schedule] = keySize;
        _ = Calls.Add(new EngineCall(nameof(ExpandKey), keySize, ForDecryption: forDecryption));
        inner.ExpandKey(key, keySize, schedule, forDecryption);
    }

    public override void ExpandHashKey(byte* subkey, byte* hashKey)
    {
        _ = Calls.Add(new EngineCall(nameof(ExpandHashKey), Subkey: Convert.ToHexStringLower(new ReadOnlySpan<byte>(subkey, BlockSize))));
        inner.ExpandHashKey(subkey, hashKey);
    }

    public override void EncryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
    {
        Text(nameof(EncryptBlocks), schedule, source, destination, blockCount * BlockSize);
        inner.EncryptBlocks(schedule, source, destination, blockCount);
    }

    public override void DecryptBlocks(byte* schedule, byte* source, byte* destination, nuint blockCount)
    {
        Text(nameof(DecryptBlocks), schedule, source, destination, blockCount * BlockSize);
        inner.DecryptBlocks(schedule, source, destination, blockCount);
    }

    public override void CbcEncrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        Text(nameof(CbcEncrypt), schedule, source, destination, blockCount * BlockSize);
        inner.CbcEncrypt(schedule, chainingBlock, source, destination, blockCount);
    }

    public override void CbcDecrypt(byte* schedule, byte* chainingBlock, byte* source, byte* destination, nuint blockCount)
    {
        Text(nameof(CbcDecrypt), schedule, source, destination, blockCount * BlockSize);
        inner.CbcDecrypt(schedule, chainingBlock, source, destination, blockCount);
    }

    public override void CbcEncryptMany(byte* schedule, AesCbcJob* jobs, int jobCount, byte* ivs, byte* source, byte* destination)
    {
        string lengths = string.Join(',', new ReadOnlySpan<AesCbcJob>(jobs, jobCount).ToArray().Select(job => job.Length));
        _ = Calls.Add(new EngineCall(nameof(CbcEncryptMany), _keySizes[(nint)schedule], IsInPlace: source == destination, Messages: lengths));
        inner.CbcEncryptMany(schedule, jobs, jobCount, ivs, source, destination);
    }

    public override void CtrBigEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        Text(nameof(CtrBigEndian32), schedule, source, destination, length, BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(counterBlock + 12, 4)));
        inner.CtrBigEndian32(schedule, counterBlock, source, destination, length);
    }

    public override void CtrLittleEndian32(byte* schedule, byte* counterBlock, byte* source, byte* destination, nuint length)
    {
        Text(nameof(CtrLittleEndian32), schedule, source, destination, length, BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(counterBlock, 4)));
        inner.CtrLittleEndian32(schedule, counterBlock, source, destination, length);
    }

    public override void XtsEncrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        Xts(nameof(XtsEncrypt), dataSchedule, in run, source, destination);
        inner.XtsEncrypt(dataSchedule, tweakSchedule, in run, source, destination);
    }

    public override void XtsDecrypt(byte* dataSchedule, byte* tweakSchedule, in XtsRun run, byte* source, byte* destination)
    {
        Xts(nameof(XtsDecrypt), dataSchedule, in run, source, destination);
        inner.XtsDecrypt(dataSchedule, tweakSchedule, in run, source, destination);
    }

    public override void Ghash(byte* hashKey, byte* state, byte* source, nuint length)
    {
        _ = Calls.Add(new EngineCall(nameof(Ghash), Length: (long)length));
        inner.Ghash(hashKey, state, source, length);
    }

    public override void GcmEncrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        Text(nameof(GcmEncrypt), schedule, source, destination, length, BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(counterBlock + 12, 4)));
        inner.GcmEncrypt(schedule, hashKey, counterBlock, state, source, destination, length);
    }

    public override void GcmDecrypt(byte* schedule, byte* hashKey, byte* counterBlock, byte* state, byte* source, byte* destination, nuint length)
    {
        Text(nameof(GcmDecrypt), schedule, source, destination, length, BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(counterBlock + 12, 4)));
        inner.GcmDecrypt(schedule, hashKey, counterBlock, state, source, destination, length);
    }

    public override void GcmEncryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        Message(nameof(GcmEncryptMessage), schedule, preCounterBlock, associatedDataLength, source, destination, length);
        inner.GcmEncryptMessage(schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);
    }

    public override void GcmDecryptMessage(byte* schedule, byte* hashKey, byte* preCounterBlock, byte* associatedData, nuint associatedDataLength, byte* source, byte* destination, nuint length, byte* tag)
    {
        Message(nameof(GcmDecryptMessage), schedule, preCounterBlock, associatedDataLength, source, destination, length);
        inner.GcmDecryptMessage(schedule, hashKey, preCounterBlock, associatedData, associatedDataLength, source, destination, length, tag);
    }

    private void Text(string method, byte* schedule, byte* source, byte* destination, nuint length, uint? counter = null) =>
        Calls.Add(new EngineCall(method, _keySizes[(nint)schedule], (long)length, source == destination, counter is uint first ? (1L << 32) - first : long.MaxValue));

    private void Xts(string method, byte* schedule, in XtsRun run, byte* source, byte* destination) =>
        Calls.Add(new EngineCall(method, _keySizes[(nint)schedule], (long)run.DataUnitSize, source == destination, DataUnits: (long)run.DataUnitCount));

    // The text's first counter block is the one after J0.
    private void Message(string method, byte* schedule, byte* preCounterBlock, nuint associatedDataLength, byte* source, byte* destination, nuint length)
    {
        uint first = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(preCounterBlock + 12, 4)) + 1;
        _ = Calls.Add(new EngineCall(method, _keySizes[(nint)schedule], (long)length, source == destination, (1L << 32) - first, (long)associatedDataLength));
    }
}
