// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics;
using Vmx.Crypto.Engines;
using Vmx.Crypto.Engines.Intrinsics;
using Vmx.Crypto.Reference;
using Vmx.Crypto.Tests.Support;
using Xunit;

namespace Vmx.Crypto.Tests.WhiteBox;

/// <summary>
/// Single rounds of the engines that are made of a vector vocabulary: the S-box through one round, and the state in every
/// round of the worked examples of FIPS 197 Appendix C.
/// </summary>
public sealed unsafe class RoundTests
{
    [Fact]
    public void Last_round_of_a_constant_state_is_the_substitution() => WithEveryVocabulary(nameof(CheckSubstitution));

    [Fact]
    public void Every_round_passes_through_the_state_of_the_standard() => WithEveryVocabulary(nameof(CheckRounds));

    [Fact]
    public void Every_inverse_round_passes_back_through_it() => WithEveryVocabulary(nameof(CheckInverseRounds));

    [Fact]
    public void Key_schedule_is_the_standards() => WithEveryVocabulary(nameof(CheckKeySchedule));

    // All bytes alike: ShiftRows changes nothing, and without a key SubBytes is all that is left.
    private static void CheckSubstitution<T>()
        where T : struct, IVectorVocabulary
    {
        byte* zeros = stackalloc byte[32];
        new Span<byte>(zeros, 32).Clear();
        for (int value = 0; value < 256; value++)
        {
            Vector128<byte> state = Vector128.Create((byte)value) ^ T.Whitening(zeros);
            Assert.Equal(Vector128.Create(ReferenceAes.SubstituteByte((byte)value)), T.FinalRound(state, T.RoundKey(zeros + 16), default));
            Assert.Equal(Vector128.Create(ReferenceAes.InverseSubstituteByte((byte)value)), T.InverseFinalRound(state, T.RoundKey(zeros + 16), default));
        }
    }

    // Processors disagree on where a round adds its key. Ending after any round, the last round shows
    // ShiftRows(SubBytes(start of the next round)), which the standard lists as _row, on all of them.
    private static void CheckRounds<T>()
        where T : struct, IVectorVocabulary
    {
        foreach (int size in (int[])[16, 24, 32])
        {
            Example<T>(size, out ReferenceAes reference, out IReadOnlyList<byte[]> states, out KeyMemory schedule);
            byte* keys = KeySchedule.EncryptionKeys(schedule.Pointer);
            Vector128<byte> state = Vector128.Create(states[0]) ^ T.Whitening(keys);
            for (int round = 1; round <= reference.Rounds; round++)
            {
                Vector128<byte> operand = T.RoundKey(keys + (round * 16));
                Assert.Equal(Vector128.Create(ShiftRowsOfSubBytes(states[round])), T.FinalRound(state, operand, default));
                if (round == reference.Rounds)
                {
                    Assert.Equal(Vector128.Create(states[^1]), T.FinalRound(state, operand, Vector128.Load(keys + (round * 16))));
                }
                state = T.Round(state, operand);
            }
            GC.KeepAlive(schedule);
        }
    }

    // Ending after any round of the equivalent inverse cipher, the last round shows the state at the start of a round of the
    // cipher: inverse round r undoes round Nr + 1 - r.
    private static void CheckInverseRounds<T>()
        where T : struct, IVectorVocabulary
    {
        foreach (int size in (int[])[16, 24, 32])
        {
            Example<T>(size, out ReferenceAes reference, out IReadOnlyList<byte[]> states, out KeyMemory schedule);
            byte* keys = KeySchedule.DecryptionKeys(schedule.Pointer);
            Vector128<byte> state = Vector128.Create(states[^1]) ^ T.Whitening(keys);
            for (int round = 1; round <= reference.Rounds; round++)
            {
                Vector128<byte> operand = T.RoundKey(keys + (round * 16));
                Assert.Equal(Vector128.Create(states[reference.Rounds + 1 - round]), T.InverseFinalRound(state, operand, default));
                if (round == reference.Rounds)
                {
                    Assert.Equal(Vector128.Create(states[0]), T.InverseFinalRound(state, operand, Vector128.Load(keys + (round * 16))));
                }
                state = T.InverseRound(state, operand);
            }
            GC.KeepAlive(schedule);
        }
    }

    private static void CheckKeySchedule<T>()
        where T : struct, IVectorVocabulary
    {
        foreach (int size in (int[])[16, 24, 32])
        {
            for (int seed = 0; seed < 50; seed++)
            {
                byte[] key = TestData.Bytes(110 + seed, size);
                var reference = new ReferenceAes(key);
                var schedule = new KeyMemory(KeySchedule.Size);
                fixed (byte* pointer = key)
                {
                    KeySchedule.Expand<T>(pointer, size, schedule.Pointer, forDecryption: true);
                }
                Assert.Equal(reference.Rounds, KeySchedule.Rounds(schedule.Pointer));
                Assert.Equal(reference.RoundKeys, new ReadOnlySpan<byte>(KeySchedule.EncryptionKeys(schedule.Pointer), reference.RoundKeys.Length));
                GC.KeepAlive(schedule);
            }
        }
    }

    private static void Example<T>(int keySize, out ReferenceAes reference, out IReadOnlyList<byte[]> states, out KeyMemory schedule)
        where T : struct, IVectorVocabulary
    {
        byte[] key = [.. Enumerable.Range(0, keySize).Select(i => (byte)i)];
        reference = new ReferenceAes(key);
        states = reference.TraceEncryption([.. Enumerable.Range(0, 16).Select(i => (byte)(i * 0x11))]);
        schedule = new KeyMemory(KeySchedule.Size);
        fixed (byte* pointer = key)
        {
            KeySchedule.Expand<T>(pointer, keySize, schedule.Pointer, forDecryption: true);
        }
    }

    // FIPS 197 sections 5.1.1 and 5.1.2: row r of column c comes from column c + r.
    private static byte[] ShiftRowsOfSubBytes(byte[] state) =>
        [.. Enumerable.Range(0, 16).Select(i => ReferenceAes.SubstituteByte(state[(i + (4 * (i % 4))) % 16]))];

    private static void WithEveryVocabulary(string check)
    {
        Type[] vocabularies =
        [
            .. TestMatrix.Engines
                .Select(engine => engine.GetType().BaseType!)
                .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IntrinsicsEngine<>))
                .Select(type => type.GenericTypeArguments[0]),
        ];
        Assert.SkipWhen(vocabularies.Length == 0, "No engine that runs here is made of a vector vocabulary.");
        foreach (Type vocabulary in vocabularies)
        {
            typeof(RoundTests).GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(vocabulary)
                .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
    }
}
