// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System.Linq;

namespace Vmx.Crypto.Tests.Audit;

/// <summary>Scripts in the way of perlasm, and a translator for them, small enough to read.</summary>
internal static class Perlasm
{
    public const string Path = "crypto/asm/module-ppc.pl";
    public const string TranslatorPath = "crypto/perlasm/ppc-xlate.pl";

    /// <summary>Takes comments and white space at both ends away.</summary>
    public const string Translator = """
        my $flavour = shift;
        my $output = shift;
        open STDOUT,">$output" || die "can't open $output: $!";
        print "target $flavour\n";
        while(<>) {
            s|[#!;].*$||;
            s|^\s+||;
            s|\s+$||;
            print $_,"\n";
        }
        close STDOUT;

        """;

    /// <summary>A header of six lines that names its author.</summary>
    public const string Header = """
        #!/usr/bin/env perl
        # ====================================================================
        # Written by Ann Owner <ann@example.org> for this example. The module
        # is dual licensed.
        # ====================================================================
        #

        """;

    public const string Opening = """
        $flavour = shift;
        $0 =~ m/(.*[\/\\])[^\/\\]+$/; $dir=$1;
        ( $xlate="${dir}ppc-xlate.pl" and -f $xlate ) or die "can't locate ppc-xlate.pl";
        open STDOUT,"| $^X $xlate $flavour ".shift || die "can't call $xlate: $!";

        """;

    /// <summary>Instructions that occur nowhere else: copy detection finds nothing to connect them with.</summary>
    public static string Instructions(string name, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(line => $"\tv{name}{line}_instruction\tregister_{name}_{line},{line * 37}\t# step {line}\n"));

    /// <summary>A whole script.</summary>
    public static string Script(string instructions, string header = Header, string opening = Opening) =>
        $"{header}{opening}$code=<<___;\n.machine\t\"any\"\n{instructions}.asciz\t\"A module by <ann@example.org>\"\n.long\t0x01000000, 0x02000000\n___\nprint $code;\nclose STDOUT;\n";
}
