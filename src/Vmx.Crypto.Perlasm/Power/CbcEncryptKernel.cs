// SPDX-FileCopyrightText: 2006-2017 CRYPTOGAMS by <appro@openssl.org>
// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: LicenseRef-CRYPTOGAMS

namespace Vmx.Crypto.Perlasm.Power;

//
//  CBC encryption of one message
//
//  After aes_p8_cbc_encrypt in aesp8-ppc.pl of CRYPTOGAMS, dot-asm/cryptogams 9444b2d53bae594bc5f51a170fb69ec7efaa9d36.
//
//  Each block waits for the one before, so what counts is the way from state to state. The last round is computed twice: once
//  with the last round key, which gives the ciphertext, and once with the last and the first round key and the next plaintext
//  added together, which gives the next state at once.
//
internal sealed class CbcEncryptKernel : AesKernel
{
    public override string Name => "CbcEncrypt";

    public override string? Follows => Aes;

    private static Vr Block => States[0];

    private static Vr Text => States[1];

    private static Vr Next => States[2];

    private static Vr Ciphertext => States[3];

    private static Vr Zero => V(17);

    private static Vr FirstAndLastKey => V(18);

    protected override void WriteBody()
    {
        var loop = new PowerLabel();
        var last = new PowerLabel();
        Begin(savedGprs: 1);
        vxor(Zero, Zero, Zero);
        vxor(FirstAndLastKey, FirstKey(inverse: false), LastKey(inverse: false));
        lxvd2x(Ciphertext, State);
        lxvd2x(Text, Source);
        vxor(Text, Text, Ciphertext);
        SwapAndAdd(Block, Text, FirstKey(inverse: false));
        mtctr(Count);
        bdz(last);
        Bind(loop);
        addi(Source, Source, 16);
        lxvd2x(Text, Source);
        SwapAndAdd(Next, Text, FirstAndLastKey);
        MiddleRounds(inverse: false, [Block]);
        WriteCiphertext();
        LastRound(inverse: false, Block, Block, Next);
        addi(Destination, Destination, 16);
        bdnz(loop);
        Bind(last);
        Comment("The last block, which is the chaining block too.");
        MiddleRounds(inverse: false, [Block]);
        WriteCiphertext();
        stxvd2x(Ciphertext, State);
    }

    private void WriteCiphertext()
    {
        LastRound(inverse: false, Ciphertext, Block, LastKey(inverse: false));
        SwapAndAdd(Ciphertext, Ciphertext, Zero);
        stxvd2x(Ciphertext, Destination);
    }
}
