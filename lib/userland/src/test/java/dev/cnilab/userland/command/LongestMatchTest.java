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
  void an_optional_group_matches_if_that_makes_the_match_longer() {
    assertThat(sh("echo aab | sed -E 's/(a?)(ab)?/[\\1\\2]/'")).isEqualTo("[aab]\n");
    assertThat(sh("echo abab | sed -E 's/(ab|a)(bab)?/[\\1][\\2]/'")).isEqualTo("[a][bab]\n");
    assertThat(sh("echo foobarbaz | grep -oE '(foo|foobar|bar)+'")).isEqualTo("foobar\n");
  }

  @Test
  void grep_x_matches_a_line_if_any_alternative_matches_all_of_it() {
    assertThat(sh("echo foobar | grep -xE 'foo|foobar'")).isEqualTo("foobar\n");
  }

  @Test
  void grep_w_takes_a_shorter_match_if_only_that_is_a_whole_word() {
    assertThat(sh("echo foo-bar | grep -ow 'foo\\(-ba\\)\\?'")).isEqualTo("foo\n");
  }

  @Test
  void an_empty_match_never_directly_follows_another_match() {
    assertThat(sh("echo abc | sed 's/b*/x/g'")).isEqualTo("xaxcx\n");
    assertThat(sh("echo abc | awk '{gsub(/b*/, \"x\")} 1'")).isEqualTo("xaxcx\n");
  }

  @Test
  void a_dollar_matches_only_at_the_very_end_of_the_pattern_space() {
    assertThat(sh("printf 'a\\n\\n' | sed 'N;s/$/X/'")).isEqualTo("a\nX\n");
    assertThat(sh("printf 'a\\nb\\n' | sed 'N;s/^/X/mg;s/$/Y/mg'")).isEqualTo("XaY\nXbY\n");
    assertThat(sh("awk 'BEGIN {print match(\"a\\nb\", /a.b/), match(\"ab\\n\", /b$/)}'"))
        .isEqualTo("1 0\n");
  }

  @Test
  void awk_never_splits_at_an_empty_match_of_a_separator() {
    String show = ";for (i = 1; i <= n; i++) printf \"[%s]\", a[i]}'";
    assertThat(sh("awk 'BEGIN {n = split(\"aXbXXc\", a, /X*/)" + show)).isEqualTo("[a][b][c]");
    assertThat(sh("awk 'BEGIN {n = split(\"abcd\", a, /b|bc/)" + show)).isEqualTo("[a][d]");
    assertThat(sh("awk 'BEGIN {n = split(\"abcd\", a, //)" + show)).isEqualTo("[a][b][c][d]");
    assertThat(sh("printf aXYbXc | awk -v RS='X|XY' '{print NR \":\" $0}'"))
        .isEqualTo("1:a\n2:b\n3:c\n");
  }

  @Test
  void grep_p_takes_the_first_alternative_and_supports_backslash_k() {
    assertThat(sh("echo abc | grep -oP 'a|abc'")).isEqualTo("a\n");
    assertThat(sh("echo '    inet 10.0.0.1/24' | grep -oP 'inet \\K[\\d.]+'"))
        .isEqualTo("10.0.0.1\n");
  }
}
