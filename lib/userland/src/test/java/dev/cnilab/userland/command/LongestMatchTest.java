package dev.cnilab.userland.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.Test;

/** Of the leftmost matches POSIX takes the longest; all texts are those of Debian 12. */
class LongestMatchTest {
  private static String sh(String script) {
    try (SandboxMachine machine = new SandboxMachine()) {
      return machine.sh(script).out();
    }
  }

  @Test
  void a_later_alternative_wins_if_it_is_longer() {
    assertThat(sh("echo abcd | sed -E 's/ab|abcd/X/'")).isEqualTo("X\n");
    assertThat(sh("echo abcd | grep -oE 'ab|abcd'")).isEqualTo("abcd\n");
    assertThat(sh("echo abcd | awk '{sub(/ab|abcd/, \"X\")} 1'")).isEqualTo("X\n");
    assertThat(sh("expr abcd : 'ab\\|abcd'")).isEqualTo("4\n");
    assertThat(sh("bash -c '[[ abcd =~ ab|abcd ]]; echo $BASH_REMATCH'")).isEqualTo("abcd\n");
  }

  @Test
  void an_optional_group_is_taken_if_that_makes_the_match_longer() {
    assertThat(sh("echo aab | sed -E 's/(a?)(ab)?/[\\1\\2]/'")).isEqualTo("[aab]\n");
    assertThat(sh("echo abab | sed -E 's/(ab|a)(bab)?/[\\1][\\2]/'")).isEqualTo("[a][bab]\n");
    assertThat(sh("echo foobarbaz | grep -oE '(foo|foobar|bar)+'")).isEqualTo("foobar\n");
  }

  @Test
  void a_whole_line_matches_if_any_alternative_makes_it_so() {
    assertThat(sh("echo foobar | grep -xE 'foo|foobar'")).isEqualTo("foobar\n");
  }

  @Test
  void a_shorter_match_counts_where_only_that_is_a_whole_word() {
    assertThat(sh("echo foo-bar | grep -ow 'foo\\(-ba\\)\\?'")).isEqualTo("foo\n");
  }

  @Test
  void no_empty_match_follows_another_match_at_once() {
    assertThat(sh("echo abc | sed 's/b*/x/g'")).isEqualTo("xaxcx\n");
    assertThat(sh("echo abc | awk '{gsub(/b*/, \"x\")} 1'")).isEqualTo("xaxcx\n");
  }

  @Test
  void a_dollar_is_the_end_of_the_pattern_space_and_not_its_last_newline() {
    assertThat(sh("printf 'a\\n\\n' | sed 'N;s/$/X/'")).isEqualTo("a\nX\n");
    assertThat(sh("printf 'a\\nb\\n' | sed 'N;s/^/X/mg;s/$/Y/mg'")).isEqualTo("XaY\nXbY\n");
    assertThat(sh("awk 'BEGIN {print match(\"a\\nb\", /a.b/), match(\"ab\\n\", /b$/)}'"))
        .isEqualTo("1 0\n");
  }

  @Test
  void awk_divides_at_what_is_not_empty() {
    String show = ";for (i = 1; i <= n; i++) printf \"[%s]\", a[i]}'";
    assertThat(sh("awk 'BEGIN {n = split(\"aXbXXc\", a, /X*/)" + show)).isEqualTo("[a][b][c]");
    assertThat(sh("awk 'BEGIN {n = split(\"abcd\", a, /b|bc/)" + show)).isEqualTo("[a][d]");
    assertThat(sh("awk 'BEGIN {n = split(\"abcd\", a, //)" + show)).isEqualTo("[a][b][c][d]");
    assertThat(sh("printf aXYbXc | awk -v RS='X|XY' '{print NR \":\" $0}'"))
        .isEqualTo("1:a\n2:b\n3:c\n");
  }

  @Test
  void an_expression_of_Perl_takes_its_first_alternative_and_can_set_where_the_match_begins() {
    assertThat(sh("echo abc | grep -oP 'a|abc'")).isEqualTo("a\n");
    assertThat(sh("echo '    inet 10.0.0.1/24' | grep -oP 'inet \\K[\\d.]+'"))
        .isEqualTo("10.0.0.1\n");
  }
}
