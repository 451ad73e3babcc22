package dev.cnilab.cluster.goflag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoFlagSetTest {
  private static final GoFlagSet FLAGS =
      GoFlagSet.of(
          List.of(
              new GoFlag("quiet", GoFlag.Kind.BOOL),
              new GoFlag(List.of("port", "p"), GoFlag.Kind.NUMBER),
              new GoFlag("conf", GoFlag.Kind.TEXT)));

  private static GoFlagSet.Given parse(String words) throws GoFlagException {
    return FLAGS.parse(List.of(words.split(" ")));
  }

  private static GoFlagException refusal(String words) {
    return catchThrowableOfType(GoFlagException.class, () -> parse(words));
  }

  @Test
  void a_flag_may_have_one_dash_or_two() throws GoFlagException {
    assertThat(parse("-conf a --conf=b -conf=c=d").texts("conf")).containsExactly("a", "b", "c=d");
  }

  @Test
  void a_boolean_flag_takes_its_value_only_after_an_equals_sign() throws GoFlagException {
    assertThat(parse("-quiet=F").isSet("quiet")).isFalse();
    GoFlagSet.Given given = parse("-quiet false");
    assertThat(given.isSet("quiet")).isTrue();
    assertThat(given.operands()).containsExactly("false");
  }

  @ParameterizedTest
  @CsvSource({"a -quiet, a -quiet", "- -quiet, - -quiet", "-- -quiet, -quiet"})
  void the_first_operand_ends_the_flags(String words, String operands) throws GoFlagException {
    assertThat(parse("-p 1 " + words).operands()).containsExactly(operands.split(" "));
    assertThat(parse("-p 1 " + words).has("quiet")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"10,10", "-0x1F,-31", "0b11,3", "017,15", "0o17,15", "1_000,1000", "+7,7", "0,0"})
  void a_number_is_parsed_as_a_go_literal(String written, int number) throws GoFlagException {
    assertThat(parse("-p " + written).number("port")).isEqualTo(number);
  }

  @Test
  void a_number_beyond_the_int_range_becomes_the_largest_int() throws GoFlagException {
    assertThat(parse("-p 9223372036854775807").number("port")).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -bogus=1                | flag provided but not defined: -bogus
          -conf                   | flag needs an argument: -conf
          ---conf                 | bad flag syntax: ---conf
          -=a                     | bad flag syntax: -=a
          -quiet=maybe            | invalid boolean value "maybe" for -quiet: parse error
          -quiet=                 | invalid boolean value "" for -quiet: parse error
          -port 1__0              | invalid value "1__0" for flag -port: parse error
          -p 08                   | invalid value "08" for flag -p: parse error
          -p 9223372036854775808  | invalid value "9223372036854775808" for flag -p: value out of range
          """)
  void an_error_is_reported_in_the_words_of_go(String words, String said) {
    assertThat(refusal(words)).hasMessage(said);
  }

  @ParameterizedTest
  @CsvSource({"-h", "--help", "-help=no"})
  void an_undefined_help_flag_requests_help(String word) {
    assertThat(refusal(word).asksForHelp()).isTrue();
    assertThat(refusal("-bogus").asksForHelp()).isFalse();
  }
}
