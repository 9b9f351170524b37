// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Runtime.CompilerServices;

namespace Vmx.Crypto.Perlasm.Power;

// Vector instructions: Power ISA 2.07 B, Book I, chapters 6 and 7.
internal abstract partial class PowerAssembler
{
    // ---- AES and carry-less multiplication (chapter 6.11) -----------------------------------------------------------

    public void vcipher(Vr target, Vr a, Vr b) => Vector(1288, target, a, b);

    public void vcipherlast(Vr target, Vr a, Vr b) => Vector(1289, target, a, b);

    public void vncipher(Vr target, Vr a, Vr b) => Vector(1352, target, a, b);

    public void vncipherlast(Vr target, Vr a, Vr b) => Vector(1353, target, a, b);

    public void vsbox(Vr target, Vr a) => Emit(VectorWord(1480, target.Number, a.Number, 0), $"vsbox {target},{a}", target);

    public void vpmsumd(Vr target, Vr a, Vr b) => Vector(1224, target, a, b);

    /// <summary>Byte i of the target is byte (control[i] >> 4) of a, exclusive or byte (control[i] &amp; 15) of b.</summary>
    public void vpermxor(Vr target, Vr a, Vr b, Vr control) => Vector4(45, target, a, b, control);

    // ---- permutation ------------------------------------------------------------------------------------------------

    public void vperm(Vr target, Vr a, Vr b, Vr control) => Vector4(43, target, a, b, control);

    /// <summary>The 16 bytes from byte <paramref name="bytes"/> on of a and b side by side.</summary>
    public void vsldoi(Vr target, Vr a, Vr b, int bytes) =>
        Emit(VectorWord((Checked(bytes, 0, 15) << 6) | 44, target.Number, a.Number, b.Number), $"vsldoi {target},{a},{b},{bytes}", target);

    public void vspltb(Vr target, Vr b, int element) => Emit(VectorWord(524, target.Number, Checked(element, 0, 15), b.Number), $"vspltb {target},{b},{element}", target);

    public void vspltw(Vr target, Vr b, int element) => Emit(VectorWord(652, target.Number, Checked(element, 0, 3), b.Number), $"vspltw {target},{b},{element}", target);

    public void vspltisb(Vr target, int value) => Emit(VectorWord(780, target.Number, Checked(value, -16, 15) & 31, 0), $"vspltisb {target},{value}", target);

    // ---- arithmetic and logic ---------------------------------------------------------------------------------------

    public void vaddubm(Vr target, Vr a, Vr b) => Vector(0, target, a, b);

    public void vadduwm(Vr target, Vr a, Vr b) => Vector(128, target, a, b);

    public void vand(Vr target, Vr a, Vr b) => Vector(1028, target, a, b);

    public void vor(Vr target, Vr a, Vr b) => Vector(1156, target, a, b);

    public void vxor(Vr target, Vr a, Vr b) => Vector(1220, target, a, b);

    public void vsl(Vr target, Vr a, Vr b) => Vector(452, target, a, b);

    public void vsrab(Vr target, Vr a, Vr b) => Vector(772, target, a, b);

    public void vmr(Vr target, Vr source) => vor(target, source, source);

    // ---- memory -----------------------------------------------------------------------------------------------------
    // lvx and stvx ignore the low four bits of the address and keep a register as a little-endian number of 128 bits.
    // lxvd2x and stxvd2x take any address and keep it as two little-endian numbers of 64 bits, the first one on the left.

    public void lvx(Vr target, Gpr @base, Gpr index) => Indexed(31, 103 << 1, target, Base(@base), index, "lvx");

    public void lvx(Vr target, Gpr address) => Indexed(31, 103 << 1, target, null, address, "lvx");

    public void stvx(Vr source, Gpr @base, Gpr index) => Indexed(31, 231 << 1, source, Base(@base), index, "stvx");

    public void stvx(Vr source, Gpr address) => Indexed(31, 231 << 1, source, null, address, "stvx");

    public void lxvd2x(Vr target, Gpr @base, Gpr index) => Indexed(31, (844 << 1) | 1, target, Base(@base), index, "lxvd2x");

    public void lxvd2x(Vr target, Gpr address) => Indexed(31, (844 << 1) | 1, target, null, address, "lxvd2x");

    public void stxvd2x(Vr source, Gpr @base, Gpr index) => Indexed(31, (972 << 1) | 1, source, Base(@base), index, "stxvd2x");

    public void stxvd2x(Vr source, Gpr address) => Indexed(31, (972 << 1) | 1, source, null, address, "stxvd2x");

    // ---- forms ------------------------------------------------------------------------------------------------------

    private static uint VectorWord(int extended, int target, int a, int b) => (4u << 26) | ((uint)target << 21) | ((uint)a << 16) | ((uint)b << 11) | (uint)extended;

    private void Vector(int extended, Vr target, Vr a, Vr b, [CallerMemberName] string? name = null) =>
        Emit(VectorWord(extended, target.Number, a.Number, b.Number), $"{name} {target},{a},{b}", target);

    private void Vector4(int extended, Vr target, Vr a, Vr b, Vr c, [CallerMemberName] string? name = null) =>
        Emit(VectorWord((c.Number << 6) | extended, target.Number, a.Number, b.Number), $"{name} {target},{a},{b},{c}", target);

    // The VSX forms name v0 to v31 as registers 32 to 63: the sixth bit is the word's last one.
    private void Indexed(int opcode, int extended, Vr vector, Gpr? @base, Gpr index, string name) =>
        Emit(((uint)opcode << 26) | ((uint)vector.Number << 21) | ((uint)(@base?.Number ?? 0) << 16) | ((uint)index.Number << 11) | (uint)extended,
            $"{name} {((extended & 1) == 0 ? vector.ToString() : $"vs{32 + vector.Number}")},{(@base is { } register ? register.ToString() : "0")},{index}", name[0] == 'l' ? vector : null);
}
