// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows the key's form and the reduction of gcm_init_p8, gcm_gmult_p8 and gcm_ghash_p8 of CRYPTOGAMS ppc/ghashp8-ppc.pl at
// 9444b2d53bae, retold in C#; Karatsuba multiplication, its width and the order of the products are our own.

using System.Collections.Generic;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  What the kernels of GHASH and GCM share: the field, and the layout of a hash key
//
//  The field (SP 800-38D section 6.3)
//
//      GF(2^128) with the polynomial x^128 + x^7 + x^2 + x + 1, whose coefficients a block writes in the order opposite to
//      that of a number: with its bytes reversed, bit 127 is the coefficient of x^0. The carry-less product of two such
//      numbers is the wanted one, reversed in 255 bits, one bit off its place in 256. Upstream pays for that bit once:
//      the key is kept as H·x, "twisted" (in the reversed order H << 1, and ⊕ 0xC2000000000000000000000000000001 if a bit falls
//      out). A product with a twisted factor stands right, and the product of two twisted numbers is twisted: so are the
//      powers made.
//
//  Karatsuba and the reduction
//
//      Of the factors' 64-bit words, three products: L = a0 b0, H = a1 b1, M = (a0 + a1)(b0 + b1). The sums L, H and M of a
//      whole batch are reduced once. In the reversed order it is the low half that must vanish; with p = 0xC2 << 56 and ' for
//      an exchange of the two words of a register:
//
//          F = (M + L + H) + L' + low(L) p          R = H + F' + low(F) p
//
//      Carry-less multiplication limits this processor: two cycles each, whatever the width. Three products against four
//      are 6 cycles for a register instead of 8; the additions that Karatsuba costs run in pipes that stand idle.
//
//  A hash key, in bytes
//
//           0   H^n … H^1, twisted, 16 bytes each; n = 68 with registers of 512 bits, 34 with 256: seventeen registers, so
//               that a batch less one byte and the block of lengths have one reduction
//        16 n   for each two registers of a batch, the sums of the words of their powers: those of the first in the low
//               words, those of the second in the high words; eight registers
//       then    how many powers there are: 16 after the key's expansion, n when a message long enough has asked for more
//
internal abstract class FieldKernel(VectorShape shape) : AesKernel(shape)
{
    /// <summary>Registers of powers, and of blocks in a batch with one reduction.</summary>
    protected const int Batch = 16;

    /// <summary>Nothing: those that run AES declare what they load.</summary>
    public override IReadOnlyList<PublicMemory> PublicMemory => [];

    /// <summary>The module whose reduction all of them write.</summary>
    public override string? Follows => "ppc/ghashp8-ppc.pl at 9444b2d53bae";

    /// <summary>Powers of H that a key's expansion makes.</summary>
    protected const int FirstPowers = 16;

    /// <summary>The most powers of H that there are.</summary>
    protected int Powers => (Batch + 1) * Shape.Blocks;

    /// <summary>Where the number of powers is in a hash key.</summary>
    protected int CountOffset => (Powers * 16) + (Batch / 2 * Shape.Bytes);

    /// <summary>The sums of products: L, H and M.</summary>
    protected Vector Low => V(8);

    protected Vector High => V(9);

    protected Vector Middle => V(10);

    /// <summary>Registers that products are made in.</summary>
    protected Vector First => V(11);

    protected Vector Second => V(12);

    protected Vector Third => V(13);

    protected Vector Fourth => V(14);

    /// <summary>In every block, the permutation that reverses its bytes.</summary>
    protected AssemblerMemoryOperand ReverseBytes => Constant([.. Repeated(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)]);

    /// <summary>In every block, p in the low word.</summary>
    private AssemblerMemoryOperand Polynomial => Constant([.. Repeated(0, 0, 0, 0, 0, 0, 0, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0xC2)]);

    /// <summary>The power of H of a register of a batch, in memory.</summary>
    protected AssemblerMemoryOperand PowerOf(AssemblerRegister64 hashKey, int register) => __[hashKey + ((register + 1) * Shape.Bytes)];

    /// <summary>The sums of the powers of two registers of a batch, in memory.</summary>
    protected AssemblerMemoryOperand SumsOf(AssemblerRegister64 hashKey, int pair) => __[hashKey + ((Powers * 16) + (pair * Shape.Bytes))];

    /// <summary>Sets the sums of products to zero.</summary>
    protected void ClearSums()
    {
        Clear(Low);
        Clear(High);
        Clear(Middle);
    }

