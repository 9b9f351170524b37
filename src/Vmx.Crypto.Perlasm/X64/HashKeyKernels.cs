// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS
//
// Follows gcm_init_p8 of CRYPTOGAMS ppc/ghashp8-ppc.pl at 9444b2d53bae, retold in C#; more powers, and those only when they
// are wanted.

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  The expansion of a hash subkey: sixteen powers of H
//
//      void ExpandHashKey(subkey, hashKey)
//
//      H, H^2, then H^3 and H^4 at once, H^5 to H^8, and H^9 to H^16: each step multiplies all powers so far by the highest.
//      Sixteen are enough for messages of up to fifteen blocks; FieldKernel tells where they go.
//
//  Measured, core cycles a call, AMD EPYC (Zen 5), November 2026: 69 with 512 bits, 120 with 256; the other powers 149 and 100.
//
internal sealed class ExpandHashKeyKernel(VectorShape shape) : FieldKernel(shape)
{
    private static readonly AssemblerRegister64 _subkey = rdi;
    private static readonly AssemblerRegister64 _hashKey = rsi;

    public override string Name => "ExpandHashKey";

    protected override void WriteBody()
    {
        Vector h = V(0).Low(128), square = V(1).Low(128), carry = V(2).Low(128), sign = V(3).Low(128);
        Comment("H, twisted.");
        vmovdqu(h, __[_subkey]);
        vpshufb(h, h, ReverseBytes);
        vpshufd(sign, h, 0xFF);
        vpsrad(sign.X, sign.X, 31);
        vpsrlq(carry.X, h.X, 63);
        vpaddq(h, h, h);
        vpslldq(carry, carry, 8);
        vpxor(h, h, carry);
        vpand(sign.X, sign.X, Constant(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC2));
        vpxor(h, h, sign);

        Comment("H^2 and H.");
        MultiplyPowers(square, h, h);
        vinserti128(square.Y, square.Y, h.X, 1);
        Comment("H^4 to H.");
        Vector two = V(1).Low(256), four = V(4).Low(256), broadcast = V(5);
        vpermq(broadcast.Y, two.Y, 0x44);
        MultiplyPowers(four, two, broadcast.Low(256));
        int end = Powers * 16;
        if (!Shape.IsAvx512)
        {
            Vector eight = V(6), seven = V(7);
            vmovdqu(__[_hashKey + (end - 32)], two);
            vmovdqu(__[_hashKey + (end - 64)], four);
            Comment("H^8 to H^5, then H^16 to H^9.");
            vpermq(broadcast.Y, four.Y, 0x44);
            MultiplyPowers(seven, two, broadcast);
            MultiplyPowers(eight, four, broadcast);
            vmovdqu(__[_hashKey + (end - 96)], seven);
            vmovdqu(__[_hashKey + (end - 128)], eight);
            vpermq(broadcast.Y, eight.Y, 0x44);
            foreach ((Vector power, int offset) in ((Vector, int)[])[(two, 160), (four, 192), (seven, 224), (eight, 256)])
            {
                MultiplyPowers(V(2), power, broadcast);
                vmovdqu(__[_hashKey + (end - offset)], V(2));
            }
        }
        else
        {
            Vector low = V(1), high = V(6);
            vinserti64x4(low.Z, four.Z, two.Y, 1);
            vmovdqu(__[_hashKey + (end - 64)], low);
            vshufi64x2(broadcast.Z, low.Z, low.Z, 0x00);
            Comment("H^8 to H^5, then H^16 to H^9.");
            MultiplyPowers(high, low, broadcast);
            vmovdqu(__[_hashKey + (end - 128)], high);
            vshufi64x2(broadcast.Z, high.Z, high.Z, 0x00);
            MultiplyPowers(low, low, broadcast);
            vmovdqu(__[_hashKey + (end - 192)], low);
            MultiplyPowers(high, high, broadcast);
            vmovdqu(__[_hashKey + (end - 256)], high);
        }
        mov(__qword_ptr[_hashKey + CountOffset], FirstPowers);
    }
}

//
//  The other powers of H, and the sums that batches want
//
//      void ExtendHashKey(hashKey)
//
//      What is there is multiplied by its highest power until all are there. Whoever does it again, on another thread even,
//      writes the same. The number of powers is written last: x64 lets no other core see it before the powers.
//
internal sealed class ExtendHashKeyKernel(VectorShape shape) : FieldKernel(shape)
{
    private static readonly AssemblerRegister64 _hashKey = rdi;

    public override string Name => "ExtendHashKey";

    protected override void WriteBody()
    {
        Vector broadcast = V(0), power = V(1);
        for (int powers = FirstPowers; powers < Powers; powers *= 2)
        {
            int more = int.Min(powers, Powers - powers);
            Comment($"H^{powers + 1} to H^{powers + more}.");
            vbroadcasti128(broadcast, __[_hashKey + ((Powers - powers) * 16)]);
            for (int offset = Shape.Bytes; offset <= more * 16; offset += Shape.Bytes)
            {
                vmovdqu(power, __[_hashKey + ((Powers * 16) - offset)]);
                MultiplyPowers(power, power, broadcast);
                vmovdqu(__[_hashKey + (((Powers - powers) * 16) - offset)], power);
            }
        }
        Comment("The sums of the words of each two registers.");
        for (int pair = 0; pair < Batch / 2; pair++)
        {
            vmovdqu(First, PowerOf(_hashKey, 2 * pair));
            vmovdqu(Second, PowerOf(_hashKey, (2 * pair) + 1));
            vpunpcklqdq(Third, First, Second);
            vpunpckhqdq(Fourth, First, Second);
            vpxor(Third, Third, Fourth);
            vmovdqu(SumsOf(_hashKey, pair), Third);
        }
        mov(__qword_ptr[_hashKey + CountOffset], Powers);
    }
}
