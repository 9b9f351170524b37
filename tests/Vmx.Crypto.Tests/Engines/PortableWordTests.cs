// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.Intrinsics;
using Vmx.Crypto.Engines.Portable;
using Xunit;

namespace Vmx.Crypto.Tests.Engines;

//
//  The portable kernels, word by word
//
//      Every test runs in words of 64, 128, 256 and 512 bits, whichever the engine would choose. A size that the processor
//      has no vectors for is skipped by name. What is expected is derived from the definitions of FIPS 197 and SP 800-38D.
//
public sealed class PortableWordTests
{
    public static TheoryData<int> Sizes => new(64, 128, 256, 512);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Substitution_of_every_byte_is_the_standard_s_box(int bits) => Checks(bits).Substitution_of_every_byte_is_the_standard_s_box();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Slicing_and_unslicing_give_the_blocks_back(int bits) => Checks(bits).Slicing_and_unslicing_give_the_blocks_back();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Plane_holds_one_bit_of_every_byte(int bits) => Checks(bits).Plane_holds_one_bit_of_every_byte();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Shifts_and_turns_move_the_bytes_of_every_block(int bits) => Checks(bits).Shifts_and_turns_move_the_bytes_of_every_block();

    /// <summary>FIPS 197 (2001) appendices C.1 to C.3.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Standard_examples_in_every_position(int bits)
    {
        Checks(bits).Standard_example_in_every_position(16, "69C4E0D86A7B0430D8CDB78070B4C55A");
        Checks(bits).Standard_example_in_every_position(24, "DDA97CA4864CDFE06EAF70A0EC0D7191");
        Checks(bits).Standard_example_in_every_position(32, "8EA2B7CA516745BFEAFC49904B496089");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_count_of_blocks_agrees_with_blocks_one_by_one(int bits)
    {
        Checks(bits).Every_count_of_blocks_agrees_with_blocks_one_by_one(16);
        Checks(bits).Every_count_of_blocks_agrees_with_blocks_one_by_one(24);
        Checks(bits).Every_count_of_blocks_agrees_with_blocks_one_by_one(32);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Hash_of_every_length_agrees_with_bitwise_multiplication(int bits) => Checks(bits).Hash_of_every_length_agrees_with_bitwise_multiplication();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Hash_of_single_bits_and_of_all_ones_agrees_with_bitwise_multiplication(int bits) => Checks(bits).Hash_of_single_bits_and_of_all_ones_agrees_with_bitwise_multiplication();

    private static IPortableWordChecks Checks(int bits)
    {
        bool accelerated = bits switch
        {
            128 => Vector128.IsHardwareAccelerated,
            256 => Vector256.IsHardwareAccelerated,
            512 => Vector512.IsHardwareAccelerated,
            _ => true,
        };
        Assert.SkipUnless(accelerated, $"This processor, or this run of it, has no vectors of {bits} bits.");
        return bits switch
        {
            64 => new PortableWordChecks<Word64>(),
            128 => new PortableWordChecks<Word128>(),
            256 => new PortableWordChecks<Word256>(),
            _ => new PortableWordChecks<Word512>(),
        };
    }
}

internal interface IPortableWordChecks
{
    void Substitution_of_every_byte_is_the_standard_s_box();

    void Slicing_and_unslicing_give_the_blocks_back();

    void Plane_holds_one_bit_of_every_byte();

    void Shifts_and_turns_move_the_bytes_of_every_block();

    void Standard_example_in_every_position(int keySize, string ciphertext);

    void Every_count_of_blocks_agrees_with_blocks_one_by_one(int keySize);

    void Hash_of_every_length_agrees_with_bitwise_multiplication();

    void Hash_of_single_bits_and_of_all_ones_agrees_with_bitwise_multiplication();
}
