// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Vmx.Crypto.Perlasm.X64;

//
//  Fewer bytes than a register
//
//      AVX-512 masks them. AVX2 has no masks of bytes: there a block of 1 to 15 bytes is put together from two words that
//      may overlap, by length: 8 to 15, 4 to 7, and 1 to 3 bytes. Nothing beside the bytes is read or written. The words are
//      text, and the general registers that held them are cleared.
//
internal abstract partial class Kernel
{
    /// <summary>Sets a mask register to the lowest <paramref name="length"/> bytes, 0 to 64.</summary>
    protected void MaskBytes(AssemblerRegisterK mask, AssemblerRegister64 length, AssemblerRegister64 temporary)
    {
        bzhi(temporary, Constant(ulong.MaxValue), length);
        kmovq(mask, temporary);
    }

    /// <summary>Loads 1 to 15 bytes into a register of 128 bits, zeros behind them.</summary>
    protected void LoadPartialBlock(Vector destination, AssemblerRegister64 source, AssemblerRegister64 length, AssemblerRegister64 low, AssemblerRegister64 high, AssemblerRegister64 temporary)
    {
        Label atLeast8 = CreateLabel(), atLeast4 = CreateLabel(), combine = CreateLabel(), done = CreateLabel();
        cmp(length, 8);
        jae(atLeast8);
        cmp(length, 4);
        jae(atLeast4);

        // b[0], b[n/2] and b[n-1] at their places are all of 1 to 3 bytes.
        mov(temporary, length);
        shr(temporary, 1);
        movzx(As32(low), __byte_ptr[source]);
        movzx(As32(high), __byte_ptr[source + temporary]);
        shlx(high, high, Times8(temporary));
        or(low, high);
        movzx(As32(high), __byte_ptr[source + length - 1]);
        lea(temporary, __[(length * 8) - 8]);
        jmp(combine);

        Label(ref atLeast4);
        mov(As32(low), __dword_ptr[source]);
        mov(As32(high), __dword_ptr[source + length - 4]);
        lea(temporary, __[(length * 8) - 32]);
        Label(ref combine);
        shlx(high, high, temporary);
        or(low, high);
        vmovq(destination.X, low);
        jmp(done);

        Label(ref atLeast8);
        mov(low, __qword_ptr[source]);
        mov(high, __qword_ptr[source + length - 8]);
        shr(high, 8);
        lea(temporary, __[(length * 8) - 120]);
        neg(temporary);
        shrx(high, high, temporary);
        vmovq(destination.X, low);
        vpinsrq(destination.X, destination.X, high, 1);
        Label(ref done);
        ClearWords(low, high);
    }

    /// <summary>Stores the first 1 to 15 bytes of a register of 128 bits.</summary>
    protected void StorePartialBlock(AssemblerRegister64 destination, Vector source, AssemblerRegister64 length, AssemblerRegister64 low, AssemblerRegister64 high, AssemblerRegister64 temporary)
    {
        Label atLeast8 = CreateLabel(), atLeast4 = CreateLabel(), done = CreateLabel();
        vmovq(low, source.X);
        cmp(length, 8);
        jae(atLeast8);
        cmp(length, 4);
        jae(atLeast4);

        mov(temporary, length);
        shr(temporary, 1);
        mov(__byte_ptr[destination], As8(low));
        shrx(high, low, Times8(temporary));
        shr(temporary, 3);
        mov(__byte_ptr[destination + temporary], As8(high));
        lea(temporary, __[(length * 8) - 8]);
        shrx(high, low, temporary);
        mov(__byte_ptr[destination + length - 1], As8(high));
        jmp(done);

        Label(ref atLeast4);
        lea(temporary, __[(length * 8) - 32]);
        shrx(high, low, temporary);
        mov(__dword_ptr[destination], As32(low));
        mov(__dword_ptr[destination + length - 4], As32(high));
        jmp(done);

        // Bytes n-8 to n-1: what of the low word is above byte n-8, and the high word shifted up by 16-n bytes, in two steps
        // since a shift by eight bytes would be one by none.
        Label(ref atLeast8);
        mov(__qword_ptr[destination], low);
        vpextrq(high, source.X, 1);
        lea(temporary, __[(length * 8) - 64]);
        shrx(low, low, temporary);
        shl(high, 8);
        sub(temporary, 56);
        neg(temporary);
        shlx(high, high, temporary);
        or(low, high);
        mov(__qword_ptr[destination + length - 8], low);
        Label(ref done);
        ClearWords(low, high);
    }

    private AssemblerRegister64 Times8(AssemblerRegister64 register)
    {
        shl(register, 3);
        return register;
    }

    private void ClearWords(params AssemblerRegister64[] registers)
    {
        foreach (AssemblerRegister64 register in registers)
        {
            xor(As32(register), As32(register));
        }
    }

    private static AssemblerRegister32 As32(AssemblerRegister64 register) => new(register.Value - Register.RAX + Register.EAX);

    private static AssemblerRegister8 As8(AssemblerRegister64 register) => new(register.Value switch
    {
        Register.RAX => Register.AL,
        Register.RCX => Register.CL,
        Register.RDX => Register.DL,
        Register.RSI => Register.SIL,
        Register.RDI => Register.DIL,
        _ => register.Value - Register.R8 + Register.R8L,
    });
}
