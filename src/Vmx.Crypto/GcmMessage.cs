// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using Vmx.Crypto.Engines;

namespace Vmx.Crypto;

//
//  One GCM or GMAC message in pieces (SP 800-38D section 7)
//
//      Associated data, then text, then the tag. Pieces have any length: whole blocks go to the engine in one call, and
//      what is left of a block waits in the accumulator of the hash. The counter follows from the length of the text so far.
//
internal sealed class GcmMessage
{
    private readonly GcmKey _key;
    private Block _preCounterBlock;
    private BufferedGhash _hash;
    private ulong _associatedDataLength;
    private bool _finished;
    private bool _disposed;

    private GcmMessage(GcmKey key) => _key = key;

    /// <summary>Bytes of text so far.</summary>
    public ulong TextLength { get; internal set; }

    /// <summary>Whether there was a call that ends the associated data.</summary>
    public bool InText { get; private set; }

    /// <summary>Starts a message, after the checks that every such method makes.</summary>
    public static unsafe GcmMessage Start(object owner, GcmKey key, ReadOnlySpan<byte> nonce)
    {
        key.Memory.ThrowIfDisposed(owner);
        key.CheckNonce(nonce.Length);
        var message = new GcmMessage(key);
        fixed (Block* preCounterBlock = &message._preCounterBlock)
        {
            key.WritePreCounterBlock(nonce, (byte*)preCounterBlock);
        }
        message.Finish(owner, default);
        return message;
    }

    /// <summary>The first check of every method of the owner.</summary>
    public void CheckUsable(object owner)
    {
        if (_disposed)
        {
            Error.Disposed(owner);
        }
        _key.Memory.ThrowIfDisposed(owner);
        if (_finished)
        {
            Error.Finished();
        }
    }

    public unsafe void AppendAssociatedData(object owner, ReadOnlySpan<byte> associatedData)
    {
        if (InText)
        {
            Error.AssociatedDataAfterText();
        }
        if ((uint)associatedData.Length > GcmKey.MaxAssociatedDataLength - _associatedDataLength)
        {
            Error.AssociatedDataTooLong();
        }
        fixed (byte* source = associatedData)
        {
            _hash.Append(_key.Engine, _key.HashKey, source, (uint)associatedData.Length);
        }
        _associatedDataLength += (uint)associatedData.Length;
        Finish(owner, default);
    }

    /// <summary>Hashes ciphertext without decrypting it.</summary>
    public unsafe void AppendCiphertext(object owner, ReadOnlySpan<byte> ciphertext)
    {
        StartText(ciphertext.Length);
        fixed (byte* source = ciphertext)
        {
            _hash.Append(_key.Engine, _key.HashKey, source, (uint)ciphertext.Length);
        }
        TextLength += (uint)ciphertext.Length;
        Finish(owner, default);
    }

    /// <summary>Encrypts or decrypts and hashes the ciphertext.</summary>
    public unsafe void Transform(object owner, ReadOnlySpan<byte> source, Span<byte> destination, bool encrypt)
    {
        StartText(source.Length);
        Block counterBlock = _preCounterBlock;
        byte* counter = (byte*)&counterBlock;
        // Block i of the text, from 0, has the counter of J0 and i + 1.
        Engine.AddToCounter(counter, (uint)(TextLength / Engine.BlockSize) + 1);
        fixed (byte* from = source, to = destination)
        {
            uint length = (uint)source.Length;
            uint offset = (uint)TextLength % Engine.BlockSize;
            uint done = 0;
            if (offset != 0)
            {
                done = uint.Min(Engine.BlockSize - offset, length);
                TransformPartial(counter, offset, from, to, done, encrypt);
                Engine.AddToCounter(counter, 1);
            }
            uint blocks = (length - done) / Engine.BlockSize;
            if (blocks != 0)
            {
                TransformBlocks(counter, from + done, to + done, blocks, encrypt);
                Engine.AddToCounter(counter, blocks);
                done += blocks * Engine.BlockSize;
            }
            if (done != length)
            {
                TransformPartial(counter, 0, from + done, to + done, length - done, encrypt);
            }
        }
        TextLength += (uint)source.Length;
        Finish(owner, destination[..source.Length]);
    }

    /// <summary>Writes the tag, which may be truncated, and ends the message.</summary>
    public void WriteTag(object owner, Span<byte> tag)
    {
        ComputeTag(out Block fullTag);
        fullTag.Bytes[..tag.Length].CopyTo(tag);
        fullTag.Clear();
        Finish(owner, tag);
    }

    /// <summary>Compares the tag in constant time and ends the message.</summary>
    public bool VerifyTag(object owner, ReadOnlySpan<byte> tag)
    {
        ComputeTag(out Block fullTag);
        bool authentic = fullTag.TruncateAndCompare(Block.ReadPadded(tag), tag.Length);
        fullTag.Clear();
        Finish(owner, default);
        return authentic;
    }

    /// <summary>The check of a tag's length, after <see cref="CheckUsable"/>.</summary>
    public void CheckTag(int length) => _key.CheckTag(length);

    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    private void StartText(int length)
    {
        if ((uint)length > GcmKey.MaxTextLength - TextLength)
        {
            Error.TextTooLong();
        }
        if (!InText)
        {
            Pad();
            InText = true;
        }
    }

    private unsafe void Pad() => _hash.Pad(_key.Engine, _key.HashKey);

    private unsafe void TransformBlocks(byte* counterBlock, byte* source, byte* destination, uint blocks, bool encrypt)
    {
        fixed (Block* state = &_hash.State)
        {
            if (encrypt)
            {
                _key.Engine.GcmEncrypt(_key.Schedule, _key.HashKey, counterBlock, (byte*)state, source, destination, blocks * Engine.BlockSize);
            }
            else
            {
                _key.Engine.GcmDecrypt(_key.Schedule, _key.HashKey, counterBlock, (byte*)state, source, destination, blocks * Engine.BlockSize);
            }
        }
    }

    private unsafe void TransformPartial(byte* counterBlock, uint offset, byte* source, byte* destination, uint length, bool encrypt)
    {
        Block text = default;
        Block keystream;
        byte* bytes = (byte*)&text;
        byte* key = (byte*)&keystream;
        _key.Engine.EncryptBlocks(_key.Schedule, counterBlock, key, 1);
        for (uint i = 0; i < length; i++)
        {
            bytes[i] = source[i];
        }
        if (!encrypt)
        {
            _hash.Append(_key.Engine, _key.HashKey, bytes, length);
        }
        for (uint i = 0; i < length; i++)
        {
            bytes[i] ^= key[offset + i];
            destination[i] = bytes[i];
        }
        if (encrypt)
        {
            _hash.Append(_key.Engine, _key.HashKey, bytes, length);
        }
        keystream.Clear();
        text.Clear();
    }

    private unsafe void ComputeTag(out Block tag)
    {
        Pad();
        fixed (Block* preCounterBlock = &_preCounterBlock, state = &_hash.State, fullTag = &tag)
        {
            _key.Engine.GcmFinish(_key.Schedule, _key.HashKey, (byte*)preCounterBlock, (byte*)state, _associatedDataLength, TextLength, (byte*)fullTag);
        }
        _finished = true;
        Clear();
    }

    private void Clear()
    {
        _preCounterBlock.Clear();
        _hash.Clear();
    }

    private void Finish(object owner, Span<byte> written)
    {
        if (_key.Memory.WasDisposed)
        {
            Error.DisposedMeanwhile(owner, written);
        }
        GC.KeepAlive(_key.Memory);
    }
}
