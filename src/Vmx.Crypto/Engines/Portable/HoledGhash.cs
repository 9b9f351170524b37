// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Vmx.Crypto.Engines.Portable;

//
//  GHASH (SP 800-38D section 6.4) by integer multiplication with holes
//
//      T. Pornin, "Constant-time multiplications" and the notes on GHASH in the documentation of BearSSL, for the method.
//
//  Holes
//
//      A product of polynomials over GF(2) is an integer product without carries. Let x_i be the bits of x whose position
//      is i modulo 4. In the integer product x_i·y_j all terms fall on positions that are i + j modulo 4, and with 32 bits
//      there are at most 8 for one position: their sum fits the three positions above, which no other term reaches, and its
//      lowest bit is the sum modulo 2. So the bits k modulo 4 of the product without carries are those of the exclusive or
//      of x_i·y_j over the four pairs with i + j = k modulo 4. Sixteen multiplications of 32 by 32 bits give the 63 bits.
//
//      A.A. Karatsuba's identity, twice, makes 128 by 128 bits of nine such products:
//      (a1·X + a0)(b1·X + b0) = p·X² + ((a1 + a0)(b1 + b0) + p + q)·X + q with p = a1·b1, q = a0·b0.
//
//  Bit order and reduction
//
//      SP 800-38D writes the coefficient of x^k as bit k from the left: bit 127 - k of a block read as a big-endian number.
//      The product of two such numbers has the coefficient of x^k in bit 254 - k. Read with bit 255 - k instead, it is the
//      product times x. Keys are therefore kept divided by x ("twisted"), after which nothing needs to be shifted.
//
//      The upper 128 bits of the product then hold x^0 to x^127, the lower ones x^128 to x^255, which
//      x^128 = 1 + x + x^2 + x^7 folds onto those before them. With v3 to v0 the 64-bit digits, the highest first, v0
//      stands 128 powers behind v2: v2 takes v0, v0·x, v0·x^2 and v0·x^7, where times x^n is a shift to the right by n, and
//      what is shifted out on the right enters v1 on the left. Then v1 goes to v3 and v2 in the same way.
//
//  Lanes
//
//      A word of L lanes hashes L blocks at a time. Each lane is a hash of its own in steps of H^L, and only the last step
//      multiplies lane by lane with the power of H that the place of the lane's block asks for; then the lanes are added up.
//      Blocks that do not fill the lanes come first, with zeros before them, which add nothing.
//
//  Speed: AMD EPYC (Zen 4 class) at 2.6 GHz, .NET 10.0.12, 2026-11; 16 KiB, the best of 40 runs, in cycles of the time-stamp
//  counter for each byte: Word64 10, Word128 3.1, Word256 1.5, Word512 1.4. One block alone takes Word64 240 cycles,
//  Word128 170, Word512 300; the engine goes by length. The nine products go through memory in a loop, which keeps the code
//  small and costs little beside sixteen multiplications each.
//
//  Limits: needs a processor whose multiplication takes the same time for all operands. All x86-64 and Arm64 processors that
//  .NET 10 runs on have one, in vectors as well as in general registers.
//
internal static unsafe class HoledGhash<T>
    where T : unmanaged, IWord<T>
{
    private const int BlockSize = Engine.BlockSize;

    // The nine products of Karatsuba's identity: for each of (upper, lower, both) halves, (upper, lower, both) quarters.
    private const int ProductCount = 9;

    // The key in memory: H^8 to H, twisted, as blocks. A word of L lanes uses the last L of them.
    private const int PowerCount = 8;

    /// <summary>Bytes of a hash key, which serves words of all sizes.</summary>
    public const int HashKeySize = PowerCount * BlockSize;

    /// <summary>Prepares the powers of a hash subkey.</summary>
    [Provenance("portable-ghash")]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ExpandHashKey(byte* subkey, byte* hashKey)
    {
        ulong upper = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(subkey, 8));
        ulong lower = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(subkey + 8, 8));

        // Division by x: a shift to the left. If x^0 falls out, 1/x = x^127 + x^6 + x + 1 comes in.
        ulong constant = 0 - (upper >> 63);
        byte* power = hashKey + ((PowerCount - 1) * BlockSize);
        Write(power, ((upper << 1) | (lower >> 63)) ^ (constant & 0xC200_0000_0000_0000), (lower << 1) ^ (constant & 1));

        // H^(n + 1) = H^n·H: with both factors divided by x, so is the product.
        T* operands = stackalloc T[2 * ProductCount];
        Broadcast(power, out T keyUpper, out T keyLower);
        T productUpper = keyUpper, productLower = keyLower;
        Split(keyUpper, keyLower, operands);
        while (power != hashKey)
        {
            power -= BlockSize;
            Multiply(ref productUpper, ref productLower, operands, operands + ProductCount);
            Write(power, T.FirstLane(productUpper), T.FirstLane(productLower));
        }
        CryptographicOperations.ZeroMemory(new Span<byte>(operands, 2 * ProductCount * sizeof(T)));
    }

    /// <summary>Hashes further data; a partial last block is padded with zeros.</summary>
    [Provenance("portable-ghash")]
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Update(byte* hashKey, byte* state, byte* source, nuint length)
    {
        if (length == 0)
        {
            return;
        }
        int groupSize = T.LaneCount * BlockSize;
        byte* powers = hashKey + ((PowerCount - T.LaneCount) * BlockSize);
        T* operands = stackalloc T[2 * ProductCount];
        T* key = operands + ProductCount;
        byte* group = stackalloc byte[groupSize];

        // Every group is hashed from the buffer if it is the first, which the state and leading zeros enter, or the last,
        // whose last block may be partial; else where it is.
        nuint blocks = (length + BlockSize - 1) / BlockSize;
        nuint groups = (blocks + (nuint)T.LaneCount - 1) / (nuint)T.LaneCount;
        nuint leading = (groups * (nuint)groupSize) - (blocks * BlockSize);
        nuint first = nuint.Min(length, (nuint)groupSize - leading);
        Unsafe.InitBlockUnaligned(group, 0, (uint)groupSize);
        Unsafe.CopyBlockUnaligned(group + leading, source, (uint)first);
        for (int i = 0; i < BlockSize; i++)
        {
            group[leading + (nuint)i] ^= state[i];
        }
        source += first;
        length -= first;

        T.LoadHalves(group, out T upper, out T lower);
        if (groups > 1)
        {
            Broadcast(powers, out T stepUpper, out T stepLower);
            Split(stepUpper, stepLower, key);
            do
            {
                Multiply(ref upper, ref lower, key, operands);
                byte* next = source;
                if (length < (nuint)groupSize)
                {
                    Unsafe.InitBlockUnaligned(group, 0, (uint)groupSize);
                    Unsafe.CopyBlockUnaligned(group, source, (uint)length);
                    next = group;
                }
                T.LoadHalves(next, out T nextUpper, out T nextLower);
                upper ^= nextUpper;
                lower ^= nextLower;
                source += groupSize;
                length -= nuint.Min(length, (nuint)groupSize);
            }
            while (length != 0);
        }
        T.LoadHalves(powers, out T lastUpper, out T lastLower);
        Split(lastUpper, lastLower, key);
        Multiply(ref upper, ref lower, key, operands);
        Write(state, T.FoldLanes(upper), T.FoldLanes(lower));
        CryptographicOperations.ZeroMemory(new Span<byte>(operands, 2 * ProductCount * sizeof(T)));
        CryptographicOperations.ZeroMemory(new Span<byte>(group, groupSize));
    }

    private static void Write(byte* block, ulong upper, ulong lower)
    {
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(block, 8), upper);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(block + 8, 8), lower);
    }

    /// <summary>A block of the key in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Broadcast(byte* block, out T upper, out T lower)
    {
        upper = T.Broadcast(BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(block, 8)));
        lower = T.Broadcast(BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(block + 8, 8)));
    }

    /// <summary>The operands of the nine products, 32 bits in each lane; what stands above them is for the masks of <see cref="Multiply"/> to remove.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split(T upper, T lower, T* operands)
    {
        T both = upper ^ lower;
        operands[0] = upper >>> 32;
        operands[1] = upper;
        operands[2] = upper ^ (upper >>> 32);
        operands[3] = lower >>> 32;
        operands[4] = lower;
        operands[5] = lower ^ (lower >>> 32);
        operands[6] = both >>> 32;
        operands[7] = both;
        operands[8] = both ^ (both >>> 32);
    }

    /// <summary>Multiplies, in every lane, by a twisted key that has been split, and reduces.</summary>
    /// <param name="upper">The factor and product, upper half.</param>
    /// <param name="lower">The factor and product, lower half.</param>
    /// <param name="key">The key's operands.</param>
    /// <param name="products">Room for nine words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(ref T upper, ref T lower, T* key, T* products)
    {
        Split(upper, lower, products);
        for (int i = 0; i < ProductCount; i++)
        {
            products[i] = MultiplyWithHoles(products[i], key[i]);
        }

        // Three products of 64 by 64 bits, then one of 128 by 128: digits v3 to v0.
        Join(products[0], products[1], products[2], out T v3, out T high);
        Join(products[3], products[4], products[5], out T low, out T v0);
        Join(products[6], products[7], products[8], out T middleUpper, out T middleLower);
        T inner = high ^ low;
        T v2 = inner ^ v3 ^ middleUpper;
        T v1 = inner ^ v0 ^ middleLower;

        v2 ^= v0 ^ (v0 >>> 1) ^ (v0 >>> 2) ^ (v0 >>> 7);
        v1 ^= (v0 << 63) ^ (v0 << 62) ^ (v0 << 57);
        upper = v3 ^ v1 ^ (v1 >>> 1) ^ (v1 >>> 2) ^ (v1 >>> 7);
        lower = v2 ^ (v1 << 63) ^ (v1 << 62) ^ (v1 << 57);
    }

    /// <summary>Karatsuba's identity for 64 by 64 bits, from the products of upper, lower and both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(T upperProduct, T lowerProduct, T bothProduct, out T upper, out T lower)
    {
        T middle = upperProduct ^ lowerProduct ^ bothProduct;
        upper = upperProduct ^ (middle >>> 32);
        lower = lowerProduct ^ (middle << 32);
    }

    /// <summary>The product without carries of the low 32 bits of two lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T MultiplyWithHoles(T x, T y)
    {
        T mask0 = T.Broadcast(0x1111_1111);
        T mask1 = T.Broadcast(0x2222_2222);
        T mask2 = T.Broadcast(0x4444_4444);
        T mask3 = T.Broadcast(0x8888_8888);
        T x0 = x & mask0, x1 = x & mask1, x2 = x & mask2, x3 = x & mask3;
        T y0 = y & mask0, y1 = y & mask1, y2 = y & mask2, y3 = y & mask3;
        T z0 = T.Multiply(x0, y0) ^ T.Multiply(x1, y3) ^ T.Multiply(x2, y2) ^ T.Multiply(x3, y1);
        T z1 = T.Multiply(x0, y1) ^ T.Multiply(x1, y0) ^ T.Multiply(x2, y3) ^ T.Multiply(x3, y2);
        T z2 = T.Multiply(x0, y2) ^ T.Multiply(x1, y1) ^ T.Multiply(x2, y0) ^ T.Multiply(x3, y3);
        T z3 = T.Multiply(x0, y3) ^ T.Multiply(x1, y2) ^ T.Multiply(x2, y1) ^ T.Multiply(x3, y0);
        return (z0 & T.Broadcast(0x1111_1111_1111_1111)) ^ (z1 & T.Broadcast(0x2222_2222_2222_2222))
            ^ (z2 & T.Broadcast(0x4444_4444_4444_4444)) ^ (z3 & T.Broadcast(0x8888_8888_8888_8888));
    }
}
