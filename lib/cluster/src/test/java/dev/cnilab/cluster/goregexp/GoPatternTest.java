package dev.cnilab.cluster.goregexp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code regexp.Compile} of Go 1.26 says to the same expressions. */
class GoPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "(?=a)b ! invalid or unsupported Perl syntax: `(?=`",
        "(?<=a)b ! invalid named capture: `(?<=a)b`",
        "(?>a) ! invalid or unsupported Perl syntax: `(?>`",
        "(?P=n) ! invalid or unsupported Perl syntax: `(?P`",
        "(a ! missing closing ): `(a`",
        "a) ! unexpected ): `a)`",
        "[a ! missing closing ]: `[a`",
        "[z-a] ! invalid character class range: `z-a`",
        "\\1 ! invalid escape sequence: `\\1`",
        "a\\ ! trailing backslash at end of expression: ``",
        "*a ! missing argument to repetition operator: `*`",
        "a*+ ! invalid nested repetition operator: `*+`",
        "x{2}{3} ! invalid nested repetition operator: `{2}{3}`",
        "a{1001} ! invalid repeat count: `{1001}`",
        "a{2,1} ! invalid repeat count: `{2,1}`",
        "a{99999999999} ! invalid repeat count: `{99999999999}`",
        "(a{1000}){1000} ! invalid repeat count: `{1000}`",
        "((((a{100}){100}){10}){1}){1} ! invalid repeat count: `{100}`",
        "(?:[a-z]{32}?){32,}? ! invalid repeat count: `{32,}?`",
        "(?:a{0,50}){0,30} ! invalid repeat count: `{0,30}`",
      })
  void a_pattern_that_go_rejects_is_rejected_with_the_same_error(String text, String error) {
    assertThatThrownBy(() -> GoPattern.compile(text)).hasMessage("error parsing regexp: " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{31}){32}",
        "((a{0,10}){0,100})",
        "(?i)(?s)a+",
        "(?<n>a)(?P<m>b)",
        "[[:word:]]{500}|[]a)(]{500}",
        "[^])]{500}x{500}",
        "\\Q{1000}(\\E{1000}",
        "\\p{Greek}{1000}",
        "a{,2}",
        "x{0,}",
      })
  void a_pattern_that_go_accepts_is_compiled(String text) {
    assertThat(GoPattern.compile(text).pattern()).isEqualTo(text);
  }

  @Test
  void a_pattern_that_is_too_large_or_nested_too_deeply_is_rejected() {
    assertThatThrownBy(() -> GoPattern.compile("(a{1000})".repeat(200)))
        .hasMessageStartingWith("error parsing regexp: expression too large: `(a{1000})(a{1000})");
    assertThatThrownBy(() -> GoPattern.compile("(".repeat(1500)))
        .hasMessageStartingWith("error parsing regexp: expression nests too deeply: `((((");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\pL", "a-z"})
  void a_case_insensitive_class_that_is_too_long_is_rejected(String part) {
    assertThatThrownBy(() -> GoPattern.compile("(?i)[" + part.repeat(1990 / part.length()) + "]x"))
        .hasMessageStartingWith("error parsing regexp: expression too large: `");
  }

  @Test
  void a_pattern_of_a_million_characters_is_rejected() {
    assertThatThrownBy(() -> GoPattern.compile("[" + "ab".repeat(500_000) + "]"))
        .hasMessageStartingWith("error parsing regexp: expression too large: `");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u1c80", "\\x{1c88}", "[\\x{1000}-\\x{2000}]", "\\Q\u1c85\\E"})
  void case_insensitive_letters_from_u_1c80_to_u_1c88_are_rejected(String letters) {
    assertThatThrownBy(() -> GoPattern.compile("(?i)" + letters))
        .hasMessageStartingWith("error parsing regexp: U+1C80 to U+1C88 are not supported");
    assertThat(GoPattern.compile(letters).pattern()).isEqualTo(letters);
  }
}