    /// <summary>
    /// Adds the products of two registers of blocks, in <see cref="First"/> and <see cref="Second"/>, with their powers.
    /// Changes both and <see cref="Third"/>, and with 32 registers <see cref="Fourth"/>.
    /// </summary>
    /// <param name="hashKey">The hash key.</param>
    /// <param name="pair">Which two registers of the batch.</param>
    /// <param name="starts">Whether the sums start here.</param>
    protected void MultiplyPair(AssemblerRegister64 hashKey, int pair, bool starts)
    {
        AssemblerMemoryOperand first = PowerOf(hashKey, 2 * pair), second = PowerOf(hashKey, (2 * pair) + 1), sums = SumsOf(hashKey, pair);
        Products(Low, 0x00);
        Products(High, 0x11);
        vpunpcklqdq(Third, First, Second);
        vpunpckhqdq(First, First, Second);
        vpxor(Third, Third, First);
        vpclmulqdq(First, Third, sums, 0x00);
        vpclmulqdq(Second, Third, sums, 0x11);
        if (starts)
        {
            vpxor(Middle, First, Second);
        }
        else
        {
            vpxor3(Middle, First, Second);
        }

        void Products(Vector sum, byte halves)
        {
            if (starts)
            {
                vpclmulqdq(sum, First, first, halves);
                vpclmulqdq(Third, Second, second, halves);
                vpxor(sum, sum, Third);
            }
            else if (Shape.IsAvx512)
            {
                vpclmulqdq(Third, First, first, halves);
                vpclmulqdq(Fourth, Second, second, halves);
                vpxor3(sum, Third, Fourth);
            }
            else
            {
                vpclmulqdq(Third, First, first, halves);
                vpxor(sum, sum, Third);
                vpclmulqdq(Third, Second, second, halves);
                vpxor(sum, sum, Third);
            }
        }
    }

    /// <summary>
    /// Adds the products of two registers of blocks, in <see cref="First"/> and <see cref="Second"/>, with powers of H from any
    /// address, whose sums are made on the spot. Changes all four registers of products.
    /// </summary>
    protected void MultiplyPair(AssemblerMemoryOperand first, AssemblerMemoryOperand second)
    {
        foreach ((Vector sum, byte halves) in ((Vector, byte)[])[(Low, 0x00), (High, 0x11)])
        {
            vpclmulqdq(Third, First, first, halves);
            vpclmulqdq(Fourth, Second, second, halves);
            vpxor3(sum, Third, Fourth);
        }
        vpunpcklqdq(Third, First, Second);
        vpunpckhqdq(First, First, Second);
        vmovdqu(Second, first);
        vpunpcklqdq(Fourth, Second, second);
        vpunpckhqdq(Second, Second, second);
        vpxor(Third, Third, First);
        vpxor(Fourth, Fourth, Second);
        vpclmulqdq(First, Third, Fourth, 0x00);
        vpclmulqdq(Second, Third, Fourth, 0x11);
        vpxor3(Middle, First, Second);
    }

    /// <summary>Adds the products of one register of blocks with powers of H from any address. Changes <paramref name="blocks"/> and the last three registers of products.</summary>
    protected void Multiply(Vector blocks, AssemblerMemoryOperand powers)
    {
        int bits = blocks.Bits;
        Vector power = Second.Low(bits), product = Third.Low(bits), sum = Fourth.Low(bits);
        vmovdqu(power, powers);
        vpclmulqdq(product, blocks, power, 0x00);
        vpxor(Low, Low, product.Low(Shape.Bits));
        vpclmulqdq(product, blocks, power, 0x11);
        vpxor(High, High, product.Low(Shape.Bits));
        vpshufd(sum, blocks, 0x4E);
        vpxor(blocks, blocks, sum);
        vpshufd(sum, power, 0x4E);
        vpxor(power, power, sum);
        vpclmulqdq(blocks, blocks, power, 0x00);
        vpxor(Middle, Middle, blocks.Low(Shape.Bits));
    }

    /// <summary>Reduces the sums of products, each block by itself. Changes the second and third register of products.</summary>
    protected void Reduce(Vector result)
    {
        vpxor3(Middle, Low, High);
        Fold(Middle, Low, Middle);
        Fold(result, Middle, High);
    }

