// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Perlasm.Power;

//
//  An assembler for 64-bit little-endian POWER
//
//      Power ISA 2.07 B. Every instruction is one 32-bit word, stored little-endian. A method is an instruction, named as its
//      mnemonic, with the operands in the order of the manual's assembler; an operand outside its field's range is refused
//      by name. Beside each word stands its text in the syntax of the GNU assembler, for the listings, and so that the tests
//      can have binutils assemble the same text and compare.
//
//      The manual numbers bits from the left, the shifts here from the right.
//
internal abstract partial class PowerAssembler
{
    private readonly List<uint> _words = [];
    private readonly List<string> _texts = [];
    private readonly List<(int Index, PowerLabel Target, int Bits)> _branches = [];
    private readonly List<(int Index, PowerLabel Here, PowerLabel Place, int Offset)> _addresses = [];
    private readonly SortedSet<int> _writtenVectors = [];

    /// <summary>A general-purpose register.</summary>
    public static Gpr R(int number) => new(Checked(number, 0, 31));

    /// <summary>A vector register.</summary>
    public static Vr V(int number) => new(Checked(number, 0, 31));

    /// <summary>A field of the condition register.</summary>
    public static ConditionField Cr(int number) => new(Checked(number, 0, 7));

    /// <summary>The text of every instruction. A branch's target is its offset from the branch: <c>.+8</c>.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The numbers of the vector registers that were written.</summary>
    protected IReadOnlyCollection<int> WrittenVectors => _writtenVectors;

    /// <summary>Where the next instruction goes, in bytes.</summary>
    public int Position => _words.Count * 4;

    /// <summary>The targets of branches, by offset.</summary>
    public IReadOnlySet<int> Targets
    {
        get
        {
            var targets = new HashSet<int>();
            foreach ((_, PowerLabel target, _) in _branches)
            {
                _ = targets.Add(target.Offset);
            }
            return targets;
        }
    }

    /// <summary>Binds a label to the next instruction.</summary>
    public void Bind(PowerLabel label)
    {
        if (label.Offset >= 0)
        {
            throw new InvalidOperationException("The label is bound already.");
        }
        label.Offset = Position;
    }

    /// <summary>The code, its branches resolved.</summary>
    public byte[] Encode()
    {
        foreach ((int index, PowerLabel target, int bits) in _branches)
        {
            if (target.Offset < 0)
            {
                throw new InvalidOperationException($"The label of '{_texts[index]}' is not bound.");
            }
            int distance = target.Offset - (index * 4);
            int limit = 1 << (bits - 1);
            if (distance < -limit || distance >= limit)
            {
                throw new InvalidOperationException($"The target of '{_texts[index]}' is {distance} bytes away; it reaches {limit - 4}.");
            }
            uint mask = ((1u << bits) - 1) & ~3u;
            _words[index] = (_words[index] & ~mask) | ((uint)distance & mask);
            _texts[index] = $"{_texts[index].Split(" .")[0]} .{(distance < 0 ? "" : "+")}{distance.ToString(CultureInfo.InvariantCulture)}";
        }
        foreach ((int index, PowerLabel here, PowerLabel place, int offset) in _addresses)
        {
            int distance = Checked(place.Offset + offset - here.Offset, short.MinValue, short.MaxValue);
            _words[index] = (_words[index] & 0xFFFF0000) | ((uint)distance & 0xFFFF);
            _texts[index] = $"{_texts[index][..(_texts[index].LastIndexOf(',') + 1)]}{distance.ToString(CultureInfo.InvariantCulture)}";
        }
        byte[] code = new byte[_words.Count * 4];
        for (int i = 0; i < _words.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(i * 4), _words[i]);
        }
        return code;
    }

    private void Emit(uint word, string text, Vr? written = null)
    {
        _words.Add(word);
        _texts.Add(text);
        if (written is { } register)
        {
            _ = _writtenVectors.Add(register.Number);
        }
    }

    /// <summary>target = base + (place - here): an address, where the base holds that of a place in the code.</summary>
    protected void Address(Gpr target, Gpr @base, PowerLabel here, PowerLabel place, int offset)
    {
        _addresses.Add((_words.Count, here, place, offset));
        addi(target, @base, 0);
    }

    private void Branch(uint word, PowerLabel target, int bits, string text)
    {
        _branches.Add((_words.Count, target, bits));
        Emit(word, $"{text} .");
    }

    /// <summary>An operand of an instruction, or why it cannot be one.</summary>
    private static int Checked(int value, int minimum, int maximum, int multiple = 1, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string? instruction = null) =>
        value < minimum || value > maximum
            ? throw new ArgumentOutOfRangeException(name, value, $"{instruction}: {name} is {value}; it may be {minimum} to {maximum}.")
            : value % multiple != 0
                ? throw new ArgumentOutOfRangeException(name, value, $"{instruction}: {name} is {value}; it must be a multiple of {multiple}.")
                : value;

    /// <summary>A base register: r0 as a base means zero, so it must be asked for as that.</summary>
    private static Gpr Base(Gpr register, [CallerMemberName] string? instruction = null) =>
        register.Number == 0
            ? throw new ArgumentOutOfRangeException(nameof(register), register, $"{instruction}: r0 as a base register stands for zero.")
            : register;
}
