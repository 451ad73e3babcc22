package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mawk 1.3.4 of Debian 12 prints for the same programs. */
@Timeout(60)
class AwkNumbersTest {
  @AutoClose private static final SandboxMachine MACHINE = new SandboxMachine();

  private static String output(String script) {
    return MACHINE.sh(script + " 2>&1").out().strip().replace('\n', '~');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '^',
      textBlock =
          """
          print 1e3, 1E3, 1e+2, 1e-2, 2.5e3, .5e1, 1e30, 1e300*1e10 @ 1000 1000 100 0.01 2500 5 1e+30 inf
          e5=7; print 1 e5, 1e5, 10/1e1/2, "1e5" @ 17 100000 0.5 1e5
          if ("1e5" ~ /1e5/) print "m"; x = 4 / 1e1 / 2; print x @ m~0.2
          print 100000000000000000000, 123456789012, 0.1+0.2, 1/3, 1e16, 1234567.5 @ 1e+20 1.23457e+11 0.3 0.333333 1e+16 1.23457e+06
          print 2147483647, 2147483648, 2^53, 2^31*2, 1e-7, 123456.789 @ 2147483647 2.14748e+09 9.0072e+15 4.29497e+09 1e-07 123457
          print exp(1000), log(0), log(-1), 1/0 @ inf -inf -nan inf
          printf "%e %.2e %.1e %.0e", 0.125, 1.125, 0.25, 2.5 @ 1.250000e-01 1.12e+00 2.5e-01 2e+00
          printf "%.2f %.0f %.0f %.0f %.1f", 1.005, 0.5, 1.5, 2.5, 0.25 @ 1.00 0 2 2 0.2
          printf "%g %g %.3g %.10g %g %G", 1e-5, 123456789, 1.2345, 1/3, 1e100, 1e-10 @ 1e-05 1.23457e+08 1.23 0.3333333333 1e+100 1E-10
          printf "%.20f %.15g %.17g", 0.1, 0.1, 0.1 @ 0.10000000000000000555 0.1 0.10000000000000001
          printf "%ld %li %lu %hd %lx", 5, 6, 7, 8, 255 @ 5 6 7 8 ff
          printf "%s %s %s", 1e20, 123456789012345678, 0.1 @ 1e+20 1.23457e+17 0.1
          OFMT="%.2f"; print 3.14159, 3.14159 ""; CONVFMT="%.3f"; print 3.14159 "", 17 "" @ 3.14 3.14159~3.142 17
          printf @ awk: line 1: no arguments in call to printf
          printf "%F", 1 @ awk: run time error: improper conversion(number 1) in printf("%F")
          print ARGV[0] @ awk
          """)
  void a_string_converts_to_the_number_that_mawk_reads(String rule, String wanted) {
    assertThat(output("awk 'BEGIN { " + rule + " }'")).isEqualTo(wanted.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '^',
      textBlock =
          """
          echo a b c | awk '{print $(-1)}' @ awk: run time error: negative field index $-1
          echo a b c | awk '{$(-1)="x"}' @ awk: run time error: negative field index $-1
          echo a b c | awk '{NF=-1}' @ awk: run time error: negative value assigned to NF
          echo 'a b  c' | awk '{sub(/z/,"y",$2); print; sub(/b/,"y",$2); print}' @ a b  c~a y c
          echo 3 | awk '{$1=$1/7; print}' @ 0.428571
          printf 'a\\nb\\n\\nc\\nd\\n\\n\\ne\\n' | awk -v RS= '{print NR":"$1"-"$2" "NF}' @ 1:a-b 2~2:c-d 2~3:e- 1
          printf 'aXXbXXXc\\n' | awk -v RS='X+' '{print NR, $0}' @ 1 a~2 b~3 c
          printf 'a;b;c' | awk -v RS=';' '{print NR, $0}END{print NR}' @ 1 a~2 b~3 c~3
          printf '1\\n2\\n3\\n4\\n' | awk '/2/,/3/' @ 2~3
          printf '1\\n2\\n' | awk '{x = /2/; print x, !/1/, (/2/ ? "y" : "n")}' @ 0 0 n~1 1 y
          echo 'a1b22c' | awk -F'[0-9]+' '{print $2, NF, $0; $2="x"; print}' @ b 3 a1b22c~a x c
          awk 'BEGIN{s="foo"; gsub("o","\\\\$",s); print s}' @ f\\$\\$
          awk 'BEGIN{s="foo"; print gsub(/o/,"[&\\\\&]",s), s}' @ 2 f[o&][o&]
          awk 'BEGIN{a["x"]="foo"; n=sub(/o/,"",a["x"]); print n, a["x"]}' @ 1 fo
          awk 'BEGIN{print "a{2}b" ~ /a{2}b/, "ab" ~ /^[[:alpha:]]+$/, "a]" ~ /[]]/, "a\\r" ~ /\\r$/}' @ 1 1 1 1
          awk 'BEGIN{print match("foobar","o+"), RSTART, RLENGTH; print match("x",/y/), RLENGTH}' @ 2 2 2~0 -1
          awk 'BEGIN{n=split("a1b2c",x,/[0-9]/); print n, x[1], x[3]; print split("abc",y,""), (0 in y)}' @ 3 a c~3 0
          """)
  void records_and_fields_are_split_like_those_of_mawk(String script, String wanted) {
    assertThat(output(script)).isEqualTo(wanted.strip());
  }
}