    /// <summary>destination = target + value' + low(value) p.</summary>
    protected void Fold(Vector destination, Vector value, Vector target)
    {
        vpclmulqdq(Second.Low(value.Bits), value, Polynomial, 0x00);
        vpshufd(Third.Low(value.Bits), value, 0x4E);
        if (destination != target)
        {
            vmovdqa(destination, target);
        }
        vpxor3(destination, Second.Low(value.Bits), Third.Low(value.Bits));
    }

    /// <summary>Adds up the blocks of a register into its lowest; zeros above.</summary>
    protected void AddUpBlocks(Vector value, Vector temporary)
    {
        for (int bits = value.Bits / 2; bits >= 128; bits /= 2)
        {
            vextract(temporary.Low(bits), value.Low(2 * bits));
            vpxor(value.Low(bits), value.Low(bits), temporary.Low(bits));
        }
    }

    /// <summary>Where the powers of H begin that end with H^1 for the last of the blocks of some bytes, the last of them partial perhaps.</summary>
    protected void LoadPowers(AssemblerRegister64 powers, AssemblerRegister64 hashKey, AssemblerRegister64 length)
    {
        lea(powers, __[length + 15]);
        and(powers, -16);
        neg(powers);
        lea(powers, __[hashKey + powers + (Powers * 16)]);
    }

    /// <summary>
    /// Adds the products of fewer blocks than a batch with their powers of H, the first of them with <paramref name="state"/>
    /// added, which is zero afterwards. The last block may be partial. Changes all of the input's registers.
    /// </summary>
    protected void AbsorbRest(GhashInput input, Vector state, Vector reverse)
    {
        Label loop = CreateLabel(), last = CreateLabel(), done = CreateLabel();
        sub(input.Length, Shape.Bytes);
        jb(last);
        Label(ref loop);
        vmovdqu(First, __[input.Source]);
        Absorb(Shape.Bits);
        add(input.Source, Shape.Bytes);
        add(input.Powers, Shape.Bytes);
        sub(input.Length, Shape.Bytes);
        jae(loop);
        Label(ref last);
        add(input.Length, Shape.Bytes);
        je(done);
        if (Shape.IsAvx512)
        {
            // Behind H^1 stands something finite, and zeros are multiplied with it.
            MaskBytes(k1, input.Length, input.Length);
            vmovdqu8(First.Z.k1.z, __[input.Source]);
            Absorb(Shape.Bits);
        }
        else
        {
            Label partial = CreateLabel();
            cmp(input.Length, 16);
            jb(partial);
            vmovdqu(First.Low(128), __[input.Source]);
            Absorb(128);
            add(input.Source, 16);
            add(input.Powers, 16);
            sub(input.Length, 16);
            je(done);
            Label(ref partial);
            LoadPartialBlock(First.Low(128), input.Source, input.Length, input.FirstWord, input.SecondWord, input.Temporary);
            Absorb(128);
        }
        Label(ref done);

        void Absorb(int bits)
        {
            vpshufb(First.Low(bits), First.Low(bits), reverse.Low(bits));
            vpxor(First.Low(bits), First.Low(bits), state.Low(bits));
            Clear(state);
            Multiply(First.Low(bits), __[input.Powers]);
        }
    }

    /// <summary>The product of two registers of twisted powers, reduced: four products, since here the latency counts. Changes the sums and the registers of products.</summary>
    protected void MultiplyPowers(Vector destination, Vector left, Vector right)
    {
        int bits = destination.Bits;
        Vector low = Low.Low(bits), high = High.Low(bits), middle = Middle.Low(bits), other = First.Low(bits);
        vpclmulqdq(low, left, right, 0x00);
        vpclmulqdq(middle, left, right, 0x01);
        vpclmulqdq(other, left, right, 0x10);
        vpclmulqdq(high, left, right, 0x11);
        vpxor(middle, middle, other);
        Fold(middle, low, middle);
        Fold(destination, middle, high);
    }

    private System.Collections.Generic.IEnumerable<byte> Repeated(params byte[] block)
    {
        for (int i = 0; i < Shape.Bytes; i++)
        {
            yield return block[i % 16];
        }
    }
}

/// <summary>The general registers of data that are hashed.</summary>
/// <param name="Source">Where they are.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Powers">The powers of H that they are multiplied with.</param>
/// <param name="FirstWord">Changed.</param>
/// <param name="SecondWord">Changed.</param>
/// <param name="Temporary">Changed.</param>
internal sealed record GhashInput(AssemblerRegister64 Source, AssemblerRegister64 Length, AssemblerRegister64 Powers, AssemblerRegister64 FirstWord, AssemblerRegister64 SecondWord, AssemblerRegister64 Temporary);
