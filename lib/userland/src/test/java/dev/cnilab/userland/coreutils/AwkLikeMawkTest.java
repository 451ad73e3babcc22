package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.Test;

/** What mawk 1.3.4 20200120 prints, which is the awk of Debian 12. */
class AwkLikeMawkTest {
  private static SandboxMachine.Result sh(String script) {
    try (SandboxMachine machine = new SandboxMachine()) {
      return machine.sh(script);
    }
  }

  private static String awk(String program) {
    return sh("awk '" + program + "'").out();
  }

  @Test
  void a_numeric_string_is_printed_unchanged() {
    assertThat(sh("echo 007 1.50 | awk '{print $1; print $2}'").out()).isEqualTo("007\n1.50\n");
    assertThat(awk("BEGIN {split(\"09:05\", t, \":\"); print t[1]; print t[1] + 0}"))
        .isEqualTo("09\n9\n");
    assertThat(awk("BEGIN {print \"1e3\"; print 1e-5; print \"5%d\"}"))
        .isEqualTo("1e3\n1e-05\n5%d\n");
    assertThat(sh("echo 00 | awk '{print $1 > \"f\"; print $1 | \"cat\"}'; cat f").out())
        .isEqualTo("00\n00\n");
  }

  @Test
  void print_distinguishes_a_parenthesized_list_from_a_leading_group() {
    assertThat(awk("BEGIN {print (1), (2)}")).isEqualTo("1 2\n");
    assertThat(awk("BEGIN {print (1)(2); print (1)+2; print (1, 2) in a}")).isEqualTo("12\n3\n0\n");
    assertThat(sh("echo 10 9 | awk '{print ($1 < $2), $1 == 10.0; print ($1)($2) > \"o\"}'; cat o"))
        .extracting(SandboxMachine.Result::out)
        .isEqualTo("0 1\n109\n");
    assertThat(awk("BEGIN {print (1) ||\n 0; if (1) print (2)*(3); else print 4}"))
        .isEqualTo("1\n6\n");
  }

  @Test
  void products_and_powers_may_exceed_64_bits() {
    assertThat(awk("BEGIN {print 2^63, 2^64, 2^53 + 1}"))
        .isEqualTo("9.22337e+18 1.84467e+19 9.0072e+15\n");
    assertThat(awk("function f(n) {return n <= 1 ? 1 : n * f(n - 1)} BEGIN {print f(25)}"))
        .isEqualTo("1.55112e+25\n");
    assertThat(awk("BEGIN {x = 2; x ^= 64; y = 1e10; y *= 1e10; print x, y}"))
        .isEqualTo("1.84467e+19 1e+20\n");
  }

  @Test
  void a_program_of_comments_prints_nothing() {
    assertThat(sh("echo x | awk '# nothing\n  \n# more'; echo $?").out()).isEqualTo("0\n");
    assertThat(awk("# an end follows\nEND {print NR}")).isEqualTo("0\n");
  }

  @Test
  void length_of_an_array_is_its_number_of_elements() {
    assertThat(awk("BEGIN {a[\"x\"]; a[\"y\"]; print length(a), length(1/3)}")).isEqualTo("2 8\n");
  }

  @Test
  void a_backslash_before_an_ordinary_character_is_kept() {
    assertThat(awk("BEGIN {print \"a\\/b\", \"a\\qb\", \"a\\\"b\", \"\\101\"}"))
        .isEqualTo("a\\/b a\\qb a\"b A\n");
    assertThat(sh("awk -v 'x=a\\tb' 'BEGIN {print x}'").out()).isEqualTo("a\tb\n");
    assertThat(sh("echo | awk '{print x}' 'x=a\\tb' -").out()).isEqualTo("a\tb\n");
  }

  @Test
  void nextfile_skips_the_rest_of_a_file() {
    assertThat(sh("seq 3 > f; seq 4 6 > g; awk '{print; nextfile} END {print NR}' f g").out())
        .isEqualTo("1\n4\n2\n");
    assertThat(sh("seq 3 > f; seq 4 6 > g; awk 'FNR == 2 {nextfile; print \"x\"} {print}' f g"))
        .extracting(SandboxMachine.Result::out)
        .isEqualTo("1\n4\n");
  }

  @Test
  void programs_that_mawk_rejects_fail_with_its_messages() {
    assertThat(sh("awk 'BEGIN {print 2**3}'").err())
        .isEqualTo("awk: line 1: syntax error at or near *\n");
    assertThat(sh("awk 'BEGIN{x[1]=1; x=2}'").err())
        .isEqualTo("awk: line 1: illegal reference to array x\n");
    assertThat(sh("awk 'BEGIN{return 1}'").err())
        .isEqualTo("awk: line 1: return outside function body\n");
    assertThat(sh("awk 'BEGIN{nosuch()}'").err())
        .isEqualTo("awk: line 2: function nosuch never defined\n");
  }
}
