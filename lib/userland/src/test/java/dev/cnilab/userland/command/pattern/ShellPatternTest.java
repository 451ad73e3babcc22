package dev.cnilab.userland.command.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellPatternTest {

  @ParameterizedTest(name = "{0} in {1} from {2}: {3} to {4}")
  @CsvSource({
    "a*,    banana, 1, 2, 6",
    "a*n,   banana, 1, 3, 5",
    "*,     banana, 2, 2, 6",
    "a?a,   banana, 1, 4, 4",
    "[a-c], banana, 0, 1, 1",
    "\\*,   a*b,    1, 2, 2",
    "x,     banana, 0, -1, -1",
    "na*x,  banana, 2, -1, -1",
    "**a,   banana, 0, 2, 6"
  })
  void the_shortest_and_the_longest_match_end_where_expected(
      String pattern, String text, int start, int shortest, int longest) {
    assertThat(ShellPattern.shortest(pattern, text, start)).isEqualTo(shortest);
    assertThat(ShellPattern.longest(pattern, text, start)).isEqualTo(longest);
  }

  @Test
  void an_empty_pattern_matches_only_an_empty_text() {
    assertThat(ShellPattern.longest("", "text", 2)).isEqualTo(2);
    assertThat(ShellPattern.matches("", "text", 4)).isTrue();
    assertThat(ShellPattern.matches("", "text", 3)).isFalse();
  }

  @Test
  void a_pattern_of_100000_stars_does_not_overflow_the_stack() {
    String stars = "*".repeat(100_000);
    assertThat(ShellPattern.longest(stars, "text", 0)).isEqualTo(4);
    assertThat(ShellPattern.matches(stars, "text")).isTrue();
  }
}
