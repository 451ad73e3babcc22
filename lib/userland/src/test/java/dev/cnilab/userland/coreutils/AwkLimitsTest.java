package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an awk program formats, and where one that never stops growing ends; as mawk 1.3.4. */
@Timeout(60)
class AwkLimitsTest {
  @AutoClose private static final SandboxMachine MACHINE = new SandboxMachine();

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '^',
      textBlock =
          """
          function f(n){return f(n+1)} BEGIN{f(1)} @ awk: program limit exceeded: eval stack size=1024~2
          function f(a,b){f(a+1)} BEGIN{f(1)} @ awk: program limit exceeded: eval stack size=1024~2
          function f(n){if(n<1006) return f(n+1); return n} BEGIN{print f(1), f(1)} @ 1006 1006~0
          BEGIN{x=sprintf("%8191d",1); print length(x)} @ 8191~0
          BEGIN{x=sprintf("%8200s","a")} @ awk: program limit exceeded: sprintf buffer size=8192~2
          """)
  void a_value_that_keeps_growing_ends_the_program(String program, String wanted) {
    assertThat(MACHINE.sh("echo x | awk '" + program + "' 2>&1; echo $?").out())
        .isEqualTo(wanted.replace('~', '\n') + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '^',
      textBlock =
          """
          "%d|%i|%o|%x|%X|%u|%c|%c|%e|%G", 1.9,-1.9,8,255,255,-1,65,"hello",10000000000,0.0000000001 @ 1|-1|10|ff|FF|0|A|h|1.000000e+10|1E-10
          "%5s|%-5s|%.2s|%%|%05d|%+d|% d|%#x|%#o", "ab","ab","abc",42,42,42,255,8 @ ^   ab|ab   |ab|%|00042|+42| 42|0xff|010^
          "%d %d %x %u", 2^40, -2^40, 2^40, -5 @ 2147483647 -2147483647 ffffffff 0
          "%s %d %5.3d %.3e %g %G", "12abc", "12abc", 7, 12345.678, 0.0001, 2^60 @ 12abc 12   007 1.235e+04 0.0001 1.15292E+18
          "%d %x %f %g %5.1f", 1/0, 1/0, 1/0, -1/0, log(-1) @ 2147483647 ffffffff inf -inf  -nan
          "%*d|%-*d|%.*f", 5, 1, 5, 1, 2, 3.14159 @ ^    1|1    |3.14^
          "%.f %g %g %g %#g", 2.5, 100000, 1000000, 0.00001234, 1 @ 2 100000 1e+06 1.234e-05 1.00000
          "%s%s", "a" @ awk: run time error: not enough arguments passed to printf("%s%s")
          "%z", 1 @ awk: run time error: improper conversion(number 1) in printf("%z")
          """)
  void printf_formats_like_the_c_library(String words, String wanted) {
    assertThat(MACHINE.sh("awk 'BEGIN{printf " + words + "}' 2>&1").out().strip())
        .isEqualTo(wanted.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          printf "%s-%d%%\\n", "a", 5 > "/tmp/to" } END { close("/tmp/to"); getline l < "/tmp/to"; print l @ a-5%
          printf "%s-%d%%\\n", "a", 5 | "cat" @ a-5%
          printf("%s\\n", sprintf("%3d", NR)) @ 1
          printf "100%%\\n" @ 100%
          """)
  void a_format_is_applied_once_for_files_and_commands_too(String rule, String wanted) {
    assertThat(MACHINE.sh("echo x | awk '{ " + rule + " }' 2>&1").out().strip()).isEqualTo(wanted);
  }
}
