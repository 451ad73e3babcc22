package dev.cnilab.cluster.apiserver.schema.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What metav1.Time and metav1.MicroTime write of a time that they have read. */
class GoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.999Z, 2026-01-01T00:00:00Z",
    "2026-01-01T1:30:00+01:30, 2026-01-01T00:00:00Z",
    "2026-01-01T01:30:00+01:30, 2026-01-01T00:00:00Z",
    "2025-12-31T23:00:00-01:00, 2026-01-01T00:00:00Z"
  })
  void a_time_is_written_in_whole_seconds_of_utc(String read, String written) {
    assertThat(GoTime.canonical(TextNode.valueOf(read)).asText()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01T00:00:00.000017Z | 2026-01-01T00:00:00.000017Z",
        "2026-01-01T00:00:00,000017Z | 2026-01-01T00:00:00.000017Z",
        "2026-01-01T01:00:00.000017+01:00 | 2026-01-01T00:00:00.000017Z"
      })
  void a_micro_time_is_written_in_microseconds_of_utc(String read, String written) {
    assertThat(GoTime.canonicalMicro(TextNode.valueOf(read)).asText()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"0001-01-01T00:00:00Z", "0001-01-01T01:00:00+01:00"})
  void the_zero_time_is_null(String zero) {
    assertThat(GoTime.canonical(TextNode.valueOf(zero)).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01T00:00:00.1234567Z | 7Z | Z07:00",
        "2026-01-01T00:00:00.12345Z | .12345Z | .000000",
        "2026-01-01T00:00:00Z | Z | .000000"
      })
  void a_micro_time_needs_exactly_six_fractional_digits(String text, String rest, String wanted) {
    assertThat(GoTime.microComplaint(text))
        .hasValueSatisfying(
            why -> assertThat(why).endsWith("cannot parse \"" + rest + "\" as \"" + wanted + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T:00:00Z, as \"15\"",
    "2026-01-01T24:00:00Z, hour out of range",
    "2026-01-01T00:00:00+25:00, time zone offset hour out of range",
    "2026-01-01T00:00:00+25:61, time zone offset minute out of range"
  })
  void an_invalid_time_is_rejected_in_the_words_of_go(String text, String why) {
    assertThat(GoTime.complaint(text)).hasValueSatisfying(words -> assertThat(words).endsWith(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T1:00:00Z",
        "2026-01-01T00:00:00+24:60",
        "2026-01-01T00:00:00.123456789012Z"
      })
  void a_time_may_have_a_one_digit_hour_and_any_fraction(String text) {
    assertThat(GoTime.complaint(text)).isEmpty();
  }
}
